"""Stored rosters explained in a process of its own; nothing is stored."""

from collections.abc import Sequence

from api.computing import Computing
from api.store import Store
from api.usecases.explained import (
    Missing,
    ShiftAsked,
    refuse_unknown_shift,
    rule_faults,
    rule_prices,
    who_is_missing,
    why_not,
)
from api.usecases.rostered import Rostered
from api.usecases.rosters import PlannedRoster
from forecasting.errors import InputError
from scheduler.explain.price import Price
from scheduler.explain.why_not import WhyNot


def shortages_of_stored(
    store: Store, computing: Computing, roster_id: int, most: int | None
) -> tuple[Rostered, Missing]:
    """Return a stored roster and its shortages, the *most* worst with their reasons; NotFoundError where it is not there."""
    rostered = _rostered(store, roster_id)
    return rostered, computing.run(who_is_missing, rostered, most)


def why_not_stored(store: Store, computing: Computing, roster_id: int, asked: ShiftAsked) -> tuple[Rostered, WhyNot]:
    """Return a stored roster and why somebody does not work a shift in it.

    NotFoundError where the roster is not there, InputError naming the unknown person, day and shift kind at once.
    """
    rostered = _rostered(store, roster_id)
    refuse_unknown_shift(rostered, asked)
    return rostered, computing.run(why_not, rostered, asked)


def price_stored(
    store: Store, computing: Computing, roster_id: int, names: Sequence[str], seconds: float
) -> list[Price]:
    """Return what the rules called *names* cost a stored roster.

    NotFoundError where the roster is not there, InputError naming every unknown rule with the nearest right ones.
    """
    rostered = _rostered(store, roster_id)
    faults = list(rule_faults(rostered, names))
    if faults:
        raise InputError(faults)
    return computing.run(rule_prices, rostered, names, seconds)


def _rostered(store: Store, roster_id: int) -> Rostered:
    with store.snapshot() as unit:
        return PlannedRoster.of(unit, roster_id).explained(unit)
