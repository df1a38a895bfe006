"""What it costs to break a rule that should be kept rather than must: by violation, by day, or by missing hour."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_, Sentence
from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.objective.cover import SCALE
from scheduler.objective.given_up import GivenUp
from scheduler.objective.missed import missed_minutes, missed_shifts, times_broken
from scheduler.objective.terms import LineTerm, Parts
from scheduler.roster import Assignment, Break, Roster, elapsed
from scheduler.rules.base import Rule, Severity
from scheduler.rules.scope import Scoped
from scheduler.rules.sequence import monday_of
from scheduler.rules.shifts_of_kind import ShiftsOfKind
from scheduler.rules.soft import PRICES, Unit
from scheduler.variables import Variables
from scheduler.worked import MINUTES_AN_HOUR, Line, Worked

PREFIX = "rule: "
OF_RULE = N_("rule: {rule}")


@dataclass(frozen=True, slots=True)
class SoftRule:
    """What the lines of the people whom *rule* covers cost by breaking it, *cost* hundredths of a point a unit.

    From the roster it is what ``check`` yields, in the model the constraints of ``post`` that are given up. Hours are
    counted to the minute and rounded down to the hundredth of a point for each violation.
    """

    rule: Scoped
    cost: int

    @property
    def name(self) -> str:
        """Name of the term."""
        return PREFIX + self.rule.name

    @property
    def is_of_days(self) -> bool:
        """Whether the rule is about each day by itself."""
        return PRICES[self.rule.name].days

    @staticmethod
    def of(rule: Scoped) -> "SoftRule":
        """Return the term of *rule*, whose name is in PRICES."""
        points = PRICES[rule.name].points if rule.weight is None else rule.weight
        return SoftRule(rule, round(points * SCALE))

    def of_line(self, instance: Instance, agent: Agent, line: Line) -> int:
        """Return what the violations of *line* cost."""
        if not self.rule.covers(agent):
            return 0
        alone = instance.alone(agent)
        roster = Roster(instance.grid, tuple(assignment_of(agent, shift) for shift in line))
        found = list(self.rule.rule.check(roster, alone))
        if PRICES[self.rule.name].unit is Unit.HOUR:
            missed = (missed_minutes(violation, agent, alone) for violation in found)
            return sum(minutes * self.cost // MINUTES_AN_HOUR for minutes in missed)
        if isinstance(self.rule.rule, ShiftsOfKind):
            return self.cost * sum(missed_shifts(self.rule.rule, violation, roster, alone) for violation in found)
        return self.cost * times_broken(found, roster, alone, agent)

    def post(self, model: CpModel, variables: Variables, agent: Agent) -> Parts:
        """Post the rule with a way to break it, and what that costs."""
        if not self.rule.covers(agent) or not self.cost:
            return []
        price = PRICES[self.rule.name]
        given_up = GivenUp(model, replace(variables, agents=(agent,)), self.rule.rule)
        if price.unit in {Unit.HOUR, Unit.SHIFT}:
            return given_up.by_amount(self.cost, MINUTES_AN_HOUR if price.unit is Unit.HOUR else 1)
        return given_up.by_day(self.cost, monday_of if price.weeks else _itself)


def soft_rules(rules: Iterable[Rule]) -> tuple[SoftRule, ...]:
    """Return the terms of those of *rules* that are soft by the site's word; others price themselves or cost nothing."""
    return tuple(
        SoftRule.of(rule)
        for rule in rules
        if isinstance(rule, Scoped) and rule.severity is Severity.SOFT and rule.name in PRICES and rule.weight != 0
    )


def with_soft_rules(lines: Iterable[LineTerm], rules: Iterable[Rule]) -> tuple[LineTerm, ...]:
    """Return *lines* with the soft ones of *rules* about more than single days in the place of those that they have."""
    own = (term for term in soft_rules(rules) if not term.is_of_days)
    return (*(term for term in lines if not isinstance(term, SoftRule)), *own)


def term_label(name: str) -> str:
    """Return the name of a term in words that can be said in another language."""
    return Sentence(OF_RULE, rule=name.removeprefix(PREFIX)) if name.startswith(PREFIX) else name


def _itself(day: date) -> date:
    return day


def assignment_of(agent: Agent, shift: Worked) -> Assignment:
    """Return *shift* with its unpaid time in one break: where in the shift it lies is nothing that soft rules look at."""
    if not shift.paid_minutes:
        return Assignment(agent.id, shift.day, shift.kind, shift.start, shift.end, on_call=True)
    unpaid = elapsed(shift.start, shift.end) - timedelta(minutes=shift.paid_minutes)
    start = shift.start.astimezone(UTC)
    breaks = (Break(start, start + unpaid),) if unpaid else ()
    return Assignment(agent.id, shift.day, shift.kind, shift.start, shift.end, breaks)
