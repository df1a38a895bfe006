"""The call centre in pyworkforce's format: 475 people on three clocks, and its broken relatives."""

import copy
import json
import os
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from forecasting.calendar import event_calendar
from forecasting.site import ServiceTarget
from forecasting.timegrid import TimeGrid
from scheduler.agents import Bounds
from scheduler.errors import SiteFileError
from scheduler.formats import SiteFile, read_site
from scheduler.options import options_of
from scheduler.shifts import BreakPlan, BreakWindow, DayPart

DATA = Path(os.environ.get("WATCHBILL_DATA") or Path(__file__).parents[4] / "shared" / "data")
CENTRE = DATA / "callcentre_475" / "site.json"
MONTH = list(range(1, 32))
SMALL: dict[str, Any] = {
    "campainUtc": 3,
    "activities": [
        {"id": "lunch", "duration": "00:30", "timeStart": "03:00", "timeEndStart": "05:30", "isPaid": False},
        {"id": "tea", "duration": "00:30", "timeStart": "01:00", "timeEndStart": "08:00", "isPaid": False},
    ],
    "shifts": [
        {
            "id": "day",
            "duration": "09:00",
            "stepTime": "00:15",
            "scheduleTimeStart": "06:00",
            "scheduleTimeEndStart": "12:45",
            "minIntervalBetweenActivities": "01:30",
            "maxIntervalBetweenActivities": "03:30",
            "activities": ["lunch", "tea"],
        }
    ],
    "schemas": [
        {
            "id": "five",
            "holidays": {"minDaysInRow": 1, "maxDaysInRow": 3, "days": MONTH},
            "shifts": [{"shiftId": "day", "minDaysInRow": 1, "maxDaysInRow": 5, "days": MONTH}],
        }
    ],
    "employees": [
        {"id": "e1", "utc": 3, "minWorkingHours": 176, "maxWorkingHours": 176, "schemas": ["five"]},
        {"id": "e2", "utc": 7, "minWorkingHours": 160, "maxWorkingHours": 176, "schemas": ["five"]},
    ],
}
FIRST = date(2024, 4, 1)


def read(folder: Path, values: object) -> SiteFile:
    path = folder / "centre.json"
    path.write_text(json.dumps(values), encoding="utf-8")
    return read_site(path)


def test_shifts_become_kinds_with_their_breaks(tmp_path: Path) -> None:
    kind = read(tmp_path, SMALL).kinds[0]
    assert (kind.name, kind.earliest_start, kind.latest_start, kind.length_minutes) == ("day", 360, 765, 540)
    assert (kind.paid_minutes, kind.step_minutes, kind.part) == (480, 15, DayPart.EARLY)
    assert kind.breaks == BreakPlan((BreakWindow(30, 180, 330), BreakWindow(30, 60, 480)), 90, 210)


def test_schemas_and_hours_become_contracts_in_paid_minutes(tmp_path: Path) -> None:
    first, second = (agent.contract for agent in read(tmp_path, SMALL).agents)
    assert (first.kinds, first.days_in_row, first.days_off_in_row) == (("day",), Bounds(1, 5), Bounds(1, 3))
    assert (first.period_minutes, second.period_minutes) == (Bounds(10560, 10560), Bounds(9600, 10560))
    assert first.name != second.name


def test_a_shift_starts_on_the_employees_clock(tmp_path: Path) -> None:
    site = read(tmp_path, SMALL)
    grid = TimeGrid(site.site.zone, FIRST, 30)
    instance = site.instance(grid, None, event_calendar("none", site.site.zone, FIRST, grid.last_day))
    near, far = (next(options_of(instance, agent, FIRST)) for agent in instance.agents)
    assert (grid.local(near.first).hour, grid.local(far.first).hour) == (6, 2)
    assert site.agents[1].zone == ZoneInfo("Etc/GMT-7")


def test_calls_are_one_queue_round_the_clock_with_the_target_of_the_volume_files(tmp_path: Path) -> None:
    site = read(tmp_path, SMALL)
    [queue] = site.site.queues
    assert (queue.name, queue.target, queue.shrinkage) == ("calls", ServiceTarget(0.8, 30), 0.0)
    assert (site.law, site.history.columns["offered"], site.history.zone) == (
        "none",
        "call_volume",
        ZoneInfo("Etc/GMT-3"),
    )


def breaking(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    values = copy.deepcopy(SMALL)
    change(values)
    return values


BROKEN: list[tuple[str, Callable[[dict[str, Any]], object], str, str]] = [
    ("no_clock", lambda site: site.pop("campainUtc"), "campainUtc", "is missing"),
    ("unknown_key", lambda site: site.update(shfits=[]), "shfits", "is not known"),
    ("unknown_activity", lambda site: site["shifts"][0].update(activities=["lunhc"]), "shifts[1].activities[1]", "is not known"),
    ("late_window", lambda site: site["shifts"][0].update(scheduleTimeStart="13:00"), "shifts[1].scheduleTimeEndStart", "ends before it starts"),
    ("long_break", lambda site: site["activities"][1].update(timeEndStart="08:45"), "shifts[1]", "does not end within its 09:00"),
    ("hour_25", lambda site: site["shifts"][0].update(scheduleTimeStart="25:00"), "shifts[1].scheduleTimeStart", "is no time of day"),
    ("no_room", lambda site: site["shifts"][0].update(maxIntervalBetweenActivities="06:00", minIntervalBetweenActivities="05:30"), "shifts[1].activities", "cannot all be placed"),
    ("days_missing", lambda site: site["schemas"][0]["shifts"][0].update(days=[1, 2]), "schemas[1].shifts[1].days", "leaves days out"),
    ("rows_upside_down", lambda site: site["schemas"][0]["holidays"].update(minDaysInRow=4), "schemas[1].holidays.minDaysInRow", "is above maxDaysInRow"),
    ("doubled_employee", lambda site: site["employees"][1].update(id="e1"), "employees[2].id", "is there more than once"),
    ("two_schemas", lambda site: site["employees"][1].update(schemas=["five", "five"]), "employees[2].schemas", "does not name one schema"),
    ("unknown_schema", lambda site: site["employees"][1].update(schemas=["six"]), "employees[2].schemas[1]", "is not known"),
    ("hours_that_no_shifts_make", lambda site: site["employees"][0].update(minWorkingHours=170, maxWorkingHours=175), "schemas", "nothing between"),
    ("clock_of_nowhere", lambda site: site["employees"][0].update(utc=15), "employees[1].utc", "is out of range"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "change", "field", "reason"), BROKEN, ids=[case[0] for case in BROKEN])
def test_a_broken_call_centre_is_refused_with_one_fault(
    tmp_path: Path, name: str, change: Callable[[dict[str, Any]], object], field: str, reason: str
) -> None:
    assert name
    with pytest.raises(SiteFileError) as caught:
        read(tmp_path, breaking(change))
    [fault] = caught.value.faults
    assert (fault.file, fault.field) == ("centre.json", field)
    assert reason in fault.reason


@pytest.mark.parametrize("content", ["{", "[]", '{"shop": 1}'])
def test_json_of_another_kind_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "centre.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SiteFileError, match=r"is no (JSON|object|call centre)"):
        read_site(path)


@pytest.mark.skipif(not CENTRE.exists(), reason=f"{CENTRE} is not here")
def test_the_real_centre_is_read_whole_and_its_contracts_can_be_kept_for_a_month() -> None:
    site = read_site(CENTRE)
    assert len(site.agents) == 475
    assert len(site.kinds) == 16
    assert Counter(str(agent.zone or site.site.zone) for agent in site.agents) == {
        "Etc/GMT-3": 263,
        "Etc/GMT-4": 139,
        "Etc/GMT-7": 73,
    }
    grid = TimeGrid(site.site.zone, FIRST, 30)
    instance = site.instance(grid, None, event_calendar("none", site.site.zone, FIRST, grid.last_day))
    paid = {instance.kind_by_name[agent.contract.kinds[0]].paid_minutes for agent in instance.agents}
    assert paid == {8 * 60, 11 * 60}
