from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from forecasting.site import Channel, OpeningHours, Queue
from forecasting.staffing.surroundings import Surroundings, surroundings_of
from forecasting.timegrid import TimeGrid

BERLIN = ZoneInfo("Europe/Berlin")
WEDNESDAY = date(2026, 11, 11)
DAY_SECONDS = 86_400.0


def around(days: int, first: date = WEDNESDAY, deadline_seconds: float = DAY_SECONDS) -> tuple[TimeGrid, Surroundings]:
    grid = TimeGrid(BERLIN, first, days, 60)
    closed = OpeningHours(exceptions={first - timedelta(days=1): None})
    return grid, surroundings_of(Queue("email", Channel.EMAIL, opening=closed), grid, deadline_seconds)


@pytest.mark.parametrize("days", [7, 10, 28])
def test_a_day_outside_is_like_the_nearest_of_its_weekday(days: int) -> None:
    grid, found = around(days)
    for slot in range(found.wide.n_slots):
        there, like = found.wide.local(slot), grid.local(int(found.source[slot]))
        assert (there.weekday(), there.hour) == (like.weekday(), like.hour)
        inside = 0 <= slot - found.first < grid.n_slots
        assert not inside or found.source[slot] == slot - found.first
        assert abs((there.date() - like.date()).days) <= (0 if inside else 14)


def test_a_few_days_come_round() -> None:
    _grid, found = around(3)
    assert found.source[:: 24 * 1][:8].tolist() == [48, 0, 24, 48, 0, 24, 48, 0]
    assert found.cycle_slots == 3 * 24


@pytest.mark.parametrize(("deadline_days", "weeks"), [(0.5, 1), (3, 1), (7, 2), (15, 3)])
def test_whole_weeks_around_hold_the_deadline(deadline_days: float, weeks: int) -> None:
    grid, found = around(7, date(2026, 6, 10), deadline_days * DAY_SECONDS)
    assert found.first == weeks * 7 * 24
    assert found.wide.n_slots == grid.n_slots + 2 * weeks * 7 * 24


def test_the_hours_outside_are_the_real_ones() -> None:
    _grid, found = around(7)
    assert not found.is_open[found.first - 24 : found.first].any()
    assert found.is_open[found.first - 48 : found.first - 24].sum() == 14


@pytest.mark.parametrize(("change", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_clock_change_in_the_weeks_around_changes_no_day_of_the_plan(change: date, hours: int) -> None:
    grid, found = around(7, change + timedelta(days=2))
    day = found.wide.slots_of(change)
    assert len(day) == hours
    assert set(found.source[day.start : day.stop] // 24) == {5}  # the Sunday of the plan
    assert found.wide.instant(found.first) == grid.origin
