"""What holds of every run at any time: each rule gets the run, its log before the last operation, and the instant."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import pairwise

from drills.exercise import TURNS, LineKind, Log, Phase, Run, board, effective
from drills.exercise.due import ON_TIME_MS
from drills.exercise.log import CLOCK, milliseconds
from drills.exercise.state import state_of
from drills.incidents import worst
from drills.scenario.text import DRILL_MARK

BY_THE_CLOCK = frozenset({LineKind.INJECT, LineKind.CLOCK, LineKind.RAN_OUT, LineKind.CHAT_OPENED, LineKind.CHAT_SAID})


def exercise_time_is_the_time_for_which_the_drill_ran(run: Run, _before: Log, _now: datetime) -> None:
    phase = Phase.PLANNED
    for earlier, later in pairwise(run.log):
        phase = TURNS[earlier.kind][1] if earlier.kind in TURNS else phase
        ran = milliseconds(later.at - earlier.at) if phase is Phase.RUNNING else 0
        assert later.ms - earlier.ms == ran
        if phase is not Phase.RUNNING:
            assert later.by != CLOCK


def no_inject_comes_twice_or_early_or_without_its_reason(run: Run, _before: Log, _now: datetime) -> None:
    given = [line for line in run.log if line.kind is LineKind.INJECT]
    assert len({line.data["inject"] for line in given}) == len(given)
    for name, item in run.state.given.items():
        inject = run.scenario.inject(name)
        assert item.late_ms >= 0
        if item.cause == "time":
            assert item.planned_ms == inject.minutes * 60_000
        if item.cause in {"success", "failure", "expiry"}:
            assert inject.condition is not None
            assert inject.condition.expectation in run.state.clocks


def the_log_only_grows_and_says_all(run: Run, before: Log, _now: datetime) -> None:
    assert run.log.lines[: len(before)] == before.lines
    assert state_of(run.log) == run.state
    assert all(later.before == earlier.digest for earlier, later in pairwise(run.log))


def a_clock_has_one_basis_and_starts_with_it(run: Run, _before: Log, _now: datetime) -> None:
    started = [line for line in run.log if line.kind is LineKind.CLOCK]
    assert len({line.data["expectation"] for line in started}) == len(started)
    for line in started:
        item = run.scenario.expectation(str(line.data["expectation"]))
        clock, basis = run.state.clocks[item.id], run.state.given[item.clock.basis]
        assert basis.line < line.number
        assert clock.started_ms in {basis.ms, basis.planned_ms}
        assert basis.ms - clock.started_ms <= ON_TIME_MS


def the_level_is_the_worst_and_falls_by_a_logged_reason_alone(run: Run, before: Log, _now: datetime) -> None:
    levels = run.state.levels
    assert run.state.level == (worst(*levels.values()) if levels else None)
    earlier = state_of(before).levels
    if any(name not in levels or levels[name] > level for name, level in earlier.items()):
        new = run.log.lines[len(before) :]
        assert any(line.kind in {LineKind.STAMP, LineKind.CORRECTED} and line.data["text"] for line in new)


def what_goes_out_bears_the_drill_mark(run: Run, _before: Log, now: datetime) -> None:
    shown = board(run, now)
    assert all(DRILL_MARK in item.text.en and DRILL_MARK in item.text.zh for item in shown.injects)
    for chat in shown.chats:
        assert all(DRILL_MARK in cue.say.en and DRILL_MARK in cue.say.zh for cue in chat.cues)
        assert all(DRILL_MARK in word for item in chat.said if item.agent is None for word in _words(item.text))


def after_a_break_off_nothing_comes(run: Run, _before: Log, now: datetime) -> None:
    kinds = [line.kind for line in run.log]
    if LineKind.ABORTED in kinds:
        assert not BY_THE_CLOCK & set(kinds[kinds.index(LineKind.ABORTED) :])
        assert run.state.since is None
        assert all(item.remaining_ms is None for item in board(run, now).clocks)


def lines_that_nobody_corrects_stay_as_they_are(run: Run, _before: Log, _now: datetime) -> None:
    corrected = {line.data["line"] for line in run.log if line.kind is LineKind.CORRECTED}
    held = {line.number: line for line in effective(run.log)}
    for line in run.log:
        if line.number not in corrected and line.kind is not LineKind.CORRECTED:
            assert held[line.number] == line


def _words(text: Mapping[str, str] | str) -> Iterable[str]:
    return [text] if isinstance(text, str) else text.values()


ALWAYS = (
    exercise_time_is_the_time_for_which_the_drill_ran,  # 1
    no_inject_comes_twice_or_early_or_without_its_reason,  # 1
    the_log_only_grows_and_says_all,  # 2
    a_clock_has_one_basis_and_starts_with_it,  # 5
    the_level_is_the_worst_and_falls_by_a_logged_reason_alone,  # 6
    what_goes_out_bears_the_drill_mark,  # 10
    after_a_break_off_nothing_comes,  # 11
    lines_that_nobody_corrects_stay_as_they_are,  # 2
)
