"""A drill of the programme made in a roster: on its day, with the scenario that its kind, form, level and seed draw."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from api.computing import Computing
from api.errors import ConflictError, NotFoundError
from api.store import Store, UnitOfWork
from api.store.records import StoredDrill
from api.usecases.drill_making import DrillOrder, drill_question, keep_drill, placed_in
from api.usecases.stored_programmes import KeptProgramme, kept_programme
from drills.errors import RequestError
from drills.programme.entry import Entry, State
from drills.programme.reading import read_held
from drills.scenario.catalogue import Catalogue, Offer, catalogue
from drills.scenario.frozen import Scenario
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence


@dataclass(frozen=True, slots=True)
class ProgrammedOrder:
    """Which drill of a stored programme is made, by its name, and in which roster; None takes the newest published one of its day.

    *service* as for drills that are made by themselves.
    """

    programme_id: int
    name: str
    roster_id: int | None = None
    service: bool = True


def make_programmed(store: Store, computing: Computing, order: ProgrammedOrder, now: datetime) -> StoredDrill:
    """Make a drill of a stored programme and store it, as ``make_drill`` does.

    Raises NotFoundError for a programme or drill that is not there, ConflictError for one that is over, called off or made already,
    InputError where no published roster has its day.
    """
    with store.snapshot() as unit:
        kept = kept_programme(unit, order.programme_id)
        entry = _planned(unit, kept, order.name)
        asked = _asked(unit, kept.head.site_id, entry, order)
        question, known = drill_question(unit, asked)
    offer, scenario = scenario_for(entry, catalogue())
    drill = computing.run(placed_in, question, scenario, f"{offer.id}-{entry.seed}")
    return keep_drill(store, asked, known, drill, now)


def _planned(unit: UnitOfWork, kept: KeptProgramme, name: str) -> Entry:
    entry = next((one.entry for one in kept.calendar if one.entry.id == name), None)
    if entry is None:
        raise NotFoundError("drill", name)
    if entry.state is not State.PLANNED:
        raise ConflictError(Sentence(N_("drill {drill} is not to come any more"), drill=name))
    zone = kept.programme.zone
    documents = [drill.document for drill in unit.drills.all(kept.head.site_id)]
    if any(one.is_like(entry) for one in read_held(documents, zone, "store")):
        raise ConflictError(Sentence(N_("drill {drill} is made already"), drill=name))
    return entry


def _asked(unit: UnitOfWork, site_id: int, entry: Entry, order: ProgrammedOrder) -> DrillOrder:
    return DrillOrder(
        roster_id=order.roster_id or _roster_of(unit, site_id, entry.day),
        family=entry.families[0],
        seed=entry.seed,
        form=entry.form,
        level=entry.level,
        announced=entry.announced,
        day=entry.day,
        without=() if entry.without is None else (str(entry.without),),
        service=order.service,
    )


def _roster_of(unit: UnitOfWork, site_id: int, day: date) -> int:
    for head in unit.rosters.all(site_id):
        if head.published_at is not None and head.grid.first_day <= day <= head.grid.last_day:
            return head.id
    reason, expected = N_("no published roster has the drill's day"), N_("a published roster with that day")
    raise InputError([Fault("request", reason, field="roster_id", value=day.isoformat(), expected=expected)])


def scenario_for(entry: Entry, known: Catalogue) -> tuple[Offer, Scenario]:
    """Return the scenario for *entry* and what it is drawn from: of what fits, the first that shows its capabilities, from its seed on.

    Raises RequestError where no template or combination gives such a drill.
    """
    drawn = [(offer, known.draw(offer.id, entry.seed, entry.form, entry.level)) for offer in _fitting(entry, known)]
    if not drawn:
        raise RequestError(Sentence(N_("no template gives a drill like {drill} of the programme"), drill=entry.id))
    start = entry.seed % len(drawn)
    turned = [*drawn[start:], *drawn[:start]]
    wanted = set(entry.capabilities)
    shows = (pair for pair in turned if wanted <= {item.capability for item in pair[1].expectations})
    return next(shows, turned[0])


def _fitting(entry: Entry, known: Catalogue) -> Iterator[Offer]:
    for offer in known.offers():
        same = (offer.scope, set(offer.families)) == (entry.scope, set(entry.families))
        if same and entry.form in offer.forms and (entry.level is None or entry.level in offer.levels):
            yield offer
