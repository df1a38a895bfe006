"""A roster from a file with the question that it answers, to be checked and explained."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from api.usecases.basis import site_calendar
from api.usecases.before import roster_before
from api.usecases.training import recorded
from api.usecases.worked import worked_before
from forecasting.errors import Fault, InputError
from forecasting.messages import N_
from forecasting.staffing.requirement_file import read_requirement
from forecasting.timegrid import TimeGrid
from scheduler.formats import SiteFile, read_roster, read_site, roster_days
from scheduler.formats.locks import lock_file
from scheduler.instance import Instance
from scheduler.objective import Objective
from scheduler.roster import Roster


@dataclass(frozen=True, slots=True)
class RosterSource:
    """Where a roster comes from: its file, its site's, and those of the days before and of the people needed, if known.

    *first* and *days* tell which days it plans; None for those from its first to its last shift. *worked* tells paid time
    before them, *period_from* when the period of the contracts' hours began; *training_record* what
    people attended this year; None for what the site file says. *locks* fixes shifts and days off beside those of the site
    file, on whatever days.
    """

    roster: Path
    site: Path
    requirement: Path | None = None
    after: Path | None = None
    first: date | None = None
    days: int | None = None
    worked: Path | None = None
    period_from: date | None = None
    training_record: Path | None = None
    locks: Path | None = None


@dataclass(frozen=True, slots=True)
class Rostered:
    """A roster as read, with its site and instance; *published* is the one that people knew before, where changes count."""

    site_file: SiteFile
    instance: Instance
    roster: Roster
    published: Roster | None = None

    @staticmethod
    def read(source: RosterSource) -> "Rostered":
        """Read the files of *source*; raises InputError naming every fault of one."""
        plain = read_site(source.site)
        grid = _grid(plain, source)
        site_file = plain
        if source.worked is not None or source.period_from is not None:
            site_file = worked_before(plain, grid.first_day, source.worked, source.period_from)
        site_file = recorded(site_file, source.training_record)
        if source.locks is not None:
            people = lock_file(source.locks, site_file.agents, site_file.kinds, None)
            site_file = replace(site_file, agents=people)
        calendar = site_calendar(site_file, grid.first_day, grid.last_day)
        needed = None if source.requirement is None else read_requirement(source.requirement)
        before = None if source.after is None else roster_before(source.after, site_file, grid)
        instance = site_file.instance(grid, needed, calendar, before=before, must_be_possible=False)
        return Rostered(site_file, instance, read_roster(source.roster, instance))

    @property
    def objective(self) -> Objective:
        """What the site measures rosters by."""
        return self.site_file.aims.objective(self.instance, self.published)


def _grid(site_file: SiteFile, source: RosterSource) -> TimeGrid:
    first, last = roster_days(source.roster)
    first = source.first or first
    days = (last - first).days + 1 if source.days is None else source.days
    if days < 1:
        field, value = ("--from", str(first)) if source.days is None else ("--days", str(days))
        reason, expected = N_("no day is left to check"), N_("1 day or more")
        raise InputError([Fault(str(source.roster), reason, field=field, value=value, expected=expected)])
    return TimeGrid(site_file.site.zone, first, days, site_file.site.slot_minutes)
