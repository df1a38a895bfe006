"""People's steps: who takes up what when, what lies aside, what releases the next inject, and what counts."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given as holds_for
from hypothesis import settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import ndtr
from scipy.stats import lognorm

from drills.errors import RequestError
from drills.scenario.acts import Act
from drills.scenario.frozen import Condition, Event, Outcome, Scenario, Standing
from drills.simulation.course import course_of, log_spread
from drills.simulation.crew import Crew, Member
from drills.simulation.habits import Habits
from drills.simulation.human_draws import human_draws
from drills.simulation.steps import Result, rehearsals
from scheduler.agents import SkillLevel
from tests.drills.simulation.small_scenario import (
    EVEN,
    STEADY,
    customer,
    done,
    expected,
    given,
    inject,
    once,
    rehearsed,
    results,
    scenario,
)


def test_one_person_does_one_thing_after_the_other_what_is_due_first_in_front() -> None:
    asked = scenario(
        [inject("a"), inject("b"), inject("c", 1)],
        [expected("first", "a", 20, 5.0), expected("later", "b", 30, 4.0), expected("soon", "c", 24, 3.0)],
    )
    course, one = once(asked)
    assert done(course, one) == {"first": 5.0, "soon": 8.0, "later": 12.0}
    assert set(one.result) == {Result.MET}


def test_what_is_due_later_lies_aside_for_what_is_due_earlier_and_goes_on_afterwards() -> None:
    asked = scenario(
        [inject("a"), inject("b", 10)],
        [expected("statement", "a", 55, 30.0), expected("answer", "b", 10, 4.0)],
    )
    course, one = once(asked)
    assert done(course, one) == {"statement": 34.0, "answer": 14.0}
    assert [(task, who, round(since, 6), round(until, 6)) for task, who, since, until in one.spells] == [
        (0, 1, 0.0, 10.0),
        (1, 1, 10.0, 14.0),
        (0, 1, 14.0, 34.0),
    ]


def test_a_customer_goes_before_what_is_at_hand_and_is_laid_aside_for_nothing() -> None:
    asked = scenario(
        [inject("a"), inject("b", 4), inject("c", 4)],
        [expected("list", "a", 30, 10.0), expected("urgent", "b", 1, 1.0)],
        roleplays=(customer("caller", 3), customer("second", begins_with="c"), customer("same", begins_with="b")),
    )
    course, one = once(asked)
    assert done(course, one) == {"caller": 9.0, "second": 15.0, "urgent": 16.0, "list": 23.0}
    assert results(course, one)["caller"] == "NOT_STARTED"


def test_a_customer_is_taken_by_whoever_is_free() -> None:
    asked = scenario([inject("a")], [expected("list", "a", 30, 10.0)], agents=2, roleplays=(customer("caller", 3),))
    assert done(*once(asked)) == {"list": 10.0, "caller": 9.0}


def test_a_second_person_in_the_seat_takes_up_what_else_would_wait() -> None:
    tasks = [expected("one", "a", 20, 6.0), expected("two", "a", 30, 6.0)]
    alone, pair = (once(scenario([inject("a")], tasks, agents=number)) for number in (1, 2))
    assert done(*alone) == {"one": 6.0, "two": 12.0}
    assert done(*pair) == {"one": 6.0, "two": 6.0}


def test_somebody_in_two_seats_is_one_person() -> None:
    asked = scenario([inject("a")], [expected("grade", "a", 20, 6.0, "commander"), expected("answer", "a", 30, 6.0)])
    crew = Crew((Member("both", SkillLevel.SENIOR),), {"commander": (0,), "agents": (0,)})
    course = course_of(asked, crew, STEADY)
    one = rehearsals(course, human_draws(course, 0, 1))[0]
    assert done(course, one) == {"grade": 6.0, "answer": 12.0}


def test_what_runs_out_is_expired_and_still_finished() -> None:
    course, one = once(scenario([inject("a")], [expected("slow", "a", 10, 15.0)]))
    assert results(course, one) == {"slow": "EXPIRED"}
    assert done(course, one) == {"slow": 15.0}


def test_what_is_done_in_the_minute_it_is_due_is_met() -> None:
    course = course_of(scenario([inject("a")], [expected("tight", "a", 1, 1.0)]), habits=STEADY)
    draws = human_draws(course, 0, 1)
    one = rehearsals(course, draws._replace(work=np.zeros((1, 1))))[0]
    assert (one.done, results(course, one)) == ([1.0], {"tight": "MET"})


@pytest.mark.parametrize(
    ("effort", "habits", "comes"),
    [
        (5.0, STEADY, {"well": 7.0}),
        (15.0, STEADY, {"badly": 12.0, "late": 12.0}),
        (5.0, Habits(EVEN, dict.fromkeys(SkillLevel, 0.999999), 0.0, 0.0, 0.0), {"badly": 7.0}),
        (5.0, Habits(EVEN, dict.fromkeys(SkillLevel, 0.999999), 1.0, 0.0, 0.0), {"badly": 12.0, "late": 12.0}),
    ],
    ids=["met", "run out", "done wrongly", "overlooked"],
)
def test_injects_come_after_what_they_wait_for_and_otherwise_not_at_all(
    effort: float, habits: Habits, comes: dict[str, float]
) -> None:
    asked = scenario(
        [
            inject("a"),
            inject("well", 99, condition=Condition("task", Outcome.MET, 2)),
            inject("badly", 99, condition=Condition("task", Outcome.MISSED, 2)),
            inject("late", 99, condition=Condition("task", Outcome.EXPIRED, 2)),
        ],
        [expected("task", "a", 10, effort)],
    )
    course, one = once(asked, habits)
    assert {name: minute for name, minute in given(course, one).items() if name != "a" and minute < 60} == comes


def test_an_inject_waits_for_the_first_stamp_of_an_act_of_its_incident() -> None:
    asked = scenario(
        [
            inject("a"),
            inject("any", 99, event=Event(Act.STATEMENT, 1)),
            inject("other", 99, event=Event(Act.STATEMENT, 1, "other")),
            inject("never", 99, event=Event(Act.GRADED, 1)),
            inject("by-hand", 20, by_hand=True),
        ],
        [
            expected("one", "a", 30, 5.0, act=Act.STATEMENT, incident="one"),
            expected("two", "a", 40, 5.0, act=Act.STATEMENT, incident="other"),
        ],
    )
    comes = given(*once(asked))
    assert (comes["any"], comes["other"]) == (6.0, 11.0)
    assert (comes["never"], comes["by-hand"]) == (np.inf, 20.0)


def test_invariant_5_without_its_basis_a_clock_does_not_start_and_nothing_passes() -> None:
    asked = scenario(
        [inject("a"), inject("b", 20, condition=Condition("task", Outcome.MISSED, 2))],
        [expected("task", "a"), expected("then", "b")],
    )
    assert results(*once(asked)) == {"task": "MET", "then": "NOT_STARTED"}


def test_invariant_5_what_is_due_after_the_end_is_not_observed_or_judged_by_what_is_planned() -> None:
    asked = scenario(
        [inject("a", 50)],
        [
            expected("far", "a", 1440, 5.0, standing=Standing.NOT_OBSERVED),
            expected("planned", "a", 1440, 1.0, standing=Standing.PROJECTED),
            expected("unplanned", "a", 1440, 30.0, standing=Standing.PROJECTED),
        ],
    )
    assert results(*once(asked)) == {"far": "NOT_OBSERVED", "planned": "MET", "unplanned": "EXPIRED"}


def test_a_seat_of_which_something_is_expected_and_nobody_sits_in_is_refused() -> None:
    asked = scenario([inject("a")], [expected("task", "a")])
    with pytest.raises(RequestError, match="nobody sits in agents"):
        course_of(asked, Crew((), {}))


def test_the_chance_of_a_single_task_is_that_of_its_lognormal_time_and_of_no_slip() -> None:
    task = expected("task", "a", 10, (5.0, 9.0))
    habits = Habits(EVEN, dict.fromkeys(SkillLevel, 0.1), pace_spread=0.2, floor_attention=0.0)
    runs = rehearsed(scenario([inject("a")], [task]), habits, 20_000)
    spread = np.hypot(log_spread(task.effort), 0.2)
    told = 0.9 * ndtr(np.log(10 / 5) / spread)
    assert np.mean([one.result[0] is Result.MET for one in runs]) == pytest.approx(
        told, abs=4 * np.sqrt(told * (1 - told) / 20_000)
    )


def test_skill_makes_tasks_shorter_or_longer_by_the_pace_of_its_level() -> None:
    asked = scenario([inject("a")], [expected("task", "a", 60, 8.0)])
    for level, minutes in ((SkillLevel.JUNIOR, 10.0), (SkillLevel.INTERMEDIATE, 8.0), (SkillLevel.SENIOR, 6.8)):
        course = course_of(
            asked, Crew((Member("x", level),), {"agents": (0,)}), Habits(pace_spread=0.0, floor_attention=0.0)
        )
        one = rehearsals(course, human_draws(course, 0, 1))[0]
        assert done(course, one)["task"] == pytest.approx(minutes, abs=1e-6)


def test_one_person_with_equal_limits_is_the_queue_of_lindley() -> None:
    """First come first served: each waits for what is left of those before (Lindley 1952), here on the same draws."""
    minutes = [0, 3, 5, 12, 13, 30, 31, 33, 70, 80]
    asked = scenario(
        [inject(f"i{n}", at) for n, at in enumerate(minutes)],
        [expected(f"t{n}", f"i{n}", 100, (4.0, 12.0)) for n in range(len(minutes))],
        minutes=1000,
    )
    course = course_of(asked, habits=STEADY)
    draws = human_draws(course, 7, 200)
    took = np.exp(np.log(4.0) + log_spread(asked.expectations[0].effort) * draws.work)
    free, ends = np.zeros(200), []
    for number, at in enumerate(minutes):
        free = np.maximum(free, at) + took[:, number]
        ends.append(free)
    np.testing.assert_allclose([one.done for one in rehearsals(course, draws)], np.stack(ends, axis=1))


def test_several_people_with_equal_limits_are_the_queue_of_kiefer_and_wolfowitz() -> None:
    """Each takes who is free first: the next task begins when the least busy of the people is done (1955)."""
    minutes = list(range(0, 40, 2))
    asked = scenario(
        [inject(f"i{n}", at) for n, at in enumerate(minutes)],
        [expected(f"t{n}", f"i{n}", 100, (5.0, 14.0)) for n in range(len(minutes))],
        minutes=1000,
        agents=3,
    )
    course = course_of(asked, habits=STEADY)
    draws = human_draws(course, 11, 100)
    took = np.exp(np.log(5.0) + log_spread(asked.expectations[0].effort) * draws.work)
    free, ends = np.zeros((100, 3)), []
    for number, at in enumerate(minutes):
        free.sort(axis=1)
        free[:, 0] = np.maximum(free[:, 0], at) + took[:, number]
        ends.append(free[:, 0].copy())
    np.testing.assert_allclose([one.done for one in rehearsals(course, draws)], np.stack(ends, axis=1))


def test_the_chance_of_a_task_that_is_laid_aside_is_that_of_both_times_together() -> None:
    """Done by minute 30: either before minute 8, when the other comes, or after both, by integration over the first time."""
    long, short = expected("long", "a", 30, (12.0, 25.0)), expected("short", "b", 5, (4.0, 9.0))
    runs = rehearsed(scenario([inject("a"), inject("b", 8)], [long, short]), STEADY, 10_000)
    own, other = (lognorm(log_spread(item.effort), scale=item.effort.median_minutes) for item in (long, short))
    after, _error = quad(lambda minute: own.pdf(minute) * other.cdf(30 - minute), 8, 30)
    told = own.cdf(8) + after
    seen = np.mean([one.done[0] <= 30 for one in runs])
    assert seen == pytest.approx(told, abs=4 * np.sqrt(told * (1 - told) / len(runs)))


@st.composite
def busy_scenarios(draw: st.DrawFn) -> Scenario:
    """Scenarios in which some injects wait for how tasks end."""
    count = draw(st.integers(1, 7))
    injects = [inject("i0", draw(st.integers(0, 30)))]
    tasks = []
    for number in range(count):
        tasks.append(
            expected(
                f"t{number}",
                draw(st.sampled_from([each.id for each in injects])),
                draw(st.integers(1, 40)),
                (draw(st.floats(0.5, 20)), 25.0),
                draw(st.sampled_from(["commander", "agents"])),
                critical=draw(st.booleans()),
                act=draw(st.sampled_from(Act)),
            )
        )
        waits = Condition(draw(st.sampled_from(tasks)).id, draw(st.sampled_from(Outcome)), draw(st.integers(0, 5)))
        timed = draw(st.booleans())
        injects.append(inject(f"i{number + 1}", draw(st.integers(0, 50)), condition=None if timed else waits))
    calls = tuple(customer(f"c{number}", draw(st.integers(0, 50))) for number in range(draw(st.integers(0, 2))))
    return scenario(injects, tasks, agents=draw(st.integers(1, 3)), roleplays=calls)


often = settings(max_examples=80, deadline=None)


@often
@holds_for(asked=busy_scenarios(), seed=st.integers(0, 1000))
def test_invariant_7_nobody_does_two_things_at_once_and_nobody_sits_elsewhere(asked: Scenario, seed: int) -> None:
    course = course_of(asked)
    for one in rehearsals(course, human_draws(course, seed, 3)):
        for who in range(len(course.crew.members)):
            own = sorted((since, until, task) for task, member, since, until in one.spells if member == who)
            assert all(until <= later for (_since, until, _task), (later, _until, _other) in pairwise(own))
            assert all(who in course.tasks[task].people for _since, _until, task in own)


@often
@holds_for(asked=busy_scenarios(), seed=st.integers(0, 1000))
def test_tasks_follow_their_basis_count_once_and_are_met_only_in_time(asked: Scenario, seed: int) -> None:
    course = course_of(asked)
    for one in rehearsals(course, human_draws(course, seed, 3)):
        for number, task in enumerate(course.tasks[: len(asked.expectations)]):
            began = one.given[task.basis]
            assert (one.result[number] is Result.NOT_STARTED) == (began == np.inf)
            assert all(since >= began for of, _who, since, _until in one.spells if of == number)
            assert (one.did[number] >= 0) or one.done[number] == np.inf
            if one.result[number] is Result.MET:
                assert one.done[number] <= one.due[number]


@often
@holds_for(asked=busy_scenarios(), seed=st.integers(0, 1000))
def test_somebody_free_never_watches_a_task_of_their_seat_wait(asked: Scenario, seed: int) -> None:
    course = course_of(asked)
    draws = human_draws(course, seed, 1)._replace(luck=np.ones((1, len(course.tasks))))
    one = rehearsals(course, draws)[0]
    for number, task in enumerate(course.tasks[: len(asked.expectations)]):
        if len(task.people) > 1 or one.given[task.basis] == np.inf:
            continue
        own = sum(until - since for of, _who, since, until in one.spells if of == number)
        end = min(one.done[number], course.minutes)
        others = [(since, until) for of, who, since, until in one.spells if who == task.people[0] and of != number]
        began = one.given[task.basis]
        busy = sum(max(min(until, end) - max(since, began), 0.0) for since, until in others)
        assert own + busy == pytest.approx(end - began, abs=1e-6)


@often
@holds_for(asked=busy_scenarios(), seed=st.integers(0, 1000))
def test_invariant_16_the_same_seed_rehearses_the_same_whatever_the_number_of_rehearsals(
    asked: Scenario, seed: int
) -> None:
    course = course_of(asked)
    few, many = (rehearsals(course, human_draws(course, seed, count)) for count in (2, 5))
    assert few == many[:2]
