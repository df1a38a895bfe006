"""A drill once more: the same frozen scenario as a new drill, in a window and with people of its own (invariant 3)."""

from dataclasses import dataclass
from datetime import datetime

from api.computing import Computing
from api.store import Store
from api.store.records import StoredDrill
from api.usecases.drill_making import DrillOrder, drill_question, keep_drill, placed_in
from api.usecases.drill_run import drill_of


@dataclass(frozen=True, slots=True)
class Cloning:
    """In which roster (None: the first drill's own), from when (None: the best window), *announced* or not (None: as before).

    *without* are agents who take no part. With *service* every queue has to stay above its floor, as when drills are made.
    """

    roster_id: int | None = None
    start: datetime | None = None
    announced: bool | None = None
    without: tuple[str, ...] = ()
    service: bool = True


def clone_drill(store: Store, computing: Computing, drill_id: int, asked: Cloning, now: datetime) -> StoredDrill:
    """Make a new drill of the very scenario of a stored one, placed where its roster keeps cover, and store it.

    Same digest, a name that tells how many there are. Raises NoWindowError where no window keeps its cover, ConflictError
    where another drill of the site was stored in the meantime.
    """
    with store.snapshot() as unit:
        stored, scenario = unit.drills.get(drill_id), drill_of(unit, drill_id).scenario
        order = DrillOrder(
            roster_id=asked.roster_id or stored.roster_id,
            family=scenario.family,
            seed=scenario.seed,
            form=scenario.form,
            announced=stored.announced if asked.announced is None else asked.announced,
            start=asked.start,
            without=asked.without,
            service=asked.service,
        )
        question, known = drill_question(unit, order)
        name = _name(str(stored.document["id"]), {str(drill.document["id"]) for drill in unit.drills.all()})
    drill = computing.run(placed_in, question, scenario, name)
    return keep_drill(store, order, known, drill, now)


def _name(name: str, taken: set[str]) -> str:
    """Return *name* with the first number behind it that is free."""
    base, number = name.partition("~")[0], 2
    while f"{base}~{number}" in taken:
        number += 1
    return f"{base}~{number}"
