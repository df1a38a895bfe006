"""The limits of the rules of training, pinned by hand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.site import Span
from scheduler.agents import AgentId
from scheduler.instance import Instance
from scheduler.roster import Activity, Break, Roster
from scheduler.rules.activities import ActivitiesInside
from scheduler.rules.base import Severity
from scheduler.rules.training import CoursesAYear, TrainingCoverage, TrainingHours
from scheduler.rules.training_sessions import TrainingSessions
from scheduler.training.courses import Attended, Course
from tests.scheduler.training.classroom import ALONE, all_at_work, school

HOUR = timedelta(hours=1)
DECEMBER = date(2026, 12, 30)  # two days from the end of the year


def attended(name: str, hours: float, course: str = "news", day: date = date(2026, 3, 2)) -> Attended:
    return Attended(AgentId(name), day, course, hours)


def at_the_end_of_the_year(instance: Instance) -> Instance:
    grid = replace(instance.grid, first_day=DECEMBER)
    return replace(instance, grid=grid, demand=replace(instance.demand, grid=grid))


def learning(instance: Instance, *spells: tuple[str, int, str, float]) -> Roster:
    """Return everybody at work with activities (agent, number of the day, name, hours after 08:00), an hour each."""
    roster = all_at_work(instance)
    shifts = []
    for shift in roster.assignments:
        number = (shift.day - instance.grid.first_day).days
        mine = [
            Activity(shift.start + after * HOUR, shift.start + (after + 1) * HOUR, name)
            for who, day, name, after in spells
            if (who, day) == (shift.agent, number)
        ]
        shifts.append(replace(shift, activities=tuple(mine)))
    return Roster.of(instance.grid, shifts)


def test_on_the_last_days_of_the_year_all_that_is_missing_is_due() -> None:
    instance = at_the_end_of_the_year(school("ab", ALONE, record=(attended("a", 39), attended("b", 38.5))))
    roster = learning(instance, ("a", 0, "training news", 0), ("b", 1, "training news", 0))
    (found,) = TrainingHours(40).check(roster, instance)
    assert found.message == ("B has 1 class hours of training planned; 1.5 are due of the 1.5 still missing in 2026")
    assert (found.severity, found.citation, found.agent) == (Severity.SOFT, "OS-2.1, OS-5.1", "b")
    assert not list(TrainingHours(39.5).check(roster, instance))


def test_before_the_end_of_the_year_less_than_a_session_may_be_missing() -> None:
    # 88 days are left on 5 October, two are planned: of 88 hours missing 2 are due
    instance = school("ab", ALONE)
    one = learning(instance, ("a", 0, "training news", 0))
    assert {found.agent for found in TrainingHours(87.9).check(one, instance)} == {"b"}
    assert {found.agent for found in TrainingHours(88).check(one, instance)} == {"a", "b"}
    assert not list(TrainingHours(43.9).check(learning(instance), instance))
    assert list(TrainingHours(44).check(learning(instance), instance))
    longer = replace(instance, curriculum=replace(instance.curriculum, courses=(replace(ALONE, hours=2.5),)))
    assert not list(TrainingHours(88).check(learning(longer), longer))


def test_who_has_no_course_is_due_to_the_letter() -> None:
    instance = school("ab", replace(ALONE, attendees=frozenset({AgentId("a")})))
    assert {found.agent for found in TrainingHours(20).check(learning(instance), instance)} == {"b"}


def test_teaching_other_courses_and_half_a_session_count_as_what_they_are() -> None:
    instance = at_the_end_of_the_year(school("a", replace(ALONE, minutes=120, hours=4)))
    assert not list(TrainingHours(2).check(learning(instance, ("a", 0, "training news", 0)), instance))
    assert list(TrainingHours(2.1).check(learning(instance, ("a", 0, "training news", 0)), instance))
    assert list(TrainingHours(1).check(learning(instance, ("a", 0, "teaching news", 0)), instance))
    assert list(TrainingHours(1).check(learning(instance, ("a", 0, "training other", 0)), instance))


def test_two_courses_are_due_at_the_end_of_the_year_and_repeating_one_is_not_enough() -> None:
    other = replace(ALONE, name="other")
    instance = at_the_end_of_the_year(school("ab", ALONE, other, record=(attended("a", 1), attended("b", 1))))
    roster = learning(instance, ("a", 0, "training news", 0), ("b", 0, "training other", 0))
    (found,) = CoursesAYear(2).check(roster, instance)
    assert found.message == "A has 1 courses in 2026 with those planned; 2 are due by then"
    assert not list(CoursesAYear(1).check(roster, instance))


def test_before_the_end_of_the_year_whole_courses_of_the_share_are_due() -> None:
    instance = school("a", ALONE, days=44)  # half of the 88 days
    assert not list(CoursesAYear(1).check(learning(instance), instance))
    assert list(CoursesAYear(2).check(learning(instance), instance))
    assert not list(CoursesAYear(3).check(learning(instance, ("a", 3, "training news", 0)), instance))


def test_four_of_five_are_to_be_trained() -> None:
    record = tuple(attended(name, 1) for name in "abc")
    instance = at_the_end_of_the_year(school("abcde", ALONE, record=record))
    (found,) = TrainingCoverage(80).check(learning(instance), instance)
    assert found.message == "3 of 5 people are trained in 2026 with what is planned; 4 are due by then"
    assert not list(TrainingCoverage(80).check(learning(instance, ("e", 1, "training news", 0)), instance))
    assert not list(TrainingCoverage(60).check(learning(instance), instance))
    assert list(TrainingCoverage(61).check(learning(instance), instance))
    with pytest.raises(ValueError, match="0 to 100"):
        TrainingCoverage(101)


def test_activities_may_touch_the_ends_of_the_shift_breaks_and_each_other() -> None:
    instance = school("a", ALONE, days=1)  # 08:00 to 17:00, break from 12:00 to 13:00
    spells = [("a", 0, f"thing {after}", float(after)) for after in (0, 1, 3, 5, 8)]
    assert not list(ActivitiesInside().check(learning(instance, *spells), instance))


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (-0.25, "A has x on 2026-10-05 from 07:45 to 08:45, outside the shift"),
        (8.25, "A has x on 2026-10-05 from 16:15 to 17:15, outside the shift"),
        (3.25, "A has x on 2026-10-05 from 11:15 to 12:15, in a break"),
        (4.75, "A has x on 2026-10-05 from 12:45 to 13:45, in a break"),
    ],
)
def test_an_activity_outside_the_shift_or_in_a_break_is_against_the_rule(after: float, said: str) -> None:
    instance = school("a", ALONE, days=1)
    (found,) = ActivitiesInside().check(learning(instance, ("a", 0, "x", after)), instance)
    assert (found.message, found.severity) == (said, Severity.HARD)


def test_two_activities_at_once_are_against_the_rule() -> None:
    instance = school("a", ALONE, days=1)
    (found,) = ActivitiesInside().check(learning(instance, ("a", 0, "x", 0), ("a", 0, "y", 0.75)), instance)
    assert found.message == "A has y on 2026-10-05 from 08:45 to 09:45, at the time of another activity"


@given(st.lists(st.integers(-4, 40), min_size=1, max_size=3), st.integers(4, 28))
def test_activities_inside_says_what_counting_quarter_hours_says(starts: list[int], pause: int) -> None:
    instance = school("a", ALONE, days=1)
    (shift,) = learning(instance, *(("a", 0, f"x{index}", at / 4) for index, at in enumerate(starts))).assignments
    rest = Break(shift.start + pause * HOUR / 4, shift.start + (pause + 4) * HOUR / 4)
    roster = Roster.of(instance.grid, [replace(shift, breaks=(rest,))])
    taken = [quarter for at in starts for quarter in range(at, at + 4)]
    lawful = (
        len(set(taken)) == len(taken)
        and set(taken) <= set(range(36))
        and set(taken).isdisjoint(range(pause, pause + 4))
    )
    assert (not list(ActivitiesInside().check(roster, instance))) == lawful


def test_a_course_for_some_is_no_course_of_others() -> None:
    course = Course("x", 60, 1, attendees=frozenset({AgentId("a")}))
    assert course.is_for(AgentId("a"))
    assert not course.is_for(AgentId("b"))


def grouped(*, least: int = 2, most: int = 3, trainers: str = "", **more: object) -> Instance:
    """Return a centre of five with a course in groups of *least* to *most*; *more* goes into the course."""
    course = Course("news", 60, 1, least, most, tuple(map(AgentId, trainers)), **more)  # type: ignore[arg-type]  # the test says what it is
    return school("abcde", course, days=1)


def said(instance: Instance, learners: str, teachers: str = "", after: float = 0) -> list[str]:
    """Return what the rule finds where *learners* and *teachers* have a session so many hours after 08:00."""
    spells = [(name, 0, "training news", after) for name in learners]
    spells += [(name, 0, "teaching news", after) for name in teachers]
    return [found.message for found in TrainingSessions().check(learning(instance, *spells), instance)]


def test_a_group_has_as_many_people_as_its_course_allows() -> None:
    assert not said(grouped(), "ab")
    assert not said(grouped(), "abc")
    assert not said(grouped(), "abcd")  # two groups of two
    assert said(grouped(), "a") == [
        "the session of news on 2026-10-05 at 08:00 has 1 people in 1 groups; 2 to 3 learn together"
    ]
    assert said(grouped(least=3), "abcd") == [
        "the session of news on 2026-10-05 at 08:00 has 4 people in 2 groups; 3 to 3 learn together"
    ]


def test_each_group_has_a_trainer_of_the_course() -> None:
    led = grouped(trainers="e")
    assert not said(led, "abc", "e")
    assert said(led, "abc") == ["the session of news on 2026-10-05 at 08:00 has no trainer"]
    assert len(said(led, "abcd", "e")) == 1
    assert said(led, "abc", "d") == ["D is neither among those who need news nor among its trainers"]
    assert len(said(led, "", "e")) == 1


def test_who_does_not_need_a_course_is_named() -> None:
    some = grouped(attendees=frozenset({AgentId("a"), AgentId("b")}))
    assert said(some, "abc") == ["C is neither among those who need news nor among its trainers"]


def test_a_session_lies_in_a_window_on_a_weekday_that_is_not_barred() -> None:
    late = ["the session of news on 2026-10-05 at 09:30 is at a time at which it may not be"]
    morning = (Span(9 * 60, 10 * 60 + 30),)
    assert not said(grouped(windows=morning), "ab", after=1)
    assert not said(grouped(windows=morning), "ab", after=1.5)
    assert said(grouped(windows=morning), "ab", after=1.75)
    assert said(grouped(windows=morning), "ab", after=0.75)
    assert said(grouped(weekdays=frozenset({1})), "ab", after=1.5) == late
    plain = grouped()
    barred = replace(plain, curriculum=replace(plain.curriculum, barred=frozenset({plain.grid.first_day})))
    assert said(barred, "ab", after=1.5) == late
