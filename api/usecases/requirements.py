"""Requirements: how many people a stored forecast takes, per queue and per team."""

from datetime import datetime

from api.store import UnitOfWork
from api.store.records import StoredRequirement
from api.usecases.basis import people_by_queue, people_by_team, site_calendar
from api.usecases.before import published_before
from api.usecases.sites import site_file_of


def add_requirement(unit: UnitOfWork, forecast_id: int, now: datetime) -> StoredRequirement:
    """Work out the people that a forecast takes and store the result."""
    head = unit.forecasts.get(forecast_id)
    grid = head.grid
    plain = site_file_of(unit, head.site_id)
    site_file = plain.with_calendar(site_calendar(plain, grid.first_day, grid.last_day))
    queues = people_by_queue(unit.forecasts.frame(forecast_id), site_file, grid)
    known = published_before(unit, head.site_id, site_file, grid) is not None
    teams = people_by_team(queues, site_file, grid, day_before_known=known)
    stored = unit.requirements.add(head.site_id, forecast_id, grid, queues, teams, now)
    unit.commit()
    return stored


def list_requirements(unit: UnitOfWork, site_id: int) -> list[StoredRequirement]:
    """Return the requirements of a site, the newest first."""
    return unit.requirements.of_site(unit.sites.get(site_id).id)
