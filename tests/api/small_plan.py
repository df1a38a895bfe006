"""The small centre as rows of a store, stage by stage."""

from datetime import UTC, datetime

from api.store import Store
from api.store.records import SolveSummary, StoredRoster
from api.usecases.rosters import PlannedRoster, publish
from scheduler.roster import Roster
from tests.api import small_centre as centre

NOW = datetime(2026, 8, 25, 9, 0, tzinfo=UTC)

SOLVE = SolveSummary(
    status="feasible",
    objective=120.0,
    bound=90.0,
    gap=0.25,
    wall_seconds=12.3,
    strategy="exact",
    seconds=60.0,
    workers=2,
    seed=1,
    version="0.1.0",
    stopped_early=False,
    terms={"shortage": 120.0},
)


def store_requirement(store: Store) -> int:
    """Store site, history, forecast and requirement; return the requirement's id."""
    with store.unit() as unit:
        site = unit.sites.add("Small centre", "site.toml", centre.SITE_FILES, NOW)
        history = unit.histories.add(site.id, "volume.csv", centre.history_frame(), 15, {"rows": 1}, NOW)
        forecast = unit.forecasts.add(site.id, history.id, centre.GRID, centre.forecast_frame(), NOW)
        queues, teams = centre.requirement_frame("phone"), centre.requirement_frame("line")
        stored = unit.requirements.add(site.id, forecast.id, centre.GRID, queues, teams, NOW)
        unit.commit()
    return stored.id


def store_published(store: Store, roster: Roster | None = None, solve: SolveSummary | None = SOLVE) -> StoredRoster:
    """Store everything up to a published roster."""
    requirement_id = store_requirement(store)
    with store.unit() as unit:
        head = unit.rosters.add(1, requirement_id, roster or centre.roster(), (), solve, NOW)
        told = publish(unit, PlannedRoster.of(unit, head.id), NOW)
        unit.commit()
    return told
