"""The only converter between clocks and slots: days with a clock change, other zones, refusals."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.errors import TimeError
from forecasting.timegrid import STEPS_MINUTES, TimeGrid, local_instant

BERLIN, LONDON, SHANGHAI = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London"), ZoneInfo("Asia/Shanghai")
ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo"]
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)  # Berlin's clock changes

grids = st.builds(
    TimeGrid,
    st.sampled_from(ZONES).map(ZoneInfo),
    st.dates(date(2015, 1, 1), date(2035, 12, 1)),
    st.integers(1, 40),
    st.sampled_from([5, 15, 30]),
)


@pytest.mark.parametrize(("day", "slots"), [(date(2026, 6, 1), 96), (SPRING, 92), (AUTUMN, 100)])
def test_a_day_has_the_quarter_hours_that_it_really_has(day: date, slots: int) -> None:
    assert len(TimeGrid(BERLIN, day, 1).slots_of(day)) == slots
    assert TimeGrid(BERLIN, day, 1).n_slots == slots


@given(grids)
def test_the_days_of_a_grid_share_out_its_slots(grid: TimeGrid) -> None:
    slots = [slot for day in grid.dates() for slot in grid.slots_of(day)]
    assert slots == list(range(grid.n_slots))


@given(grids, st.integers(-5_000, 20_000))
def test_a_slot_goes_to_its_instant_and_back(grid: TimeGrid, slot: int) -> None:
    assert grid.slot_of(grid.instant(slot)) == slot
    assert grid.slot_of(grid.local(slot)) == slot
    assert grid.slot_containing(grid.instant(slot) + grid.slot_length / 3) == slot


@given(grids)
def test_every_slot_starts_in_the_day_that_it_belongs_to(grid: TimeGrid) -> None:
    for day in (grid.first_day, grid.last_day):
        assert {grid.date_of(slot) for slot in grid.slots_of(day)} == {day}


def test_a_grid_ends_where_its_last_day_ends() -> None:
    grid = TimeGrid(BERLIN, date(2026, 10, 24), 2)
    assert grid.end == datetime(2026, 10, 25, 23, 0, tzinfo=UTC)
    assert grid.last_day == AUTUMN


def test_minutes_after_midnight_may_reach_into_the_next_day() -> None:
    assert local_instant(date(2026, 11, 10), 26 * 60, SHANGHAI) == datetime(2026, 11, 10, 18, 0, tzinfo=UTC)


def test_a_time_that_the_clock_skips_is_read_with_the_offset_before_the_change() -> None:
    assert local_instant(SPRING, 150, BERLIN) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 02:30 does not exist: 03:30


def test_a_time_that_the_clock_shows_twice_is_the_first_of_the_two() -> None:
    assert local_instant(AUTUMN, 150, BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_clock_of_another_zone_may_place_a_slot() -> None:
    grid = TimeGrid(SHANGHAI, date(2026, 11, 11), 1)
    assert grid.slot_at(date(2026, 11, 11), 0, LONDON) == 32  # eight hours later


def test_naive_datetimes_are_refused() -> None:
    grid = TimeGrid(SHANGHAI, date(2026, 11, 11), 1)
    with pytest.raises(TimeError, match="names no time zone"):
        grid.slot_of(datetime(2026, 11, 11, 8))  # noqa: DTZ001  # naive on purpose


def test_instants_between_two_slots_are_refused() -> None:
    grid = TimeGrid(SHANGHAI, date(2026, 11, 11), 1)
    with pytest.raises(TimeError, match="not the start of a slot"):
        grid.slot_of(grid.origin + timedelta(minutes=7))


def test_lengths_that_are_not_whole_slots_are_refused() -> None:
    grid = TimeGrid(SHANGHAI, date(2026, 11, 11), 1)
    assert grid.slots_in(540) == 36
    with pytest.raises(TimeError, match="whole slots"):
        grid.slots_in(50)


@pytest.mark.parametrize(("days", "minutes"), [(0, 15), (-1, 15), (1, 7), (1, 0)])
def test_grids_without_days_or_with_odd_slots_are_refused(days: int, minutes: int) -> None:
    with pytest.raises(ValueError, match="grid"):
        TimeGrid(SHANGHAI, date(2026, 11, 11), days, minutes)


def test_the_steps_are_those_of_exports() -> None:
    assert STEPS_MINUTES == (5, 15, 30, 60)
