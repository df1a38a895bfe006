"""The roster that people know already, from a file or the store, to hold the changes of the next one against."""

from datetime import date, timedelta
from pathlib import Path

from api.usecases.basis import site_calendar
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence
from forecasting.timegrid import TimeGrid
from scheduler.formats import SiteFile, read_past_roster, roster_days
from scheduler.roster import Roster


def published_roster_of(path: Path, site_file: SiteFile, grid: TimeGrid) -> Roster:
    """Return the shifts that the roster file at *path* has on the days of *grid*, over the days that it covers of them.

    Raises InputError naming every fault of the file, or that it has no day of *grid*.
    """
    first, last = roster_days(path)
    start, end = max(first, grid.first_day), min(last, grid.last_day)
    if start > end:
        found = Sentence(N_("{first} to {last}"), first=first, last=last)
        expected = Sentence(N_("shifts of {first} to {last}"), first=grid.first_day, last=grid.last_day)
        raise InputError([Fault(str(path), N_("has no planned day"), value=found, expected=expected)])
    whole = TimeGrid(grid.zone, first, (last - first).days + 1, grid.slot_minutes)
    calendar = site_calendar(site_file, first, last)
    roster = read_past_roster(path, site_file.instance(whole, None, calendar, must_be_possible=False))
    return days_of(roster, start, end)


def shared_days(roster: Roster, grid: TimeGrid) -> Roster | None:
    """Return what *roster* has on the days of *grid*, over the days that it covers of them; None where it covers none."""
    start, end = max(roster.grid.first_day, grid.first_day), min(roster.grid.last_day, grid.last_day)
    return None if start > end else days_of(roster, start, end)


def days_of(roster: Roster, start: date, end: date) -> Roster:
    """Return the shifts of *roster* on the days from *start* to *end*."""
    grid = roster.grid
    inside = TimeGrid(grid.zone, start, (end - start + timedelta(days=1)).days, grid.slot_minutes)
    return Roster.of(inside, [shift for shift in roster.assignments if start <= shift.day <= end])
