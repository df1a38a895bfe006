"""Mentors: a new hire works beside the person who shows them the ropes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from math import ceil
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from forecasting.messages import N_, Sentence
from scheduler.agents import Agent, AgentId
from scheduler.instance import Instance
from scheduler.roster import Assignment, Roster, elapsed
from scheduler.rules.base import Severity, Violation
from scheduler.rules.pairs import asked_of, told_together
from scheduler.rules.sequence import whole_lines
from scheduler.rules.wording import DAYS, Figure, RuleText
from scheduler.variables import Variables

ONE_DAY = timedelta(days=1)
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class BesideMentor:
    """In the first *days* after hiring at least *share* of each shift of a new hire overlaps with the shifts of the mentor."""

    days: int = 30
    share: float = 0.5
    name: ClassVar[str] = "mentor"
    citation: ClassVar[str] = "OS-5.1, SK"
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("New hires beside their mentor"),
        N_(
            "In the first days after hiring at least a share of each shift of a new hire overlaps with shifts of the mentor."
        ),
        differs=N_(
            "The standards ask for training of new people and for coaching by senior ones; days and share are the site's own. Breaks count as time on shift."
        ),
        note=N_(
            "A day on which the mentor is on leave asks for nothing, and so do people without a day of hiring or mentor."
        ),
        figures={
            "days": Figure(N_("days from the day of hiring on"), DAYS),
            "share": Figure(N_("least share of each shift together, 0 to 1")),
        },
    )

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(Sentence(N_("a share from 0 to 1, not {share}"), share=self.share))

    def ties(self, instance: Instance) -> Iterable[frozenset[AgentId]]:
        """Return each new hire with their mentor."""
        days = set(instance.days())
        return [
            frozenset({agent.id, mentor.id})
            for agent, mentor in self._apprentices(instance)
            if any(self._asks(agent, mentor, day) for day in days)
        ]

    def _apprentices(self, instance: Instance) -> Iterator[tuple[Agent, Agent]]:
        for agent in instance.agents:
            if agent.mentor is not None and agent.mentor in instance.agent_by_id:
                yield agent, instance.agent_by_id[agent.mentor]

    def _asks(self, agent: Agent, mentor: Agent, day: date) -> bool:
        """Tell whether a shift of *agent* that starts on *day* has to be beside *mentor*."""
        if agent.hired is None or day in mentor.leave:
            return False
        return agent.hired <= day < agent.hired + self.days * ONE_DAY

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each shift with less time together."""
        planned, lines = roster.by_agent(), whole_lines(roster, instance)
        for agent, mentor in self._apprentices(instance):
            for shift in planned.get(agent.id, ()):
                length = elapsed(shift.start, shift.end)
                together = sum((_together(shift, other) for other in lines[mentor.id]), timedelta(0))
                due = timedelta(minutes=ceil(self.share * length.total_seconds() / 60 - ROUNDING))
                if self._asks(agent, mentor, shift.day) and together < due:
                    yield self._violation(agent, mentor, shift, together / length)

    def _violation(self, agent: Agent, mentor: Agent, shift: Assignment, share: float) -> Violation:
        template = N_(
            "{agent} is beside the mentor {mentor} for {percent:.0f} percent of the shift of {day}; at least {least:.0f} are asked for"
        )
        told = {"agent": agent.name, "mentor": mentor.name, "day": shift.day, "about": told_together((agent, mentor))}
        figures = {"percent": 100 * share, "least": 100 * self.share}
        return Violation(self.name, self.citation, self.severity, template, {**told, **figures}, day=shift.day)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Ask for enough slots of the mentor's shifts around each shift of a new hire that is worked."""
        for agent, mentor in self._apprentices(variables.instance):
            if variables.knows((agent.id, mentor.id)):
                for day in variables.days:
                    if self._asks(agent, mentor, day):
                        self._post_day(model, variables, agent, mentor, day)

    def _post_day(self, model: CpModel, variables: Variables, agent: Agent, mentor: Agent, day: date) -> None:
        asked = asked_of(model, variables, (agent, mentor), day)
        near = [choice for other in (day - ONE_DAY, day, day + ONE_DAY) for choice in variables.on(mentor, other)]
        grid = variables.instance.grid
        past = [
            (grid.slot_containing(shift.start), grid.slot_containing(shift.end))
            for shift in variables.instance.lines_before.get(mentor.id, ())
        ]
        spans: dict[tuple[int, int], list[IntVar]] = {}
        for option, var in variables.on(agent, day):
            spans.setdefault((option.first, option.end), []).append(var)
        for (first, end), literals in spans.items():
            due = ceil(self.share * (end - first) - ROUNDING)
            due -= sum(_shared(first, end, begins, ends) for begins, ends in past)
            pairs = [(var, _shared(first, end, option.first, option.end)) for option, var in near]
            beside = LinearExpr.weighted_sum([var for var, _ in pairs], [slots for _, slots in pairs])
            if due > 0:
                model.add(beside >= due * LinearExpr.sum(literals)).only_enforce_if(asked)


def _together(shift: Assignment, other: Assignment) -> timedelta:
    """Return the time that two shifts share."""
    starts = [each.start.astimezone(UTC) for each in (shift, other)]
    ends = [each.end.astimezone(UTC) for each in (shift, other)]
    return max(timedelta(0), min(ends) - max(starts))


def _shared(first: int, end: int, other_first: int, other_end: int) -> int:
    """Return how many slots two half-open spans share."""
    return max(0, min(end, other_end) - max(first, other_first))
