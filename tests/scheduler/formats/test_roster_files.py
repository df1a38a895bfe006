"""A roster read back from a file is the roster that was written, clock-change nights and agents' zones included."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from forecasting.timegrid import TimeGrid, local_instant
from scheduler.agents import Agent, AgentId, Contract, Team
from scheduler.demand import Demand
from scheduler.formats import read_roster, roster_csv, roster_days, write_roster, write_roster_csv
from scheduler.formats.roster_rows import COLUMNS
from scheduler.formats.spreadsheet_text import guarded, unguarded
from scheduler.instance import Instance
from scheduler.roster import Activity, Assignment, Break, Roster
from scheduler.shifts import DayPart, ShiftKind

BERLIN = ZoneInfo("Europe/Berlin")
CONTRACT = Contract("full", ("early", "night"))
AGENTS = (
    Agent(AgentId("a1"), "林燕", "desk", CONTRACT, leave=frozenset({date(2026, 10, 22)})),
    Agent(AgentId("a2"), "Ola", "desk", CONTRACT, zone=ZoneInfo("America/New_York")),
    Agent(
        AgentId("a3"), "Lord", "desk", CONTRACT, zone=ZoneInfo("Australia/Lord_Howe")
    ),  # its clock goes back by half an hour
    Agent(AgentId("=1+1"), "@home", "desk", CONTRACT),
    Agent(AgentId("'-x"), "dash", "desk", CONTRACT),
)
KINDS = (
    ShiftKind("early", 480, 480, 540),
    ShiftKind("night", 1320, 1320, 480, part=DayPart.NIGHT),
    ShiftKind("+late", 0, 0, 60),
)
ENDINGS = ("csv", "xlsx", "json")


def week_around(first: date, days: int = 10) -> Instance:
    grid = TimeGrid(BERLIN, first, days)
    return Instance(grid, (Team("desk", ()),), KINDS, AGENTS, Demand(grid, {"desk": np.zeros(grid.n_slots)}))


AUTUMN = week_around(date(2026, 10, 20), 14)  # Berlin puts its clock back on 25 October, New York on 1 November
SPRING = week_around(date(2026, 3, 22), 14)  # and forward on 29 March; Lord Howe goes back on 5 April


def at(text: str, zone: ZoneInfo = BERLIN, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


def shift(start: datetime, minutes: int, kind: str = "early", agent: str = "a1", **more: object) -> Assignment:
    zone = AUTUMN.zone_of(AUTUMN.agent_by_id[AgentId(agent)])
    day = start.astimezone(zone).date()
    return Assignment(AgentId(agent), day, kind, start, start + timedelta(minutes=minutes), **more)  # type: ignore[arg-type]  # breaks, activities


def read_back(roster: Roster, instance: Instance, folder: Path, ending: str) -> Roster:
    path = folder / f"roster.{ending}"
    write_roster(roster, instance, path)
    return read_roster(path, instance)


@st.composite
def stretches(draw: st.DrawFn, start: datetime, minutes: int) -> list[tuple[datetime, datetime]]:
    cuts = sorted(draw(st.sets(st.integers(0, minutes // 5), max_size=6)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return [(start + timedelta(minutes=5 * first), start + timedelta(minutes=5 * last)) for first, last in pairs]


@st.composite
def rosters(draw: st.DrawFn) -> tuple[Roster, Instance]:
    instance = draw(st.sampled_from([AUTUMN, SPRING]))
    found = []
    for agent in draw(st.sets(st.sampled_from(AGENTS).map(lambda agent: agent.id))):
        zone = instance.zone_of(instance.agent_by_id[agent])
        for index in draw(st.sets(st.integers(0, instance.grid.days - 1), max_size=4)):
            day = instance.grid.first_day + timedelta(days=index)
            start = local_instant(day, draw(st.integers(0, 95)) * 15, zone)
            minutes = draw(st.integers(1, 96)) * 15
            end = start + timedelta(minutes=minutes)
            breaks = tuple(Break(*span, paid=draw(st.booleans())) for span in draw(stretches(start, minutes)))
            names = st.sampled_from(["training", "=drill 7", "语音培训"])
            activities = tuple(Activity(*span, name=draw(names)) for span in draw(stretches(start, minutes)))
            kind = draw(st.sampled_from(KINDS)).name
            found.append(Assignment(agent, start.astimezone(zone).date(), kind, start, end, breaks, activities))
    inside = [part for part in found if instance.grid.first_day <= part.day <= instance.grid.last_day]
    return Roster.of(instance.grid, inside), instance


@pytest.mark.parametrize("ending", ENDINGS)
@settings(deadline=None, max_examples=60)
@given(case=rosters())
def test_any_roster_reads_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, ending: str, case: tuple[Roster, Instance]
) -> None:
    roster, instance = case
    assert read_back(roster, instance, tmp_path_factory.mktemp("roster"), ending) == roster


def test_a_row_is_what_outside_programs_expect() -> None:
    start = at("2026-10-20T08:00")
    breaks = (
        Break(at("2026-10-20T12:00"), at("2026-10-20T13:00")),
        Break(at("2026-10-20T15:30"), at("2026-10-20T15:45"), paid=True),
    )
    training = (Activity(at("2026-10-20T10:00"), at("2026-10-20T11:30"), "training"),)
    roster = Roster.of(AUTUMN.grid, [shift(start, 540, breaks=breaks, activities=training)])
    assert roster_csv(roster, AUTUMN) == (
        "agent,date,kind,start,end,paid_minutes,breaks,activities\n"
        "a1,2026-10-20,early,2026-10-20T08:00+02:00,2026-10-20T17:00+02:00,480,[12:00-13:00];15:30-15:45,training 10:00-11:30\n"
    )


def test_times_are_on_the_clock_of_the_agent() -> None:
    roster = Roster.of(AUTUMN.grid, [shift(at("2026-10-20T14:00"), 60, agent="a2")])
    assert "a2,2026-10-20,early,2026-10-20T08:00-04:00,2026-10-20T09:00-04:00,60" in roster_csv(roster, AUTUMN)


def test_a_night_in_which_the_clock_goes_back_keeps_its_nine_hours_and_tells_its_two_half_past_twos_apart() -> None:
    pause = Break(at("2026-10-25T02:30", fold=1), at("2026-10-25T03:00"), paid=True)
    night = shift(at("2026-10-24T22:00"), 540, "night", breaks=(pause,))
    text = roster_csv(Roster.of(AUTUMN.grid, [night]), AUTUMN)
    assert "2026-10-24T22:00+02:00,2026-10-25T06:00+01:00,540,02:30+01:00-03:00+01:00" in text


def test_text_that_looks_like_a_formula_is_kept_from_being_one(tmp_path: Path) -> None:
    roster = Roster.of(AUTUMN.grid, [shift(at("2026-10-20T08:00"), 60, "+late", agent="=1+1")])
    [row] = csv.DictReader(io.StringIO(roster_csv(roster, AUTUMN)))
    assert (row["agent"], row["kind"]) == ("'=1+1", "'+late")
    write_roster(roster, AUTUMN, tmp_path / "roster.xlsx")
    cell = load_workbook(tmp_path / "roster.xlsx")["shifts"]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@given(st.text())
def test_guarding_against_formulas_can_be_undone_and_leaves_none(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in {"=", "+", "-", "@", "\t", "\r"}


def test_a_workbook_has_typed_cells_and_a_sheet_to_print(tmp_path: Path) -> None:
    night = shift(at("2026-10-23T22:00"), 480, "night")
    write_roster(Roster.of(AUTUMN.grid, [night]), AUTUMN, tmp_path / "roster.xlsx")
    book = load_workbook(tmp_path / "roster.xlsx")
    head, row = book["shifts"].iter_rows(values_only=True)
    cells = dict(zip(head, row, strict=True))
    assert tuple(head)[: len(COLUMNS)] == COLUMNS
    assert cells["start"] == datetime(2026, 10, 23, 22)  # noqa: DTZ001  # a spreadsheet knows no zones
    assert (cells["zone"], cells["start_offset"], cells["paid_minutes"]) == ("Europe/Berlin", "+02:00", 480)
    sheet = book["roster"]
    assert [cell.value for cell in sheet[3][:10]] == [
        "a1",
        "林燕",
        "desk",
        8,
        1,
        None,
        None,
        "leave",
        "22:00-06:00",
        None,
    ]


def test_json_names_the_grid(tmp_path: Path) -> None:
    write_roster(Roster.of(AUTUMN.grid, []), AUTUMN, tmp_path / "roster.json")
    document = json.loads((tmp_path / "roster.json").read_text(encoding="utf-8"))
    assert (document["zone"], document["first_day"], document["days"], document["shifts"]) == (
        "Europe/Berlin",
        "2026-10-20",
        14,
        [],
    )


def test_a_byte_order_mark_is_written_on_request_and_read(tmp_path: Path) -> None:
    roster = Roster.of(AUTUMN.grid, [shift(at("2026-10-20T08:00"), 60)])
    write_roster_csv(roster, AUTUMN, tmp_path / "roster.csv", bom=True)
    assert (tmp_path / "roster.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert read_roster(tmp_path / "roster.csv", AUTUMN) == roster


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_days_of_a_roster_are_those_of_its_shifts(tmp_path: Path, ending: str) -> None:
    starts = ("2026-10-21T08:00", "2026-10-25T08:00")
    write_roster(
        Roster.of(AUTUMN.grid, [shift(at(text), 60) for text in starts]), AUTUMN, tmp_path / f"roster.{ending}"
    )
    assert roster_days(tmp_path / f"roster.{ending}") == (date(2026, 10, 21), date(2026, 10, 25))


def test_the_days_of_a_roster_in_json_are_those_of_its_grid(tmp_path: Path) -> None:
    write_roster(Roster.of(AUTUMN.grid, []), AUTUMN, tmp_path / "roster.json")
    assert roster_days(tmp_path / "roster.json") == (date(2026, 10, 20), date(2026, 11, 2))


def test_a_name_that_could_not_be_read_back_is_not_written(tmp_path: Path) -> None:
    part = Activity(at("2026-10-20T08:00"), at("2026-10-20T08:30"), "one; two")
    roster = Roster.of(AUTUMN.grid, [shift(at("2026-10-20T08:00"), 60, activities=(part,))])
    with pytest.raises(ValueError, match="one; two"):
        write_roster(roster, AUTUMN, tmp_path / "roster.csv")
    assert list(tmp_path.iterdir()) == []
