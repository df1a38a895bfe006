"""Night shifts in a row, and the rest after them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr
from ortools.sat.python.cp_model_helper import Literal

from forecasting.messages import N_
from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.roster import Roster, elapsed
from scheduler.rules.base import Severity, Violation, broken
from scheduler.rules.marks import is_night, nights_of
from scheduler.rules.runs import post_least, post_most
from scheduler.rules.sequence import runs_of, whole_lines
from scheduler.rules.wording import HOURS, SHIFTS, Figure, RuleText
from scheduler.shifts import DayPart
from scheduler.variables import Variables

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NightsInRow:
    """From *least* to *most* consecutive days with a night shift, one of a kind whose part is ``night``."""

    least: int = 1
    most: int = 4
    name: ClassVar[str] = "nights-in-row"
    citation: ClassVar[str] = N_("site")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Nights in a row"),
        N_("The consecutive days with a night shift, one of a kind whose part is night, lie within bounds."),
        note=N_(
            "A run that touches the border of the known days counts as long enough, and so does one that leave ends on the first planned day."
        ),
        figures={
            "least": Figure(N_("least nights in a row"), SHIFTS),
            "most": Figure(N_("most nights in a row"), SHIFTS),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each run of nights that is too long or too short."""
        days, first = instance.known_days(), roster.grid.first_day
        lines = whole_lines(roster, instance)
        for agent in instance.agents:
            nights = {shift.day for shift in lines[agent.id] if is_night(shift, instance)}
            for run in runs_of(days, nights):
                ended = run[-1] >= first or (run[-1] == first - ONE_DAY and first not in agent.leave)
                if len(run) > self.most and run[-1] >= first:
                    template = N_("{agent} has {count} night shifts in a row from {first}; at most {most} are allowed")
                    yield broken(self, agent, run[0], template, count=len(run), first=run[0], most=self.most)
                if len(run) < self.least and ended and run[0] != days[0] and run[-1] != days[-1]:
                    template = N_("{agent} has {count} night shifts in a row from {first}; at least {least} are due")
                    yield broken(self, agent, run[0], template, count=len(run), first=run[0], least=self.least)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Bound the runs of nights."""
        past = len(variables.known) - len(variables.days)
        for agent in variables.agents:
            line = list(nights_of(model, variables, agent).values())
            post_most(model, line, self.most, past)
            post_least(model, line, self.least, past + (variables.days[0] in agent.leave))


@dataclass(frozen=True, slots=True)
class RecoveryAfterNights:
    """At least *hours* of unbroken rest, in elapsed time, after *nights* or more night shifts in a row."""

    nights: int = 2
    hours: float = 48
    name: ClassVar[str] = "recovery-after-nights"
    citation: ClassVar[str] = N_("site")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Recovery after nights"),
        N_("After so many night shifts in a row or more come so many hours of unbroken rest, in elapsed time."),
        note=N_("The rest begins with the end of the last night of the run."),
        figures={
            "nights": Figure(N_("night shifts in a row that ask for recovery"), SHIFTS),
            "hours": Figure(N_("least rest"), HOURS),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each shift that comes too early after nights."""
        lines = whole_lines(roster, instance)
        for agent in instance.agents:
            nights = {shift.day for shift in lines[agent.id] if is_night(shift, instance)}
            for earlier, later in pairwise(lines[agent.id]):
                count = _row_up_to(earlier.day, nights)
                goes_on = later.day in nights and later.day - earlier.day == ONE_DAY
                if count < max(1, self.nights) or goes_on or later.day < roster.grid.first_day:
                    continue
                rest = elapsed(earlier.end, later.start)
                if rest < timedelta(hours=self.hours):
                    template = N_(
                        "{agent} rests {hours:.2f} h before the shift of {day}, after {count} nights in a row; "
                        "at least {least:g} h are due"
                    )
                    told = {"hours": rest / timedelta(hours=1), "day": later.day, "count": count, "least": self.hours}
                    yield broken(self, agent, later.day, template, **told)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Forbid the shifts that start too early after a run of nights that ends."""
        reach_days = 2 + -(-timedelta(hours=self.hours) // ONE_DAY)
        for agent in variables.agents:
            nights = nights_of(model, variables, agent)
            for later in variables.days:
                for ahead in range(1, reach_days + 1):
                    last = later - ahead * ONE_DAY
                    run = [last - back * ONE_DAY for back in range(max(1, self.nights))]
                    if run[-1] >= variables.known[0]:
                        between = [variables.works(agent, later - back * ONE_DAY) for back in range(1, ahead)]
                        held = [*(nights[day] for day in run[1:]), *(works.negated() for works in between)]
                        self._post_end(model, variables, agent, last, later, held)

    def _post_end(
        self, model: CpModel, variables: Variables, agent: Agent, last: date, later: date, held: list[Literal]
    ) -> None:
        """Forbid on *later* what starts too early after a night shift of *last*, given that all of *held* are true."""
        grid, rest = variables.instance.grid, timedelta(hours=self.hours)
        goes_on = later - last == ONE_DAY
        choices = [
            (option.starts_at(grid), var)
            for option, var in variables.on(agent, later)
            if not (goes_on and option.kind.part is DayPart.NIGHT)
        ]
        for end, literals in _night_ends(variables, agent, last):
            early = [var for start, var in choices if elapsed(end, start) < rest]
            if early:
                model.add(LinearExpr.sum([*literals, *early]) <= (1 if literals else 0)).only_enforce_if(held)


def _row_up_to(day: date, nights: set[date]) -> int:
    """Return how many consecutive days up to *day* are in *nights*."""
    count = 0
    while day - count * ONE_DAY in nights:
        count += 1
    return count


def _night_ends(variables: Variables, agent: Agent, day: date) -> Iterator[tuple[datetime, list[IntVar]]]:
    """Yield the ends of the night shifts of *day*, with the literals of those that end then or later; none before the plan."""
    instance = variables.instance
    for shift in instance.lines_before.get(agent.id, ()):
        if shift.day == day and is_night(shift, instance):
            yield shift.end, []
    choices = [choice for choice in variables.on(agent, day) if choice[0].kind.part is DayPart.NIGHT]
    for end in sorted({option.end for option, _ in choices}):
        yield instance.grid.instant(end), [var for option, var in choices if option.end >= end]
