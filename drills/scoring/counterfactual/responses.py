"""What every act of a drill responded to, and how long after it came."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from drills.exercise import Line, LineKind, Log, State
from drills.exercise.log import CLOCK


class To(StrEnum):
    """What an act responds to."""

    START = "start"
    CLOCK = "clock"  # of an expectation
    INJECT = "inject"
    CHAT = "chat"
    LINE = "line"  # another act


@dataclass(frozen=True, slots=True)
class Response:
    """The act of *line*, *after_ms* after what it responds to: *to* what, *of* which name or line number."""

    line: Line
    to: To
    of: str
    after_ms: int


ACTS = frozenset(
    {
        LineKind.ATTENDED,
        LineKind.INJECT,
        LineKind.STAMP,
        LineKind.JUDGED,
        LineKind.CHAT_SAID,
        LineKind.CHAT_CLOSED,
        LineKind.PAUSED,
        LineKind.CORRECTED,
    }
)


def responses(log: Log, state: State) -> Iterator[Response]:
    """Yield what people did from the start of *log* to its end and what each thing responded to; *state* is without corrections.

    Stamps respond to the clock that they are taken for, or to the last inject before them; what is judged at once to the
    act or else to the clock; what is said in a role play to its opening; a correction to the line that it corrects. Everything else
    keeps its time.
    """
    first = next((line.number for line in log if line.kind is LineKind.STARTED), len(log))
    last = next((line.number for line in log if line.kind in {LineKind.ENDED, LineKind.ABORTED}), len(log))
    for line in log.lines[first : last - 1]:
        if line.kind in ACTS and line.by != CLOCK and not _of_service(line, log):
            yield _response(line, log, state)


def _of_service(line: Line, log: Log) -> bool:
    """Tell whether *line* corrects what was measured of the live service, which nobody's acts change."""
    return line.kind is LineKind.CORRECTED and log.line(int(str(line.data["line"]))).kind is LineKind.LIVE


def _response(line: Line, log: Log, state: State) -> Response:
    if line.kind in {LineKind.CHAT_SAID, LineKind.CHAT_CLOSED}:
        name = str(line.data["roleplay"])
        return Response(line, To.CHAT, name, line.ms - state.chats[name].opened_ms)
    if line.kind is LineKind.CORRECTED:
        target = log.line(int(str(line.data["line"])))
        return Response(line, To.LINE, str(target.number), line.ms - target.ms)
    if line.kind is LineKind.JUDGED:
        return _to_act(line, state)
    if line.kind is LineKind.STAMP:
        return _to_clock(line, state)
    return Response(line, To.START, "", line.ms)


def _to_act(line: Line, state: State) -> Response:
    name = str(line.data["expectation"])
    acts = [stamp for stamp in state.stamps if stamp.expectation == name and stamp.line < line.number]
    if acts:
        return Response(line, To.LINE, str(acts[-1].line), line.ms - acts[-1].ms)
    return Response(line, To.CLOCK, name, line.ms - state.clocks[name].started_ms)


def _to_clock(line: Line, state: State) -> Response:
    name = line.data.get("expectation")
    clock = None if name is None else state.clocks.get(str(name))
    if clock is not None and clock.started_ms <= line.ms:
        return Response(line, To.CLOCK, str(name), line.ms - clock.started_ms)
    before = [(given.ms, given.line, inject) for inject, given in state.given.items() if given.line < line.number]
    if not before:
        return Response(line, To.START, "", line.ms)
    ms, _number, inject = max(before)
    return Response(line, To.INJECT, inject, line.ms - ms)
