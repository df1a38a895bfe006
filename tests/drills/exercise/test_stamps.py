"""What a stamp is taken for, who may stamp, and what corrections do to clocks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from drills.drill import Drill
from drills.errors import OrderError
from drills.exercise import ClockStatus, Run, attend, correct, end, judge, stamp, standing_of, tick
from drills.roles import Form, Role
from drills.scenario.acts import Act
from drills.scenario.frozen import Expectation, Outcome, Standing
from tests.drills.drawn import drawn
from tests.drills.exercise.played import done_at_once
from tests.drills.exercise.small_run import agent_in, minute, order, small_drill, started
from tests.drills.practice.seated import seated

WITH_BACKUPS = seated(drawn("orders-vanish", Form.TABLETOP, seed=7), backups=True)
SEVERAL = seated(drawn("payments-and-refunds", Form.FUNCTIONAL, seed=7))


def _first(drill: Drill) -> Expectation:
    """Return what is due first of what starts with the drill and counts."""
    return min(
        (
            item
            for item in drill.scenario.expectations
            if drill.scenario.inject(item.clock.basis).minutes == 0 and item.clock.standing is Standing.OBSERVED
        ),
        key=lambda item: item.clock.due_minutes,
    )


def _status(item: Expectation, run: Run, minutes: float) -> ClockStatus:
    return standing_of(item, run.state, round(minutes * 60_000)).status


def test_an_act_that_nothing_waits_for_is_stamped_for_nothing() -> None:
    drill = small_drill()
    run = stamp(started(drill), order(drill, 1), Act.RECOVERED, agent_in(drill, Role.COMMANDER))
    assert run.state.stamps[-1].expectation is None


def test_a_stamp_is_taken_for_a_clock_in_time_rather_than_for_one_that_ran_out() -> None:
    drill = WITH_BACKUPS
    first = _first(drill)
    second = replace(first, id="again", clock=replace(first.clock, within_minutes=first.clock.within_minutes + 9))
    scenario = replace(drill.scenario, expectations=(*drill.scenario.expectations, second))
    asked = replace(drill, scenario=scenario)
    act = Act.ACKNOWLEDGED
    items = tuple(replace(item, act=act) if item.id in {first.id, "again"} else item for item in scenario.expectations)
    asked = replace(drill, scenario=replace(scenario, expectations=items))
    late = first.clock.within_minutes + 1
    run = started(asked)
    run = replace(tick(run, minute(asked, late)), drill=asked)
    holder = str(asked.holders(first.seat)[0].agent)
    assert stamp(run, order(asked, late), act, holder).state.stamps[-1].expectation == "again"


def test_a_grading_among_several_incidents_names_one_and_a_stamp_keeps_to_its_own() -> None:
    commander = agent_in(SEVERAL, Role.COMMANDER)
    first, second = (item.id for item in SEVERAL.scenario.incidents)
    with pytest.raises(OrderError, match="expected one of") as error:
        stamp(started(SEVERAL), order(SEVERAL, 1), Act.GRADED, commander)
    assert len(error.value.reasons) == 2  # no level, either
    item = next(item for item in SEVERAL.scenario.expectations if item.incident == first)
    with pytest.raises(OrderError, match=f"{item.id} belongs to the incident {first}, not to {second}"):
        stamp(started(SEVERAL), order(SEVERAL, 1), item.act, commander, incident=second, expectation=item.id)


def test_a_backup_may_act_once_they_are_there() -> None:
    drill = WITH_BACKUPS
    seat = next(seat for seat in drill.seats if seat.role is Role.COMMANDER)
    with pytest.raises(OrderError, match="is no player"):
        stamp(started(drill), order(drill, 1), Act.DECISION, str(seat.backup))
    run = attend(started(drill), order(drill, 1), str(seat.backup), present=True)
    assert stamp(run, order(drill, 2), Act.DECISION, str(seat.backup)).state.stamps[-1].agent == seat.backup


def test_a_stamp_declared_void_lets_its_clock_go_on_and_then_run_out() -> None:
    drill = small_drill()
    item = _first(drill)
    run = done_at_once(started(drill), order(drill, 1), item)
    assert _status(item, run, 2) is ClockStatus.MET
    run = correct(run, order(drill, 2), run.state.stamps[-1].line, "it was another incident", void=True)
    assert _status(item, run, 2) is ClockStatus.RUNNING
    run = tick(run, minute(drill, item.clock.due_minutes + 1))
    assert _status(item, run, item.clock.due_minutes + 1) is ClockStatus.MISSED
    assert item.id in run.state.ran_out


def test_a_stamp_declared_void_after_its_time_has_run_out_at_once_and_brings_what_waits_for_failure() -> None:
    drill = _with_failure(SEVERAL)
    item = next(
        SEVERAL.scenario.expectation(inject.condition.expectation)
        for inject in drill.scenario.injects
        if inject.condition is not None and inject.condition.outcome is not Outcome.MET
    )
    due = item.clock.due_minutes
    run = tick(started(drill), minute(drill, due - 0.5))
    run = tick(done_at_once(run, order(drill, due - 0.5), item), minute(drill, due + 1))
    assert item.id not in run.state.ran_out
    run = correct(run, order(drill, due + 1), _stamped(run, item), "never said", void=True)
    assert item.id in run.state.ran_out


def _with_failure(drill: Drill) -> Drill:
    assert any(item.condition is not None for item in drill.scenario.injects)
    return drill


def _stamped(run: Run, item: Expectation) -> int:
    return next(stamped.line for stamped in run.state.stamps if stamped.expectation == item.id)


def test_a_stamp_moved_into_time_makes_its_clock_met_though_it_had_run_out() -> None:
    drill = small_drill()
    item = _first(drill)
    late = item.clock.due_minutes + 2
    run = done_at_once(tick(started(drill), minute(drill, late)), order(drill, late), item)
    assert _status(item, run, late) is ClockStatus.LATE
    run = correct(run, order(drill, late), _stamped(run, item), "the clock on the wall was right", second=60.0)
    assert _status(item, run, late) is ClockStatus.MET


def test_of_two_corrections_of_a_line_the_last_holds_alone() -> None:
    drill = small_drill()
    run = done_at_once(started(drill), order(drill, 1), _first(drill))
    line = run.state.stamps[-1].line
    run = correct(run, order(drill, 2), line, "never", void=True)
    run = correct(run, order(drill, 3), line, "it was, after all, but later", second=90.0)
    assert run.state.stamps[-1].ms == 90_000


def test_corrections_are_refused_with_every_reason() -> None:
    drill = small_drill()
    run = done_at_once(started(drill), order(drill, 1), _first(drill))
    line = run.state.stamps[-1].line
    with pytest.raises(OrderError) as error:
        correct(run, order(drill, 2), line, " ", data={"act": "sang", "agent": "Z9", "level": "V"}, second=9e9)
    assert [str(reason) for reason in error.value.reasons] == [
        "expected the reason for the correction",
        f"act: sang; expected {', '.join(Act)}",
        "level: V; expected I, II, III, IV",
        "Z9 is no player of this drill",
        "a grading has a level, and nothing else has one",
        "9000000000.0 s is no time of this drill yet",
    ]
    with pytest.raises(OrderError, match=r"line 5 \(inject\) cannot be corrected"):
        correct(run, order(drill, 2), 5, "no", void=True)
    with pytest.raises(OrderError, match="there is no line 999"):
        correct(run, order(drill, 2), 999, "no", void=True)
    with pytest.raises(OrderError, match="nothing is corrected"):
        correct(run, order(drill, 2), line, "hm")


def test_what_is_judged_wrong_is_missed_and_brings_the_failure_at_once() -> None:
    drill = SEVERAL
    inject = next(
        item for item in drill.scenario.injects if item.condition and item.condition.outcome is Outcome.MISSED
    )
    assert inject.condition is not None
    item = drill.scenario.expectation(inject.condition.expectation)
    basis = drill.scenario.inject(item.clock.basis).minutes
    run = done_at_once(tick(started(drill), minute(drill, basis)), order(drill, basis), item)
    run = judge(run, order(drill, basis, by=agent_in(drill, Role.EVALUATOR)), item.id, "the wrong team", met=False)
    assert _status(item, run, basis) is ClockStatus.MISSED
    run = tick(run, minute(drill, basis + inject.condition.delay_minutes))
    assert run.state.given[inject.id].planned_ms == (basis + inject.condition.delay_minutes) * 60_000


def test_time_runs_out_after_its_last_millisecond_and_with_the_drill_at_once() -> None:
    drill = small_drill()
    item = _first(drill)
    due = item.clock.due_minutes
    run = tick(started(drill), minute(drill, due))
    assert item.id not in run.state.ran_out
    assert item.id in tick(run, minute(drill, due) + timedelta(milliseconds=1)).state.ran_out
    over = end(run, order(drill, due))
    assert item.id in over.state.ran_out
    assert _status(item, over, due) is ClockStatus.MISSED
    stopped = end(started(drill), order(drill, due - 1))
    assert _status(item, stopped, due - 1) is ClockStatus.STOPPED


def test_what_waits_for_a_failure_comes_after_the_first_that_says_so() -> None:
    drill = SEVERAL
    inject = next(
        item
        for item in drill.scenario.injects
        if item.condition and item.condition.outcome is Outcome.MISSED and item.condition.delay_minutes > 0
    )
    assert inject.condition is not None
    item = drill.scenario.expectation(inject.condition.expectation)
    basis = drill.scenario.inject(item.clock.basis).minutes
    due, delay = basis + item.clock.within_minutes, inject.condition.delay_minutes
    evaluator = agent_in(drill, Role.EVALUATOR)
    for judged_at in (due - 1, due + delay / 2):
        run = tick(started(drill), minute(drill, basis))
        run = judge(run, order(drill, judged_at, by=evaluator), item.id, "nothing was done", met=False)
        run = tick(run, minute(drill, due + delay + 1))
        assert run.state.given[inject.id].planned_ms == round((min(judged_at, due) + delay) * 60_000)
