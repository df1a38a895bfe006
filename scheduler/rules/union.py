"""Working time in the European Union: what Directive 2003/88/EC asks beside the daily rest."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_
from forecasting.timegrid import local_instant
from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.roster import Roster, elapsed
from scheduler.rules.base import Severity, Violation, broken
from scheduler.rules.hours import minutes_in, paid_minutes
from scheduler.rules.weekly_rest import WeeklyRest
from scheduler.rules.wording import CLOCK_HOUR, DAYS, HOURS, MINUTES, WEEKS, Figure, RuleText
from scheduler.variables import Variables, forbid

ONE_DAY, ONE_HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class WeeklyRestOfUnion(WeeklyRest):
    """In any *days* consecutive days one on which no shift starts, and a day off brings *hours* of unbroken rest: 24 + 11."""

    hours: float = 35
    name: ClassVar[str] = "weekly-rest-eu"
    citation: ClassVar[str] = "EU 2003/88 art. 5"
    text: ClassVar[RuleText] = RuleText(
        N_("A day and eleven hours of rest a week"),
        N_(
            "In any so many consecutive days there is one on which no shift starts, and a day off brings so many hours of unbroken rest."
        ),
        differs=N_(
            "Stricter than the text, which asks one such rest, 24 hours and the 11 of the daily rest, of each seven-day period: here of any seven days, and every day off brings it."
        ),
        figures={
            "days": Figure(N_("length of the stretch of days"), DAYS),
            "hours": Figure(N_("least rest around a day off"), HOURS),
        },
    )


@dataclass(frozen=True, slots=True)
class BreaksOfLongShifts:
    """Breaks of at least *minutes* in all within a shift of more than *above_hours* paid hours."""

    minutes: int = 30
    above_hours: float = 6
    name: ClassVar[str] = "breaks-of-long-shifts"
    citation: ClassVar[str] = "EU 2003/88 art. 4"
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Breaks in long shifts"),
        N_("A shift of more than so many paid hours has breaks of so many minutes in all."),
        differs=N_(
            "The article leaves the length of the break to the member states: half an hour here. The break may be split, and paid breaks count."
        ),
        figures={
            "minutes": Figure(N_("least breaks in all"), MINUTES),
            "above_hours": Figure(N_("paid hours above which a shift needs them"), HOURS),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each long shift with less."""
        for shift in roster.assignments:
            rest = sum((elapsed(pause.start, pause.end) for pause in shift.breaks), timedelta(0)) / timedelta(minutes=1)
            if shift.paid_minutes > minutes_in(self.above_hours) and rest < self.minutes:
                agent = instance.agent_by_id[shift.agent]
                template = N_("{agent} has {rest:g} minutes of breaks in the shift of {day}; at least {least} are due")
                yield broken(self, agent, shift.day, template, rest=rest, day=shift.day, least=self.minutes)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Forbid the shift kinds whose break plan holds less."""
        for agent in variables.agents:
            for day in variables.days:
                for option, var in variables.on(agent, day):
                    planned = sum(window.minutes for window in option.kind.breaks.windows)
                    if option.kind.paid_minutes > minutes_in(self.above_hours) and planned < self.minutes:
                        model.add(var == 0)


@dataclass(frozen=True, slots=True)
class HoursOfReferencePeriod:
    """At most *hours* paid a week on average over the last *weeks* weeks up to the end of the plan, days of leave left out."""

    hours: float = 48
    weeks: int = 17
    name: ClassVar[str] = "hours-of-reference-period"
    citation: ClassVar[str] = "EU 2003/88 art. 6, art. 16"
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Average hours over four months"),
        N_(
            "No more paid hours a week on average over the last so many weeks up to the end of the plan, days of leave left out."
        ),
        differs=N_(
            "Only the planned days and the known ones before them are averaged, and fewer than seven days without leave count as a week."
        ),
        figures={
            "hours": Figure(N_("most paid hours a week on average"), HOURS),
            "weeks": Figure(N_("length of the reference period; four months are 17 weeks"), WEEKS),
        },
    )

    @property
    def days_back(self) -> int:
        """Days before the plan that may belong to the period."""
        return 7 * self.weeks

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each agent whose average is above."""
        for agent_id, line in roster.by_agent().items():
            agent, days = instance.agent_by_id[agent_id], self._days(instance)
            planned = paid_minutes(line, days)
            weeks = max(1.0, len([day for day in days if day not in agent.leave]) / 7)
            average = (planned + instance.paid_before(agent_id, days[0])) / 60 / weeks
            if planned and average > self.hours + 1e-9:
                template = N_(
                    "{agent} is planned for {hours:.2f} h a week on average from {first} to {last}; "
                    "at most {most:g} h are allowed"
                )
                told = {"hours": average, "first": days[0], "last": days[-1], "most": self.hours}
                yield broken(self, agent, None, template, **told)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Bound the paid minutes of the planned days of the period."""
        days = self._days(variables.instance)
        planned = [day for day in days if day >= variables.days[0]]
        for agent in variables.agents:
            before = variables.instance.paid_before(agent.id, days[0])
            counted = max(7, sum(day not in agent.leave for day in days))
            most = int(self.hours * 60 * counted / 7 + 1e-6) - before
            model.add(variables.paid_minutes(agent, planned) <= max(0, most))

    def _days(self, instance: Instance) -> list[date]:
        """Return the known and planned days of the period."""
        return instance.known_days()[-7 * self.weeks :]


@dataclass(frozen=True, slots=True)
class NightWork:
    """A shift with *night_hours* or more between *night_start* and *night_end* has at most *hours* paid, in elapsed time."""

    hours: float = 8
    night_start: int = 23
    night_end: int = 6
    night_hours: float = 3
    name: ClassVar[str] = "night-work"
    citation: ClassVar[str] = "EU 2003/88 art. 2, art. 8"
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Hours of night work"),
        N_("A shift with so many hours or more in the night has no more than so many paid hours, in elapsed time."),
        differs=N_(
            "Stricter than the text, which averages over a period unless the work is hazardous: here each night counts. Breaks in the night count as night work."
        ),
        figures={
            "hours": Figure(N_("most paid hours of a night shift"), HOURS),
            "night_start": Figure(N_("hour at which the night begins on the agent's clock"), CLOCK_HOUR),
            "night_end": Figure(N_("hour at which the night ends on the agent's clock"), CLOCK_HOUR),
            "night_hours": Figure(N_("hours in the night from which on a shift is night work"), HOURS),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each night shift that is longer."""
        for shift in roster.assignments:
            agent = instance.agent_by_id[shift.agent]
            night = self.night_of(shift.start, shift.end, shift.day, instance.zone_of(agent))
            if night >= self.night_hours * ONE_HOUR and shift.paid_minutes > minutes_in(self.hours):
                template = N_(
                    "{agent} is planned for {hours:.2f} h in the night shift of {day}; at most {most:g} h are allowed"
                )
                told = {"hours": shift.paid_minutes / 60, "day": shift.day, "most": self.hours}
                yield broken(self, agent, shift.day, template, **told)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Forbid the night shifts that are longer."""
        for agent in variables.agents:
            for day in variables.days:
                long = [
                    choice
                    for choice in variables.on(agent, day)
                    if choice[0].kind.paid_minutes > minutes_in(self.hours)
                ]
                slots = self._night_slots(variables.instance, agent, day) if long else []
                least = self.night_hours * ONE_HOUR
                length = variables.instance.grid.slot_length
                forbid(
                    model,
                    (
                        choice
                        for choice in long
                        if sum(len(range(max(choice[0].first, dusk), min(choice[0].end, dawn))) for dusk, dawn in slots)
                        * length
                        >= least
                    ),
                )

    def night_of(self, start: datetime, end: datetime, day: date, zone: ZoneInfo) -> timedelta:
        """Return how long the half-open [start, end) of a shift of *day* lies within nights on the clock of *zone*."""
        total = timedelta(0)
        for eve in (day - ONE_DAY, day, day + ONE_DAY):
            dusk = local_instant(eve, self.night_start * 60, zone)
            dawn = local_instant(eve + ONE_DAY, self.night_end * 60, zone)
            total += max(timedelta(0), elapsed(max(start, dusk), min(end, dawn)))
        return total

    def _night_slots(self, instance: Instance, agent: Agent, day: date) -> list[tuple[int, int]]:
        grid, zone = instance.grid, instance.zone_of(agent)
        return [
            (grid.slot_at(eve, self.night_start * 60, zone), grid.slot_at(eve + ONE_DAY, self.night_end * 60, zone))
            for eve in (day - ONE_DAY, day, day + ONE_DAY)
        ]
