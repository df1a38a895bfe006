"""From exports to a roster and its drill in one go: read, forecast, staff, roster, drill."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from time import monotonic

import pandas as pd

from api.errors import PlanStoppedError
from drills import Drill, Family, Timing, new_drill, published_roster
from drills.errors import NoWindowError
from forecasting.calendar import EventCalendar, event_calendar
from forecasting.errors import Fault, InputError
from forecasting.forecast import known_before, make_forecast
from forecasting.history import HistoryOptions, HistoryRead, read_history
from forecasting.messages import N_, Sentence, sentence_of
from forecasting.staffing import pool, required_people
from forecasting.timegrid import TimeGrid, local_instant
from scheduler.checking import check_roster
from scheduler.errors import InfeasibleError
from scheduler.formats import SiteFile, read_site
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Violation
from scheduler.solution import Limits, Progress, Result, Watcher
from scheduler.solve import solve

MOST_DAYS = 400
READING = N_("reading the history")
FORECASTING = N_("forecasting")
STAFFING = N_("working out the people needed")
DRILLING = N_("placing the drill")
DAY_BEFORE = N_("shifts of the day before")

OptionsOf = Callable[[HistoryOptions], HistoryOptions]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be planned: *days* local days from *first_day* of the site in *site_path*.

    *options* turns the history options of the site file into those to use. *drill* is the family of incident to
    exercise, None for no drill; *seed* draws the roster's turns and the drill.
    """

    site_path: Path
    history_paths: tuple[Path, ...]
    first_day: date
    days: int
    limits: Limits
    options: OptionsOf
    drill: Family | None = Family.SYSTEM_OUTAGE
    seed: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.days <= MOST_DAYS:
            fault = Fault(
                "--days",
                N_("is no number of days to plan"),
                value=str(self.days),
                expected=Sentence(N_("{first} to {last}"), first=1, last=MOST_DAYS),
            )
            raise InputError([fault])


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a plan went through; frames are laid out as FORECAST and REQUIREMENT.

    *roster* is the one to publish, an announced drill in it, and *violations* are what it breaks. *no_drill* says why
    there is no drill although one was asked for.
    """

    order: Order
    site_file: SiteFile
    calendar: EventCalendar
    history: HistoryRead
    grid: TimeGrid
    forecast: pd.DataFrame
    queues: pd.DataFrame
    teams: pd.DataFrame
    instance: Instance
    result: Result
    roster: Roster
    violations: tuple[Violation, ...]
    drill: Drill | None
    no_drill: str | None


def plan_site(order: Order, watch: Watcher) -> Plan:
    """Plan what *order* asks for; *watch* is told the stage and how the roster stands.

    Once *watch* answers False the best roster so far is kept; before there is one, PlanStoppedError. Raises InputError
    naming every fault of the input, InfeasibleError naming rules and people when no lawful roster exists.
    """
    stages = _Stages(watch, order.limits.seconds)
    stages.enter(READING)
    plain = read_site(order.site_path)
    grid = TimeGrid(plain.site.zone, order.first_day, order.days, plain.site.slot_minutes)
    read = read_history(order.history_paths, order.options(plain.history))
    stages.enter(FORECASTING)
    history = known_history(read, grid, order.history_paths[0])
    calendar = site_calendar(plain, began(history, grid), grid.last_day)
    site_file = plain.with_calendar(calendar)
    forecast = make_forecast(history, site_file.site, calendar, grid, step_minutes=read.step_minutes)
    stages.enter(STAFFING)
    queues = required_people(forecast, site_file.site, grid)
    teams = people_by_team(queues, site_file, grid)
    instance = site_file.instance(grid, teams, calendar)
    result = solve(instance, site_file.rules, order.limits, watch)
    if result.roster is None:
        raise InfeasibleError(conflict.message for conflict in result.conflicts)
    stages.announce(DRILLING)
    drill, no_drill = place_drill(order, result.roster, instance, site_file)
    roster = result.roster if drill is None else published_roster(result.roster, drill)
    violations = check_roster(roster, instance, site_file.rules)
    return Plan(
        order,
        site_file,
        calendar,
        read,
        grid,
        forecast,
        queues,
        teams,
        instance,
        result,
        roster,
        violations,
        drill,
        no_drill,
    )


@dataclass
class _Stages:
    """Tells the watcher which stage begins before the solver tells for itself."""

    watch: Watcher
    seconds: float

    def __post_init__(self) -> None:
        self.began = monotonic()

    def announce(self, stage: str) -> bool:
        return self.watch(Progress(stage, monotonic() - self.began, self.seconds))

    def enter(self, stage: str) -> None:
        if not self.announce(stage):
            raise PlanStoppedError


def known_history(read: HistoryRead, grid: TimeGrid, path: Path) -> pd.DataFrame:
    """Return the complete part of *read* before *grid*, laid out as HISTORY; refuse an empty one, naming *path*."""
    history = known_before(read.complete(), grid)
    if history.empty:
        found = f"{read.history['start'].min().tz_convert(str(grid.zone)):%Y-%m-%d}"
        reason = N_("no row lies before the first day to plan")
        raise InputError(
            [Fault(str(path), reason, value=found, expected=Sentence(N_("days before {day}"), day=grid.first_day))]
        )
    return history


def began(history: pd.DataFrame, grid: TimeGrid) -> date:
    """Return the local day on which *history* begins, or the first of *grid* where that is earlier."""
    first: date = history["start"].min().tz_convert(str(grid.zone)).date()
    return min(first, grid.first_day)


def site_calendar(site_file: SiteFile, first: date, last: date) -> EventCalendar:
    """Return the holidays, festivals and the planner's own events of the site from *first* to *last*."""
    site = site_file.site
    return event_calendar(site.holidays, site.zone, first, last, site_file.phases, site_file.closed)


def people_by_team(queues: pd.DataFrame, site_file: SiteFile, grid: TimeGrid) -> pd.DataFrame:
    """Return the people needed by team, with the floor of heads in every open slot (OS-2.1).

    Slots of the first night that no shift of the planned days reaches ask for nobody: the shifts of the day before
    cover them.
    """
    opening = {team.name: team.opening for team in site_file.teams}
    needed = pool(queues, site_file.queues_by_team, site_file.site, grid, site_file.floor, opening)
    reached = needed["skill"].map(first_starts(site_file, grid))
    before = needed["start"] < reached
    return needed.assign(
        agents=needed["agents"].where(~before, 0.0),
        scheduled=needed["scheduled"].where(~before, 0.0),
        reason=needed["reason"].where(~before | (needed["agents"] == 0), DAY_BEFORE),
    )


def first_starts(site_file: SiteFile, grid: TimeGrid) -> dict[str, pd.Timestamp]:
    """Return by team the earliest start of a shift within the planned days; their end where nobody is in the team."""
    kinds = {kind.name: kind for kind in site_file.kinds}
    starts = {team.name: grid.end for team in site_file.teams}
    for agent in site_file.agents:
        for name in agent.contract.kinds:
            start = local_instant(grid.first_day, kinds[name].earliest_start, agent.zone or grid.zone)
            starts[agent.team] = min(starts[agent.team], start)
    return {team: pd.Timestamp(start) for team, start in starts.items()}


def peaks_around(site_file: SiteFile, grid: TimeGrid) -> frozenset[date]:
    """Return the promotion days near enough to *grid* to keep drills away."""
    usual = Timing()
    first = grid.first_day - timedelta(days=usual.days_after_peak)
    last = grid.last_day + timedelta(days=usual.days_before_peak)
    return site_calendar(site_file, first, last).promotion_days()


def place_drill(
    order: Order, roster: Roster, instance: Instance, site_file: SiteFile
) -> tuple[Drill | None, str | None]:
    """Return a drill of the family asked for, kept away from promotions where the days allow it, or why there is none."""
    if order.drill is None:
        return None, None
    timing = Timing(peaks=peaks_around(site_file, instance.grid))
    try:
        return new_drill(order.drill, order.seed, roster, instance, timing=timing), None
    except NoWindowError as refused:
        return None, sentence_of(refused)
