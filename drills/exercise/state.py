"""What a drill's log says: a pure function of its lines, corrections applied."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from drills.exercise.facts import Cause, Chat, Clock, Given, HandedIn, Judgement, Said, Stamp
from drills.exercise.log import Line, LineKind, Log, milliseconds
from drills.exercise.phases import TURNS, Phase
from drills.exercise.sheet import Mark, Sheet
from drills.incidents import Level, worst
from drills.rating import Rating
from drills.scenario.acts import Act
from drills.scenario.frozen import Standing


@dataclass(frozen=True, slots=True)
class State:
    """Where a drill stands after its last line. By id: *given* injects, *clocks*, *chats*; by agent: *attended*, *sheets*.

    *elapsed_ms* is exercise time up to *since*, the instant from which the clock runs (None while it stands).
    *ran_out* has the line for each expectation whose time was up with nothing seen. *levels* are those that the players gave. *keys* of
    orders have the line that the order wrote.
    """

    phase: Phase = Phase.PLANNED
    elapsed_ms: int = 0
    since: datetime | None = None
    started_at: datetime | None = None
    over_at: datetime | None = None
    abort_cause: str | None = None
    given: Mapping[str, Given] = field(default_factory=dict)
    clocks: Mapping[str, Clock] = field(default_factory=dict)
    ran_out: Mapping[str, int] = field(default_factory=dict)
    stamps: tuple[Stamp, ...] = ()
    judged: Mapping[str, Judgement] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)
    attended: Mapping[str, bool] = field(default_factory=dict)
    chats: Mapping[str, Chat] = field(default_factory=dict)
    sheets: Mapping[str, HandedIn] = field(default_factory=dict)
    live: tuple[Line, ...] = ()
    keys: Mapping[str, int] = field(default_factory=dict)

    def ms(self, now: datetime) -> int:
        """Return the exercise time at *now*, in milliseconds; a clock that was set back stands still until it has caught up."""
        if self.since is None:
            return self.elapsed_ms
        return self.elapsed_ms + max(milliseconds(now - self.since), 0)

    @property
    def level(self) -> Level | None:
        """The overall level: the worst that the players gave any incident; None before the first."""
        return worst(*self.levels.values()) if self.levels else None

    def seen(self, expectation: str) -> Stamp | None:
        """Return the first stamp that was taken for *expectation*."""
        mine = [stamp for stamp in self.stamps if stamp.expectation == expectation]
        return min(mine, key=lambda stamp: (stamp.ms, stamp.line), default=None)


def effective(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return *lines* as corrections leave them: void ones out, others with the data and time that the last correction gave.

    Corrections themselves are left out, too; a line keeps its number.
    """
    known = tuple(lines)
    changes: dict[int, dict[str, Any]] = {}
    for line in known:
        if line.kind is LineKind.CORRECTED:
            changes.setdefault(int(str(line.data["line"])), {}).update(line.data)
    kept = [_corrected(line, changes.get(line.number)) for line in known if line.kind is not LineKind.CORRECTED]
    return tuple(line for line in kept if line is not None)


def _corrected(line: Line, change: Mapping[str, Any] | None) -> Line | None:
    if change is None:
        return line
    if change.get("void"):
        return None
    second = change.get("second")
    ms = line.ms if second is None else round(1000 * float(second))
    return replace(line, ms=ms, data={**line.data, **(change.get("data") or {})})


def state_of(lines: Iterable[Line]) -> State:
    """Return where a drill stands after *lines*."""
    known = tuple(lines)
    state = State()
    for line in effective(known):
        state = _told(state, line)
    return replace(state, keys={str(line.data["key"]): line.number for line in known if "key" in line.data})


def state_after(state: State, lines: Log) -> State:
    """Return where a drill stands after *lines*, when it stood at *state* before the last of them."""
    last = lines.last
    if last.kind is LineKind.CORRECTED:
        return state_of(lines)
    state = _told(state, last)
    return replace(state, keys={**state.keys, str(last.data["key"]): last.number}) if "key" in last.data else state


def _told(state: State, line: Line) -> State:
    return _TOLD.get(line.kind, _nothing)(_turned(state, line), line)


def _turned(state: State, line: Line) -> State:
    """Return *state* in the phase to which *line* leads, its clock running or standing."""
    if line.kind not in TURNS:
        return state
    phase = TURNS[line.kind][1]
    if phase is Phase.RUNNING:
        started = state.started_at or line.at
        return replace(state, phase=phase, since=line.at, elapsed_ms=line.ms, started_at=started)
    over = line.at if phase.over and state.over_at is None else state.over_at
    return replace(state, phase=phase, since=None, elapsed_ms=line.ms, over_at=over)


def _nothing(state: State, _line: Line) -> State:
    return state


def _aborted(state: State, line: Line) -> State:
    return replace(state, abort_cause=str(line.data["cause"]))


def _inject(state: State, line: Line) -> State:
    planned = round(1000 * float(str(line.data["planned_second"])))
    given = Given(line.number, line.ms, planned, Cause(str(line.data["cause"])))
    return replace(state, given={**state.given, str(line.data["inject"]): given})


def _clock(state: State, line: Line) -> State:
    due = round(1000 * float(str(line.data["due_second"])))
    started = due - 60_000 * int(str(line.data["within_minutes"]))
    clock = Clock(line.number, started, due, Standing(str(line.data["standing"])))
    return replace(state, clocks={**state.clocks, str(line.data["expectation"]): clock})


def _ran_out(state: State, line: Line) -> State:
    return replace(state, ran_out={**state.ran_out, str(line.data["expectation"]): line.number})


def _stamp(state: State, line: Line) -> State:
    data = line.data
    expectation = data.get("expectation")
    level = None if data.get("level") is None else Level[str(data["level"])]
    stamp = Stamp(
        line.number,
        line.ms,
        Act(str(data["act"])),
        str(data["agent"]),
        str(data.get("incident", "")),
        None if expectation is None else str(expectation),
        level,
        str(data.get("text", "")),
    )
    levels = state.levels if level is None else {**state.levels, stamp.incident: level}
    return replace(state, stamps=(*state.stamps, stamp), levels=levels)


def _judged(state: State, line: Line) -> State:
    judgement = Judgement(line.number, line.ms, line.by, line.data["met"] is True)
    return replace(state, judged={**state.judged, str(line.data["expectation"]): judgement})


def _attended(state: State, line: Line) -> State:
    return replace(state, attended={**state.attended, str(line.data["agent"]): line.data["present"] is True})


def _chat_opened(state: State, line: Line) -> State:
    return replace(state, chats={**state.chats, str(line.data["roleplay"]): Chat(line.number, line.ms)})


def _chat_said(state: State, line: Line) -> State:
    data: Mapping[str, Any] = line.data
    said = Said(
        line.number,
        line.ms,
        data.get("agent"),
        data["text"],
        data.get("cue"),
        tuple(phrase["offence"] for phrase in data.get("phrases", ())),
    )
    chat = state.chats[data["roleplay"]]
    return replace(state, chats={**state.chats, data["roleplay"]: replace(chat, said=(*chat.said, said))})


def _chat_closed(state: State, line: Line) -> State:
    data: Mapping[str, Any] = line.data
    chat = replace(state.chats[data["roleplay"]], closed_ms=line.ms, satisfied=data.get("satisfied"))
    return replace(state, chats={**state.chats, data["roleplay"]: chat})


def _sheet(state: State, line: Line) -> State:
    return replace(state, sheets={**state.sheets, line.by: HandedIn(line.number, sheet_of(line.data))})


def _live(state: State, line: Line) -> State:
    return replace(state, live=(*state.live, line))


def sheet_of(data: Mapping[str, Any]) -> Sheet:
    """Return the sheet of a line's *data*."""
    return Sheet(
        marks={name: Mark(**mark) for name, mark in data.get("marks", {}).items()},
        ratings={name: Rating(letter) for name, letter in data.get("ratings", {}).items()},
        points={play: dict(items) for play, items in data.get("points", {}).items()},
        strengths=str(data.get("strengths", "")),
        problems=str(data.get("problems", "")),
    )


_TOLD = {
    LineKind.ABORTED: _aborted,
    LineKind.INJECT: _inject,
    LineKind.CLOCK: _clock,
    LineKind.RAN_OUT: _ran_out,
    LineKind.STAMP: _stamp,
    LineKind.JUDGED: _judged,
    LineKind.ATTENDED: _attended,
    LineKind.CHAT_OPENED: _chat_opened,
    LineKind.CHAT_SAID: _chat_said,
    LineKind.CHAT_CLOSED: _chat_closed,
    LineKind.SHEET: _sheet,
    LineKind.LIVE: _live,
}
