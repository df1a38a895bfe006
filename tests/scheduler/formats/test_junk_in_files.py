"""Whatever stands in a file, it is read or refused with faults: no other error comes out."""

import copy
import json
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forecasting.calendar import EventCalendar
from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, AgentId, Contract, Team
from scheduler.demand import Demand
from scheduler.errors import SiteFileError
from scheduler.formats import read_roster, read_site
from scheduler.formats.sections import FaultReport, Section
from scheduler.formats.toml_site import _Reading
from scheduler.instance import Instance
from scheduler.shifts import ShiftKind

SITE: dict[str, Any] = tomllib.loads("""
[site]
name = "Small"
zone = "Asia/Shanghai"
holidays = "none"
slot_minutes = 15
floor = 2
closed = [2026-02-17]

[opening]
every_day = "00:00-24:00"
sunday = "closed"
exceptions = { 2026-10-01 = "08:00-12:00" }

[[queues]]
name = "calls"
channel = "phone"
within = "20 s"
target_share = 0.8
concurrency = 1
opening = { every_day = "00:00-24:00" }

[[teams]]
name = "desk"
queues = ["calls"]

[[shift_kinds]]
name = "day"
start_window = ["08:00", "10:00"]
step_minutes = 30
length = "9:00"
breaks = [{ minutes = 60, window = ["3:00", "5:30"], paid = false }]
least_gap = "1:00"

[[shift_kinds]]
name = "night"
start = "22:00"
end = "30:00"

[[contracts]]
name = "full"
kinds = ["day", "night"]
weekly_hours = { least = 20, most = 40 }
days_in_row = { least = 1, most = 5 }
days_off_in_row = { least = 1, most = 3 }

[[agents]]
id = "A1"
team = "desk"
contract = "full"
level = "senior"
languages = ["zh"]
restrictions = ["young"]
leave = ["2026-11-02..2026-11-04"]

[law]
pack = "china"

[rules.daily-rest]
hours = 12

[[events]]
name = "Sale"
phases = [{ phase = "wave", first = 2026-09-01, last = 2026-09-02, multiplier = 2 }, { phase = "late", start = 2026-09-05T20:00:00, end = 2026-09-06T02:00:00 }]

[history]
columns = { start = "tc" }
""")
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.floats(),
    st.sampled_from(
        [
            "",
            " ",
            "x",
            "24:00",
            "00:00",
            "99:59",
            "-",
            "a;b",
            "2026-11-11",
            "..",
            "=1",
            "\x00",
            "0 s",
            "closed",
            "１２:００",
        ]
    ),
    st.sampled_from([date(1, 1, 1), date(9999, 12, 31), datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")), time(1)]),
    st.sampled_from([[], {}, [[]], [{}], [None], {"least": -1}, {"least": 0.1, "most": 10**9}, {"x": 1}, ["day", 3]]),
)


def places(values: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to every value inside *values*."""
    items = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from places(value, (*path, key))


def replaced(values: dict[str, Any], changes: list[tuple[tuple[str | int, ...], object]]) -> dict[str, Any]:
    changed: Any = copy.deepcopy(values)
    for path, junk in changes:
        inside = changed
        try:
            for key in path[:-1]:
                inside = inside[key]
            inside[path[-1]] = copy.deepcopy(junk)  # the sampled junk is one object for all examples
        except (KeyError, IndexError, TypeError):  # an earlier change took the place away
            continue
    assert isinstance(changed, dict)
    return changed


def changes(values: dict[str, Any]) -> st.SearchStrategy[list[tuple[tuple[str | int, ...], object]]]:
    return st.lists(st.tuples(st.sampled_from(list(places(values))), JUNK), min_size=1, max_size=3)


@settings(deadline=None, max_examples=400)
@given(changes(SITE))
def test_junk_in_a_site_file_is_read_or_refused(found: list[tuple[tuple[str | int, ...], object]]) -> None:
    values = replaced(SITE, found)
    try:
        site = _Reading(Section(values, FaultReport("site.toml")), Path("site.toml")).site_file()
        first = date(2026, 11, 2)
        grid = TimeGrid(site.site.zone, first, 7, site.site.slot_minutes)
        site.instance(grid, None, EventCalendar(site.site.zone, first, grid.last_day))
    except SiteFileError as error:
        assert error.faults  # noqa: PT017  # a file may be sound, too


CENTRE: dict[str, Any] = {
    "campainUtc": 3,
    "activities": [{"id": "tea", "duration": "00:30", "timeStart": "01:00", "timeEndStart": "08:00", "isPaid": False}],
    "shifts": [
        {
            "id": "day",
            "duration": "09:00",
            "stepTime": "00:15",
            "scheduleTimeStart": "06:00",
            "scheduleTimeEndStart": "12:45",
            "minIntervalBetweenActivities": "01:30",
            "maxIntervalBetweenActivities": "03:30",
            "activities": ["tea"],
        }
    ],
    "schemas": [
        {
            "id": "five",
            "holidays": {"minDaysInRow": 1, "maxDaysInRow": 3, "days": list(range(1, 32))},
            "shifts": [{"shiftId": "day", "minDaysInRow": 1, "maxDaysInRow": 5, "days": list(range(1, 32))}],
        }
    ],
    "employees": [{"id": "e1", "utc": 3, "minWorkingHours": 170, "maxWorkingHours": 170, "schemas": ["five"]}],
}


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes(CENTRE))
def test_junk_in_a_call_centre_is_read_or_refused(
    tmp_path: Path, found: list[tuple[tuple[str | int, ...], object]]
) -> None:
    path = tmp_path / "centre.json"
    path.write_text(json.dumps(replaced(CENTRE, found), default=str), encoding="utf-8")
    try:
        assert read_site(path).agents
    except SiteFileError as error:
        assert error.faults  # noqa: PT017  # a file may be sound, too


GRID = TimeGrid(ZoneInfo("Europe/Berlin"), date(2026, 10, 19), 7)
INSTANCE = Instance(
    GRID,
    (Team("desk", ()),),
    (ShiftKind("early", 480, 480, 540),),
    (Agent(AgentId("a1"), "Lin", "desk", Contract("full", ("early",))),),
    Demand(GRID, {"desk": np.zeros(GRID.n_slots)}),
)
HEAD = "agent,date,kind,start,end,paid_minutes,breaks,activities"
CELLS = [
    "a1",
    "2026-10-20",
    "early",
    "2026-10-20T08:00+02:00",
    "2026-10-20T17:00+02:00",
    "480",
    "[12:00-13:00]",
    "training 10:00-11:30",
]
JUNK_CELL = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters=',"\r\n'), max_size=12),
    st.sampled_from(["0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "2026-10-20", "٣", "-1", "1e3", "NaN", "00:00-00:00", "x 00:00-24:00", "[[12:00-13:00]]"]),
)  # fmt: skip


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 7), JUNK_CELL), min_size=1, max_size=2))
def test_junk_in_a_roster_is_read_or_refused(tmp_path: Path, found: list[tuple[int, str]]) -> None:
    cells = list(CELLS)
    for index, junk in found:
        cells[index] = junk
    path = tmp_path / "roster.csv"
    path.write_text(f"{HEAD}\n{','.join(cells)}\n", encoding="utf-8")
    try:
        assert len(read_roster(path, INSTANCE).assignments) == 1
    except SiteFileError as error:
        assert all(fault.file == "roster.csv" for fault in error.faults)  # noqa: PT017  # a row may be sound, too
