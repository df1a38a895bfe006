"""Live service during a stored drill, from the day's export: what customers got, and what they would have got without the drill."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from api.computing import Computing
from api.settings import Bounds
from api.store import Store, UnitOfWork
from api.usecases.drill_run import carried_before, is_known, run_in
from api.usecases.drill_run_lookout import Lookout, question_of
from api.usecases.drill_run_service import Measured, breaches_in, floors_of, record_live, site_of
from api.usecases.unpacked import refuse_huge
from api.usecases.uploads import laid_down
from drills.exercise import Order, Run
from drills.scenario.canonical import Plain
from drills.scoring.actuals import read_actuals
from drills.scoring.live_rows import live_rows
from drills.simulation import Floor, floor_of
from forecasting.errors import Fault, InputError
from forecasting.history import HistoryOptions
from forecasting.messages import N_, Translate


@dataclass(frozen=True, slots=True)
class Export:
    """One file with contacts offered and answered in time; *within* names that column where its name does not say so."""

    files: Mapping[str, bytes]
    options: HistoryOptions
    within: str | None = None


def record_export(
    store: Store,
    computing: Computing,
    drill_id: int,
    order: Order,
    export: Export,
    bounds: Bounds,
    translate: Translate,
    *,
    aborts: bool = True,
) -> Measured:
    """Add to the log of a drill what an export says of live service; what was expected is simulated for the customers who came.

    Raises InputError naming every fault, also where no forecast is known for the drill's roster.
    """
    with store.snapshot() as unit:
        run = run_in(unit, drill_id)
        if is_known(run, order):
            return Measured(carried_before(run, order), breaches_in(run.state.live, floors_of(site_of(unit, drill_id))))
        floor, zoned = _floor(unit, drill_id, order.now, export)
    rows = computing.run(rows_of, zoned, run, floor, bounds)
    with store.unit() as unit:
        return record_live(unit, drill_id, order, rows, translate, aborts=aborts)


def rows_of(export: Export, run: Run, floor: Floor, bounds: Bounds) -> tuple[dict[str, Plain], ...]:
    """Return the rows of live service in *export*."""
    refuse_huge(export.files, bounds.unpacked_bytes, bounds.history_rows)
    with laid_down(export.files) as paths:
        (path,) = paths.values()
        return live_rows(run, read_actuals(path, export.options, export.within), floor)


def _floor(unit: UnitOfWork, drill_id: int, now: datetime, export: Export) -> tuple[Floor, Export]:
    """Return the floor as if the drill were not there, and *export* with the site's clock where it names none."""
    question = question_of(unit, unit.drills.get(drill_id), Lookout(), now)
    told = question.told
    if told is None:
        reason = N_("no forecast is known for the drill's roster: what service was expected cannot be told")
        raise InputError([Fault("request", reason, None, "drill_id", str(drill_id))])
    zone = export.options.zone or told.site.zone
    floor = floor_of(told.site, told.forecast, question.instance, question.roster)
    return floor, replace(export, options=replace(export.options, zone=zone))
