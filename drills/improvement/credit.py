"""Training credit for drills: who was there and acted in their role, for how long, how it went, and until when it counts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from drills.drill import Seat
from drills.exercise import Line, LineKind, Log, Run, effective, run_of
from drills.improvement.findings import day_of
from drills.incidents import Family, Scope
from drills.notes import Note
from drills.programme.months import months_after
from drills.roles import Form, Role
from drills.scenario.text import Text
from drills.scoring import DrillScore
from forecasting.messages import N_

VALID_MONTHS = 12  # our figure: drills come round once a year (OS-7.3)
KEPT_MONTHS = 36  # OS-2.4: records are kept three years at least
HOUR_MS = 3_600_000

_LEADING = frozenset(
    {
        LineKind.CLEARED,
        LineKind.REFUSED,
        LineKind.STARTED,
        LineKind.PAUSED,
        LineKind.RESUMED,
        LineKind.ENDED,
        LineKind.ABORTED,
        LineKind.INJECT,
        LineKind.ATTENDED,
        LineKind.CHAT_SAID,
        LineKind.CHAT_CLOSED,
        LineKind.LIVE,
        LineKind.CORRECTED,
        LineKind.NOTED,
    }
)
# What is an act in a role of those who know the script: lines of these kinds that bear the person's own id.
_ACTS = {
    Role.PLANNER: frozenset({LineKind.PLANNED, LineKind.APPROVED, LineKind.NOTED}),
    Role.CONTROLLER: _LEADING,
    Role.EVALUATOR: frozenset({LineKind.SHEET, LineKind.JUDGED, LineKind.EVALUATED, LineKind.NOTED}),
    Role.SIMULATOR: frozenset({LineKind.CHAT_SAID, LineKind.CHAT_CLOSED, LineKind.INJECT, LineKind.NOTED}),
    Role.OBSERVER: frozenset({LineKind.NOTED}),
    Role.SAFETY: frozenset({LineKind.PAUSED, LineKind.ABORTED, LineKind.LIVE, LineKind.NOTED}),
}


@dataclass(frozen=True, slots=True)
class Credit:
    """What one person has of one drill: training with content, time, people and result (OS-7.3).

    *start* and *end* on the site's clock, None where it was not held; *hours* of exercise time. *acts* are the lines of the log in which they act in one of their *roles*. *met* of the *counted* targets of
    their seats. *against* says why there is no credit, None where there is; *valid_until* is the last day on which it counts.
    """

    agent: str
    name: str
    team: str
    drill: str
    title: Text
    day: date
    start: datetime | None
    end: datetime | None
    form: Form
    families: tuple[Family, ...]
    scope: Scope
    roles: tuple[Role, ...]
    hours: float
    attended: bool
    acts: tuple[int, ...]
    met: int
    counted: int
    against: Note | None
    valid_until: date | None
    keep_until: date

    @property
    def is_given(self) -> bool:
        """Whether there is credit."""
        return self.against is None

    @property
    def was_examined(self) -> bool:
        """Whether targets of theirs counted."""
        return self.counted > 0


def credits_of(log: Log, score: DrillScore, valid_months: int = VALID_MONTHS) -> tuple[Credit, ...]:
    """Return what each person of *log*, scored as *score*, has of the drill, by id: those with a seat, and backups who were there.

    Credit takes attendance and at least one logged act in role.
    """
    run = run_of(log)
    lines = effective(log)
    return tuple(_credit(agent, run, lines, score, valid_months) for agent in sorted(_people(run)))


def _people(run: Run) -> set[str]:
    known = {str(seat.agent) for seat in run.drill.seats}
    backups = {str(seat.backup) for seat in run.drill.seats if seat.backup is not None}
    return known | {agent for agent in backups if run.state.attended.get(agent)}


def _credit(agent: str, run: Run, lines: tuple[Line, ...], score: DrillScore, valid_months: int) -> Credit:
    drill, day = run.drill, day_of(run)
    seats = [seat for seat in drill.seats if agent in {seat.agent, seat.backup}]
    own = [seat for seat in seats if seat.agent == agent] or seats
    attended = run.state.attended.get(agent) is True
    acts = tuple(sorted({line.number for seat in own for line in _acts(agent, seat.role, lines)}))
    against = _against(run, acts, attended=attended)
    results = list(_results(own, score))
    return Credit(
        agent=agent,
        name=own[0].name if own[0].agent == agent else own[0].backup_name or agent,
        team=own[0].team,
        drill=drill.id,
        title=drill.title,
        day=day,
        start=_local(run.state.started_at, run),
        end=_local(run.state.over_at, run),
        form=run.scenario.form,
        families=tuple(sorted({incident.family for incident in run.scenario.incidents})),
        scope=run.scenario.scope,
        roles=tuple(dict.fromkeys(seat.role for seat in own)),
        hours=run.state.elapsed_ms / HOUR_MS if run.state.phase.over else 0.0,
        attended=attended,
        acts=acts,
        met=sum(results),
        counted=len(results),
        against=against,
        valid_until=None if against is not None else months_after(day, valid_months),
        keep_until=months_after(day, KEPT_MONTHS),
    )


def _local(moment: datetime | None, run: Run) -> datetime | None:
    if moment is None or run.state.started_at is None:
        return None
    return moment.astimezone(run.drill.window.zone)


def _acts(agent: str, role: Role, lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines in which *agent* acts in *role*: players by what they do, all others by what they write down or order."""
    if role.meets_incident:
        kinds = {LineKind.STAMP, LineKind.CHAT_SAID}
        yield from (line for line in lines if line.kind in kinds and line.data.get("agent") == agent)
    else:
        yield from (line for line in lines if line.kind in _ACTS[role] and line.by == agent)


def _against(run: Run, acts: tuple[int, ...], *, attended: bool) -> Note | None:
    rules = (
        (not run.is_practice, N_("it was a practice, which counts for nothing")),
        (run.state.started_at is not None, N_("the drill was not held")),
        (run.state.phase.over, N_("the drill is not over yet")),
        (attended, N_("was not there, as far as the log says")),
        (bool(acts), N_("was there, but the log has no act in their role")),
    )
    return next((Note(sentence) for holds, sentence in rules if not holds), None)


def _results(seats: Iterable[Seat], score: DrillScore) -> Iterator[bool]:
    """Yield for each target of *seats* that counts whether it was met."""
    held = {seat.player_seat for seat in seats if seat.player_seat is not None}
    return (target.met for target in score.targets if target.met is not None and target.seat in held)
