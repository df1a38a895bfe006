"""A drill once more: the same frozen scenario as a new drill, in a window and with people of its own (invariant 3)."""

import json
from dataclasses import dataclass
from datetime import datetime

from api.store import UnitOfWork
from api.store.records import StoredDrill
from api.usecases.basis import peaks_around
from api.usecases.drill_wishes import wishes_of
from api.usecases.drills import busy_roster, store_announced
from api.usecases.rosters import PlannedRoster
from drills.planning import placed_drill
from drills.reading import read_drill
from drills.timing import Timing
from drills.windows import history_of


@dataclass(frozen=True, slots=True)
class Cloning:
    """In which roster (None: the first drill's own), from when (None: the best window), *announced* or not (None: as before)."""

    roster_id: int | None = None
    start: datetime | None = None
    announced: bool | None = None
    without: tuple[str, ...] = ()


def clone_drill(unit: UnitOfWork, drill_id: int, asked: Cloning, now: datetime) -> StoredDrill:
    """Make a new drill of the very scenario of a stored one, placed where its roster keeps cover, and store it.

    Same digest, a name that tells how many there are. Raises NoWindowError where no window keeps its cover.
    """
    stored = unit.drills.get(drill_id)
    drill = read_drill(json.dumps(stored.document))
    planned = PlannedRoster.of(unit, asked.roster_id or stored.roster_id)
    past = [one.document for one in unit.drills.all(planned.head.site_id)]
    timing = Timing(peaks=peaks_around(planned.question.site_file, planned.roster.grid), starts=asked.start)
    clone = placed_drill(
        drill.scenario,
        _name(drill.id, {str(document["id"]) for document in past}),
        busy_roster(unit, planned),
        planned.instance,
        announced=stored.announced if asked.announced is None else asked.announced,
        timing=timing,
        wishes=wishes_of(planned.instance, history_of(past), asked.without),
    )
    made = store_announced(unit, planned, clone, now)
    unit.commit()
    return made


def _name(name: str, taken: set[str]) -> str:
    """Return *name* with the first number behind it that is free."""
    base, number = name.partition("~")[0], 2
    while f"{base}~{number}" in taken:
        number += 1
    return f"{base}~{number}"
