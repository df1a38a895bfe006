"""The board of a drill: all that those who run it look at, as ready plain values at one instant.

Made of :func:`drills.scenario.canonical.plain` values alone; texts stand in both languages, times are milliseconds of exercise
time. It names causes and scripts, so it is not for players.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from drills.exercise.board.chats import BoardChat, chats_of
from drills.exercise.board.clocks import BoardClock, clocks_of
from drills.exercise.board.injects import BoardInject, injects_of
from drills.exercise.board.lines import (
    BoardLine,
    BoardLook,
    BoardNote,
    BoardStamp,
    look_of,
    notes_of,
    stamps_of,
    tail_of,
)
from drills.exercise.board.seats import BoardSeat, seats_of
from drills.exercise.due import MINUTE
from drills.exercise.judging import without_sheet
from drills.exercise.levels import called_for
from drills.exercise.log import LineKind
from drills.exercise.phases import TURNS, Phase
from drills.exercise.run import Run
from drills.incidents import Family, Level, worst
from drills.roles import Form
from drills.scenario.text import Text


@dataclass(frozen=True, slots=True)
class BoardIncident:
    """One incident: the level that the players *graded* it (None: not yet) and the one that the facts call for.

    *begun*: something of it has come.
    """

    incident: str
    title: Text
    family: Family
    begun: bool
    graded: Level | None
    called_for: Level


@dataclass(frozen=True, slots=True)
class Board:
    """Everything at the instant *at*, when the exercise clock stood at *ms*; while *running* a page may go on counting by itself.

    *orders* are the kinds of lines that lead on from this *phase*. *level* is the overall level, the worst of the incidents', as graded;
    *called_for* the worst that the facts call for. *over_time*: planned minutes are over and the drill goes on. *look* is the last look at cover.
    *lines* is the length of the log, *tail* its last lines. A *practice* counts for nothing. *without_sheet* names the evaluators whose sheet is missing.
    """

    drill: str
    title: Text
    form: Form
    announced: bool
    window_start: datetime
    window_end: datetime
    zone: str
    safe_word: Text
    stop_rule: Text
    phase: Phase
    orders: tuple[LineKind, ...]
    at: datetime
    ms: int
    running: bool
    planned_minutes: int
    over_time: bool
    started_at: datetime | None
    over_at: datetime | None
    abort_cause: str | None
    look: BoardLook | None
    level: Level | None
    called_for: Level
    incidents: tuple[BoardIncident, ...]
    clocks: tuple[BoardClock, ...]
    injects: tuple[BoardInject, ...]
    chats: tuple[BoardChat, ...]
    seats: tuple[BoardSeat, ...]
    stamps: tuple[BoardStamp, ...]
    notes: tuple[BoardNote, ...]
    live_rows: int
    budget_points: float
    without_sheet: tuple[str, ...]
    lines: int
    tail: tuple[BoardLine, ...]
    objectives: Mapping[str, Text]
    practice: bool


def board(run: Run, now: datetime) -> Board:
    """Return the board of *run* at *now*; what is due by then is expected to have come (:func:`drills.exercise.tick`)."""
    drill, scenario, state, ms = run.drill, run.scenario, run.state, run.ms(now)
    incidents = _incidents(run)
    begun = [item.called_for for item in incidents if item.begun] or [item.called_for for item in incidents]
    return Board(
        drill=drill.id,
        title=drill.title,
        form=scenario.form,
        announced=drill.announced,
        window_start=drill.window.local_start,
        window_end=drill.window.local_end,
        zone=drill.window.zone.key,
        safe_word=scenario.safe_word,
        stop_rule=scenario.stop_rule,
        phase=state.phase,
        orders=tuple(kind for kind, (phases, _to) in TURNS.items() if state.phase in phases),
        at=now,
        ms=ms,
        running=state.phase is Phase.RUNNING,
        planned_minutes=scenario.minutes,
        over_time=not state.phase.over and ms > scenario.minutes * MINUTE,
        started_at=state.started_at,
        over_at=state.over_at,
        abort_cause=state.abort_cause,
        look=look_of(run),
        level=state.level,
        called_for=worst(*begun),
        incidents=incidents,
        clocks=clocks_of(run, ms),
        injects=injects_of(run),
        chats=chats_of(run),
        seats=seats_of(run),
        stamps=stamps_of(run),
        notes=notes_of(run),
        live_rows=len(state.live),
        budget_points=float(run.planned["budget_points"]),
        without_sheet=without_sheet(run),
        lines=len(run.log),
        tail=tail_of(run),
        objectives={item.id: item.text for item in scenario.objectives},
        practice=run.is_practice,
    )


def _incidents(run: Run) -> tuple[BoardIncident, ...]:
    levels = called_for(run.scenario, run.state)
    given = {run.scenario.inject(name).incident for name in run.state.given}
    several = len(run.scenario.incidents) > 1
    return tuple(
        BoardIncident(
            item.id,
            item.title.marked(),
            item.family,
            item.id in given if several else bool(given),
            run.state.levels.get(item.id),
            levels[item.id],
        )
        for item in run.scenario.incidents
    )
