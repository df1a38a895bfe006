"""Predictions of whole drills: people, queues and the live service."""

from dataclasses import replace

import numpy as np
import pytest

from drills.rating import Rating
from drills.scenario.acts import Act
from drills.scenario.canonical import canonical_json
from drills.scenario.frozen import Condition, Outcome, Scenario, Standing
from drills.scenario.loads import Absence, Load, Opinion, Outage, Surge
from drills.simulation.cost import live_cost
from drills.simulation.course import course_of
from drills.simulation.expected_score import simple_score
from drills.simulation.habits import Habits
from drills.simulation.points import TimePoint
from drills.simulation.predict import Setting, predict
from drills.simulation.rehearse import EventKind, rehearse
from drills.simulation.steps import Result
from forecasting.errors import InputError
from forecasting.site import Channel
from scheduler.agents import AgentId
from tests.drills.simulation.small_scenario import STEADY, customer, expected, inject, rehearsed, scenario
from tests.drills.simulation.small_service import NOON, calls, floor

LIVE = (Channel.PHONE, Channel.CHAT)
AWAY = tuple(AgentId(f"A{number:02}") for number in range(3))


def crisis(statement_effort: float = 20.0) -> Scenario:
    load = Load("rumour", LIVE, 5, 60, Opinion(400.0, 80.0, 10.0, 8.0, "statement"), begins_with="a")
    return scenario(
        [inject("a", 5), inject("b", 30, condition=Condition("graded", Outcome.MISSED, 1))],
        [
            expected("graded", "a", 30, (8.0, 16.0), "commander", act=Act.GRADED, critical=True),
            expected("statement", "a", 50, statement_effort, act=Act.STATEMENT),
            expected("then", "b", 10, 4.0),
            expected("far", "a", 1440, 4.0, standing=Standing.PROJECTED),
        ],
        [load],
    )


def outage(**more: str) -> Scenario:
    load = Load("out", LIVE, 10, 40, Outage(0.0, 60.0, 4.0), **more)
    return scenario(
        [inject("a", 10), inject("back", 40)], [expected("graded", "a", 30, (8.0, 16.0), act=Act.GRADED)], [load]
    )


def test_a_prediction_without_a_floor_tells_of_people_alone() -> None:
    found = predict(crisis(), habits=Habits(floor_attention=0.0), replications=200)
    assert found.queues == ()
    assert found.live is None
    assert found.task("graded").response_minutes.p50 == pytest.approx(8 * 0.85, rel=0.25)
    assert found.task("far").met is not None
    assert found.task("then").started == pytest.approx(1 - (found.task("graded").met or 0.0))
    assert {point.point for point in found.points} >= {TimePoint.ONSET, TimePoint.GRADED, TimePoint.STATEMENT}
    assert sum(found.ratings.values()) == pytest.approx(1.0)


def test_invariant_16_the_same_arguments_give_the_same_bytes() -> None:
    setting = Setting(floor(people=12, present=0.9), NOON, AWAY)
    one, same, other = (
        canonical_json(predict(crisis(), setting, replications=30, service_replications=5, seed=seed))
        for seed in (1, 1, 2)
    )
    assert one == same
    assert one != other


def test_a_later_statement_makes_a_crisis_worse_for_the_queues() -> None:
    setting = Setting(floor(people=16), NOON)
    early, late = (
        predict(crisis(minutes), setting, habits=STEADY, replications=10, service_replications=10)
        .queues[0]
        .whole.service_level.mean
        for minutes in (5.0, 45.0)
    )
    assert early is not None
    assert late is not None
    assert early > late + 0.05


def test_service_falls_during_an_outage_and_recovers_after_the_repair() -> None:
    found = predict(outage(), Setting(floor(people=12), NOON), replications=20, service_replications=20).queues[0]
    levels = {quarter.begins: quarter.service_level.mean or 0.0 for quarter in (*found.quarters, *found.after)}
    assert levels[0] > 0.4 > levels[15]
    assert levels[90] > 0.8
    assert found.recovered.share == 1.0
    assert 40 <= (found.recovered.p50 or 0.0) <= 75
    assert found.quarters[-1].ends == 60
    assert found.after[0].begins == 60


def test_a_load_begins_and_ends_with_its_injects() -> None:
    asked = outage(begins_with="a", ends_with="back")
    late = replace(asked, injects=(inject("a", 20), inject("back", 30)))
    one = rehearsed(late)[0]
    assert (one.loads.begun, one.loads.ended) == ([20.0], [30.0])


def test_the_queues_of_a_crisis_are_those_of_the_shared_people_of_several_at_once() -> None:
    loads = (Load("out", LIVE, 10, 40, Outage(50.0)), Load("away", LIVE, 10, 40, Absence(40.0)))
    asked = scenario([inject("a", 10)], [expected("graded", "a", 30)])
    settled = Setting(floor(people=14), NOON)
    levels = [
        predict(replace(asked, loads=chosen), settled, replications=20, service_replications=20)
        .queues[0]
        .whole.service_level.mean
        for chosen in ((), loads[:1], loads[1:], loads)
    ]
    nothing, out, away, both = (level or 0.0 for level in levels)
    assert nothing > out > both
    assert nothing > away > both


def test_nobody_taken_off_costs_nothing_and_more_people_cost_more() -> None:
    costs = [live_cost(floor(people=9), NOON, 60, AWAY[:count], 20).everything for count in (0, 1, 3)]
    assert (costs[0].points_lost, costs[0].points_lost_p10, costs[0].extra_left) == (0.0, 0.0, 0.0)
    assert 0 < costs[1].points_lost < costs[2].points_lost
    assert costs[2].points_lost_p10 >= costs[2].points_lost
    assert costs[2].kept is not None
    assert costs[2].kept_without is not None
    assert costs[2].kept <= costs[2].kept_without


def test_the_tail_lasts_until_the_queues_have_forgotten_the_drill() -> None:
    slack = live_cost(floor(people=30), NOON, 60, AWAY, 10)
    tight = live_cost(floor(calls(patience_seconds=None), people=7), NOON, 60, AWAY, 10)
    assert slack.tail_minutes == 30
    assert tight.tail_minutes > 60


def test_a_drill_that_costs_the_service_too_much_is_rated_no_better_than_m() -> None:
    asked = scenario([inject("a")], [expected("task", "a")])
    course, one = course_of(asked, habits=STEADY), rehearsed(asked)[0]
    assert simple_score(course, one, 0.0) == simple_score(course, one, 2.0)
    ratings = [score.rating for lost in (0.0, 2.1) if (score := simple_score(course, one, lost))]
    assert ratings == [Rating.P, Rating.M]


def test_a_failed_critical_target_rules_the_best_rating_out() -> None:
    tasks = [expected(f"t{number}", "a", 50, 1.0) for number in range(4)]
    asked = scenario([inject("a")], [*tasks, expected("late", "a", 2, 3.0, "commander", critical=True)])
    course, one = course_of(asked, habits=STEADY), rehearsed(asked)[0]
    score = simple_score(course, one, 0.0)
    assert score is not None
    assert one.result.count(Result.MET) == 4
    assert (score.points, score.rating) == (0.0, Rating.U)  # its one objective is not met


@pytest.mark.parametrize(
    ("missed", "points", "rating"),
    [
        ((), 100.0, Rating.P),
        (("a1",), 93.75, Rating.P),  # one S of four
        (("a1", "b1", "c1"), 81.25, Rating.S),
        (("a1", "a2"), 75.0, Rating.S),
        (("a1", "a2", "b1", "b2", "c1", "c2"), 25.0, Rating.U),
    ],
)
def test_letters_of_objectives_make_the_letter_of_the_drill(
    missed: tuple[str, ...], points: float, rating: Rating
) -> None:
    names = [f"{objective}{number}" for objective in "abcd" for number in (1, 2)]
    tasks = [replace(expected(name, "a", 9 if name in missed else 50, 10.0), objective=name[0]) for name in names]
    asked = scenario([inject("a")], tasks, agents=8)
    score = simple_score(course_of(asked, habits=STEADY), rehearsed(asked)[0], 0.0)
    assert score is not None
    assert (score.points, score.rating) == (points, rating)


def test_nothing_that_counts_gives_no_score() -> None:
    asked = scenario([inject("a")], [expected("far", "a", 1440, standing=Standing.NOT_OBSERVED)])
    assert simple_score(course_of(asked), rehearsed(asked)[0], 0.0) is None


def test_a_rehearsal_tells_injects_acts_and_clocks_in_order_with_who_and_when() -> None:
    asked = scenario(
        [inject("a", 5), inject("b", 10)],
        [expected("statement", "a", 50, 10.0, act=Act.STATEMENT), expected("answer", "b", 3, 4.0)],
    )
    told = [(event.second, event.kind.name, event.of, event.who) for event in rehearse(asked, 0, habits=STEADY)]
    assert told == [
        (300, "INJECT", "a", None),
        (300, "TAKEN_UP", "statement", "agents 1"),
        (600, "LAID_ASIDE", "statement", "agents 1"),
        (600, "INJECT", "b", None),
        (600, "TAKEN_UP", "answer", "agents 1"),
        (780, "RAN_OUT", "answer", None),
        (840, "DONE", "answer", "agents 1"),
        (840, "TAKEN_UP", "statement", "agents 1"),
        (1140, "DONE", "statement", "agents 1"),
        (3600, "END", "end", None),
    ]
    done = [event for event in rehearse(asked, 0, habits=STEADY) if event.kind is EventKind.DONE]
    assert [(event.act, event.right, event.in_time) for event in done] == [
        (Act.DECISION, True, False),
        (Act.STATEMENT, True, True),
    ]


def test_a_rehearsal_tells_who_took_a_scripted_customer_and_judges_nothing() -> None:
    asked = scenario([inject("a", 5)], [expected("answer", "a")], roleplays=(customer("caller", 2),))
    talk = [event for event in rehearse(asked, 0, habits=STEADY) if event.of == "caller"]
    assert [(event.second, event.kind.name, event.who, event.act, event.right) for event in talk] == [
        (120, "TAKEN_UP", "agents 1", None, None),
        (480, "DONE", "agents 1", None, None),
    ]
    assert [task.id for task in predict(asked, replications=5).tasks] == ["answer"]


def test_rehearsals_differ_by_seed_and_repeat_for_the_same_one() -> None:
    assert rehearse(crisis(), 1) == rehearse(crisis(), 1)
    assert rehearse(crisis(), 1) != rehearse(crisis(), 2)


def test_refused_are_no_replications_and_slots_outside_of_the_floor() -> None:
    with pytest.raises(ValueError, match="replications 0"):
        predict(crisis(), replications=0)
    with pytest.raises(ValueError, match="first slot 9999"):
        Setting(floor(), 9999)


def test_predicted_chances_are_those_of_other_rehearsals() -> None:
    asked = crisis()
    told = predict(asked, replications=2000, seed=1)
    runs = rehearsed(asked, Habits(), 2000, seed=99)
    for at, task in enumerate(told.tasks):
        ended = [one.result[at] is Result.MET for one in runs if one.result[at] >= Result.MET]
        if task.met is not None and len(ended) > 100:
            assert task.met == pytest.approx(np.mean(ended), abs=0.06)


def test_a_load_on_one_channel_presses_people_by_its_share_of_the_floors_work() -> None:
    tasks = [expected("task", "a", 60, 10.0)]
    settled = Setting(floor(calls(90.0), calls(10.0, "chat"), people=30), NOON)
    took = {}
    for channel in LIVE:
        asked = scenario([inject("a", 5)], tasks, [Load("surge", (channel,), 0, 60, Surge(100.0))])
        steady = replace(STEADY, floor_attention=0.2)
        took[channel] = (
            predict(asked, settled, habits=steady, replications=2, service_replications=2).tasks[0].response_minutes.p50
        )
    assert took[Channel.PHONE] == pytest.approx(10 * 0.8 / (1 - 0.2 * 1.9))
    assert took[Channel.CHAT] == pytest.approx(10 * 0.8 / (1 - 0.2 * 1.1))


def test_where_nobody_comes_nothing_is_lost_and_nothing_is_known() -> None:
    found = predict(outage(), Setting(floor(calls(0.0)), NOON, AWAY), replications=5, service_replications=3)
    assert found.queues[0].whole.service_level.mean is None
    assert found.queues[0].recovered.count == 0
    assert found.live is not None
    everything = found.live.everything
    assert (everything.points_lost, everything.extra_left, everything.kept) == (0.0, 0.0, None)
    assert "NaN" not in canonical_json(found)


def test_an_absence_of_teams_in_which_the_site_has_nobody_is_refused_naming_each() -> None:
    away = Load("flu", LIVE, 5, 60, Absence(40.0, ("day", "night")))
    ill = scenario([inject("a", 10)], [expected("graded", "a", 30)], [away])
    known = replace(floor(calls()), teams=dict.fromkeys(floor(calls()).teams, "day"))
    with pytest.raises(InputError) as refused:
        predict(ill, Setting(known, NOON), replications=2, service_replications=1)
    ((file, field, value),) = ((fault.file, fault.field, fault.value) for fault in refused.value.faults)
    assert (file, field, value) == ("test.toml", "loads.flu.teams", "night")
    assert predict(ill, replications=2).live is None
