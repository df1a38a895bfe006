"""The board of a drill: what those who run it look at."""

import json

from drills.exercise import (
    AbortCause,
    CoverTold,
    Phase,
    abort,
    approve,
    attend,
    board,
    correct,
    look_both_ways,
    note,
    pause,
    stamp,
    tick,
)
from drills.exercise.board import ChatStatus, InjectStatus
from drills.incidents import Level
from drills.roles import Role
from drills.scenario.acts import Act
from drills.scenario.canonical import canonical_json
from tests.drills.exercise.played import done_at_once, played
from tests.drills.exercise.small_run import agent_in, minute, order, planned, small_drill, started

DRILL = small_drill()
OVER = DRILL.scenario.minutes


def test_a_board_is_plain_data_in_both_languages() -> None:
    told = json.loads(canonical_json(board(started(DRILL), minute(DRILL, 1))))
    assert told["title"]["zh"].startswith("【演练】")
    assert told["phase"] == "running"
    assert told["orders"] == ["paused", "ended", "aborted"]
    assert told["called_for"] == DRILL.scenario.opening_level.name
    assert all({"en", "zh"} == set(clock["text"]) for clock in told["clocks"])


def test_clocks_count_down_while_the_drill_runs_and_stand_while_it_is_paused() -> None:
    run = started(DRILL)
    first = board(run, minute(DRILL, 1)).clocks[0]
    assert first.remaining_ms is not None
    later = board(run, minute(DRILL, 2)).clocks[0]
    assert later.remaining_ms == first.remaining_ms - 60_000
    stopped = pause(run, order(DRILL, 2))
    assert board(stopped, minute(DRILL, 90)).clocks[0].remaining_ms == later.remaining_ms
    assert not board(stopped, minute(DRILL, 90)).running


def test_the_clock_due_first_stands_first_and_what_is_over_has_no_time_left() -> None:
    shown = board(tick(started(DRILL), minute(DRILL, 20)), minute(DRILL, 20)).clocks
    left = [clock.remaining_ms for clock in shown if clock.remaining_ms is not None]
    assert left == sorted(left)
    assert [clock.remaining_ms is None for clock in shown] == sorted(clock.remaining_ms is None for clock in shown)


def test_an_inject_is_planned_waits_or_has_come() -> None:
    before = {item.inject: item for item in board(planned(DRILL), minute(DRILL, -100)).injects}
    after = {item.inject: item for item in board(played(DRILL), minute(DRILL, OVER)).injects}
    for inject in DRILL.scenario.injects:
        if inject.timed:
            assert before[inject.id].status is InjectStatus.PLANNED
            assert before[inject.id].planned_ms == inject.minutes * 60_000
            assert after[inject.id].status is InjectStatus.GIVEN
        elif inject.by_hand:
            assert before[inject.id].status is InjectStatus.BY_HAND
        else:
            assert before[inject.id].status is InjectStatus.WAITING
            assert before[inject.id].after is not None
    assert {item.status for item in after.values()} <= {InjectStatus.GIVEN, InjectStatus.NOT_COMING}


def test_stamps_notes_and_levels_are_shown_as_corrections_leave_them() -> None:
    commander = agent_in(DRILL, Role.COMMANDER)
    run = stamp(started(DRILL), order(DRILL, 1), Act.GRADED, commander, level=Level.III)
    graded = run.state.stamps[-1].line
    run = note(run, order(DRILL, 2), "quiet")
    noted = run.log.last.number
    run = correct(run, order(DRILL, 3), graded, "he said II", data={"level": "II"})
    run = correct(run, order(DRILL, 3), noted, "loud", data={"text": "loud"})
    shown = board(run, minute(DRILL, 3))
    assert shown.stamps[-1].level is shown.level is shown.incidents[0].graded is Level.II
    assert shown.notes[-1].text == "loud"
    assert [line.number for line in shown.tail if line.corrected] == [graded, noted]


def test_people_are_there_when_somebody_has_said_so() -> None:
    commander = agent_in(DRILL, Role.COMMANDER)
    run = attend(started(DRILL), order(DRILL, 1), commander, present=False)
    present = {seat.agent: seat.present for seat in board(run, minute(DRILL, 2)).seats}
    assert present.pop(commander) is False
    assert set(present.values()) == {None}


def test_before_the_start_the_reasons_of_the_last_look_are_shown() -> None:
    run = approve(planned(DRILL), order(DRILL, -60), CoverTold(points_lost=0.4))
    run = look_both_ways(run, order(DRILL, -5), CoverTold(("queue A is full",)))
    shown = board(run, minute(DRILL, -5))
    assert shown.look is not None
    assert shown.look.reasons == ("queue A is full",)
    assert shown.phase is Phase.APPROVED


def test_role_plays_show_what_was_said_and_what_is_left_of_the_script() -> None:
    run = played(DRILL)
    chat = next(item for item in board(run, minute(DRILL, OVER)).chats if item.status is ChatStatus.OPEN)
    assert chat.opened_ms is not None
    by_clock = [cue.cue for cue in chat.cues if cue.after_minutes is not None]
    assert [cue.cue for cue in chat.cues if cue.was_said] == by_clock


def test_a_drill_past_its_planned_minutes_says_so_until_it_is_over() -> None:
    run = tick(started(DRILL), minute(DRILL, OVER + 1))
    assert board(run, minute(DRILL, OVER + 1)).over_time
    assert not board(abort(run, order(DRILL, OVER + 2), AbortCause.OTHER), minute(DRILL, OVER + 3)).over_time


def test_every_clock_that_was_seen_names_who_was_seen() -> None:
    run = played(DRILL, done_at_once)
    for clock in board(run, minute(DRILL, OVER)).clocks:
        assert (clock.seen_ms is None) == (clock.seen_by is None)
        if clock.due_ms is not None:
            assert clock.seen_by in clock.people
