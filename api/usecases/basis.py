"""What plans, forecasts and checks of a site rest on: the known history, the calendar, the people by team."""

from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd

from drills import Timing
from forecasting.calendar import EventCalendar, event_calendar
from forecasting.errors import Fault, InputError
from forecasting.forecast import known_before
from forecasting.messages import N_, Sentence
from forecasting.staffing import Method, pool, quiet_slots, required_people
from forecasting.staffing.pooled import people_by_skill_set
from forecasting.timegrid import TimeGrid, local_instant
from scheduler.formats import SiteFile

DAY_BEFORE = N_("shifts of the day before")


def known_history(complete: pd.DataFrame, grid: TimeGrid, source: object) -> pd.DataFrame:
    """Return what of *complete*, laid out as HISTORY, lies before *grid*; where that is nothing, refuse *source*."""
    known = known_before(complete, grid)
    if known.empty:
        found = None if complete.empty else complete["start"].min().tz_convert(str(grid.zone)).date().isoformat()
        reason, expected = N_("no row lies before the first day to plan"), N_("days before {day}")
        raise InputError([Fault(str(source), reason, value=found, expected=Sentence(expected, day=grid.first_day))])
    return known


def began(history: pd.DataFrame, grid: TimeGrid) -> date:
    """Return the local day on which *history* begins, or the first of *grid* where that is earlier."""
    first: date = history["start"].min().tz_convert(str(grid.zone)).date()
    return min(first, grid.first_day)


def site_calendar(site_file: SiteFile, first: date, last: date) -> EventCalendar:
    """Return the holidays, festivals and the planner's own events of the site from *first* to *last*."""
    site = site_file.site
    return event_calendar(
        site.holidays,
        site.zone,
        first,
        last,
        site_file.phases,
        site_file.closed,
        table=site_file.table,
        yearly=site_file.yearly,
        schools=site_file.schools,
    )


def people_by_queue(
    forecast: pd.DataFrame,
    site_file: SiteFile,
    grid: TimeGrid,
    *,
    share_quiet_slots: bool | None = None,
    method: Method = Method.OVER_TIME,
) -> pd.DataFrame:
    """Return the people that each queue needs; with *share_quiet_slots*, backlogs beside the time that their team has left.

    None leaves that to the site file.
    """
    needed = required_people(forecast, site_file.site, grid, method=method)
    if not (site_file.quiet_slots if share_quiet_slots is None else share_quiet_slots):
        return needed
    spare = quiet_slots(forecast, needed, site_file.site, grid, site_file.queues_by_team)
    return required_people(forecast, site_file.site, grid, spare=spare, method=method)


def people_by_team(
    queues: pd.DataFrame, site_file: SiteFile, grid: TimeGrid, *, day_before_known: bool = False
) -> pd.DataFrame:
    """Return the people needed by team, with the floor of heads in every open slot (OS-2.1).

    Slots of the first night in which the shifts of the day before are still on, and no shift of the planned days has
    begun, ask for nobody: those shifts are not part of the plan. Where they are known, they count as cover and the slots
    ask for the people that they take.
    """
    opening = {team.name: team.opening for team in site_file.teams}
    needed = pool(queues, site_file.queues_by_team, site_file.site, grid, site_file.floor, opening)
    return needed if day_before_known else _without_first_night(needed, site_file, grid)


def people_by_sets(
    forecast: pd.DataFrame,
    queues: pd.DataFrame,
    site_file: SiteFile,
    grid: TimeGrid,
    progress: Callable[[int, int], None],
    *,
    day_before_known: bool = False,
) -> pd.DataFrame:
    """Return the people needed by skill set of *site_file*, which has the sets in the place of teams; nights as by team."""
    sets = [members.skills for members in site_file.skill_sets]
    needed = people_by_skill_set(
        forecast, site_file.site, grid, sets, floor=site_file.floor, queues=queues, progress=progress
    )
    return needed if day_before_known else _without_first_night(needed, site_file, grid)


def refuse_without_sets(site_file: SiteFile) -> None:
    """Raise InputError where *site_file* names no skill sets."""
    if not site_file.skill_sets:
        expected = N_("at least one [[skill_sets]]")
        raise InputError([Fault(site_file.source, N_("is missing"), field="skill_sets", expected=expected)])


def _without_first_night(needed: pd.DataFrame, site_file: SiteFile, grid: TimeGrid) -> pd.DataFrame:
    before = needed["start"] < needed["skill"].map(first_night_ends(site_file, grid))
    return needed.assign(
        agents=needed["agents"].where(~before, 0.0),
        scheduled=needed["scheduled"].where(~before, 0.0),
        reason=needed["reason"].where(~before | (needed["agents"] == 0), DAY_BEFORE),
    )


def first_night_ends(site_file: SiteFile, grid: TimeGrid) -> dict[str, pd.Timestamp]:
    """Return by team until when its shifts of the day before may last, at most until the first start of a planned one."""
    kinds = {kind.name: kind for kind in site_file.kinds}
    starts = {team.name: grid.end for team in site_file.teams}
    ends = {team.name: grid.origin for team in site_file.teams}
    day_before = grid.first_day - timedelta(days=1)
    for agent in site_file.agents:
        zone = agent.zone or grid.zone
        for kind in (kinds[name] for name in agent.contract.kinds):
            start = local_instant(grid.first_day, kind.earliest_start, zone)
            last = local_instant(day_before, kind.latest_start, zone) + timedelta(minutes=kind.length_minutes)
            starts[agent.team] = min(starts[agent.team], start)
            ends[agent.team] = max(ends[agent.team], last)
    return {team: pd.Timestamp(min(starts[team], ends[team])) for team in starts}


def peaks_around(site_file: SiteFile, grid: TimeGrid) -> frozenset[date]:
    """Return the promotion days near enough to *grid* to keep drills away."""
    usual = Timing()
    first = grid.first_day - timedelta(days=usual.days_after_peak)
    last = grid.last_day + timedelta(days=usual.days_before_peak)
    return site_calendar(site_file, first, last).promotion_days()
