"""Paid hours of a day, week, month or any so many days, from a least to a most; both equal makes them exact."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Protocol

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_
from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity, Violation, broken
from scheduler.rules.contract import LEAVE_DAYS_A_WEEK
from scheduler.rules.hours import minutes_in, paid_minutes
from scheduler.rules.sequence import monday_of
from scheduler.rules.wording import DAYS, HOURS, Figure, RuleText
from scheduler.variables import Variables, forbid

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days from *first* to *last*, both included; *last* is planned, *first* may lie before the plan."""

    first: date
    last: date

    def days(self) -> list[date]:
        """Return the days in order."""
        return [self.first + timedelta(days=index) for index in range((self.last - self.first).days + 1)]


class Stretched(Rule, Protocol):
    """A rule that bounds the paid hours of stretches of days."""

    @property
    def least_hours(self) -> float:
        """The least of a stretch that is known and planned whole."""

    @property
    def most_hours(self) -> float:
        """The most of every stretch, of those cut off too."""

    def stretches(self, instance: Instance) -> Iterator[Stretch]:
        """Yield the stretches that have a planned day, cut off where the plan ends."""

    def is_whole(self, stretch: Stretch, agent: Agent, instance: Instance) -> bool:
        """Tell whether all paid time of the stretch is planned or known."""


@dataclass(frozen=True, slots=True)
class HoursOfDay:
    """A day with a shift has from *least_hours* to *most_hours* paid, in elapsed time."""

    least_hours: float = 0
    most_hours: float = 24
    name: ClassVar[str] = "hours-of-day"
    citation: ClassVar[str] = N_("site")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Agreed hours of a day"),
        N_(
            "A day with a shift has from so many to so many paid hours, in elapsed time; both the same makes them exact."
        ),
        note=N_("A night shift counts whole on the day on which it starts."),
        figures={
            "least_hours": Figure(N_("least paid hours of a day with a shift"), HOURS),
            "most_hours": Figure(N_("most paid hours of a day with a shift"), HOURS),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each day with more or less."""
        for agent_id, line in roster.by_agent().items():
            for day in sorted({shift.day for shift in line}):
                minutes = paid_minutes(line, [day])
                if not minutes_in(self.least_hours) <= minutes <= minutes_in(self.most_hours):
                    template = N_("{agent} is planned for {hours:.2f} h on {day}; {least:g} h to {most:g} h are agreed")
                    told = {"hours": minutes / 60, "day": day, "least": self.least_hours, "most": self.most_hours}
                    yield broken(self, instance.agent_by_id[agent_id], day, template, **told)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Forbid the shifts with more or less; there is one shift a day at most."""
        least, most = minutes_in(self.least_hours), minutes_in(self.most_hours)
        for agent in variables.agents:
            for day in variables.days:
                choices = variables.on(agent, day)
                forbid(model, (choice for choice in choices if choice[0].kind.paid_minutes > most))
                forbid(model, (choice for choice in choices if choice[0].kind.paid_minutes < least))


@dataclass(frozen=True, slots=True)
class HoursOfWeek:
    """A calendar week, Monday to Sunday, has from *least_hours* to *most_hours* paid."""

    least_hours: float = 0
    most_hours: float = 168
    name: ClassVar[str] = "hours-of-week"
    citation: ClassVar[str] = N_("site")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Agreed hours of a week"),
        N_("A calendar week, Monday to Sunday, has from so many to so many paid hours."),
        note=N_(
            "A day of leave counts towards the least as in period-hours; the least is asked of weeks that are planned or known whole."
        ),
        figures={
            "least_hours": Figure(N_("least paid hours of a week"), HOURS),
            "most_hours": Figure(N_("most paid hours of a week"), HOURS),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each week with more or less."""
        yield from _check(self, roster, instance)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Bound the paid minutes of each week."""
        _post(self, model, variables)

    def stretches(self, instance: Instance) -> Iterator[Stretch]:
        """Yield the calendar weeks with a planned day."""
        monday = monday_of(instance.grid.first_day)
        while monday <= instance.grid.last_day:
            yield Stretch(monday, min(monday + 6 * ONE_DAY, instance.grid.last_day))
            monday += 7 * ONE_DAY

    def is_whole(self, stretch: Stretch, agent: Agent, instance: Instance) -> bool:
        """Tell whether the week is planned or known from Monday to Sunday."""
        known_from = instance.known_since(agent.id, stretch.first)
        return known_from == stretch.first and stretch.last.weekday() == 6


@dataclass(frozen=True, slots=True)
class HoursOfMonth:
    """A calendar month has from *least_hours* to *most_hours* paid."""

    least_hours: float = 0
    most_hours: float = 744
    name: ClassVar[str] = "hours-of-month"
    citation: ClassVar[str] = N_("site")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Agreed hours of a month"),
        N_("A calendar month has from so many to so many paid hours."),
        note=N_(
            "A day of leave counts towards the least as in period-hours; the least is asked of months that are planned or known whole."
        ),
        figures={
            "least_hours": Figure(N_("least paid hours of a month"), HOURS),
            "most_hours": Figure(N_("most paid hours of a month"), HOURS),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each month with more or less."""
        yield from _check(self, roster, instance)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Bound the paid minutes of each month."""
        _post(self, model, variables)

    def stretches(self, instance: Instance) -> Iterator[Stretch]:
        """Yield the calendar months with a planned day."""
        first = instance.grid.first_day.replace(day=1)
        while first <= instance.grid.last_day:
            following = (first + 31 * ONE_DAY).replace(day=1)
            yield Stretch(first, min(following - ONE_DAY, instance.grid.last_day))
            first = following

    def is_whole(self, stretch: Stretch, agent: Agent, instance: Instance) -> bool:
        """Tell whether the month is planned or known from its first day to its last."""
        known_from = instance.known_since(agent.id, stretch.first)
        return known_from == stretch.first and (stretch.last + ONE_DAY).day == 1


@dataclass(frozen=True, slots=True)
class HoursOfWindow:
    """Any *days* consecutive days have from *least_hours* to *most_hours* paid."""

    days: int = 14
    least_hours: float = 0
    most_hours: float = 336
    name: ClassVar[str] = "hours-of-window"
    citation: ClassVar[str] = N_("site")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Agreed hours of days in a row"),
        N_("Any so many consecutive days have from so many to so many paid hours."),
        note=N_(
            "Windows go back over the known days before the plan; where known and planned days are fewer, only the most is asked of them."
        ),
        figures={
            "days": Figure(N_("length of the window"), DAYS),
            "least_hours": Figure(N_("least paid hours of a window"), HOURS),
            "most_hours": Figure(N_("most paid hours of a window"), HOURS),
        },
    )

    @property
    def days_back(self) -> int:
        """Days before the plan that may belong to a window with it."""
        return self.days

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each window with more or less."""
        yield from _check(self, roster, instance)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Bound the paid minutes of each window."""
        _post(self, model, variables)

    def stretches(self, instance: Instance) -> Iterator[Stretch]:
        """Yield the windows that end on a planned day, or all known and planned days where they are fewer."""
        earliest, last = instance.known_days()[0], instance.grid.last_day
        whole = [day for day in instance.days() if day - (self.days - 1) * ONE_DAY >= earliest]
        for day in whole:
            yield Stretch(day - (self.days - 1) * ONE_DAY, day)
        if not whole:
            yield Stretch(earliest, last)

    def is_whole(self, stretch: Stretch, agent: Agent, instance: Instance) -> bool:
        """Tell whether the window has all its days."""
        known_from = instance.known_since(agent.id, stretch.first)
        return known_from <= stretch.first and len(stretch.days()) == self.days


def _check(rule: Stretched, roster: Roster, instance: Instance) -> Iterator[Violation]:
    lines = roster.by_agent()
    for agent in instance.agents:
        for stretch in rule.stretches(instance):
            planned = paid_minutes(lines.get(agent.id, []), stretch.days())
            minutes = planned + instance.paid_before(agent.id, stretch.first)
            credit = leave_credit(agent, stretch)
            told = {"hours": minutes / 60, "first": stretch.first, "last": stretch.last}
            if planned and minutes > minutes_in(rule.most_hours):
                template = N_(
                    "{agent} is planned for {hours:.2f} h from {first} to {last}; at most {most:g} h are agreed"
                )
                yield broken(rule, agent, stretch.first, template, **told, most=rule.most_hours)
            whole = rule.is_whole(stretch, agent, instance)
            if whole and minutes + credit < minutes_in(rule.least_hours):
                template = N_(
                    "{agent} is planned for {hours:.2f} h from {first} to {last}; at least {least:g} h are agreed"
                )
                yield broken(rule, agent, stretch.first, template, **told, least=rule.least_hours)


def _post(rule: Stretched, model: CpModel, variables: Variables) -> None:
    instance = variables.instance
    for agent in variables.agents:
        for stretch in rule.stretches(instance):
            planned = variables.paid_minutes(agent, [day for day in stretch.days() if day >= variables.days[0]])
            before = instance.paid_before(agent.id, stretch.first)
            model.add(planned <= max(0, minutes_in(rule.most_hours) - before))
            if rule.is_whole(stretch, agent, instance):
                model.add(planned >= minutes_in(rule.least_hours) - before - leave_credit(agent, stretch))


def leave_credit(agent: Agent, stretch: Stretch) -> int:
    """Return the paid minutes that the leave of *agent* in *stretch* counts for, five days of a calendar week at most."""
    weeks: dict[date, int] = {}
    for day in agent.leave.intersection(stretch.days()):
        weeks[monday_of(day)] = weeks.get(monday_of(day), 0) + 1
    return sum(min(LEAVE_DAYS_A_WEEK, count) for count in weeks.values()) * agent.contract.leave_day_minutes
