"""How many shifts of a kind somebody has in a week, a month or the whole plan."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel, LinearExpr

from forecasting.messages import N_, Sentence
from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.options import Option
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Severity, Violation, broken
from scheduler.rules.bounded_hours import HoursOfMonth, HoursOfWeek, Stretch
from scheduler.rules.marks import part_of
from scheduler.rules.sequence import whole_lines
from scheduler.rules.succession import PARTS
from scheduler.rules.wording import SHIFTS, Figure, RuleText
from scheduler.variables import Variables


class Span(StrEnum):
    """Over which days shifts are counted."""

    WEEK = "week"
    MONTH = "month"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class ShiftsOfKind:
    """From *least* to *most* shifts of *kinds*, taken together, in each calendar week or month or in the whole plan."""

    kinds: frozenset[str] = frozenset({"night"})
    least: int = 0
    most: int = 8
    period: Span = Span.MONTH
    name: ClassVar[str] = "shifts-of-kind"
    citation: ClassVar[str] = N_("site")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Shifts of a kind"),
        N_(
            "From so many to so many shifts of some kinds, taken together, in each calendar week or month or in the whole plan."
        ),
        note=N_(
            "Kinds are names of shift kinds, or parts of the day (early, late, night) for every kind of the part. Known days before the plan count in the week or month that they begin, and in the plan from the day on which the period of the contracts began. Each day of leave counts towards the least, which is asked of weeks, months and periods that are planned or known whole."
        ),
        figures={
            "kinds": Figure(N_("shift kinds or parts of the day")),
            "least": Figure(N_("least shifts"), SHIFTS),
            "most": Figure(N_("most shifts"), SHIFTS),
            "period": Figure(N_("over which days shifts are counted")),
        },
    )

    def __post_init__(self) -> None:
        if not self.kinds:
            raise ValueError(Sentence(N_("at least one shift kind or part of the day")))
        if self.least > self.most:
            template = N_("least {least} no more than most {most}")
            raise ValueError(Sentence(template, least=self.least, most=self.most))

    @property
    def kind_names(self) -> frozenset[str]:
        """The names of shift kinds among *kinds*."""
        return self.kinds - PARTS

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each agent and stretch of days with too many or too few."""
        lines = whole_lines(roster, instance)
        for agent in instance.agents:
            for stretch in self._stretches(instance):
                theirs = list(self._of_kind(lines[agent.id], stretch, instance))
                told = {"count": len(theirs), "kinds": ", ".join(sorted(self.kinds))}
                told |= {"first": stretch.first, "last": stretch.last}
                if len(theirs) > self.most and theirs[-1].day >= instance.grid.first_day:
                    template = N_(
                        "{agent} has {count} shifts of {kinds} from {first} to {last}; at most {most} are agreed"
                    )
                    yield broken(self, agent, stretch.first, template, **told, most=self.most)
                if len(theirs) + _leave(agent, stretch) < self.least and self._is_whole(stretch, instance):
                    template = N_(
                        "{agent} has {count} shifts of {kinds} from {first} to {last}; at least {least} are agreed"
                    )
                    yield broken(self, agent, stretch.first, template, **told, least=self.least)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Bound the shifts of *kinds* of each stretch of days."""
        instance = variables.instance
        stretches = list(self._stretches(instance))
        for agent in variables.agents:
            past = instance.lines_before.get(agent.id, ())
            for stretch in stretches:
                before = sum(1 for _ in self._of_kind(past, stretch, instance))
                choices = [choice for day in stretch.days() for choice in variables.on(agent, day)]
                count = LinearExpr.sum([var for option, var in choices if self._counts(option)])
                model.add(count <= max(0, self.most - before))
                least = self.least - before - _leave(agent, stretch)
                if least > 0 and self._is_whole(stretch, instance):
                    model.add(count >= least)

    def _counts(self, option: Option) -> bool:
        return not self.kinds.isdisjoint((option.kind.name, option.kind.part.value))

    def _of_kind(self, line: Iterable[Assignment], stretch: Stretch, instance: Instance) -> Iterator[Assignment]:
        for shift in line:
            names = (shift.kind, part_of(shift, instance).value)
            if stretch.first <= shift.day <= stretch.last and not self.kinds.isdisjoint(names):
                yield shift

    def _stretches(self, instance: Instance) -> Iterator[Stretch]:
        if self.period is Span.PLAN:
            yield Stretch(instance.period_from or instance.grid.first_day, instance.grid.last_day)
        else:
            yield from (HoursOfWeek() if self.period is Span.WEEK else HoursOfMonth()).stretches(instance)

    def _is_whole(self, stretch: Stretch, instance: Instance) -> bool:
        """Tell whether all shifts of *stretch* are planned or known."""
        after = stretch.last + timedelta(days=1)
        ends = {Span.PLAN: True, Span.WEEK: after.weekday() == 0, Span.MONTH: after.day == 1}
        return instance.known_days()[0] <= stretch.first and ends[self.period]


def _leave(agent: Agent, stretch: Stretch) -> int:
    """Return the days of leave of *agent* in *stretch*."""
    return sum(stretch.first <= day <= stretch.last for day in agent.leave)
