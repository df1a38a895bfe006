"""What a site asks of its rosters beyond the law: how much each term weighs, who asks for what, who had what before."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from scheduler.fairness import Burden, Ledger
from scheduler.instance import Instance
from scheduler.objective.changes import CHANGES, ChangeCosts, Changes
from scheduler.objective.cover import EXCESS, SHORTAGE, Weights
from scheduler.objective.goal import USUAL, Objective
from scheduler.objective.overtime import OVERTIME, OvertimeOfDays, OvertimeOfWeeks
from scheduler.objective.requests import REQUESTS, Request, RequestsMet
from scheduler.objective.shares import NAMES, Sharing
from scheduler.objective.starts import UNSTEADY_STARTS, UnsteadyStarts
from scheduler.roster import Roster
from scheduler.rules.base import Rule

TERMS = (SHORTAGE, EXCESS, OVERTIME, REQUESTS, CHANGES, UNSTEADY_STARTS, *NAMES.values())


@dataclass(frozen=True, slots=True)
class Percents:
    """Pay of overtime by the kind of its day, in percent of the ordinary wage (LL-44)."""

    workday: int = 150
    rest_day: int = 200
    holiday: int = 300


@dataclass(frozen=True, slots=True)
class Aims:
    """The weights of the terms, in hundredths of a point, and what they are measured against.

    *overtime* is for an hour at 100 percent, *requests* for one of weight 1, *unsteady_starts* for an hour, *shares* for
    a squared distance from the mean. *months* of the *ledger* before the planned days count. Requests and changes weigh
    something from the start, as they cost nothing where nobody asks and nothing is published; the rest is for the site
    to want. *weekly_minutes* is None where no week has rest days that would be paid: comprehensive hours (CH);
    *weeks_are_held* tells that a hard rule allows no more than it. *seniority_percent* is what requests weigh more for each
    year of service.
    """

    weights: Weights = USUAL
    overtime: int = 0
    percents: Percents = Percents()  # frozen
    weekly_minutes: int | None = 2_400
    weeks_are_held: bool = False
    requests: int = 1_000
    changes: ChangeCosts = ChangeCosts(added=2_000, removed=2_000, hour=400)  # noqa: RUF009  # frozen
    unsteady_starts: int = 0
    shares: Mapping[Burden, int] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    months: int = 3
    asked: tuple[Request, ...] = ()
    ledger: Ledger = Ledger()  # noqa: RUF009  # frozen
    rules: tuple[Rule, ...] = ()
    seniority_percent: float = 0

    def objective(self, instance: Instance, published: Roster | None = None) -> Objective:
        """Return the objective of a roster for *instance*, changes against *published* included where there is one."""
        asked = self._asked_in(instance)
        days = [RequestsMet.of(asked, self.requests, self.seniority_percent)] if asked else []
        steady = [UnsteadyStarts(self.unsteady_starts)] if self.unsteady_starts else []
        known = self.ledger.before(instance.grid.first_day, self.months)
        present = self.ledger.days_before(instance.grid.first_day, self.months)
        objective = Objective(
            self.weights,
            (*self._overtime_of_days(), *days, *([] if published is None else [self._changes(published, instance)])),
            (*self._overtime_of_weeks(), *steady),
            tuple(Sharing.of(burden, cost, instance, known, present) for burden, cost in self.shares.items() if cost),
            self.order,
        )
        return objective.under(self.rules, instance)

    def _asked_in(self, instance: Instance) -> list[Request]:
        days = set(instance.grid.dates())
        return [ask for ask in self.asked if ask.day in days and ask.agent in instance.agent_by_id]

    def _overtime_of_days(self) -> Collection[OvertimeOfDays]:
        if not self.overtime:
            return ()
        percents = self.percents
        return (OvertimeOfDays(self.overtime, workday_percent=percents.workday, holiday_percent=percents.holiday),)

    def _overtime_of_weeks(self) -> Collection[OvertimeOfWeeks]:
        if not self.overtime or self.weekly_minutes is None:
            return ()
        return (
            OvertimeOfWeeks(
                self.overtime, self.weekly_minutes, percent=self.percents.rest_day, forbidden=self.weeks_are_held
            ),
        )

    def _changes(self, published: Roster, instance: Instance) -> Changes:
        return Changes.of(published, instance, self.changes)
