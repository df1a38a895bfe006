"""From exports to a roster and its drill in one go: read, forecast, staff, roster, drill."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo

import pandas as pd

from api.errors import PlanStoppedError
from api.usecases.backtests import Past
from api.usecases.basis import (
    began,
    known_history,
    peaks_around,
    people_by_queue,
    people_by_sets,
    people_by_team,
    refuse_without_sets,
    site_calendar,
)
from api.usecases.before import roster_before
from api.usecases.cleaning import anomalies_of
from api.usecases.forecast_making import Question, Recipe, make
from api.usecases.plan_service import FEWEST, affordable, plan_service, service_question
from api.usecases.published import published_roster_of
from api.usecases.simulation import ServiceFound
from api.usecases.training import TrainingFound, keeping, recorded, training_of
from api.usecases.worked import worked_before
from drills import Drill, Family, Timing, new_drill, published_roster
from drills.errors import NoWindowError
from forecasting.calendar import EventCalendar
from forecasting.cleaning import Cleaning, Finding
from forecasting.errors import Fault, InputError
from forecasting.history import HistoryOptions, HistoryRead, read_history
from forecasting.messages import N_, Sentence, sentence_of
from forecasting.provenance import Provenance
from forecasting.timegrid import TimeGrid
from scheduler.checking import check_roster
from scheduler.errors import InfeasibleError
from scheduler.formats import SiteFile, read_site
from scheduler.formats.locks import lock_file
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Violation
from scheduler.solution import Limits, Progress, Result, Status, Watcher
from scheduler.solve import solve

MOST_DAYS = 400
READING = N_("reading the history")
FORECASTING = N_("forecasting")
STAFFING = N_("working out the people needed")
DRILLING = N_("placing the drill")
DRAFT_ONLY = N_("the roster is a draft that breaks rules")
SIMULATING = N_("simulating the service")


def _as_it_came(_found: Cleaning, _zone: ZoneInfo) -> Cleaning:
    return Cleaning()


OptionsOf = Callable[[HistoryOptions], HistoryOptions]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be planned: *days* local days from *first_day* of the site in *site_path*.

    *options* turns the history options of the site file into those to use. *drill* is the family of incident to
    exercise, None for no drill; *seed* draws the roster's turns and the drill. *cleaning* is shown the outages and spikes
    that were found in the history before it is used and answers with those to leave out; by default with none. *after* is
    the roster file of the days before, None where they are not known, *published* that of planned days which people know
    already, *locks* that of shifts and days off that are fixed, *training_record* that of the courses that people attended this
    year, None for the one that the site file names. *by_skill_set* asks for people by the site's skill sets instead of its teams.
    *worked* is the file of paid time before the plan, *period_from* the day on which the period of the contracts' hours
    began, *quiet_slots* whether backlogs are worked in the time that their team's lines leave: None for what the site file says.
    *start* is the file of a roster to begin with, lawful or not; *keep* is told of lawful rosters while the solver is at work.
    """

    site_path: Path
    history_paths: tuple[Path, ...]
    first_day: date
    days: int
    limits: Limits
    options: OptionsOf
    drill: Family | None = Family.SYSTEM_OUTAGE
    seed: int = 1
    cleaning: Callable[[Cleaning, ZoneInfo], Cleaning] = _as_it_came
    after: Path | None = None
    published: Path | None = None
    by_skill_set: bool = False
    locks: Path | None = None
    training_record: Path | None = None
    worked: Path | None = None
    period_from: date | None = None
    quiet_slots: bool | None = None
    start: Path | None = None
    keep: Callable[[Roster, Instance], None] | None = None

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
    there is no drill although one was asked for. *left_out* are the findings that the forecast was made without,
    *provenance* is where it comes from. *service* is what customers will get from *roster*, None where nobody waits on the line.
    *begun_with* is the SHA-256 of the roster that the search began with, which may be gone by then.
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
    left_out: tuple[Finding, ...]
    provenance: Provenance
    service: ServiceFound | None
    begun_with: str | None = None

    @property
    def training(self) -> TrainingFound | None:
        """The training in *roster*, None where the site has none."""
        return training_of(self.roster, self.instance, self.site_file.rules)


def plan_site(order: Order, watch: Watcher) -> Plan:
    """Plan what *order* asks for; *watch* is told the stage and how the roster stands.

    Once *watch* answers False the best roster so far is kept; before there is one, PlanStoppedError. Raises InputError
    naming every fault of the input, InfeasibleError naming rules and people when no lawful roster exists and the least to
    give up for a draft is not found either.
    """
    stages = _Stages(watch)
    stages.enter(READING)
    plain = _site_of(order)
    grid = TimeGrid(plain.site.zone, order.first_day, order.days, plain.site.slot_minutes)
    if order.locks is not None:
        planned = grid.first_day, grid.last_day
        plain = replace(plain, agents=lock_file(order.locks, plain.agents, plain.kinds, planned))
    plain = recorded(plain, order.training_record)
    plain = worked_before(plain, grid.first_day, order.worked, order.period_from)
    before = None if order.after is None else roster_before(order.after, plain, grid)
    read = read_history(order.history_paths, order.options(plain.history))
    stages.enter(FORECASTING)
    history = known_history(read.complete(), grid, order.history_paths[0])
    calendar = site_calendar(plain, began(history, grid), grid.last_day)
    site_file = plain.with_calendar(calendar)
    past = Past(history, read.step_minutes, site_file.site, calendar)
    left_out = order.cleaning(anomalies_of(past), grid.zone).accepted
    question = Question(
        history, read.step_minutes, site_file.site, calendar, grid, site_file.containment, Recipe(left_out)
    )
    made = make(question)
    stages.enter(STAFFING)
    queues = people_by_queue(made.forecast, site_file, grid, share_quiet_slots=order.quiet_slots)
    known = before is not None
    if order.by_skill_set:
        teams = people_by_sets(
            made.forecast, queues, site_file, grid, lambda _done, _days: stages.enter(STAFFING), day_before_known=known
        )
    else:
        teams = people_by_team(queues, site_file, grid, day_before_known=known)
    instance = site_file.instance(grid, teams, calendar, before=before, must_be_possible=False)
    published = None if order.published is None else published_roster_of(order.published, site_file, grid)
    site_file = keeping(site_file, published)
    aims = site_file.aims.objective(instance, published)
    start = None if order.start is None else published_roster_of(order.start, site_file, grid)
    begun_with = None if order.start is None else sha256(order.start.read_bytes()).hexdigest()
    found = None if order.keep is None else partial(_keep, order.keep, instance)
    result = solve(instance, site_file.rules, order.limits, watch, aims, found=found, start=start)
    if result.roster is None:
        proven = result.status is Status.INFEASIBLE
        raise InfeasibleError((conflict.message for conflict in result.conflicts), proven=proven)
    if order.drill is not None:
        stages.announce(DRILLING)
    drill, no_drill = None, DRAFT_ONLY if order.drill is not None else None
    if result.status is not Status.RELAXED:
        drill, no_drill = place_drill(order, result.roster, instance, site_file)
    roster, violations = result.roster, result.violations
    if drill is not None:
        roster = published_roster(roster, drill)
        violations = check_roster(roster, instance, site_file.rules)
    trial = affordable(made.forecast, order.seed)
    asked = service_question(roster, instance, site_file, calendar, made.forecast, trial)
    service = plan_service(asked, lambda _case, done: stages.announce(SIMULATING) or done < FEWEST)
    return Plan(
        order,
        site_file,
        calendar,
        read,
        grid,
        made.forecast,
        queues,
        teams,
        instance,
        result,
        roster,
        violations,
        drill,
        no_drill,
        left_out,
        made.provenance,
        service,
        begun_with,
    )


def _keep(keep: Callable[[Roster, Instance], None], instance: Instance, roster: Roster, _points: float) -> None:
    keep(roster, instance)


def _site_of(order: Order) -> SiteFile:
    """Return the site, its skill sets in the place of teams where these are asked for."""
    found = read_site(order.site_path)
    if not order.by_skill_set:
        return found
    refuse_without_sets(found)
    return found.by_skill_set()


@dataclass
class _Stages:
    """Tells the watcher which stage begins before the solver tells for itself."""

    watch: Watcher

    def __post_init__(self) -> None:
        self.began = monotonic()

    def announce(self, stage: str) -> bool:
        return self.watch(Progress(stage, monotonic() - self.began))

    def enter(self, stage: str) -> None:
        if not self.announce(stage):
            raise PlanStoppedError


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
