"""The service that follows a roster: simulated case by case, and summed up in frames."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from api.usecases.one_more import OneMore, one_more, somebody
from api.usecases.service_question import (
    ServiceQuestion,
    customers,
    queue_of_stream,
    staff_of,
    streams_by_team,
    targets_by_stream,
    unforetold,
    unserved_hours,
)
from forecasting.calendar import EventCalendar
from forecasting.messages import N_
from forecasting.service import WeakHour, changed, weakest_hours
from forecasting.service.totals import difference_frame, total_frame
from forecasting.service.verdict import Targets, targets_met
from forecasting.simulation import Outcome, Person, Stream, day_frame, outcome_frame
from forecasting.timegrid import TimeGrid
from scheduler.service import Trial, follow
from scheduler.staff import Staff

EXPECTED = ""  # the name of the case that is as forecast
ROSTER, OTHER_ROSTER, ONE_MORE = N_("as forecast"), N_("the other roster"), N_("one more person")
Watch = Callable[[str, int], bool]


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its *scenario* (empty: as forecast), *slots* laid out as OUTCOME, *days*, and *total* by queue (``total_frame``)."""

    scenario: str
    slots: pd.DataFrame
    days: pd.DataFrame
    total: pd.DataFrame
    replications: int


@dataclass(frozen=True, slots=True)
class ServiceFound:
    """The answer: *cases*, as forecast first; the *weakest* hours of that one; *differences*, roster less the other one.

    *stopped* tells that not everything asked for was done. *unserved* names the backlog queues that share a team with simulated
    ones, with the hours of their work that are not in the simulation, *unforetold* the queues without a forecast,
    *never_leave* the simulated ones whose customers wait for ever.
    """

    site: str
    grid: TimeGrid
    trial: Trial
    cases: tuple[Case, ...]
    weakest: tuple[WeakHour, ...]
    one_more: OneMore | None
    differences: pd.DataFrame | None
    stopped: bool
    unserved: dict[str, float]
    unforetold: tuple[str, ...]
    never_leave: tuple[str, ...]
    calendar: EventCalendar

    @property
    def expected(self) -> Case:
        """The case that is as forecast."""
        return self.cases[0]

    @property
    def queues(self) -> list[str]:
        """The simulated queues, in the site's order."""
        return [str(name) for name in self.expected.total["queue"]]


def _go_on(_case: str, _done: int) -> bool:
    return True


def follow_roster(question: ServiceQuestion, watch: Watch = _go_on) -> ServiceFound:
    """Simulate what *question* asks; *watch* is told case and replications done and stops all by returning False.

    Whatever is done by then is kept. Raises InputError where no queue has customers who wait for an answer.
    """
    desk = _Desk(question, watch)
    streams, staff = customers(question), staff_of(question, question.roster)
    targets = targets_by_stream(question)
    base = desk.follow(ROSTER, streams, staff)
    cases = [_case(EXPECTED, base, question.grid, targets)]
    for scenario in question.scenarios:
        if not desk.stopped:
            other = changed(streams, scenario, question.forecast, question.grid, queue_of_stream(question))
            cases.append(_case(scenario.name, desk.follow(scenario.name, other, staff), question.grid, targets))
    differences = None
    if question.other is not None and not desk.stopped:
        against = desk.follow(OTHER_ROSTER, streams, staff_of(question, question.other))
        differences = difference_frame(base, against, question.grid)
    weakest = weakest_hours(base, question.grid)
    found = None
    if weakest and not desk.stopped:
        found = _one_more(weakest[0], base, streams, staff, desk)
    return ServiceFound(
        question.site.name,
        question.grid,
        question.trial,
        tuple(cases),
        weakest,
        found,
        differences,
        desk.stopped,
        unserved_hours(question),
        unforetold(question),
        tuple(stream.name for stream in streams if stream.patience_seconds is None),
        question.calendar,
    )


@dataclass
class _Desk:
    """Simulates case after case until it is told to stop."""

    question: ServiceQuestion
    watch: Watch
    stopped: bool = False

    def follow(self, name: str, streams: tuple[Stream, ...], staff: Staff, extra: tuple[Person, ...] = ()) -> Outcome:
        def watch(done: int) -> bool:
            self.stopped = not self.watch(name, done)
            return not self.stopped

        return follow(streams, staff, self.question.trial, watch, extra=extra)


def _case(scenario: str, outcome: Outcome, grid: TimeGrid, targets: Targets) -> Case:
    met = targets_met(outcome, targets)
    columns = {"target_met": met.mean, "target_met_low": met.low, "target_met_high": met.high}
    days = day_frame(outcome, grid).assign(**{name: values.T.ravel() for name, values in columns.items()})
    total = total_frame(outcome, targets)
    return Case(scenario, outcome_frame(outcome, grid), days, total, outcome.replications)


def _one_more(hour: WeakHour, base: Outcome, streams: tuple[Stream, ...], staff: Staff, desk: _Desk) -> OneMore | None:
    """Return what somebody who is there in *hour* besides changes, None where that was stopped."""
    grid = desk.question.grid
    team, names = next((team, names) for team, names in streams_by_team(desk.question).items() if hour.queue in names)
    more = desk.follow(ONE_MORE, streams, staff, (somebody(hour, names, grid),))
    return (
        one_more(base, more, hour, team, grid, targets_by_stream(desk.question))
        if more.replications == base.replications
        else None
    )
