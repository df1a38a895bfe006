"""Which paid time lines of shifts can add up to, and whether breaks find room: against enumeration."""

from datetime import date, timedelta
from itertools import pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.agents import Bounds
from scheduler.formats.break_room import has_room
from scheduler.formats.reach import LineLimits, totals
from scheduler.shifts import BreakPlan, BreakWindow

MONDAY = date(2024, 1, 1)
BOUNDS = st.tuples(st.none() | st.integers(1, 3), st.none() | st.integers(1, 4)).map(
    lambda pair: Bounds(min(pair[0], pair[1]) if pair[0] and pair[1] else pair[0], pair[1])
)
BREAKS = st.builds(
    lambda minutes, earliest, width: BreakWindow(minutes, earliest, earliest + width),
    st.sampled_from([15, 30]),
    st.integers(0, 8).map(lambda slots: slots * 15),
    st.integers(0, 5).map(lambda slots: slots * 15),
)


def runs(line: tuple[int, ...], *, at_work: bool) -> list[tuple[int, int]]:
    """Return the half-open runs of days at work or off."""
    found, start = [], None
    for index, minutes in enumerate((*line, None)):
        same = minutes is not None and (minutes > 0) == at_work
        if same and start is None:
            start = index
        if not same and start is not None:
            found.append((start, index))
            start = None
    return found


def keeps(line: tuple[int, ...], limits: LineLimits, days: list[date], leave: frozenset[date]) -> bool:
    if any(minutes and day in leave for minutes, day in zip(line, days, strict=True)):
        return False
    for at_work, bounds in ((True, limits.in_row), (False, limits.off_in_row)):
        for first, end in runs(line, at_work=at_work):
            inside = first > 0 and end < len(line)
            if bounds.least is not None and inside and end - first < bounds.least:
                return False
            if at_work and bounds.most is not None and end - first > bounds.most:
                return False
    most_off = limits.off_in_row.most
    free = tuple(1 if minutes or day in leave else 0 for minutes, day in zip(line, days, strict=True))
    if most_off is not None and any(end - first > most_off for first, end in runs(free, at_work=False)):
        return False
    weeks: dict[int, int] = {}
    for minutes, day in zip(line, days, strict=True):
        weeks[day.isocalendar().week] = weeks.get(day.isocalendar().week, 0) + minutes
    return limits.week_minutes is None or max(weeks.values()) <= limits.week_minutes


@settings(deadline=None)
@given(
    in_row=BOUNDS,
    off_in_row=BOUNDS,
    week=st.none() | st.sampled_from([0, 960, 1500]),
    away=st.sets(st.integers(0, 5), max_size=2),
    first=st.integers(0, 6),
    count=st.integers(1, 6),
)
def test_sums_are_those_of_all_lines_that_keep_the_limits(
    in_row: Bounds, off_in_row: Bounds, week: int | None, away: set[int], first: int, count: int
) -> None:
    limits = LineLimits((480, 660), in_row, off_in_row, week)
    days = [MONDAY + timedelta(days=first + index) for index in range(count)]
    leave = frozenset(days[index] for index in away if index < count)
    *_, found = totals(limits, days, leave)
    assert found == {sum(line) for line in product((0, 480, 660), repeat=count) if keeps(line, limits, days, leave)}


@settings(deadline=None)
@given(windows=st.lists(BREAKS, max_size=3), least=st.sampled_from([0, 30]), greatest=st.sampled_from([30, 60, 1440]))
def test_breaks_have_room_exactly_when_some_placement_keeps_the_gaps(
    windows: list[BreakWindow], least: int, greatest: int
) -> None:
    def apart(starts: tuple[int, ...]) -> bool:
        spans = sorted((start, start + window.minutes) for start, window in zip(starts, windows, strict=True))
        return all(least <= later[0] - earlier[1] <= greatest for earlier, later in pairwise(spans))

    possible = product(*(range(window.earliest, window.latest + 1, 15) for window in windows))
    assert has_room(BreakPlan(tuple(windows), least, greatest), 15) == any(apart(starts) for starts in possible)
