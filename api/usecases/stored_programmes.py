"""The programme of a stored site: planned, stored as its next version, shown in calendars that subscribe to it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from api.computing import Computing
from api.errors import ConflictError
from api.feeds.drill_calendar import ShownDrill, calendar_of_record, calendar_record, next_calendar
from api.store import Store, UnitOfWork
from api.store.records import StoredProgramme
from api.usecases.drill_actions import with_logs
from api.usecases.drill_programme import ProgrammeOrder, planned_programme, programme_question
from api.usecases.sites import site_file_of
from drills.programme import Programme, Question
from drills.programme.basis import Basis, basis_of
from drills.programme.basis_record import basis_of_record, basis_record
from drills.programme.entry import Entry, State
from drills.programme.months import months_after
from drills.programme.reading import read_held, read_programme
from drills.programme.record import note_record, programme_record
from drills.scenario.catalogue import catalogue
from forecasting.messages import N_, Sentence
from scheduler.formats import SiteFile

LEAST_NOTICE = timedelta(days=7)


@dataclass(frozen=True)
class KeptProgramme:
    """A stored version of a programme, read when it is asked for."""

    head: StoredProgramme

    @cached_property
    def programme(self) -> Programme:
        """The programme."""
        return read_programme(self.head.document, "store")

    @cached_property
    def basis(self) -> Basis:
        """What it was measured against."""
        return basis_of_record(self.head.basis)

    @cached_property
    def calendar(self) -> tuple[ShownDrill, ...]:
        """Every drill that calendars show, as it stands with this version."""
        return calendar_of_record(self.head.calendar)

    def coming(self, day: date) -> tuple[Entry, ...]:
        """Return the planned drills on *day* and later, by day, those of earlier programmes of the site, too."""
        entries = (one.entry for one in self.calendar)
        coming = (entry for entry in entries if entry.state is State.PLANNED and entry.day >= day)
        return tuple(sorted(coming, key=lambda entry: (entry.day, entry.id)))


def plan_stored(
    store: Store, computing: Computing, site_id: int, order: ProgrammeOrder, now: datetime, *, anew: bool = False
) -> KeptProgramme:
    """Plan the programme of a stored site and store it as the next version; its stored drills stay where they are.

    Those that were run count as their logs say, and what was rated M or U in them is tested again. Begins with the version that stands, unless *order* names another programme or it is made *anew*. NotFoundError for a site
    that is not there; InputError for key people and cancelled drills that there are not; ConflictError where another version was
    stored in the meantime.
    """
    with store.snapshot() as unit:
        standing = unit.programmes.latest(site_id)
        order, question, site_file = _stored_question(unit, site_id, order, standing, now, anew=anew)
    programme = computing.run(planned_programme, order, question, now)
    basis = named_basis(programme, question, site_file)
    with store.unit() as unit:
        if _id(unit.programmes.latest(site_id)) != _id(standing):
            raise ConflictError(Sentence(N_("the programme was planned by somebody else in the meantime; ask again")))
        kept = keep_programme(unit, site_id, order, programme, basis, now)
        unit.commit()
    return kept


def _stored_question(
    unit: UnitOfWork,
    site_id: int,
    order: ProgrammeOrder,
    standing: StoredProgramme | None,
    now: datetime,
    *,
    anew: bool,
) -> tuple[ProgrammeOrder, Question, SiteFile]:
    site_file = site_file_of(unit, site_id)
    order = with_logs(unit, site_id, order, now)
    if order.begin_with is None and standing is not None and not anew:
        order = replace(order, begin_with=KeptProgramme(standing).programme)
    order = _with_made(unit, site_id, order, site_file.site.zone, now)
    return order, programme_question(order, site_file, catalogue()), site_file


def _with_made(unit: UnitOfWork, site_id: int, order: ProgrammeOrder, zone: ZoneInfo, now: datetime) -> ProgrammeOrder:
    """Return *order* with the site's drills that are made and to come: those of the programme stay, others count as if they were held."""
    told = () if order.begin_with is None else order.begin_with.planned
    phases = unit.drill_runs.phases()
    over = {number for number, phase in phases.items() if phase.over}
    coming = [drill for drill in unit.drills.all(site_id) if drill.end > now and drill.id not in over]
    made, others = set(order.made), list(order.past)
    for found in read_held([drill.document for drill in coming], zone, "store"):
        name = next((entry.id for entry in told if found.is_like(entry)), None)
        if name is None:
            others.append(found)
        else:
            made.add(name)
    return replace(order, past=tuple(others), made=frozenset(made))


def _id(head: StoredProgramme | None) -> int | None:
    return None if head is None else head.id


def keep_programme(
    unit: UnitOfWork, site_id: int, order: ProgrammeOrder, programme: Programme, basis: Basis, now: datetime
) -> KeptProgramme:
    """Store *programme* as the next version of a site's; part of a larger transaction."""
    newest = unit.programmes.latest(site_id)
    shown = () if newest is None else calendar_of_record(newest.calendar)
    stored = unit.programmes.add(
        site_id,
        (programme.first, programme.last),
        now,
        asked=_asked(order),
        document=programme_record(programme),
        basis=basis_record(basis),
        calendar=calendar_record(next_calendar(shown, programme, now), programme.zone),
    )
    return KeptProgramme(stored)


def _asked(order: ProgrammeOrder) -> Mapping[str, object]:
    policy = order.policy
    return {
        "first_day": order.first.isoformat(),
        "months": order.months,
        "findings": [
            {
                "id": one.id,
                "family": one.family.value,
                "found": one.found.isoformat(),
                "rating": one.rating,
                "capability": None if one.capability is None else one.capability.value,
            }
            for one in order.findings
        ],
        "key_people": list(order.key_people),
        "policy": {
            name: getattr(policy, name)
            for name in ("days_apart", "most_a_quarter", "budget", "retest_weeks", "days_off", "work", "cast_work")
        },
        "seed": order.seed,
        "since": None if order.since is None else order.since.isoformat(),
        "cancelled": {name: note_record(note) for name, note in order.cancelled.items()},
    }


def named_basis(programme: Programme, question: Question, site_file: SiteFile) -> Basis:
    """Return what *programme* was measured against, with the names of all who are named in it."""
    named = {agent for entry in programme.entries for agent in (*entry.people, entry.without) if agent is not None}
    names = {str(agent.id): agent.name for agent in site_file.agents if agent.id in named}
    return replace(basis_of(programme, question), names=names)


def usual_first_day(today: date) -> date:
    """Return the first day of a month, at least a week after *today*: nobody can prepare a drill of tomorrow."""
    first = months_after(today.replace(day=1), 1)
    return first if first - today >= LEAST_NOTICE else months_after(first, 1)


def list_programmes(unit: UnitOfWork, site_id: int | None = None) -> list[KeptProgramme]:
    """Return every version of programmes, of one site when named, the newest first."""
    return [KeptProgramme(head) for head in unit.programmes.all(site_id)]


def kept_programme(unit: UnitOfWork, programme_id: int) -> KeptProgramme:
    """Return a stored version; NotFoundError where there is none."""
    return KeptProgramme(unit.programmes.get(programme_id))


@dataclass(frozen=True, slots=True)
class ProgrammeInView:
    """The programme of a day, and the *newest* version, which knows how every drill of the site stands."""

    shown: KeptProgramme
    newest: KeptProgramme


def programme_in_view(unit: UnitOfWork, site_id: int, day: date) -> ProgrammeInView | None:
    """Return the newest version of a site's programme that has begun on *day*, else the newest of all; None where there is none."""
    newest = unit.programmes.latest(site_id)
    if newest is None:
        return None
    shown = unit.programmes.standing(site_id, day) or newest
    return ProgrammeInView(KeptProgramme(shown), KeptProgramme(newest))
