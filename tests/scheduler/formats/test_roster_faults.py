"""Each broken roster file is refused with its faults named: file, row, field, value and what is expected."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from openpyxl import Workbook

from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, AgentId, Contract, Team
from scheduler.demand import Demand
from scheduler.errors import SiteFileError
from scheduler.formats import read_roster, roster_days
from scheduler.instance import Instance
from scheduler.shifts import ShiftKind

GRID = TimeGrid(ZoneInfo("Europe/Berlin"), date(2026, 10, 19), 7)  # its last night has 25 o'clock: the clock goes back
INSTANCE = Instance(
    GRID,
    (Team("desk", ()),),
    (ShiftKind("early", 480, 480, 540), ShiftKind("night", 1320, 1320, 480)),
    (Agent(AgentId("a1"), "Lin", "desk", Contract("full", ("early", "night"))),),
    Demand(GRID, {"desk": np.zeros(GRID.n_slots)}),
)
HEAD = "agent,date,kind,start,end,paid_minutes,breaks,activities\n"
ROW = "a1,2026-10-20,early,2026-10-20T08:00+02:00,2026-10-20T17:00+02:00,480,[12:00-13:00];15:30-15:45,training 10:00-11:30\n"
NIGHT = "a1,2026-10-24,night,2026-10-24T22:00+02:00,2026-10-25T06:00+01:00,540,03:30-03:45,\n"

BROKEN = [
    ("column_missing", "paid_minutes,breaks", "paid_minutes,brakes", 1, "breaks", None, "agent,"),
    (
        "column_doubled",
        "breaks,activities",
        "breaks,breaks,activities",
        1,
        "breaks",
        "breaks",
        "one column of each name",
    ),
    ("unknown_agent", "a1,2026-10-20", "a7,2026-10-20", 2, "agent", "a7", "a1"),
    ("unknown_kind", "early", "eearly", 2, "kind", "eearly", "'early'"),
    ("another_day", "a1,2026-10-20", "a1,2026-10-21", 2, "date", "2026-10-21", "2026-10-20"),
    ("day_of_another_form", "a1,2026-10-20", "a1,20.10.2026", 2, "date", "20.10.2026", "YYYY-MM-DD"),
    ("day_outside", "2026-10-20", "2026-11-20", 2, "date", "2026-11-20", "2026-10-19 to 2026-10-25"),
    ("no_offset", "T08:00+02:00", "T08:00", 2, "start", "2026-10-20T08:00", "its offset"),
    ("hour_25", "T17:00", "T25:00", 2, "end", "2026-10-20T25:00+02:00", "its offset"),
    ("seconds", "T08:00+", "T08:00:30+", 2, "start", "2026-10-20T08:00:30+02:00", "to the minute"),
    ("ends_first", "T17:00+02:00", "T07:00+02:00", 2, "end", "2026-10-20T07:00+02:00", "after 2026-10-20T08:00+02:00"),
    ("longer_than_a_day", "2026-10-20T17:00", "2026-10-21T17:00", 2, "end", "2026-10-21T17:00+02:00", "at the latest"),
    ("pay_too_high", ",480,", ",540,", 2, "paid_minutes", "540", "480"),
    ("pay_in_words", ",480,", ",eight hours,", 2, "paid_minutes", "eight hours", "a whole number"),
    ("pay_missing", ",480,", ",,", 2, "paid_minutes", None, "the paid minutes"),
    ("break_outside", "[12:00-13:00]", "[17:00-18:00]", 2, "breaks", "[17:00-18:00]", "08:00 to 17:00"),
    ("break_half_open", "[12:00-13:00]", "[12:00-13:00", 2, "breaks", "[12:00-13:00", "in brackets"),
    ("breaks_at_once", "15:30-15:45", "12:30-13:30", 2, "breaks", "[12:00-13:00];12:30-13:30", "one after the other"),
    ("break_that_no_clock_shows", "15:30-15:45", "15:30-15:61", 2, "breaks", "15:30-15:61", "23:59"),
    ("activity_without_name", "training 10:00", "10:00", 2, "activities", "10:00-11:30", "training 10:00-11:30"),
    ("twice_in_this_night", "03:30-03:45", "02:30-02:45", 3, "breaks", "02:30-02:45", "02:30+01:00"),
    ("cell_too_many", "training 10:00-11:30", "training 10:00-11:30,x", 2, None, "x", ""),
]


def write(folder: Path, text: str) -> Path:
    path = folder / "roster.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_file_that_is_broken_below_is_whole(tmp_path: Path) -> None:
    assert len(read_roster(write(tmp_path, HEAD + ROW + NIGHT), INSTANCE).assignments) == 2


@pytest.mark.parametrize(
    ("name", "old", "new", "row", "field", "value", "expected"), BROKEN, ids=[case[0] for case in BROKEN]
)
def test_a_broken_roster_is_refused_with_the_fault_named(
    tmp_path: Path, name: str, old: str, new: str, row: int, field: str | None, value: str | None, expected: str
) -> None:
    whole = HEAD + ROW + NIGHT
    text = whole.replace(old, new) if name == "day_outside" else whole.replace(old, new, 1)
    assert text != whole
    with pytest.raises(SiteFileError) as caught:
        read_roster(write(tmp_path, text), INSTANCE)
    fault = caught.value.faults[0]
    assert len(caught.value.faults) == 1
    assert (fault.file, fault.row, fault.field, fault.value) == ("roster.csv", row, field, value)
    assert expected in (fault.expected or "")


def test_a_shift_written_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SiteFileError, match=r"row 3, start: is there more than once"):
        read_roster(write(tmp_path, HEAD + ROW + ROW), INSTANCE)


def test_every_broken_row_is_named_at_once(tmp_path: Path) -> None:
    text = HEAD + ROW.replace("early", "late") + NIGHT.replace(",540,", ",541,") + ROW.replace("a1", "b2")
    with pytest.raises(SiteFileError) as caught:
        read_roster(write(tmp_path, text), INSTANCE)
    assert [(fault.row, fault.field) for fault in caught.value.faults] == [
        (2, "kind"),
        (3, "paid_minutes"),
        (4, "agent"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("roster.csv", b"", "the column is missing"),
        ("roster.csv", "员工,日期".encode("gb18030"), "is not written in UTF-8"),
        ("roster.csv", (HEAD + '"a1').encode(), "is no CSV"),
        ("roster.xlsx", b"agent,date", "is no workbook"),
        ("roster.json", b'{"shifts": [', "is no JSON"),
        ("roster.json", b'{"shifts": []}', "is no roster of a known version"),
        ("roster.ods", b"", "is no roster file by its name"),
    ],
)
def test_a_file_that_holds_no_roster_is_refused(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SiteFileError, match=words):
        read_roster(tmp_path / name, INSTANCE)


def test_a_workbook_without_the_sheet_of_shifts_is_refused(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "roster.xlsx")
    with pytest.raises(SiteFileError, match=r"has no sheet of shifts \(found 'Sheet'\); expected shifts"):
        read_roster(tmp_path / "roster.xlsx", INSTANCE)


SHIFT: dict[str, Any] = {
    "agent": "a1",
    "date": "2026-10-20",
    "kind": "early",
    "start": "2026-10-20T08:00+02:00",
    "end": "2026-10-20T17:00+02:00",
    "paid_minutes": 480,
    "breaks": [{"start": "2026-10-20T12:00+02:00", "end": "2026-10-20T13:00+02:00", "paid": False}],
    "activities": [],
}


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"breaks": [{"start": "2026-10-20T12:00+02:00"}]}, "shifts[1].breaks[1].end", "is missing"),
        ({"breaks": [{**SHIFT["breaks"][0], "paid": "no"}]}, "shifts[1].breaks[1].paid", "neither true nor false"),
        (
            {"breaks": [{**SHIFT["breaks"][0], "end": "2026-10-20T18:00+02:00"}]},
            "shifts[1].breaks[1]",
            "within the shift",
        ),
        ({"activities": "training"}, "shifts[1].activities", "cannot be read"),
        ({"pay": 480}, "shifts[1].pay", "is not known"),
        ({"paid_minutes": True}, "shifts[1].paid_minutes", "is no number of minutes"),
    ],
)
def test_a_broken_shift_in_json_is_named_by_its_place(
    tmp_path: Path, change: dict[str, object], field: str, reason: str
) -> None:
    document = {"format": "watchbill-roster", "version": 1, "shifts": [{**SHIFT, **change}]}
    (tmp_path / "roster.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(SiteFileError) as caught:
        read_roster(tmp_path / "roster.json", INSTANCE)
    fault = caught.value.faults[0]
    assert (fault.field, reason in fault.reason) == (field, True)


def test_a_roster_without_any_day_has_no_days(tmp_path: Path) -> None:
    with pytest.raises(SiteFileError, match="no shift has a day"):
        roster_days(write(tmp_path, HEAD))
