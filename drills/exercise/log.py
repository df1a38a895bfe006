"""The log of a drill: lines that are only ever added, each chained to the one before by a hash.

A line as JSON has the keys ``number at second kind by data before digest``; ``digest`` is the SHA-256 of the UTF-8 of the line
without it, keys sorted, without spaces, Chinese as it stands; ``before`` is the digest of the line before, 64 zeros for the first.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from drills.errors import LogError
from drills.exercise.chain import NOTHING_BEFORE, chain_breaks, line_text, lines_of, seal
from drills.scenario.canonical import Plain
from forecasting.messages import N_, Sentence

MOST_FAULTS = 50  # that are told of one log
CLOCK = ""  # who writes the lines that nobody writes: the clock
_MILLISECOND = timedelta(milliseconds=1)


class LineKind(StrEnum):
    """What a line says; ``drills.exercise.run`` tells what *data* each kind has."""

    PLANNED = "planned"
    APPROVED = "approved"
    CLEARED = "cleared"  # go
    REFUSED = "refused"  # no go: cover does not hold today
    CALLED_OFF = "called-off"  # before it started
    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    ENDED = "ended"
    ABORTED = "aborted"
    EVALUATED = "evaluated"
    REPORTED = "reported"
    CLOSED = "closed"
    ATTENDED = "attended"
    INJECT = "inject"
    CLOCK = "clock"
    RAN_OUT = "ran-out"
    STAMP = "stamp"
    JUDGED = "judged"
    SHEET = "sheet"
    NOTED = "noted"
    CHAT_OPENED = "chat-opened"
    CHAT_SAID = "chat-said"
    CHAT_CLOSED = "chat-closed"
    LIVE = "live"
    CORRECTED = "corrected"

    @property
    def label(self) -> str:
        """Marked name of the kind."""
        return _KINDS[self]


_KINDS = {
    LineKind.PLANNED: N_("planned"),
    LineKind.APPROVED: N_("approved"),
    LineKind.CLEARED: N_("cleared to start"),
    LineKind.REFUSED: N_("not cleared to start"),
    LineKind.CALLED_OFF: N_("called off"),
    LineKind.STARTED: N_("started"),
    LineKind.PAUSED: N_("paused"),
    LineKind.RESUMED: N_("resumed"),
    LineKind.ENDED: N_("ended"),
    LineKind.ABORTED: N_("aborted"),
    LineKind.EVALUATED: N_("evaluated"),
    LineKind.REPORTED: N_("reported"),
    LineKind.CLOSED: N_("closed and filed"),
    LineKind.ATTENDED: N_("attendance"),
    LineKind.INJECT: N_("inject"),
    LineKind.CLOCK: N_("clock started"),
    LineKind.RAN_OUT: N_("clock ran out"),
    LineKind.STAMP: N_("stamp"),
    LineKind.JUDGED: N_("judgement"),
    LineKind.SHEET: N_("evaluator's sheet"),
    LineKind.NOTED: N_("observation"),
    LineKind.CHAT_OPENED: N_("role play begun"),
    LineKind.CHAT_SAID: N_("said in a role play"),
    LineKind.CHAT_CLOSED: N_("role play closed"),
    LineKind.LIVE: N_("live service"),
    LineKind.CORRECTED: N_("correction"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its *number* from 1, the instant *at* in UTC, the exercise time *ms* in milliseconds, *by* whom.

    Exercise time counts from the start and leaves pauses out; it is 0 before the start.
    """

    number: int
    at: datetime
    ms: int
    kind: LineKind
    by: str
    data: Mapping[str, Plain]
    before: str
    digest: str = field(default="")

    def __post_init__(self) -> None:
        seal(self)

    @property
    def second(self) -> float:
        """Exercise time in seconds."""
        return self.ms / 1000

    def record(self) -> dict[str, Plain]:
        """Return the line as plain data, without its digest."""
        return {
            "number": self.number,
            "at": self.at.isoformat(timespec="milliseconds"),
            "second": self.second,
            "kind": self.kind.value,
            "by": self.by,
            "data": dict(self.data),
            "before": self.before,
        }


@dataclass(frozen=True, slots=True)
class Log:
    """The lines of one drill, in order. Only ever grows: :meth:`with_line` returns a longer log."""

    lines: tuple[Line, ...] = ()

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def last(self) -> Line:
        """The line that was added last."""
        return self.lines[-1]

    def line(self, number: int) -> Line:
        """Return the line with *number*; KeyError where there is none."""
        if not 1 <= number <= len(self.lines):
            raise KeyError(number)
        return self.lines[number - 1]

    def with_line(self, at: datetime, ms: int, kind: LineKind, by: str, data: Mapping[str, Plain]) -> "Log":
        """Return the log with one more line."""
        before = self.last.digest if self.lines else NOTHING_BEFORE
        return Log((*self.lines, Line(len(self.lines) + 1, at, ms, kind, by, data, before)))


def log_text(lines: Iterable[Line]) -> str:
    """Return *lines* as text, one JSON object a line."""
    return "".join(line_text(line) for line in lines)


def read_log(text: str) -> Log:
    """Return the log whose lines are in *text*. Raises LogError naming the lines that are none or were changed."""
    known = text if text.strip() else ""
    lines, faults = lines_of(known, _line, N_("line {number} is none of a log, or was cut off"))
    if not lines and not faults:
        faults.append(Sentence(N_("the log is empty")))
    if not faults:
        faults = list(_breaks(lines))
    if len(faults) > MOST_FAULTS:
        more = Sentence(N_("and {count} lines more"), count=len(faults) - MOST_FAULTS)
        faults = [*faults[:MOST_FAULTS], more]
    if faults:
        raise LogError(faults)
    return Log(tuple(lines))


def _line(record: Mapping[str, Plain]) -> Line:
    data, second = record["data"], record["second"]
    if not record["digest"]:
        raise ValueError("digest")  # a line without one would be given the right one
    if not isinstance(data, dict) or isinstance(second, bool) or not isinstance(second, int | float):
        raise TypeError("data or second")
    return Line(
        int(str(record["number"])),
        datetime.fromisoformat(str(record["at"])),
        round(second * 1000),
        LineKind(str(record["kind"])),
        str(record["by"]),
        data,
        str(record["before"]),
        str(record["digest"]),
    )


def _breaks(lines: list[Line]) -> Iterator[Sentence]:
    """Yield where the chain of *lines* is broken, or the time of the exercise goes back."""
    yield from chain_breaks(lines)
    for one, other in pairwise(lines):
        if other.ms < one.ms and other.at >= one.at:
            yield Sentence(N_("line {number} is earlier than the line before it"), number=other.number)


def milliseconds(span: timedelta) -> int:
    """Return *span* in whole milliseconds."""
    return span // _MILLISECOND
