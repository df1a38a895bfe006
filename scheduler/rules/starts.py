"""When shifts start: in a window, near the start of the day before, steadily within a week."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from forecasting.messages import N_, Sentence
from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.options import Option
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Severity, Violation, broken
from scheduler.rules.marks import minute_of_clock, post_pairs, start_minute
from scheduler.rules.sequence import consecutive, monday_of, weeks_of, whole_lines
from scheduler.rules.wording import CLOCK, MINUTES, Figure, RuleText
from scheduler.variables import Variables, forbid


def minutes_of(text: str) -> int:
    """Read ``HH:MM`` as minutes after midnight; 24:00 is the midnight that ends the day."""
    hours, colon, minutes = text.partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2 and int(minutes) < 60):
        raise ValueError(Sentence(N_("a time such as 08:30")))
    if int(hours) * 60 + int(minutes) > 24 * 60:
        raise ValueError(Sentence(N_("a time from 00:00 to 24:00")))
    return int(hours) * 60 + int(minutes)


@dataclass(frozen=True, slots=True)
class StartWindow:
    """Shifts start from *earliest* to *latest*, both included, on the agent's clock; 22:00 to 02:00 goes over midnight."""

    earliest: str = "00:00"
    latest: str = "24:00"
    name: ClassVar[str] = "start-window"
    citation: ClassVar[str] = N_("site")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Window of starts"),
        N_("Shifts start within a window on the agent's clock, both ends included; 22:00 to 02:00 goes over midnight."),
        note=N_("Meant to be set for a team, a contract or single agents."),
        figures={
            "earliest": Figure(N_("earliest start"), CLOCK),
            "latest": Figure(N_("latest start"), CLOCK),
        },
    )

    def __post_init__(self) -> None:
        minutes_of(self.earliest)
        minutes_of(self.latest)

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each shift that starts outside."""
        for shift in roster.assignments:
            agent = instance.agent_by_id[shift.agent]
            if not self._allows(start_minute(shift, agent, instance)):
                start = f"{shift.start.astimezone(instance.zone_of(agent)):%H:%M}"
                template = N_("{agent} starts at {start} on {day}; starts from {earliest} to {latest} are allowed")
                told = {"start": start, "day": shift.day, "earliest": self.earliest, "latest": self.latest}
                yield broken(self, agent, shift.day, template, **told)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Forbid the shifts that start outside."""
        grid = variables.instance.grid
        earliest, latest = minutes_of(self.earliest), minutes_of(self.latest)
        for agent in variables.agents:
            zone = variables.instance.zone_of(agent)
            for day in variables.days:
                starts = [
                    (choice, minute_of_clock(choice[0].starts_at(grid), zone)) for choice in variables.on(agent, day)
                ]
                if earliest <= latest:
                    forbid(model, (choice for choice, minute in starts if minute < earliest or minute > latest))
                else:
                    forbid(model, (choice for choice, minute in starts if latest < minute < earliest))

    def _allows(self, minute: int) -> bool:
        window = minutes_of(self.earliest), minutes_of(self.latest)
        if window[0] > window[1]:
            return minute >= window[0] or minute <= window[1]
        return window[0] <= minute <= window[1]


@dataclass(frozen=True, slots=True)
class StartDistance:
    """From one day to the next the start moves by at most *minutes* on the agent's clock, forward or back."""

    minutes: int = 120
    name: ClassVar[str] = "start-distance"
    citation: ClassVar[str] = N_("site")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Starts of one day and the next"),
        N_("From one day to the next the start moves by no more minutes, forward or back."),
        note=N_(
            "By the clock, not elapsed: who starts at eight every day starts at eight when the clock changes. A day off between allows any start. 23:00 and 01:00 are 22 hours apart."
        ),
        figures={
            "minutes": Figure(N_("most that the start may move"), MINUTES),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each shift that starts too far from that of the day before."""
        for agent, earlier, later in consecutive(roster, instance):
            moved = abs(start_minute(later, agent, instance) - start_minute(earlier, agent, instance))
            if (later.day - earlier.day).days == 1 and moved > self.minutes:
                template = N_(
                    "{agent} starts {moved} minutes off the day before on {day}; at most {most} minutes are allowed"
                )
                yield broken(self, agent, later.day, template, moved=moved, day=later.day, most=self.minutes)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Forbid the pairs of starts that lie too far apart."""
        for agent in variables.agents:
            self._post_agent(model, variables, agent)

    def _post_agent(self, model: CpModel, variables: Variables, agent: Agent) -> None:
        grid, zone = variables.instance.grid, variables.instance.zone_of(agent)

        def minute(shift: Option | Assignment) -> int:
            return minute_of_clock(shift.starts_at(grid) if isinstance(shift, Option) else shift.start, zone)

        def too_far(first: int, second: int) -> bool:
            return abs(second - first) > self.minutes

        post_pairs(model, variables, agent, ahead=1, key=minute, forbids=too_far)


@dataclass(frozen=True, slots=True)
class SteadyStarts:
    """Within a calendar week, Monday to Sunday, all starts lie within *minutes* of each other on the agent's clock."""

    minutes: int = 180
    name: ClassVar[str] = "steady-starts"
    citation: ClassVar[str] = N_("site")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Steady starts within a week"),
        N_(
            "All starts of a calendar week, Monday to Sunday, lie within so many minutes of each other on the agent's clock."
        ),
        note=N_("Of a week that the planned days cut off, the planned days count and, before them, the known ones."),
        figures={
            "minutes": Figure(N_("most between the earliest and the latest start of a week"), MINUTES),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each week with starts further apart, unless those before the plan alone are."""
        lines = whole_lines(roster, instance)
        for agent in instance.agents:
            for monday, shifts in groupby(lines[agent.id], key=lambda shift: monday_of(shift.day)):
                week = list(shifts)
                starts = [start_minute(shift, agent, instance) for shift in week]
                apart = max(starts) - min(starts)
                if apart > self.minutes and week[-1].day >= roster.grid.first_day:
                    template = N_(
                        "{agent} has starts {apart} minutes apart in the week of {monday}; at most {most} are allowed"
                    )
                    yield broken(self, agent, monday, template, apart=apart, monday=monday, most=self.minutes)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Forbid starts of a week that lie too far apart: for each start, one far below it excludes it."""
        instance = variables.instance
        for agent in variables.agents:
            zone = instance.zone_of(agent)
            for week in weeks_of(instance.grid):
                starts = [
                    (minute_of_clock(option.starts_at(instance.grid), zone), var)
                    for day in week
                    for option, var in variables.on(agent, day)
                ]
                past = [
                    start_minute(shift, agent, instance)
                    for shift in instance.lines_before.get(agent.id, ())
                    if shift.day >= monday_of(week[0])
                ]
                self._post_week(model, starts, past)

    def _post_week(self, model: CpModel, starts: list[tuple[int, IntVar]], past: list[int]) -> None:
        for minute, var in starts:
            if any(abs(minute - known) > self.minutes for known in past):
                model.add(var == 0)
        if past and max(past) - min(past) > self.minutes:
            for _, var in starts:
                model.add(var == 0)
        low = min((minute for minute, _ in starts), default=0)
        for edge in sorted({minute for minute, _ in starts if minute - low > self.minutes}):
            above = [var for minute, var in starts if minute >= edge]
            below = [var for minute, var in starts if minute < edge - self.minutes]
            is_late = model.new_bool_var("")
            model.add(LinearExpr.sum(above) <= len(above) * is_late)
            model.add(LinearExpr.sum(below) <= len(below) * (1 - is_late))
