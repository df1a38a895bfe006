"""A drill being run."""

from datetime import timedelta

import pytest

from drills.errors import OrderError
from drills.exercise import (
    AbortCause,
    ClockStatus,
    LineKind,
    Phase,
    abort,
    end,
    log_text,
    pause,
    read_log,
    resume,
    run_of,
    stamp,
    standing_of,
    tick,
)
from drills.scenario.acts import Act
from tests.drills.exercise.small_run import minute, order, small_drill, started


def test_an_expectation_that_nobody_meets_runs_out_and_its_failure_brings_the_next_inject() -> None:
    drill = small_drill()
    run = end(started(drill), order(drill, drill.scenario.minutes))
    late = [
        item for item in drill.scenario.injects if item.condition is not None and item.condition.outcome == "missed"
    ]
    assert run.state.ran_out
    assert all(item.id in run.state.given for item in late if item.minutes < drill.scenario.minutes)
    assert run.state.phase is Phase.ENDED


def test_1_a_pause_moves_everything_that_comes_after_it() -> None:
    drill = small_drill()
    plain = tick(started(drill), minute(drill, 30))
    run = pause(started(drill), order(drill, 10))
    run = tick(run, minute(drill, 500))
    run = tick(resume(run, order(drill, 510)), minute(drill, 530))
    assert run.state.ms(minute(drill, 530)) == 30 * 60_000
    assert run.state.given.keys() == plain.state.given.keys()
    assert {name: given.planned_ms for name, given in run.state.given.items()} == {
        name: given.planned_ms for name, given in plain.state.given.items()
    }


def test_a_stamp_is_taken_for_the_clock_that_waits_for_it_and_is_in_time_at_its_last_moment() -> None:
    drill = small_drill()
    run = tick(started(drill), minute(drill, 5))
    waiting = [
        item for item in drill.scenario.expectations if item.act is Act.ACKNOWLEDGED and item.id in run.state.clocks
    ]
    expectation = min(waiting, key=lambda item: run.state.clocks[item.id].due_ms)
    due = run.state.clocks[expectation.id].due_ms
    moment = drill.window.start + timedelta(milliseconds=due)
    player = str(drill.holders(expectation.seat)[0].agent)
    run = stamp(run, order(drill, due / 60_000), Act.ACKNOWLEDGED, player)
    assert standing_of(expectation, run.state, run.state.ms(moment)).status is ClockStatus.MET


def test_a_log_is_read_back_as_it_was_written_and_a_changed_line_is_named() -> None:
    drill = small_drill()
    run = abort(started(drill), order(drill, 20), AbortCause.REAL_EVENT, "payment is really down")
    text = log_text(run.log)
    assert run_of(read_log(text)) == run
    with pytest.raises(Exception, match="was changed"):
        read_log(text.replace("really down", "really up"))


def test_an_order_in_the_wrong_phase_is_refused() -> None:
    drill = small_drill()
    with pytest.raises(OrderError, match="expected paused"):
        resume(started(drill), order(drill, 1))


def test_the_same_order_sent_twice_counts_once() -> None:
    drill = small_drill()
    once = pause(started(drill), order(drill, 10, key="k1"))
    assert pause(once, order(drill, 10, key="k1")) == once
    assert [line.kind for line in once.log].count(LineKind.PAUSED) == 1
