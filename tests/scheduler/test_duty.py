"""Time in which rostered people serve customers."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from forecasting.timegrid import TimeGrid
from scheduler.agents import AgentId
from scheduler.duty import shifts_on_duty
from scheduler.roster import Activity, Assignment, Break, Roster

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 9, 14)
GRID = TimeGrid(ZONE, DAY, 2)


def at(hour: float) -> datetime:
    return datetime(2026, 9, 14, tzinfo=ZONE) + timedelta(hours=hour)


def spans(
    breaks: Sequence[tuple[float, float]] = (), activities: Sequence[tuple[float, float]] = ()
) -> list[tuple[float, float]]:
    """Return, in hours, when somebody on shift from 9 to 17 serves customers."""
    shift = Assignment(
        AgentId("A1"),
        DAY,
        "day",
        at(9),
        at(17),
        tuple(Break(at(start), at(end)) for start, end in breaks),
        tuple(Activity(at(start), at(end), "training") for start, end in activities),
    )
    (found,) = shifts_on_duty(Roster.of(GRID, [shift]))
    return [(start / 3600, end / 3600) for start, end in found.spans]


def test_breaks_and_activities_are_cut_out() -> None:
    assert spans([(12, 13)], [(15, 15.5)]) == [(9, 12), (13, 15), (15.5, 17)]


def test_a_break_inside_an_activity_is_cut_out_once() -> None:
    assert spans([(12, 12.5)], [(11, 14)]) == [(9, 11), (14, 17)]


def test_what_lies_at_the_ends_of_the_shift_leaves_no_empty_spans() -> None:
    assert spans([(9, 10)], [(16, 17)]) == [(10, 16)]


def test_a_shift_that_is_all_training_serves_nobody() -> None:
    assert spans((), [(9, 17)]) == []


def test_seconds_are_elapsed_ones_in_a_night_with_a_clock_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    grid = TimeGrid(berlin, date(2026, 10, 25), 1)
    shift = Assignment(
        AgentId("A1"),
        date(2026, 10, 25),
        "early",
        datetime(2026, 10, 25, 1, tzinfo=berlin),
        datetime(2026, 10, 25, 9, tzinfo=berlin),
    )
    (found,) = shifts_on_duty(Roster.of(grid, [shift]))
    assert found.spans == ((3600.0, 10 * 3600.0),)  # eight hours on the clock, nine in truth
