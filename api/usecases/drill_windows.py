"""Windows for a drill: searched in a roster, of files or stored, with what they cost the live service where a forecast is known."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from api.computing import Computing
from api.store import Store, UnitOfWork
from api.usecases.basis import peaks_around
from api.usecases.drill_wishes import wishes_of
from api.usecases.drills import busy_roster
from api.usecases.rosters import PlannedRoster
from drills.cast import needs_of
from drills.incidents import Family, Level
from drills.placement import Search
from drills.planning import FindWindows, scenario_of
from drills.roles import Form
from drills.scenario.frozen import Scenario
from drills.scenario.team_names import refuse_unknown_teams
from drills.simulation.floor import floor_of
from drills.timing import Timing
from drills.windows import Finder, Wishes, history_of
from drills.windows.confirmed import confirmed
from drills.windows.estimated import estimate_of, teams_of
from drills.windows.live import LiveService, live_service
from drills.windows.simulated import LiveReplay
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence
from forecasting.site import Site
from scheduler.instance import Instance
from scheduler.roster import Roster


@dataclass(frozen=True, slots=True, eq=False)
class WindowQuestion:
    """Where *scenario* fits into *roster*, which has all other drills in it as activities.

    Without *live* service only heads are looked at. The best *top* windows are simulated, *workers* replications at a time.
    """

    scenario: Scenario
    roster: Roster
    instance: Instance
    timing: Timing
    wishes: Wishes
    live: LiveService | None
    top: int = 10
    workers: int = 2


@dataclass(frozen=True, slots=True)
class WindowOrder:
    """What a planner asks of a stored roster; *without* and *never_both* name agents by their ids."""

    family: Family
    seed: int
    form: Form = Form.TABLETOP
    level: Level | None = None
    first_day: date | None = None
    weeks: int | None = None
    top: int = 10
    rehearses: date | None = None
    near_peaks: bool = False
    below_target: float = 0.10
    without: tuple[str, ...] = ()
    never_both: tuple[tuple[str, str], ...] = ()


def search_windows(question: WindowQuestion) -> Search:
    """Return every window of *question*, the best ones simulated, usable ones best first.

    InputError where its scenario names teams in which nobody is.
    """
    refuse_unknown_teams(question.scenario, (agent.team for agent in question.instance.agents))
    needs, live = needs_of(question.scenario), question.live
    if live is None:
        return Finder(needs, question.roster, question.instance, question.timing, question.wishes).search()
    estimate = estimate_of(live, needs, question.instance, question.timing, question.workers)
    finder = Finder(needs, question.roster, question.instance, question.timing, question.wishes, estimate)
    tail = timedelta(minutes=question.timing.tail_minutes)
    replay = LiveReplay(live, teams_of(live, question.instance), tail, workers=question.workers)
    return confirmed(finder.search(), finder, replay, question.top)


def served_windows(site: Site, forecast: pd.DataFrame, below_target: float, seed: int) -> FindWindows:
    """Return a search that looks at service, too, and simulates the best windows until one keeps it; for ``new_drill``."""

    def find(scenario: Scenario, roster: Roster, instance: Instance, timing: Timing, wishes: Wishes) -> Search:
        live = live_of(site, forecast, instance, roster, below_target, seed)
        return search_windows(WindowQuestion(scenario, roster, instance, timing, wishes, live, top=1))

    return find


def live_of(
    site: Site, forecast: pd.DataFrame, instance: Instance, roster: Roster, below_target: float, seed: int
) -> LiveService | None:
    """Return the live service of *roster* before *forecast*, None where nobody waits for an answer: every queue is a backlog."""
    lines = {queue.name for queue in site.queues if not queue.channel.is_backlog}
    if not lines & set(forecast["queue"]):
        return None
    floor = floor_of(site, forecast, instance, roster)
    return live_service(floor.streams, floor.staff, below_target=below_target, seed=seed)


def within_weeks(timing: Timing, first: date, weeks: int | None) -> Timing:
    """Return *timing* for the *weeks* from *first* on alone; None asks for all that there is."""
    last = None if weeks is None else first + timedelta(weeks=weeks) - timedelta(days=1)
    return replace(timing, not_before=first, not_after=last)


def search_stored(store: Store, computing: Computing, roster_id: int, order: WindowOrder) -> Search:
    """Return the windows of a stored roster, with what its forecast says of live service.

    NotFoundError for a roster that is not there; InputError for a first day behind it, and for agents whom it does not have.
    """
    with store.snapshot() as unit:
        question = _stored_question(unit, roster_id, order)
    return computing.run(search_windows, question)


def _stored_question(unit: UnitOfWork, roster_id: int, order: WindowOrder) -> WindowQuestion:
    planned = PlannedRoster.of(unit, roster_id)
    instance, site_file = planned.instance, planned.question.site_file
    first = order.first_day or instance.grid.first_day
    if first > instance.grid.last_day:
        expected = Sentence(N_("a day up to {last}"), last=instance.grid.last_day)
        reason = N_("lies behind the roster")
        raise InputError([Fault("request", reason, field="first_day", value=first.isoformat(), expected=expected)])
    peaks: frozenset[date] = frozenset() if order.near_peaks else peaks_around(site_file, instance.grid)
    roster = busy_roster(unit, planned)
    past = history_of(drill.document for drill in unit.drills.all(planned.head.site_id))
    return WindowQuestion(
        scenario=scenario_of(order.family, order.seed, order.form, order.level),
        roster=roster,
        instance=instance,
        timing=within_weeks(Timing(peaks=peaks, rehearses=order.rehearses), first, order.weeks),
        wishes=wishes_of(instance, past, order.without, order.never_both),
        live=_stored_live(unit, planned, roster, order),
        top=order.top,
    )


def _stored_live(unit: UnitOfWork, planned: PlannedRoster, roster: Roster, order: WindowOrder) -> LiveService | None:
    forecast_id = planned.question.requirement.forecast_id
    if forecast_id is None:
        return None
    site = planned.question.site_file.with_calendar(planned.question.calendar).site
    forecast = unit.forecasts.frame(forecast_id)
    return live_of(site, forecast, planned.instance, roster, order.below_target, order.seed)
