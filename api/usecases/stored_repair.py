"""A stored roster repaired in a process of its own, and stored as the site's next version."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from api.computing import Computing
from api.settings import Bounds
from api.store import Store
from api.store.records import StoredRoster
from api.usecases.rosters import PlannedRoster, Question, check, store_draft, store_roster
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence
from scheduler.checking import is_lawful
from scheduler.formats.absences import AbsenceReader
from scheduler.formats.sections import FaultReport
from scheduler.instance import Instance
from scheduler.repair import Asks, ChangePrices, Incident, Notice, Repair, repair
from scheduler.solution import Limits


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody who is away, for the reason *why*: *span* is a day or a local time, or two as ``first..last``."""

    agent: str
    span: str
    why: str


@dataclass(frozen=True, slots=True)
class StoredRepairOrder:
    """What is to be repaired: the roster *roster_id* after *away*, no shift changed that starts within *notice_hours*.

    *price_percent* scales what changes weigh against missing people.
    """

    roster_id: int
    away: tuple[Away, ...]
    notice_hours: float
    seconds: float
    most_changes: int | None = None
    price_percent: float = 100.0


@dataclass(frozen=True, slots=True)
class StoredRepair:
    """The *head* of the roster that a *repair* has made."""

    head: StoredRoster
    repair: Repair


def repair_stored(
    store: Store, computing: Computing, order: StoredRepairOrder, now: datetime, bounds: Bounds
) -> StoredRepair:
    """Repair a stored roster and store what comes of it as the next version, not yet published; a draft where a hard rule stays broken.

    Raises InputError naming every fault of *order*.
    """
    with store.snapshot() as unit:
        planned = PlannedRoster.of(unit, order.roster_id)
    question = planned.question
    incident = _incident(order, question.instance, bounds)
    found = computing.run(
        repair,
        question.instance,
        question.site_file.rules,
        planned.roster,
        incident,
        Notice(now, timedelta(hours=order.notice_hours)),
        Limits(order.seconds),
        question.site_file.aims.objective(question.instance, None),
        Asks(ChangePrices().times(order.price_percent / 100), {}, order.most_changes),
    )
    with store.unit() as unit:
        question = Question.of(unit, planned.head.requirement_id)
        add = store_roster if is_lawful(check(found.roster, question)) else store_draft
        head = add(unit, question, found.roster, None, now)
        unit.commit()
    return StoredRepair(head, found)


def _incident(order: StoredRepairOrder, instance: Instance, bounds: Bounds) -> Incident:
    reader = AbsenceReader(
        {str(agent.id): instance.zone_of(agent) for agent in instance.agents}, FaultReport("request")
    )
    for away in order.away:
        reader.words([f"{away.agent}:{away.span}"], away.why)
    if order.seconds > bounds.roster_seconds:
        most = Sentence(N_("at most {most}"), most=f"{bounds.roster_seconds:g}")
        reason, value = N_("is no time to work in"), f"{order.seconds:g}"
        reader.report.faults.append(Fault("request", reason, field="seconds", value=value, expected=most))
    if reader.report.faults:
        raise InputError(reader.report.faults)
    told = reader.told()
    return Incident(told.absences, told.left)
