"""The shifts of the days before a plan: from a roster file, or from what was published of the site."""

from datetime import date, timedelta
from pathlib import Path

from api.store import UnitOfWork
from api.usecases.basis import site_calendar
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence
from forecasting.timegrid import TimeGrid
from scheduler.formats import SiteFile, read_past_roster, roster_days
from scheduler.roster import Assignment, Roster
from scheduler.rules.law import days_back

LONGEST_GAP_DAYS = 7
ONE_DAY = timedelta(days=1)


def roster_before(path: Path, site_file: SiteFile, grid: TimeGrid) -> Roster:
    """Return the shifts that the roster file at *path* has before *grid*, up to the day before its first.

    Days after its last shift count as days off, seven at most; shifts on the days of *grid* or later are left out. Those of
    people who have left are there, too. Raises InputError naming every fault of the file, or that it does not lead up to
    the plan.
    """
    first, last = roster_days(path)
    eve = grid.first_day - ONE_DAY
    if not first <= eve <= last + timedelta(days=LONGEST_GAP_DAYS):
        reason = N_("does not lead up to the first planned day")
        found = Sentence(N_("{first} to {last}"), first=first, last=last)
        expected = Sentence(N_("shifts of the days up to {day}"), day=eve)
        raise InputError([Fault(str(path), reason, value=found, expected=expected)])
    last = max(last, eve)
    whole = TimeGrid(grid.zone, first, (last - first).days + 1, grid.slot_minutes)
    calendar = site_calendar(site_file, first, last)
    shifts = read_past_roster(path, site_file.instance(whole, None, calendar, must_be_possible=False)).assignments
    return _up_to(grid, first, [shift for shift in shifts if shift.day < grid.first_day])


def published_before(unit: UnitOfWork, site_id: int, site_file: SiteFile, grid: TimeGrid) -> Roster | None:
    """Return the published shifts of the site up to the day before *grid*, as far back as a rule looks; None without any.

    A day shows the roster that was published last for it; a day that none was published for ends the look back.
    """
    heads = [head for head in unit.rosters.all(site_id) if head.published_at is not None]
    earliest = grid.first_day - timedelta(days=days_back(site_file.rules))
    sources: dict[date, int] = {}
    day = grid.first_day - ONE_DAY
    while day >= earliest:
        covering = [head for head in heads if head.grid.first_day <= day <= head.grid.last_day]
        if not covering:
            break
        sources[day] = max(covering, key=lambda head: (head.published_at, head.id)).id
        day -= ONE_DAY
    if not sources:
        return None
    rosters = {roster_id: unit.rosters.roster(roster_id) for roster_id in sources.values()}
    shifts = [shift for day, roster_id in sources.items() for shift in rosters[roster_id].on(day)]
    return _up_to(grid, min(sources), shifts)


def _up_to(grid: TimeGrid, first: date, shifts: list[Assignment]) -> Roster:
    before = TimeGrid(grid.zone, first, (grid.first_day - first).days, grid.slot_minutes)
    return Roster.of(before, shifts)
