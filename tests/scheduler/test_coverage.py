"""Heads by slot."""

from datetime import timedelta

import pytest

from scheduler.coverage import on_duty, on_shift, shortage
from scheduler.instance import Instance
from scheduler.roster import Activity, Assignment, Break, Roster
from tests.scheduler.tiny import EARLY, MONDAY, NIGHT, SOMEBODY, TEAM, centre, contract, line, person

INSTANCE = centre(person(contract(EARLY, NIGHT)), [EARLY, NIGHT], days=2, need={8: 1.5, 23: 1.0})


def eight_hours(breaks: tuple[tuple[int, int], ...] = (), activities: tuple[tuple[int, int], ...] = ()) -> Roster:
    """Return a shift from 8 to 16 with breaks and activities from hour to hour."""
    grid = INSTANCE.grid
    return Roster.of(
        grid,
        [
            Assignment(
                SOMEBODY,
                MONDAY,
                "early",
                grid.instant(8),
                grid.instant(16),
                tuple(Break(grid.instant(start), grid.instant(end)) for start, end in breaks),
                tuple(Activity(grid.instant(start), grid.instant(end), "training") for start, end in activities),
            )
        ],
    )


def hours_on_duty(roster: Roster, instance: Instance = INSTANCE) -> list[int]:
    heads = on_duty(roster, instance)[TEAM]
    assert set(heads.tolist()) <= {0, 1}
    return [slot for slot, count in enumerate(heads.tolist()) if count]


def test_breaks_and_activities_are_on_shift_and_not_on_duty() -> None:
    roster = eight_hours(breaks=((12, 13),), activities=((14, 15),))
    assert hours_on_duty(roster) == [8, 9, 10, 11, 13, 15]
    assert on_shift(roster, INSTANCE)[TEAM].tolist()[7:17] == [0, *(1,) * 8, 0]


def test_a_break_within_an_activity_takes_one_head_not_two() -> None:
    assert hours_on_duty(eight_hours(breaks=((11, 12),), activities=((10, 13),))) == [8, 9, 13, 14, 15]


def test_a_break_outside_the_shift_takes_nobody() -> None:
    assert hours_on_duty(eight_hours(breaks=((6, 9), (20, 21)))) == [9, 10, 11, 12, 13, 14, 15]


def test_a_night_counts_on_both_days_and_ends_with_the_horizon() -> None:
    roster = line(INSTANCE, NIGHT, NIGHT)
    assert hours_on_duty(roster) == [*range(22, 30), 46, 47]


def test_shifts_outside_the_horizon_count_nowhere() -> None:
    (shift,) = eight_hours().assignments
    for days in (-3, 5):
        moved = Assignment(
            SOMEBODY, MONDAY, "early", shift.start + timedelta(days=days), shift.end + timedelta(days=days)
        )
        assert hours_on_duty(Roster.of(INSTANCE.grid, [moved])) == []


def test_shortage_is_what_is_missing_and_nowhere_negative() -> None:
    missing = shortage(on_duty(eight_hours(), INSTANCE), INSTANCE)[TEAM]
    assert missing[8] == pytest.approx(0.5)
    assert missing[23] == pytest.approx(1.0)
    assert missing.sum() == pytest.approx(1.5)
