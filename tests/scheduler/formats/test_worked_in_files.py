"""Hours worked before the plan, from the site file and a CSV beside it, and every way to write them wrong."""

from datetime import date
from pathlib import Path

import pytest

from api.usecases.basis import site_calendar
from forecasting.timegrid import TimeGrid
from scheduler.agents import AgentId, Bounds
from scheduler.checking import check_roster
from scheduler.errors import SiteFileError
from scheduler.formats import SiteFile, read_site
from scheduler.formats.worked import Counting, WorkedBefore, counted_from
from scheduler.instance import Instance, Tally
from scheduler.roster import Roster
from scheduler.rules.comprehensive import ComprehensiveHours, Period
from scheduler.rules.contract import PeriodHours
from scheduler.rules.hours import WeeklyHours
from scheduler.rules.overtime import Overtime
from tests.scheduler.formats.test_site_faults import WHOLE
from tests.scheduler.tiny import line

A1 = AgentId("A1")
NOVEMBER = date(2026, 11, 1)  # a Sunday
OCTOBER = date(2026, 10, 1)
TOLD = '[worked]\nuntil = 2026-10-31\nperiod_from = 2026-10-01\nfile = "worked.csv"\n'
ROWS = "agent,since,minutes\nA1,2026-10-01,9000\nA1,2026-10-26,2400\n"


def site(folder: Path, more: str, rows: str | None = ROWS) -> SiteFile:
    path = folder / "site.toml"
    path.write_text(WHOLE + more, encoding="utf-8")
    if rows is not None:
        (folder / "worked.csv").write_text(rows, encoding="utf-8")
    return read_site(path)


def asked(found: SiteFile, first: date = NOVEMBER, days: int = 5, before: Roster | None = None) -> Instance:
    grid = TimeGrid(found.site.zone, first, days, found.site.slot_minutes)
    return found.instance(
        grid, None, site_calendar(found, grid.first_day, grid.last_day), before=before, must_be_possible=False
    )


def faults(folder: Path, more: str, rows: str | None = ROWS) -> list[str]:
    with pytest.raises(SiteFileError) as refused:
        site(folder, more, rows)
    return [str(fault) for fault in refused.value.faults]


def test_hours_of_the_site_file_count_in_the_plan_that_follows_them(tmp_path: Path) -> None:
    found = site(tmp_path, TOLD)
    instance = asked(found)
    assert instance.tallies == (Tally(A1, OCTOBER, 9_000), Tally(A1, date(2026, 10, 26), 2_400))
    assert instance.period_from == OCTOBER
    # the week from Monday 26 October has its forty hours, the period 150 of 160
    (agent,) = instance.agents
    assert agent.contract.period_minutes == Bounds(136 * 60, 160 * 60)
    assert instance.paid_before(A1, date(2026, 10, 26)) == 2_400
    assert [found.rule for found in PeriodHours().check(Roster(instance.grid, ()), instance)] == []


def test_hours_of_the_month_begun_count_for_comprehensive_and_monthly_hours(tmp_path: Path) -> None:
    """A hundred hours up to 15 November, then shifts of eight hours from Monday 16 to Sunday 22."""
    text = WHOLE.replace('pack = "china"', 'pack = "china-comprehensive"').replace(
        "{ least = 136, most = 160 }", "{ most = 500 }"
    )
    (tmp_path / "site.toml").write_text(
        text + '[worked]\nuntil = 2026-11-15\nfile = "worked.csv"\n[rules.hours-of-month]\nmost_hours = 123\n',
        encoding="utf-8",
    )
    (tmp_path / "worked.csv").write_text("agent,since,minutes\nA1,2026-11-01,6000\n", encoding="utf-8")
    found = read_site(tmp_path / "site.toml")
    instance = asked(found, date(2026, 11, 16), 7)
    day = instance.kind_by_name["day"]

    def broken(shifts: int) -> set[str]:
        violations = check_roster(line(instance, *[day] * shifts, agent=A1), instance, found.rules)
        return {one.rule for one in violations if one.rule in {"comprehensive-hours", "hours-of-month"}}

    # comprehensive hours allow 20.67 × 8 h × 22 days of 30: 121.3 h; two shifts make 116, three 124
    assert broken(2) == set()
    assert broken(3) == {"comprehensive-hours", "hours-of-month"}


def test_hours_that_lead_up_to_another_day_are_left_out(tmp_path: Path) -> None:
    found = site(tmp_path, TOLD)
    instance = asked(found, date(2026, 11, 2))
    assert (instance.tallies, instance.period_from) == ((), None)


def test_hours_of_a_week_grow_with_the_period_that_began_before(tmp_path: Path) -> None:
    weekly = WHOLE.replace("period_hours = { least = 136, most = 160 }", "weekly_hours = { least = 30, most = 40 }")
    path = tmp_path / "site.toml"
    path.write_text(weekly + TOLD, encoding="utf-8")
    (tmp_path / "worked.csv").write_text(ROWS, encoding="utf-8")
    (agent,) = asked(read_site(path), days=4).agents
    # 31 days of October and 4 of November are five weeks
    assert agent.contract.period_minutes == Bounds(5 * 30 * 60, 5 * 40 * 60)


def test_a_period_that_began_before_needs_the_hours_of_everybody(tmp_path: Path) -> None:
    found = site(tmp_path, "[worked]\nuntil = 2026-10-31\nperiod_from = 2026-10-01\n", None)
    with pytest.raises(SiteFileError, match="nothing tells what A1 worked since 2026-10-01"):
        asked(found)
    grid = TimeGrid(found.site.zone, OCTOBER, 31, found.site.slot_minutes)
    assert asked(found, before=Roster(grid, ())).paid_before(A1, OCTOBER) == 0


def test_hours_count_from_the_days_that_rules_ask_for() -> None:
    rules = (WeeklyHours(), ComprehensiveHours(Period.QUARTER))
    middle = date(2026, 11, 12)
    assert counted_from(rules, middle, None) == (OCTOBER, date(2026, 11, 9))
    assert counted_from(rules, middle, date(2026, 11, 5)) == (OCTOBER, date(2026, 11, 5), date(2026, 11, 9))
    assert counted_from((ComprehensiveHours(Period.MONTH),), NOVEMBER, None) == ()


def test_overtime_of_the_month_is_told_beside_the_minutes(tmp_path: Path) -> None:
    rows = "agent,since,minutes,overtime_minutes\nA1,2026-11-01,4800,600\nA1,2026-11-09,2400,\n"
    path = tmp_path / "worked.csv"
    path.write_text(rows, encoding="utf-8")
    counting = Counting(["A1"], (WeeklyHours(), Overtime()))
    told = counting.read(path, date(2026, 11, 11), None)
    assert told.tallies == (Tally(A1, NOVEMBER, 4_800, 600), Tally(A1, date(2026, 11, 9), 2_400))
    for wrong, said in (
        (rows.replace("2400,", "2400,60"), "row 3, since: is no day from which overtime counts"),
        (rows.replace("600\n", "\n"), "row 2, since: is no day from which hours count"),
        (rows.replace("600\n", "5000\n"), "row 2, overtime_minutes"),
    ):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(SiteFileError) as refused:
            counting.read(path, date(2026, 11, 11), None)
        (fault,) = refused.value.faults
        assert said in str(fault)


def test_a_file_for_one_plan_is_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "worked.csv"
    path.write_text(ROWS, encoding="utf-8")
    counting = Counting(["A1"], (WeeklyHours(), PeriodHours()))
    told = counting.read(path, date(2026, 10, 31), OCTOBER)
    assert told.tallies[0] == Tally(A1, OCTOBER, 9_000)
    with pytest.raises(SiteFileError, match="is no day from which hours count"):
        counting.read(path, date(2026, 10, 31), None)


@pytest.mark.parametrize(
    ("more", "rows", "said"),
    [
        ('[worked]\nfile = "worked.csv"', ROWS, ", worked.until: is missing"),
        ("[worked]\nuntil = 2026-10-31\nsince = 2026-10-01", None, "worked.since: is not known"),
        ("[worked]\nuntil = 2026-10-31\nperiod_from = 2026-11-02", None, "worked.period_from"),
        (TOLD, None, "worked.csv: there is no such file"),
        (TOLD, "agent,since\nA1,2026-10-01\n", "minutes: the column is missing"),
        (TOLD, ROWS.replace("A1,2026-10-26", "A9,2026-10-26"), "row 3, agent"),
        (TOLD, ROWS.replace("2026-10-26", "2026-10-27"), "row 3, since: is no day from which hours count"),
        (TOLD, ROWS.replace("2026-10-26", "2026-10-01"), "row 3, since: is there more than once"),
        (TOLD, ROWS.replace("2400", "-5"), "row 3, minutes"),
        (TOLD, ROWS.replace("2400", "40:00"), "row 3, minutes"),
        (TOLD, ROWS.replace("2400", "600000"), "row 3, minutes"),
    ],
)
def test_what_is_wrong_is_refused_where_it_stands(tmp_path: Path, more: str, rows: str | None, said: str) -> None:
    found = faults(tmp_path, more, rows)
    assert len(found) == 1
    assert said in found[0]


def test_hours_without_a_last_day_are_no_value() -> None:
    with pytest.raises(ValueError, match="expected the day up to which hours are told"):
        WorkedBefore(period_from=OCTOBER)


def test_a_site_says_whether_backlogs_are_worked_in_quiet_slots(tmp_path: Path) -> None:
    assert not site(tmp_path, "").quiet_slots
    path = tmp_path / "quiet.toml"
    path.write_text(WHOLE.replace('name = "Small"', 'name = "Small"\nquiet_slots = true'), encoding="utf-8")
    assert read_site(path).quiet_slots
