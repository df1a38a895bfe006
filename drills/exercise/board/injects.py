"""The injects on the board of a drill: what has come, what comes next, what waits for what."""

from dataclasses import dataclass
from enum import StrEnum

from drills.exercise.board.seats import BoardPlace, places_of
from drills.exercise.due import MINUTE, coming
from drills.exercise.facts import Cause
from drills.exercise.run import Run
from drills.incidents import Level
from drills.scenario.frozen import Inject, Outcome, Source
from drills.scenario.text import Text


class InjectStatus(StrEnum):
    """Where an inject stands: it has come, is planned for a time, waits for something, or for the controller's hand."""

    GIVEN = "given"
    PLANNED = "planned"
    WAITING = "waiting"
    BY_HAND = "by-hand"
    NOT_COMING = "not-coming"  # the drill was over before it came


@dataclass(frozen=True, slots=True)
class BoardInject:
    """One inject. *planned_ms* is when it is planned for as things stand (None: nothing calls for it yet, or it is given by hand).

    *given_ms* and *late_ms* tell when it came and by how much later than planned; *cause* by what. What it *waits* for is an outcome of
    the expectation *after*, or the first stamp *after* which it comes, *delay_minutes* later. *latest_minutes* is the time in the script.
    """

    inject: str
    status: InjectStatus
    text: Text
    source: Source
    sender: Text
    seat: str
    seat_name: Text
    people: tuple[str, ...]
    incident: str
    ambiguous: bool
    reveals: bool
    new_level: Level | None
    waits: Cause
    after: str | None
    delay_minutes: int
    latest_minutes: int
    planned_ms: int | None
    given_ms: int | None
    late_ms: int | None
    cause: Cause | None
    line: int | None


def injects_of(run: Run) -> tuple[BoardInject, ...]:
    """Return the injects of *run*: those that came as they came, then what is planned by time, then the others by the script's time."""
    places = places_of(run)
    items = [_inject(item, run, places[item.seat]) for item in run.scenario.injects]
    order = list(InjectStatus)
    return tuple(
        sorted(
            items,
            key=lambda item: (
                order.index(item.status),
                item.given_ms if item.given_ms is not None else item.planned_ms or 0,
                item.latest_minutes,
                item.line or 0,
            ),
        )
    )


def _inject(inject: Inject, run: Run, place: BoardPlace) -> BoardInject:
    given = run.state.given.get(inject.id)
    planned = coming(inject, run.state) if given is None else given.planned_ms
    waits, after, delay = _waiting(inject)
    return BoardInject(
        inject=inject.id,
        status=_status(inject, run, planned),
        text=inject.text,
        source=inject.source,
        sender=inject.sender,
        seat=inject.seat,
        seat_name=place.name,
        people=place.people,
        incident=inject.incident,
        ambiguous=inject.ambiguous,
        reveals=inject.reveals,
        new_level=inject.new_level,
        waits=waits,
        after=after,
        delay_minutes=delay,
        latest_minutes=inject.minutes,
        planned_ms=planned,
        given_ms=None if given is None else given.ms,
        late_ms=None if given is None else given.late_ms,
        cause=None if given is None else given.cause,
        line=None if given is None else given.line,
    )


def _status(inject: Inject, run: Run, planned: int | None) -> InjectStatus:
    if inject.id in run.state.given:
        return InjectStatus.GIVEN
    if run.state.phase.over or (planned is not None and planned > run.scenario.minutes * MINUTE and inject.timed):
        return InjectStatus.NOT_COMING
    if inject.by_hand:
        return InjectStatus.BY_HAND
    return InjectStatus.WAITING if planned is None else InjectStatus.PLANNED


_CAUSES = {Outcome.MET: Cause.SUCCESS, Outcome.MISSED: Cause.FAILURE, Outcome.EXPIRED: Cause.EXPIRY}


def _waiting(inject: Inject) -> tuple[Cause, str | None, int]:
    if inject.condition is not None:
        return _CAUSES[inject.condition.outcome], inject.condition.expectation, inject.condition.delay_minutes
    if inject.event is not None:
        return Cause.EVENT, inject.event.act.value, inject.event.delay_minutes
    return (Cause.HAND if inject.by_hand else Cause.TIME), None, 0
