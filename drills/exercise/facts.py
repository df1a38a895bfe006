"""What the log of a drill tells, piece by piece: injects that came, clocks, stamps, judgements, talks, sheets. Times are ms of exercise time."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from drills.exercise.sheet import Sheet
from drills.incidents import Level
from drills.scenario.acts import Act
from drills.scenario.frozen import Standing


class Cause(StrEnum):
    """Why an inject came."""

    TIME = "time"
    EVENT = "event"
    SUCCESS = "success"
    FAILURE = "failure"
    EXPIRY = "expiry"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Given:
    """An inject that came at *ms* of exercise time, *planned_ms* where the clock had it."""

    line: int
    ms: int
    planned_ms: int
    cause: Cause

    @property
    def late_ms(self) -> int:
        """By how much it came later than planned."""
        return self.ms - self.planned_ms


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of an expectation that its basis has started: due at *due_ms*."""

    line: int
    started_ms: int
    due_ms: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class Stamp:
    """An act of *agent* at *ms*; *expectation* is what it was taken for, None where nothing waited for it."""

    line: int
    ms: int
    act: Act
    agent: str
    incident: str
    expectation: str | None
    level: Level | None
    text: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an evaluator said at once of what was seen for an expectation."""

    line: int
    ms: int
    by: str
    met: bool


@dataclass(frozen=True, slots=True)
class Said:
    """Something said in a role play, by the customer or by *agent*; *cue* is the number of a scripted line, from 0."""

    line: int
    ms: int
    agent: str | None
    text: Mapping[str, str] | str
    cue: int | None
    offences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chat:
    """A role play under way since *opened_ms*; *closed_ms* None while it goes on."""

    line: int
    opened_ms: int
    said: tuple[Said, ...] = ()
    closed_ms: int | None = None
    satisfied: bool | None = None

    @property
    def first_reply(self) -> Said | None:
        """The first thing that a player said."""
        return next((said for said in self.said if said.agent is not None), None)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The sheet of an evaluator, the last one that they handed in."""

    line: int
    sheet: Sheet
