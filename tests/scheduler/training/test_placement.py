"""Where training sessions are put: the quiet slots of a day that is known, and what always holds."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.site import Span
from scheduler.agents import AgentId
from scheduler.coverage import on_duty, shortage
from scheduler.instance import Instance
from scheduler.objective import Objective, Weights, roster_terms
from scheduler.roster import Activity, Roster
from scheduler.rules.activities import ActivitiesInside
from scheduler.rules.base import Severity
from scheduler.rules.scope import Scoped
from scheduler.rules.training import CoursesAYear, TrainingHours
from scheduler.rules.training_sessions import TrainingSessions
from scheduler.training.choice import Effort
from scheduler.training.cost import hours_short, most_saved
from scheduler.training.courses import Attended, Course
from scheduler.training.overview import sessions_in, team_years
from scheduler.training.placement import place_training
from scheduler.training.seats import is_training, seats_in, without_training
from tests.scheduler.tiny import MONDAY, TEAM, minutes
from tests.scheduler.training.classroom import (
    ALONE,
    EVERYBODY,
    ONE_BY_ONE,
    TOGETHER,
    all_at_work,
    duty,
    hours_of,
    placed,
    school,
)

BUSY = dict.fromkeys(range(24), 6.0)
efforts = pytest.mark.parametrize("effort", [ONE_BY_ONE, TOGETHER], ids=["one by one", "together"])


def busy_but(*quiet: int, days: int = 1) -> dict[int, float]:
    """Return a demand of all six people but in the slots *quiet*."""
    return {slot: 0.0 if slot in quiet else 6.0 for slot in range(24 * days)}


def span(text: str) -> Span:
    opens, closes = text.split("-")
    return Span(minutes(opens), minutes(closes))


@efforts
def test_everybody_learns_in_the_one_quiet_hour(effort: Effort) -> None:
    instance = school(EVERYBODY, replace(ALONE, least=6, most=6), days=1, need=busy_but(15))
    seats = placed(all_at_work(instance), instance, duty(instance, 1), effort)
    assert hours_of(seats) == {name: ["05 15:00"] for name in EVERYBODY}


@efforts
def test_two_groups_take_two_quiet_hours_and_not_the_break(effort: Effort) -> None:
    need = {slot: 0.0 if slot == 12 else 3.0 if slot in {9, 14} else 6.0 for slot in range(24)}
    instance = school(EVERYBODY, replace(ALONE, least=3, most=3), days=1, need=need)
    roster = all_at_work(instance)
    found = hours_of(placed(roster, instance, duty(instance, 1), effort))
    assert sorted(found) == list(EVERYBODY)
    assert sorted(times[0] for times in found.values()) == ["05 09:00"] * 3 + ["05 14:00"] * 3


@efforts
def test_a_spare_head_at_a_time_learns_alone(effort: Effort) -> None:
    instance = school("abc", ALONE, days=1, need={slot: 2.0 if slot in {9, 11, 16} else 3.0 for slot in range(24)})
    found = hours_of(placed(all_at_work(instance), instance, duty(instance, 1), effort))
    assert sorted(times[0] for times in found.values()) == ["05 09:00", "05 11:00", "05 16:00"]


@efforts
def test_nobody_learns_where_cover_is_worth_more(effort: Effort) -> None:
    instance = school(EVERYBODY, ALONE, days=1, need=BUSY)
    roster = all_at_work(instance)
    assert not placed(roster, instance, duty(instance, 1, points_an_hour=5), effort)
    assert placed(roster, instance, duty(instance, 1, points_an_hour=100), effort)


@efforts
def test_an_hour_worth_nothing_is_learnt_in_spare_time_alone(effort: Effort) -> None:
    instance = school(EVERYBODY, ALONE, days=1, need={slot: 5.0 if slot in {10, 15} else 6.0 for slot in range(24)})
    found = hours_of(placed(all_at_work(instance), instance, duty(instance, 1, points_an_hour=0), effort))
    assert sorted(time for times in found.values() for time in times) == ["05 10:00", "05 15:00"]


@efforts
def test_the_hours_due_of_a_team_are_not_overstepped_by_more_than_a_session(effort: Effort) -> None:
    instance = school(EVERYBODY, replace(ALONE, hours=2), days=3)
    seats = placed(all_at_work(instance), instance, duty(instance, 1), effort)
    assert sum(seat.hours for seat in seats) == 6
    assert len(hours_of(seats)) == 3


@efforts
def test_a_group_is_no_larger_than_what_is_due_of_the_team_asks_for(effort: Effort) -> None:
    instance = school(EVERYBODY, replace(ALONE, least=2, most=6), days=1)
    assert len(placed(all_at_work(instance), instance, duty(instance, 0.5), effort)) == 3
    pairs = school(EVERYBODY, replace(ALONE, least=2, most=2), days=1)
    assert len(placed(all_at_work(pairs), pairs, duty(pairs, 0.4), effort)) in {2, 4}  # 2.4 h are due of the team


@efforts
def test_a_hard_rule_places_training_at_any_price(effort: Effort) -> None:
    instance = school(EVERYBODY, ALONE, days=1, need=dict.fromkeys(range(24), 60.0))
    rules = duty(instance, 1)
    held = replace(rules[0], severity=Severity.HARD)  # type: ignore[type-var]  # every rule is a dataclass
    assert len(placed(all_at_work(instance), instance, [held], effort)) == 6


@efforts
def test_times_weekdays_and_barred_days_are_kept(effort: Effort) -> None:
    course = replace(ALONE, windows=(span("10:30-12:00"), span("16:00-17:00")), weekdays=frozenset({0, 1, 3}))
    instance = school("ab", course, days=5, barred=frozenset({MONDAY}))
    found = placed(all_at_work(instance), instance, duty(instance, 2), effort)
    times = {time for each in hours_of(found).values() for time in each}
    assert times <= {"06 11:00", "06 16:00", "08 11:00", "08 16:00"}
    assert len(found) == 4


@efforts
def test_a_trainer_leads_each_group_and_learns_nothing_by_it(effort: Effort) -> None:
    course = replace(ALONE, least=2, most=3, trainers=(AgentId("a"),), attendees=frozenset(map(AgentId, "bcd")))
    instance = school(EVERYBODY, course, days=1)
    seats = placed(all_at_work(instance), instance, duty(instance, 1), effort)
    taught = {seat.activity.start for seat in seats if seat.teaches}
    assert {seat.activity.start for seat in seats if not seat.teaches} == taught
    assert {str(seat.agent) for seat in seats if not seat.teaches} == set("bcd")
    assert [seat.hours for seat in seats if seat.teaches] == [0] * len(taught)
    absent = all_at_work(instance, ("a", 0))
    assert not placed(absent, instance, duty(instance, 1), effort)


@efforts
def test_a_group_that_is_too_small_is_not_held(effort: Effort) -> None:
    instance = school("ab", replace(ALONE, least=3, most=3), days=1)
    assert not placed(all_at_work(instance), instance, duty(instance, 1), effort)


@efforts
def test_who_has_most_missing_comes_first(effort: Effort) -> None:
    record = (Attended(AgentId("a"), date(2026, 3, 2), "news", 30),)
    instance = school("ab", ALONE, days=1, record=record, need={slot: 1.0 if slot == 9 else 2.0 for slot in range(24)})
    seats = placed(all_at_work(instance), instance, [TrainingHours(40, 8)], effort)
    assert hours_of(seats) == {"b": ["05 09:00"]}


@efforts
def test_a_course_that_somebody_lacks_comes_before_one_they_had(effort: Effort) -> None:
    record = (Attended(AgentId("a"), date(2026, 3, 2), "news", 1),)
    instance = school("a", ALONE, replace(ALONE, name="other"), days=1, record=record)
    rules = [*duty(instance, 1)[:1], CoursesAYear(2)]
    (seat,) = placed(all_at_work(instance), instance, rules, effort)
    assert seat.course.name == "other"


@efforts
def test_nobody_attends_a_course_more_often_than_it_has_sessions(effort: Effort) -> None:
    record = (Attended(AgentId("a"), date(2026, 3, 2), "news", 1),)
    instance = school("ab", replace(ALONE, sessions=2), days=4, record=record)
    seats = placed(all_at_work(instance), instance, duty(instance, 4), effort)
    assert {name: len(times) for name, times in hours_of(seats).items()} == {"a": 1, "b": 2}


@efforts
def test_sessions_in_the_roster_stay_and_count(effort: Effort) -> None:
    instance = school("a", ALONE, days=1)
    roster = all_at_work(instance)
    (shift,) = roster.assignments
    known = Activity(shift.start, shift.start + timedelta(hours=1), ALONE.activity)
    held = Roster.of(instance.grid, [replace(shift, activities=(known,))])
    assert place_training(held, instance, duty(instance, 1), Weights(), effort) == held


@efforts
def test_rules_for_some_ask_for_the_training_of_those_alone(effort: Effort) -> None:
    instance = school("ab", ALONE, days=1)
    some = Scoped(duty(instance, 1)[0], Severity.SOFT, agents=frozenset({"b"}))
    assert hours_of(placed(all_at_work(instance), instance, [some], effort)).keys() == {"b"}


def test_without_courses_or_rules_the_roster_is_left_alone() -> None:
    instance = school("ab", days=1)
    roster = all_at_work(instance)
    assert place_training(roster, instance, duty(instance, 1), Weights()) is roster
    taught = school("ab", ALONE, days=1)
    assert place_training(all_at_work(taught), taught, (), Weights()) == all_at_work(taught)


def test_each_year_of_a_plan_across_new_year_is_due_its_own_training() -> None:
    instance = school("a", ALONE, days=4)
    instance = replace(instance, grid=replace(instance.grid, first_day=date(2026, 12, 30)))
    instance = replace(instance, demand=replace(instance.demand, grid=instance.grid))
    record = (Attended(AgentId("a"), date(2026, 3, 2), "news", 38),)
    instance = replace(instance, curriculum=replace(instance.curriculum, record=record))
    seats = placed(all_at_work(instance), instance, [TrainingHours(40)])
    assert [seat.shift.day for seat in seats if seat.shift.day.year == 2026] == [date(2026, 12, 30), date(2026, 12, 31)]
    old, new = team_years(all_at_work(instance), instance, [TrainingHours(40)])
    assert (old.so_far, old.due, old.missing) == (38, 2, 2)
    assert new.so_far == 0
    assert new.due == pytest.approx(40 * 2 / 365)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Instance, Roster, float]:
    """Return a centre of a few days with one or two courses, and a roster with some days off."""
    names = EVERYBODY[: draw(st.integers(1, 6))]
    courses = tuple(
        Course(
            f"course {number}",
            60 * draw(st.integers(1, 3)),
            draw(st.sampled_from([0.5, 1.0, 2.0])),
            least := draw(st.integers(1, 3)),
            draw(st.integers(least, 4)),
            tuple(map(AgentId, draw(st.sets(st.sampled_from(names), max_size=2)))),
            draw(st.none() | st.frozensets(st.sampled_from([AgentId(name) for name in names]), min_size=1)),
            windows=draw(st.sampled_from([(span("00:00-24:00"),), (span("09:00-12:00"), span("13:30-17:00"))])),
            sessions=draw(st.sampled_from([None, 1, 2])),
        )
        for number in range(draw(st.integers(1, 2)))
    )
    days = draw(st.integers(1, 3))
    need = {slot: float(draw(st.integers(0, 6))) for slot in range(24 * days) if 8 <= slot % 24 < 17}
    instance = school(names, *courses, days=days, need=need, barred=frozenset(draw(st.sets(st.just(MONDAY)))))
    off = draw(st.sets(st.tuples(st.sampled_from(names), st.integers(0, days - 1)), max_size=4))
    return instance, all_at_work(instance, *off), draw(st.sampled_from([0.5, 1.0, 3.0]))


@settings(max_examples=40, deadline=None)
@given(question=questions(), effort=st.sampled_from([ONE_BY_ONE, TOGETHER]))
def test_sessions_lie_in_shifts_off_breaks_in_groups_as_large_as_their_course_allows(
    question: tuple[Instance, Roster, float], effort: Effort
) -> None:
    instance, roster, hours = question
    planned = place_training(roster, instance, duty(instance, hours), Weights(), effort)
    assert not list(ActivitiesInside().check(planned, instance))
    assert not list(TrainingSessions().check(planned, instance))
    assert without_training(planned) == roster
    seats = list(seats_in(planned, instance.curriculum))
    assert len(seats) == sum(len(shift.activities) for shift in planned.assignments)
    for course in instance.curriculum.courses:
        learners = [seat for seat in seats if seat.course is course and not seat.teaches]
        for start in {seat.activity.start for seat in seats if seat.course is course}:
            count = sum(seat.activity.start == start for seat in learners)
            led = sum(seat.activity.start == start and seat.teaches for seat in seats if seat.course is course)
            groups = led if course.trainers else -(-count // course.most)
            assert course.least * groups <= count <= course.most * groups
            day, minute = start.date(), 60 * start.hour + start.minute
            assert day not in instance.curriculum.barred
            assert any(each.opens <= minute and minute + course.minutes <= each.closes for each in course.windows)
        assert all(course.is_for(seat.agent) for seat in learners)
        for name in {seat.agent for seat in learners}:
            mine = [seat for seat in learners if seat.agent == name]
            assert course.sessions is None or len(mine) <= course.sessions
    learnt = [(seat.agent, seat.shift.day) for seat in seats if not seat.teaches]
    assert len(learnt) == len(set(learnt))


@settings(max_examples=25, deadline=None)
@given(question=questions())
def test_choosing_sessions_together_is_never_worse_and_what_training_saves_is_bounded(
    question: tuple[Instance, Roster, float],
) -> None:
    instance, roster, hours = question
    rules, weights = duty(instance, hours), Weights()
    apart, together = (place_training(roster, instance, rules, weights, each) for each in (ONE_BY_ONE, TOGETHER))

    def loss(planned: Roster) -> float:
        left = sum(
            max(0.0, year.due / year.people - sum(seat.hours for seat in mine))
            for year in team_years(planned, instance, rules)
            for mine in (
                [seat for seat in seats_in(planned, instance.curriculum) if seat.agent == agent.id]
                for agent in instance.agents
            )
        )
        return sum(roster_terms(planned, instance, Objective()).values()) + 100 * left

    assert loss(together) <= loss(apart) + 1e-6
    without, with_it = (sum(roster_terms(each, instance, Objective()).values()) for each in (roster, together))
    assert with_it >= without - most_saved(together, instance, weights) - 1e-6


def test_the_shortage_of_training_is_what_would_not_be_short_without_it() -> None:
    instance = school(EVERYBODY, ALONE, days=1, need=BUSY)
    roster = all_at_work(instance)
    planned = place_training(roster, instance, duty(instance, 1), Weights())
    assert hours_short(planned, instance) == 6
    missing = float(shortage(on_duty(planned, instance), instance)[TEAM].sum())
    assert missing == float(shortage(on_duty(roster, instance), instance)[TEAM].sum()) + 6


def test_times_of_training_are_counted_once_for_a_group() -> None:
    instance = school(EVERYBODY, replace(ALONE, least=3, most=3), days=1, need=busy_but(15))
    planned = place_training(all_at_work(instance), instance, duty(instance, 1), Weights(), ONE_BY_ONE)
    assert sessions_in(planned) == 1
    assert sum(is_training(item) for shift in planned.assignments for item in shift.activities) == 6


def test_the_same_question_has_the_same_answer() -> None:
    instance = school(EVERYBODY, replace(ALONE, least=2, most=4), days=3, need=3.0)
    roster = all_at_work(instance)
    first, second = (
        place_training(roster, instance, duty(instance, 2), Weights(), Effort(3, 0.1, 7)) for _ in range(2)
    )
    assert first == second


def test_who_is_on_call_is_not_called_to_a_session() -> None:
    instance = school("a", ALONE, days=1)
    (shift,) = all_at_work(instance).assignments
    on_call = Roster.of(instance.grid, [replace(shift, on_call=True, breaks=())])
    assert place_training(on_call, instance, duty(instance, 1), Weights()) == on_call


def test_little_time_means_little_effort() -> None:
    assert Effort.within(60, 3) == Effort.within(20, 3) == replace(Effort(), seed=3)
    assert Effort.within(5, 1) == Effort(10, 0.25)
    assert Effort.within(0, 1) == Effort(0, 0)
    with pytest.raises(ValueError, match="expected 0 or more"):
        Effort(-1)
