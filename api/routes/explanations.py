"""Why a stored roster is as it is: who is missing, why not otherwise, what rules cost, what it changes."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.routes.asking import Language, Processes, Reading, Stored
from api.routes.changes_shapes import ChangesTold
from api.routes.explained_shapes import PricesAsked, PricesTold, PriceTold, RelaxationTold, ShortagesTold, WhyNotTold
from api.routes.shapes import Day, Id, Name
from api.translation import translator
from api.usecases.explained import ShiftAsked
from api.usecases.roster_changes import roster_changes
from api.usecases.stored_explained import price_stored, shortages_of_stored, why_not_stored

router = APIRouter(prefix="/rosters", tags=["rosters"])

MOST_SHORTAGES = 200


@router.get("/{roster_id}/shortages")
def get_shortages(
    roster_id: Id,
    store: Stored,
    computing: Processes,
    language: Language,
    most: Annotated[int, Query(ge=1, le=MOST_SHORTAGES)] = 20,
) -> ShortagesTold:
    """Say when people are missing and where the others of the team are then; the worst shortages first."""
    rostered, missing = shortages_of_stored(store, computing, roster_id, most)
    return ShortagesTold.of(missing, roster_id, rostered.instance.grid, translator(language))


@router.get("/{roster_id}/why-not")
def get_why_not(
    roster_id: Id,
    agent: Name,
    day: Day,
    store: Stored,
    computing: Processes,
    language: Language,
    kind: Name | None = None,
) -> WhyNotTold:
    """Say why somebody does not work a shift of *kind*, by default any, on a day, or what it would cost."""
    rostered, answer = why_not_stored(store, computing, roster_id, ShiftAsked(agent, day, kind))
    return WhyNotTold.of(answer, roster_id, rostered.instance.zone_of(answer.agent), translator(language))


@router.post("/{roster_id}/prices")
def post_prices(
    roster_id: Id, asked: PricesAsked, store: Stored, computing: Processes, language: Language
) -> PricesTold:
    """Say what the roster would gain by relaxing rules a step; nothing is stored."""
    found = price_stored(store, computing, roster_id, asked.rules, asked.seconds)
    _ = translator(language)
    return PricesTold(roster_id=roster_id, prices=[PriceTold.of(price, _) for price in found])


@router.get("/{roster_id}/relaxations")
def get_relaxations(roster_id: Id, unit: Reading, language: Language) -> list[RelaxationTold]:
    """Say what a draft gave up because no lawful roster exists; an empty list for every other roster."""
    solve, _ = unit.rosters.get(roster_id).solve, translator(language)
    return [RelaxationTold.of(found, _) for found in (() if solve is None else solve.relaxations)]


@router.get("/{roster_id}/changes")
def get_changes(roster_id: Id, unit: Reading, against: Id | None = None) -> ChangesTold:
    """List by person what the roster changes *against* another one, by default the one that people knew before it."""
    return ChangesTold.of(roster_changes(unit, roster_id, against), roster_id)
