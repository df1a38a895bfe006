"""What was said after a drill, as far as it still holds where something went otherwise: sheets, judgements, corrections, live service."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from drills.errors import OrderError
from drills.exercise import ClockStatus, Line, LineKind, Log, Order, Run, Sheet, State, hand_in, standing_of
from drills.exercise.state import sheet_of, state_of
from drills.scenario.frozen import Expectation
from drills.scoring.counterfactual.repeating import repeated
from drills.scoring.counterfactual.replay import Replay

AFTER_END = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Expectations whose act took another time (*timed*), or that ended in another standing (*ended*), than in the drill."""

    timed: frozenset[str]
    ended: frozenset[str]

    @property
    def either(self) -> frozenset[str]:
        """Those of which anything is different."""
        return self.timed | self.ended


def went_otherwise(replay: Replay, ended: Run) -> Otherwise:
    """Return what went otherwise in *ended* than until the end of the drill."""
    until = replay.ends
    true = state_of(replay.log.lines[: until.number])
    was, instead = (
        {item.id: _outcome(item, state, until.ms) for item in ended.scenario.expectations}
        for state in (true, ended.state)
    )
    return Otherwise(
        frozenset(name for name in was if was[name][1] != instead[name][1]),
        frozenset(name for name in was if was[name][0] != instead[name][0]),
    )


def _outcome(item: Expectation, state: State, ms: int) -> tuple[ClockStatus, int | None]:
    standing = standing_of(item, state, ms)
    took = None if standing.clock is None or standing.seen is None else standing.seen.ms - standing.clock.started_ms
    return standing.status, took


def with_what_was_said(replay: Replay, ended: Run, otherwise: frozenset[str]) -> Run:
    """Return *ended* with everything that was said afterwards and is not about expectations that ended *otherwise*.

    An evaluator's mark of such an expectation is left out, and so is the letter of its objective.
    """
    replay.run = ended
    for line in _said(replay.log):
        order = Order(ended.log.last.at + AFTER_END, line.by)
        before = len(replay.run.log)
        try:
            replay.run = _again(replay, order, line, otherwise)
        except OrderError as error:
            replay.dropped[line.number] = error
            continue
        if len(replay.run.log) > before:
            replay.numbers[line.number] = before + 1
            replay.done[line.number] = replay.run.log.last.ms
    return replay.run


def _said(log: Log) -> Iterator[Line]:
    over = next(line.number for line in log if line.kind in {LineKind.ENDED, LineKind.ABORTED})
    for line in log:
        of = log.line(int(str(line.data["line"]))).kind if line.kind is LineKind.CORRECTED else line.kind
        always = of in {LineKind.SHEET, LineKind.LIVE}
        if always or (line.number > over and line.kind in {LineKind.JUDGED, LineKind.CORRECTED, LineKind.CHAT_CLOSED}):
            yield line


def _again(replay: Replay, order: Order, line: Line, otherwise: frozenset[str]) -> Run:
    if line.kind is LineKind.CORRECTED:
        known = int(str(line.data["line"])) in replay.numbers
        return replay.corrected(line, order) if known else replay.run
    if line.kind is LineKind.JUDGED and line.data["expectation"] in otherwise:
        return replay.run
    if line.kind is LineKind.SHEET:
        return hand_in(replay.run, order, _still(sheet_of(line.data), replay.run, otherwise))
    return repeated(replay.run, order, line)


def _still(sheet: Sheet, run: Run, otherwise: frozenset[str]) -> Sheet:
    """Return what of *sheet* holds, whatever became of the expectations that ended *otherwise*."""
    objectives = {item.objective for item in run.scenario.expectations if item.id in otherwise}
    return replace(
        sheet,
        marks={name: mark for name, mark in sheet.marks.items() if name not in otherwise},
        ratings={name: letter for name, letter in sheet.ratings.items() if name not in objectives},
    )
