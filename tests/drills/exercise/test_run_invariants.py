"""The invariants of runs that need a story of their own; whatever else is done, ``test_any_operations`` checks them after each step."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given as drawn_from
from hypothesis import settings
from hypothesis import strategies as st

from drills.drill import Drill
from drills.errors import LogError, OrderError, RequestError
from drills.exercise import (
    AbortCause,
    ClockStatus,
    LineKind,
    Log,
    Order,
    Phase,
    Run,
    abort,
    board,
    called_for,
    correct,
    effective,
    end,
    judge,
    log_text,
    next_tick,
    note,
    pause,
    plan,
    read_log,
    resume,
    run_of,
    say,
    stamp,
    standing_of,
    tick,
)
from drills.incidents import Level
from drills.notes import Note
from drills.roles import Form, Role
from drills.scenario.acts import Act
from drills.scenario.frozen import Standing
from drills.scenario.text import DRILL_MARK
from tests.drills.drawn import drawn
from tests.drills.exercise.played import done_at_once, played
from tests.drills.exercise.small_run import CONTROLLER, agent_in, minute, order, small_drill, started
from tests.drills.practice.seated import seated

SEVERAL = seated(drawn("payments-and-refunds", Form.FUNCTIONAL, seed=7))


def test_1_pausing_and_resuming_at_any_moment_gives_drops_and_ends_nothing() -> None:
    drill = small_drill()
    run, away = started(drill), timedelta(0)
    for at in range(1, drill.scenario.minutes):
        stopped = minute(drill, at) + away
        run = pause(run, Order(stopped, CONTROLLER))
        length = len(run.log)
        run = tick(run, stopped + timedelta(hours=2))
        assert len(run.log) == length
        away += timedelta(minutes=7)
        run = resume(run, Order(minute(drill, at) + away, CONTROLLER))
    over = minute(drill, drill.scenario.minutes) + away
    run = end(run, Order(over, CONTROLLER))
    assert run.log.last.ms == drill.scenario.minutes * 60_000
    assert _planned(run) == _planned(played(drill))


@settings(max_examples=40, deadline=None)
@drawn_from(st.randoms(use_true_random=False))
def test_1_it_never_matters_how_often_the_clock_is_looked_at(luck: Random) -> None:
    drill = SEVERAL
    acts = sorted(luck.sample(range(drill.scenario.minutes), 12))
    exact = lazy = started(drill)
    for at in acts:
        exact, lazy = _looked_at(exact, at, None), _looked_at(lazy, at, luck)
        waiting = [item for item in drill.scenario.expectations if item.id in exact.state.clocks]
        chosen = luck.choice(waiting)
        exact, lazy = (done_at_once(run, order(drill, at), chosen) for run in (exact, lazy))
    exact, lazy = (_looked_at(run, drill.scenario.minutes, who) for run, who in ((exact, None), (lazy, luck)))
    assert _planned(exact) == _planned(lazy)
    assert {name: clock.due_ms for name, clock in exact.state.clocks.items()} == {
        name: clock.due_ms for name, clock in lazy.state.clocks.items()
    }


def _looked_at(run: Run, at: float, luck: Random | None) -> Run:
    """Return *run* at a minute: looked at the moment that anything is due, or with *luck* up to five seconds later."""
    until = minute(run.drill, at)
    while (due := next_tick(run)) is not None and due <= until:
        late = timedelta(0) if luck is None else timedelta(seconds=luck.choice((0, 0.2, 1, 4.9)))
        run = tick(run, min(due + late, until))
    return run


def _planned(run: Run) -> dict[str, int]:
    return {name: item.planned_ms for name, item in run.state.given.items()}


def test_1_after_an_outage_what_was_due_comes_late_and_its_clock_starts_when_it_came() -> None:
    drill = small_drill()
    timed = next(item for item in drill.scenario.injects if item.timed and item.minutes > 0 and _starts(drill, item.id))
    run = tick(started(drill), minute(drill, timed.minutes - 1))
    run = tick(run_of(read_log(log_text(run.log))), minute(drill, timed.minutes + 6))
    assert run.state.given[timed.id].late_ms == 6 * 60_000
    clock = run.state.clocks[_starts(drill, timed.id)[0]]
    assert clock.started_ms == run.state.given[timed.id].ms


def _starts(drill: Drill, inject: str) -> list[str]:
    return [item.id for item in drill.scenario.expectations if item.clock.basis == inject]


def test_1_a_clock_that_is_set_back_stands_until_it_has_caught_up_and_one_set_forward_goes_on() -> None:
    drill = small_drill()
    run = stamp(started(drill), order(drill, 10), Act.DECISION, agent_in(drill, Role.COMMANDER))
    back = stamp(run, order(drill, 4), Act.DECISION, agent_in(drill, Role.COMMANDER))
    assert back.log.last.ms == back.ms(minute(drill, 7)) == 10 * 60_000
    assert back.log.last.at == run.log.last.at
    assert back.ms(minute(drill, 11)) == 11 * 60_000


def test_2_a_correction_leaves_what_was_written_and_changes_what_holds() -> None:
    drill = small_drill()
    commander = agent_in(drill, Role.COMMANDER)
    run = stamp(started(drill), order(drill, 3), Act.GRADED, commander, level=Level.III)
    line = run.state.stamps[-1].line
    later = correct(run, order(drill, 5), line, "the log says so", second=90.0, data={"level": "II"})
    assert later.log.lines[: len(run.log)] == run.log.lines
    assert later.state.stamps[-1].ms == 90_000
    assert later.state.level is Level.II
    undone = correct(later, order(drill, 6), line, "it was never said", void=True)
    assert undone.state.level is None
    assert line not in {item.number for item in effective(undone.log)}


def test_2_every_line_that_was_changed_taken_out_or_put_in_is_named() -> None:
    drill = small_drill()
    rows = log_text(played(drill).log).splitlines(keepends=True)
    with pytest.raises(LogError, match="line 4 was changed"):
        read_log("".join([*rows[:3], rows[3].replace('"second":0', '"second":1'), *rows[4:]]))
    with pytest.raises(LogError, match="line 3 has the number 4"):
        read_log("".join([*rows[:2], *rows[3:]]))
    with pytest.raises(LogError, match="line 4 has the number 3"):
        read_log("".join([*rows[:3], *rows[2:]]))


def test_5_what_is_due_after_the_drill_never_counts_even_when_it_was_seen() -> None:
    drill = small_drill()
    later = [item for item in drill.scenario.expectations if item.clock.standing is not Standing.OBSERVED]
    run = played(drill, done_at_once)
    assert later
    assert {standing_of(item, run.state, run.log.last.ms).status for item in later} <= {
        ClockStatus.PROJECTED,
        ClockStatus.NOT_OBSERVED,
        ClockStatus.NOT_STARTED,
    }


def test_5_a_clock_without_its_basis_has_not_started_whatever_was_stamped_in_advance() -> None:
    drill = small_drill()
    item = next(
        item
        for item in drill.scenario.expectations
        if (basis := drill.scenario.inject(item.clock.basis)).timed
        and basis.minutes > 1
        and item.clock.standing is Standing.OBSERVED
    )
    run = done_at_once(started(drill), order(drill, 0.5), item)
    assert standing_of(item, run.state, 30_000).status is ClockStatus.NOT_STARTED
    basis = drill.scenario.inject(item.clock.basis)
    run = tick(run, minute(drill, basis.minutes))
    assert standing_of(item, run.state, basis.minutes * 60_000).status is ClockStatus.MET
    evaluator = agent_in(drill, Role.EVALUATOR)
    with pytest.raises(OrderError, match=f"the clock of {drill.scenario.expectations[-1].id} has not started"):
        judge(started(drill), order(drill, 0, evaluator), drill.scenario.expectations[-1].id, met=True)


def test_6_two_incidents_keep_their_own_levels_and_clocks_and_the_worst_is_everybodys() -> None:
    first, second = (item.id for item in SEVERAL.scenario.incidents)
    commander = agent_in(SEVERAL, Role.COMMANDER)
    run = stamp(started(SEVERAL), order(SEVERAL, 1), Act.GRADED, commander, incident=first, level=Level.III)
    assert run.state.level is Level.III
    run = stamp(run, order(SEVERAL, 2), Act.GRADED, commander, incident=second, level=Level.II)
    assert run.state.levels == {first: Level.III, second: Level.II}
    assert run.state.level is Level.II
    for stamped in run.state.stamps:
        taken = next((item for item in SEVERAL.scenario.expectations if item.id == stamped.expectation), None)
        assert taken is None or taken.incident == stamped.incident


def test_6_a_level_goes_down_by_a_stamp_with_its_reason_alone() -> None:
    drill = small_drill()
    commander = agent_in(drill, Role.COMMANDER)
    run = stamp(started(drill), order(drill, 1), Act.GRADED, commander, level=Level.II)
    with pytest.raises(OrderError, match=r"goes down from level II \(large\) to level III"):
        stamp(run, order(drill, 2), Act.GRADED, commander, level=Level.III)
    lower = stamp(run, order(drill, 2), Act.GRADED, commander, level=Level.III, text="payments are back")
    assert lower.state.level is Level.III
    assert tick(run, minute(drill, drill.scenario.minutes)).state.level is Level.II


def test_6_the_facts_call_for_the_opening_level_until_an_inject_says_otherwise() -> None:
    drill = small_drill()
    change = next(item for item in drill.scenario.injects if item.new_level is not None)
    run = started(drill)
    assert set(called_for(drill.scenario, run.state).values()) == {drill.scenario.opening_level}
    done = played(drill)
    assert change.id in done.state.given
    assert board(done, minute(drill, drill.scenario.minutes)).called_for is change.new_level


def test_10_whatever_goes_out_bears_the_drill_mark_and_what_players_say_stays_as_typed() -> None:
    drill = small_drill()
    play = next(item for item in drill.scenario.roleplays if item.begins_with is None)
    run = tick(started(drill), minute(drill, play.minutes + 0.5))
    player = str(drill.holders(play.seat)[0].agent)
    run = say(run, order(drill, play.minutes + 0.5), play.id, agent=player, text="你自己看吧")
    run = say(run, order(drill, play.minutes + 0.5), play.id, agent=None, text="那我投诉")
    run = say(run, order(drill, play.minutes + 0.5), play.id, agent=None, cue=1)
    by_player, typed, scripted = run.state.chats[play.id].said[-3:]
    assert by_player.text == "你自己看吧"
    assert by_player.offences
    assert typed.text == f"【{DRILL_MARK}】那我投诉"
    assert isinstance(scripted.text, dict)
    assert all(DRILL_MARK in words for words in scripted.text.values())


@pytest.mark.parametrize("paused", [False, True])
@pytest.mark.parametrize("cause", list(AbortCause))
def test_11_a_real_event_breaks_the_drill_off_in_any_phase_under_way(cause: AbortCause, *, paused: bool) -> None:
    drill = small_drill()
    run = tick(started(drill), minute(drill, 12))
    run = pause(run, order(drill, 12)) if paused else run
    run = abort(run, order(drill, 13), cause, "payment is really down")
    assert run.state.phase is Phase.ABORTED
    assert run.state.abort_cause == cause
    later = tick(run, minute(drill, 500))
    assert later == run
    stopped = {standing_of(item, run.state, run.log.last.ms).status for item in drill.scenario.expectations}
    assert ClockStatus.RUNNING not in stopped
    assert ClockStatus.STOPPED in stopped
    with pytest.raises(OrderError, match="the drill is aborted"):
        stamp(run, order(drill, 14), Act.DECISION, agent_in(drill, Role.COMMANDER))


def test_16_the_same_orders_make_the_same_bytes() -> None:
    drill = small_drill()
    assert log_text(played(drill, done_at_once).log) == log_text(played(replace(drill), done_at_once).log)
    assert [line.kind for line in played(drill).log].count(LineKind.ENDED) == 1


def test_2_a_log_with_any_number_of_bad_lines_is_refused_and_the_first_of_them_are_named() -> None:
    with pytest.raises(LogError) as error:
        read_log("nothing\n" * 2_000)
    assert len(error.value.faults) == 51
    assert str(error.value).endswith("and 1950 lines more")


def test_2_a_text_with_separators_of_its_own_stays_one_line_and_one_that_cannot_be_written_is_refused() -> None:
    drill = small_drill()
    run = note(started(drill), order(drill, 1), "one\u2028two\x85three\x0bfour\nfive")
    assert run_of(read_log(log_text(run.log))) == run
    with pytest.raises(OrderError, match="surrogates"):
        note(run, order(drill, 2), "half \ud800")


def test_2_a_chained_log_that_says_what_no_drill_can_do_is_refused() -> None:
    drill = small_drill()
    run = started(drill)
    sung = run.log.with_line(minute(drill, 1), 60_000, LineKind.STAMP, CONTROLLER, {"act": "sang"})
    with pytest.raises(LogError, match="what no drill can do"):
        run_of(read_log(log_text(sung)))
    with pytest.raises(RequestError, match="drill"):
        run_of(Log().with_line(minute(drill, 1), 0, LineKind.NOTED, CONTROLLER, {"text": "hello"}))


def test_2_a_run_knows_of_its_drill_what_the_log_says_and_nothing_else() -> None:
    drill = replace(small_drill(), notes=(Note("somebody said something"),))
    run = plan(drill, order(drill, -60), "1", 2.0)
    assert run_of(read_log(log_text(run.log))) == run


def test_2_a_line_without_its_fingerprint_is_none() -> None:
    text = log_text(note(started(small_drill()), order(small_drill(), 1), "quiet").log)
    last = text.splitlines()[-1]
    digest = last[last.index('"digest":"') + 10 :][:64]
    with pytest.raises(LogError, match="is none of a log"):
        read_log(text.replace(digest, "").replace("quiet", "loud"))
