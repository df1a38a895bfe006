"""Weekends worked: how many, how many in a row, whole or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from forecasting.messages import N_
from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation, broken
from scheduler.rules.sequence import days_worked, whole_lines
from scheduler.rules.wording import WEEKENDS, Figure, RuleText
from scheduler.variables import Variables

ONE_DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class WeekendsWorked:
    """At most *most* weekends with a shift in any *weeks* consecutive ones."""

    most: int = 3
    weeks: int = 4
    name: ClassVar[str] = "weekends-worked"
    citation: ClassVar[str] = N_("site")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Weekends worked"),
        N_("In any so many consecutive weekends at most so many have a shift."),
        note=N_(
            "A weekend is worked when a shift starts on its Saturday or Sunday; a night that begins on Friday leaves it free."
        ),
        figures={
            "most": Figure(N_("most weekends with a shift"), WEEKENDS),
            "weeks": Figure(N_("length of the stretch of weekends"), WEEKENDS),
        },
    )

    @property
    def days_back(self) -> int:
        """Days before the plan that may belong to a stretch of weekends with it."""
        return 7 * (self.weeks + 1)

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each stretch of weekends with too many worked."""
        yield from _too_many(self, roster, instance, self.most, self.weeks)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Bound the weekends worked of each stretch."""
        _post_most(model, variables, self.most, self.weeks)


@dataclass(frozen=True, slots=True)
class WeekendsInRow:
    """At most *most* consecutive weekends with a shift."""

    most: int = 2
    name: ClassVar[str] = "weekends-in-row"
    citation: ClassVar[str] = N_("site")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Weekends in a row"),
        N_("At most so many consecutive weekends have a shift."),
        note=N_("See weekends-worked for what a worked weekend is."),
        figures={
            "most": Figure(N_("most weekends in a row with a shift"), WEEKENDS),
        },
    )

    @property
    def days_back(self) -> int:
        """Days before the plan that may belong to a row of weekends with it."""
        return 7 * (self.most + 2)

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each row of weekends that is too long by one."""
        yield from _too_many(self, roster, instance, self.most, self.most + 1)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Forbid rows of worked weekends that are longer."""
        _post_most(model, variables, self.most, self.most + 1)


@dataclass(frozen=True, slots=True)
class WholeWeekends:
    """Of a weekend both days are worked or none."""

    name: ClassVar[str] = "whole-weekends"
    citation: ClassVar[str] = N_("site")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Whole weekends"),
        N_("Of a weekend both days are worked or none."),
        note=N_(
            "Weekends with a day of leave are left out, and so are those of which the planned and known days have one only."
        ),
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each weekend with one day worked."""
        lines = whole_lines(roster, instance)
        for agent in instance.agents:
            worked = days_worked(lines[agent.id])
            for saturday in _whole(instance, agent):
                if (saturday in worked) != (saturday + ONE_DAY in worked):
                    template = N_("{agent} works one day of the weekend of {day}; both or none are allowed")
                    yield broken(self, agent, saturday, template, day=saturday)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Make the two days of each weekend equal."""
        for agent in variables.agents:
            for saturday in _whole(variables.instance, agent):
                model.add(variables.works(agent, saturday) == variables.works(agent, saturday + ONE_DAY))


def _whole(instance: Instance, agent: Agent) -> Iterator[date]:
    """Yield the Saturdays of the weekends that are known or planned whole, without leave, and not past."""
    known = set(instance.known_days()) - agent.leave
    for sunday in instance.days():
        if sunday.weekday() == SUNDAY and {sunday, sunday - ONE_DAY} <= known:
            yield sunday - ONE_DAY


def _saturday(day: date) -> date:
    """Return the Saturday of the weekend in or before which *day* lies."""
    return day - timedelta(days=(day.weekday() - SATURDAY) % 7)


def _stretches(instance: Instance, weeks: int) -> Iterator[list[date]]:
    """Yield the Saturdays of every *weeks* consecutive known weekends, of which the last has a planned day."""
    saturdays = sorted({_saturday(day) for day in instance.known_days() if day.weekday() >= SATURDAY})
    for end in range(min(weeks, len(saturdays)), len(saturdays) + 1):
        stretch = saturdays[end - weeks : end] if end >= weeks else saturdays
        if stretch and stretch[-1] + ONE_DAY >= instance.grid.first_day:
            yield stretch


def _past_weekends(instance: Instance, agent: Agent) -> set[date]:
    past = instance.lines_before.get(agent.id, ())
    return {_saturday(shift.day) for shift in past if shift.day.weekday() >= SATURDAY}


def _too_many(
    rule: WeekendsWorked | WeekendsInRow, roster: Roster, instance: Instance, most: int, weeks: int
) -> Iterator[Violation]:
    for agent_id, line in roster.by_agent().items():
        agent = instance.agent_by_id[agent_id]
        before = _past_weekends(instance, agent)
        planned = {_saturday(shift.day) for shift in line if shift.day.weekday() >= SATURDAY} - before
        for stretch in _stretches(instance, weeks):
            count = len((planned | before).intersection(stretch))
            if count > most and planned.intersection(stretch):
                template = N_("{agent} works {count} of the {weeks} weekends from {first}; at most {most} are allowed")
                yield broken(rule, agent, stretch[0], template, count=count, weeks=weeks, first=stretch[0], most=most)


def _post_most(model: CpModel, variables: Variables, most: int, weeks: int) -> None:
    for agent in variables.agents:
        before = _past_weekends(variables.instance, agent)
        worked: dict[date, list[IntVar]] = {}
        for day in variables.days:
            if day.weekday() >= SATURDAY and _saturday(day) not in before:
                worked.setdefault(_saturday(day), []).append(variables.works(agent, day))
        any_day = {saturday: _any(model, days) for saturday, days in worked.items()}
        for stretch in _stretches(variables.instance, weeks):
            planned = [any_day[saturday] for saturday in stretch if saturday in any_day]
            model.add(LinearExpr.sum(planned) <= max(0, most - len(before.intersection(stretch))))


def _any(model: CpModel, literals: list[IntVar]) -> IntVar:
    found = model.new_bool_var("")
    model.add_max_equality(found, literals)
    return found
