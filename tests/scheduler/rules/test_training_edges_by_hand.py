"""Edges of rules about training and other activities, by hand: breaks beside a session, borders of the plan and of the year."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from scheduler.agents import AgentId
from scheduler.roster import Activity, Break, Roster
from scheduler.rules.activities import ActivitiesInside
from scheduler.rules.training import TrainingCoverage
from scheduler.rules.training_kept import KeptSession, TrainingKept, slots_of
from scheduler.rules.union import HoursOfReferencePeriod
from scheduler.shifts import ShiftKind
from scheduler.training.courses import Attended, Course, Curriculum
from tests.scheduler.handmade import alone, checked, hand_made, moment
from tests.scheduler.tiny import (
    EARLY,
    MONDAY,
    SHANGHAI,
    SOMEBODY,
    accepted_by_model,
    after,
    broken,
    centre,
    contract,
    kind,
    line,
    pause,
    person,
)

TUESDAY = MONDAY + timedelta(days=1)
LESSON = "training news"
SHORT_NIGHT, NIGHT_TO_FOUR = kind("short-night", "22:00", 7), kind("to-four", "22:00", 6)
NIGHT, DAWN = kind("night", "22:00", 8), kind("dawn", "04:00", 8)


def activity(start: str, end: str, day: date = MONDAY, last: date | None = None) -> Activity:
    return Activity(moment(start, day), moment(end, last or day), LESSON)


def kept(session: Activity) -> TrainingKept:
    return TrainingKept(frozenset({KeptSession(SOMEBODY, session)}))


def lines(rule: TrainingKept, *kinds: ShiftKind, days: int = 2) -> set[tuple[str, ...]]:
    """Return the lines that the model with *rule* accepts, day by day, ``-`` for a day off."""
    instance = alone(*kinds, days=days)
    return {
        tuple({option.day: option.kind.name for _, option in roster}.get(day, "-") for day in instance.days())
        for roster in accepted_by_model(instance, [rule])
    }


@pytest.mark.parametrize(
    ("start", "end", "fine"),
    [
        ("08:00", "09:00", True),
        ("16:00", "17:00", True),
        ("07:59", "09:00", False),
        ("16:00", "17:01", False),
        ("11:00", "12:00", True),  # up to the first break
        ("11:00", "12:01", False),
        ("15:14", "16:00", False),  # into the second
        ("15:15", "16:00", True),
        ("09:00", "09:00", False),  # no time at all
    ],
)
def test_an_activity_lies_within_its_shift_and_off_each_break(start: str, end: str, *, fine: bool) -> None:
    breaks = Break(moment("12:00"), moment("13:00")), Break(moment("15:00"), moment("15:15"), paid=True)
    shift = replace(hand_made("early", "08:00", "17:00", *breaks), activities=(activity(start, end),))
    assert (checked(ActivitiesInside(), alone(EARLY), shift) == []) is fine


def test_a_session_touches_the_slots_that_it_begins_and_ends_in() -> None:
    grid = alone(EARLY).grid
    assert slots_of(activity("10:00", "11:00"), grid) == (10, 11)
    assert slots_of(activity("10:00", "11:30"), grid) == (10, 12)
    assert slots_of(activity("10:30", "11:30"), grid) == (10, 12)


def test_a_session_may_end_when_the_break_begins_and_begin_when_it_ends() -> None:
    day = kind("day", "08:00", 9, pause(60, "04:00"))
    assert lines(kept(activity("11:00", "12:00")), day, days=1) == {("day",)}
    assert lines(kept(activity("13:00", "14:00")), day, days=1) == {("day",)}
    assert lines(kept(activity("12:00", "13:00")), day, days=1) == set()


def test_a_session_after_midnight_is_kept_by_the_night_before_it() -> None:
    session = kept(activity("02:00", "03:00", TUESDAY))
    assert lines(session, NIGHT, EARLY) == {("night", "-"), ("night", "early"), ("night", "night")}


def test_a_shift_that_ends_within_the_session_is_forbidden_and_one_that_ends_before_it_is_not() -> None:
    session = kept(activity("04:00", "06:00", TUESDAY))
    found = lines(session, SHORT_NIGHT, NIGHT_TO_FOUR, DAWN)
    assert found == {("-", "dawn"), ("dawn", "dawn"), ("to-four", "dawn")}


def test_sessions_at_the_borders_of_the_plan_are_kept_from_its_first_moment_to_its_last() -> None:
    instance = alone(EARLY, days=1)
    nothing = Roster(instance.grid, ())
    first, last = activity("00:00", "01:00"), activity("00:00", "01:00", TUESDAY)
    assert len(list(kept(first).check(nothing, instance))) == 1
    assert list(kept(last).check(nothing, instance)) == []
    before = Activity(datetime(2026, 10, 4, 23, tzinfo=SHANGHAI), moment("00:00"), LESSON)
    assert list(kept(before).check(nothing, instance)) == []


def trained(percent: int, *attended: str, first: date = date(2026, 12, 30), days: int = 2) -> list[tuple[int, date]]:
    """Return how many are due, and on which day that is told, of three people of whom *attended* were trained in June."""
    people = [person(contract(EARLY), name) for name in "abc"]
    record = tuple(Attended(AgentId(name), date(2026, 6, 1), "news", 1.0) for name in attended)
    instance = centre(people, [EARLY], days=days, first=first)
    known = replace(instance, curriculum=Curriculum((Course("news", 60, 1),), record))
    found = list(TrainingCoverage(percent).check(Roster(instance.grid, ()), known))
    assert all(item.day is not None for item in found)
    return [(int(str(item.values["due"])), item.day) for item in found if item.day is not None]


def test_the_share_of_people_trained_is_rounded_up_to_people() -> None:
    last_days = date(2026, 12, 30)
    assert trained(67) == [(3, last_days)]
    assert trained(66) == [(2, last_days)]
    assert trained(67, "a", "b") == [(3, last_days)]
    assert trained(66, "a", "b") == []
    assert trained(100, "a", "b", "c") == []


def test_the_share_of_a_new_year_is_told_on_its_first_day() -> None:
    over = trained(100, "a", "b", "c", days=367)
    assert over == [(3, date(2027, 1, 1))]


def test_people_trained_before_the_plan_count_before_the_year_ends() -> None:
    """In a plan of half of what is left of the year, half of those still missing are due, whole people alone."""
    assert trained(100, first=date(2026, 12, 28)) == [(1, date(2026, 12, 28))]
    assert trained(100, "a", first=date(2026, 12, 28)) == [(2, date(2026, 12, 28))]


def test_the_reference_period_leaves_out_what_lies_further_back() -> None:
    known = after(alone(EARLY, days=7), EARLY)
    accepted = accepted_by_model(known, [HoursOfReferencePeriod(8, weeks=1)])
    assert max(len(roster) for roster in accepted) == 1
    assert not broken(HoursOfReferencePeriod(8, weeks=1), known, EARLY)
    assert list(HoursOfReferencePeriod(8, weeks=1).check(line(known, EARLY, EARLY), known))
