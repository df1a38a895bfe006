"""The plot of a drill's course as data, in milliseconds of wall time from its start, so that pauses can be seen."""

from dataclasses import dataclass
from enum import StrEnum

from drills.exercise import ClockStatus
from drills.incidents import Level
from drills.report.items import Item


class MarkKind(StrEnum):
    """What a mark on a lane stands for."""

    INJECT = "inject"
    STAMP = "stamp"
    WRONG = "wrong"  # a stamp that was judged not to meet what was expected
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class PlotMark:
    """Something that happened at *ms*: its short *sign* (``I3``, ``E2``), what it *says*, and its line."""

    ms: int
    kind: MarkKind
    sign: str
    says: Item
    line: int


@dataclass(frozen=True, slots=True)
class PlotBar:
    """A clock from *start_ms* to *due_ms*; *seen_ms* is the moment at which it was met or not, None where nothing was seen."""

    sign: str
    says: Item
    start_ms: int
    due_ms: int
    seen_ms: int | None
    status: ClockStatus
    critical: bool
    line: int
    seen_line: int | None


@dataclass(frozen=True, slots=True)
class PlotPause:
    """A stretch [*start_ms*, *end_ms*) in which exercise time stood still."""

    start_ms: int
    end_ms: int
    line: int


@dataclass(frozen=True, slots=True)
class PlotStep:
    """From *ms* on, the facts called for, or the players gave, *level*."""

    ms: int
    level: Level
    line: int


@dataclass(frozen=True, slots=True)
class PlotLevels:
    """The levels of one incident over time: what the facts *called* for and what was *graded*."""

    name: Item | None
    called: tuple[PlotStep, ...]
    graded: tuple[PlotStep, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """The whole course, *length_ms* long; *aborted_ms* where it was broken off."""

    length_ms: int
    marks: tuple[PlotMark, ...]
    bars: tuple[PlotBar, ...]
    pauses: tuple[PlotPause, ...]
    levels: tuple[PlotLevels, ...]
    aborted_ms: int | None
    first_line: int
    last_line: int
