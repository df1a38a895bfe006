"""A practice of a drill: its controller walks through the same frozen scenario at once; nobody leaves live work, and nothing of it counts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from api.store import Store, UnitOfWork
from api.store.records import StoredDrill
from api.usecases.drill_run import drill_of
from api.usecases.drills import store_drill
from drills.drill import Drill, Window
from drills.exercise import Order, plan
from drills.scoring import CURRENT, LIVE_BUDGET_POINTS

SUFFIX = "~practice-"


def practise(store: Store, drill_id: int, order: Order) -> StoredDrill:
    """Make a practice of a stored drill and plan its run, in a window as long as its own that begins now; return it.

    Same scenario and seats, unannounced, and the roster stays as it is. An *order* with a key makes one practice however often it comes.
    Raises OrderError where nobody gives it.
    """
    with store.unit() as unit:
        stored, drill = unit.drills.get(drill_id), drill_of(unit, drill_id)
        head = unit.rosters.get(stored.roster_id)
        base = drill.id.partition(SUFFIX)[0]
        known = list(_practices(unit, head.site_id, base))
        made = next((one for one in known if order.key and _was_made_by(unit, one, order)), None)
        if made is not None:
            return made
        placed = _placed(drill, f"{base}{SUFFIX}{len(known) + 1}", order.now)
        run = plan(placed, order, CURRENT.version, LIVE_BUDGET_POINTS, practice=True)
        practice = store_drill(unit, head, placed, order.now, practice=True)
        unit.drill_runs.add(practice.id, run.log)
        unit.commit()
    return practice


def _practices(unit: UnitOfWork, site_id: int, base: str) -> Iterator[StoredDrill]:
    """Yield the practices of the drill called *base*; none of them ever goes, so that their count is the last one's number."""
    for one in unit.drills.all(site_id, practices=True):
        if str(one.document["id"]).partition(SUFFIX)[0] == base:
            yield one


def _was_made_by(unit: UnitOfWork, practice: StoredDrill, order: Order) -> bool:
    first = unit.drill_runs.lines(practice.id)[0]
    return first.by == order.by and first.data.get("key") == order.key


def _placed(drill: Drill, name: str, now: datetime) -> Drill:
    """Return *drill* called *name*, as long as it is, from the whole second of *now* on; no team has to cover for it."""
    start, length = now.replace(microsecond=0), drill.window.end - drill.window.start
    window = Window(start, start + length, drill.window.zone)
    return replace(drill, id=name, window=window, cover=(), announced=False, notes=())
