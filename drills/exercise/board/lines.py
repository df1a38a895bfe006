"""What the board of a drill shows straight from its log: stamps, notes, the last look at cover, and the last lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from drills.exercise.log import Line, LineKind
from drills.exercise.people import names
from drills.exercise.run import Run
from drills.exercise.state import effective
from drills.exercise.told_reasons import sentence_of_record
from drills.incidents import Level
from drills.scenario.acts import Act
from drills.scenario.canonical import Plain

TAIL_LINES = 40


@dataclass(frozen=True, slots=True)
class BoardStamp:
    """A stamp as corrections leave it; *name* is that of who did it."""

    line: int
    ms: int
    act: Act
    agent: str
    name: str
    incident: str
    expectation: str | None
    level: Level | None
    text: str


@dataclass(frozen=True, slots=True)
class BoardNote:
    """A note, as corrections leave it."""

    line: int
    ms: int
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class BoardLook:
    """What the last look at cover said: *kind* is approved, cleared or refused.

    *reasons* against it, none where it may be; sentences that can be said in any language.
    """

    line: int
    at: datetime
    kind: LineKind
    reasons: tuple[str, ...]
    least_chance: float | None
    points_lost: float | None


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One line of the log as it was written; *corrected* tells whether a later one corrects it. The first line's *data* is left out."""

    number: int
    at: datetime
    ms: int
    kind: LineKind
    by: str
    name: str
    data: Mapping[str, Plain]
    corrected: bool


def stamps_of(run: Run) -> tuple[BoardStamp, ...]:
    """Return the stamps of *run* that hold, by time."""
    people = names(run)
    return tuple(
        BoardStamp(
            item.line,
            item.ms,
            item.act,
            item.agent,
            people.get(item.agent, item.agent),
            item.incident,
            item.expectation,
            item.level,
            item.text,
        )
        for item in sorted(run.state.stamps, key=lambda stamp: (stamp.ms, stamp.line))
    )


def notes_of(run: Run) -> tuple[BoardNote, ...]:
    """Return the notes of *run* that hold."""
    return tuple(
        BoardNote(line.number, line.ms, line.by, str(line.data["text"]))
        for line in effective(run.log)
        if line.kind is LineKind.NOTED
    )


def look_of(run: Run) -> BoardLook | None:
    """Return the last look at cover, None before the first."""
    looks = {LineKind.APPROVED, LineKind.CLEARED, LineKind.REFUSED}
    found = next((line for line in reversed(run.log.lines) if line.kind in looks), None)
    if found is None:
        return None
    chance, points = found.data.get("least_chance"), found.data.get("points_lost")
    reasons = found.data.get("sentences", found.data.get("reasons"))
    return BoardLook(
        found.number,
        found.at,
        found.kind,
        tuple(sentence_of_record(reason) for reason in reasons) if isinstance(reasons, list) else (),
        float(str(chance)) if chance is not None else None,
        float(str(points)) if points is not None else None,
    )


def tail_of(run: Run) -> tuple[BoardLine, ...]:
    """Return the last lines of the log of *run*, the newest last."""
    corrected = {line.data["line"] for line in run.log if line.kind is LineKind.CORRECTED}
    people = names(run)
    return tuple(_shown(line, people, corrected=line.number in corrected) for line in run.log.lines[-TAIL_LINES:])


def _shown(line: Line, people: Mapping[str, str], *, corrected: bool) -> BoardLine:
    data = {} if line.kind is LineKind.PLANNED else {name: item for name, item in line.data.items() if name != "key"}
    return BoardLine(line.number, line.at, line.ms, line.kind, line.by, people.get(line.by, line.by), data, corrected)
