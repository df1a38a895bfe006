"""Training sessions that people know already: they stay where they are when the roster is planned again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import numpy as np
from ortools.sat.python.cp_model import CpModel, LinearExpr

from forecasting.messages import N_
from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, AgentId
from scheduler.breaks import Patterns
from scheduler.instance import Instance
from scheduler.options import Option
from scheduler.roster import Activity, Roster
from scheduler.rules.base import Severity, Violation, broken
from scheduler.rules.wording import RuleText
from scheduler.training.seats import is_training
from scheduler.variables import Choice, Variables, forbid


@dataclass(frozen=True, slots=True)
class KeptSession:
    """*agent* learns or teaches in the time of *activity*."""

    agent: AgentId
    activity: Activity


@dataclass(frozen=True, slots=True)
class TrainingKept:
    """The *sessions* of a published roster stay: each of their people has a shift that covers theirs, breaks beside it.

    Source: the planner, who has published them. Who is on leave by now is excused.
    """

    sessions: frozenset[KeptSession] = frozenset()
    name: ClassVar[str] = "training-kept"
    citation: ClassVar[str] = N_("planner")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Training that is published"),
        N_("Training sessions that people know already stay where they are when a roster is planned again."),
        note=N_("Who is on leave by now is excused."),
    )

    @staticmethod
    def of(published: Roster) -> "TrainingKept":
        """Return the rule for the training sessions of *published*."""
        return TrainingKept(
            frozenset(
                KeptSession(shift.agent, item)
                for shift in published.assignments
                for item in shift.activities
                if is_training(item)
            )
        )

    def about(self, agent: Agent) -> frozenset[KeptSession]:
        """Return what sets *agent* apart for this rule."""
        return frozenset(kept for kept in self.sessions if kept.agent == agent.id)

    def of_agent(self, agent: Agent, instance: Instance) -> list[KeptSession]:
        """Return the sessions of *agent* that lie within the plan and off leave, in time order."""
        grid, zone = instance.grid, instance.zone_of(agent)
        mine = [kept for kept in self.about(agent) if grid.origin <= kept.activity.start < grid.end]
        off = [kept for kept in mine if kept.activity.start.astimezone(zone).date() not in agent.leave]
        return sorted(off, key=lambda kept: kept.activity)

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each session of a person that is not in the roster."""
        there = {(shift.agent, item) for shift in roster.assignments for item in shift.activities}
        for agent in instance.agents:
            for kept in self.of_agent(agent, instance):
                if (kept.agent, kept.activity) not in there:
                    start = kept.activity.start.astimezone(instance.zone_of(agent))
                    template = N_("{agent} does not have {activity} on {day} at {start}, which is published")
                    values = {"activity": kept.activity.name, "day": start.date(), "start": f"{start:%H:%M}"}
                    yield broken(self, agent, start.date(), template, **values)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Ask for a shift that covers each session with an arrangement of its breaks beside it."""
        instance = variables.instance
        patterns: dict[str, Patterns] = {}
        for agent in variables.agents:
            for kept in self.of_agent(agent, instance):
                span = slots_of(kept.activity, instance.grid)
                covering: list[Choice] = []
                others: list[Choice] = []
                for choice in self._choices(variables, agent, kept):
                    option = choice[0]
                    found = patterns.setdefault(option.kind.name, Patterns.of(option.kind, instance.grid))
                    fits = (
                        not option.kind.on_call
                        and option.first <= span[0]
                        and span[1] <= option.end
                        and bool(patterns_off(found, option, span))
                    )
                    (covering if fits else others).append(choice)
                model.add(LinearExpr.sum([var for _, var in covering]) == 1)
                overlapping = [one for one in others if one[0].first < span[1] and span[0] < one[0].end]
                forbid(model, overlapping)

    @staticmethod
    def _choices(variables: Variables, agent: Agent, kept: KeptSession) -> list[Choice]:
        day = kept.activity.start.astimezone(variables.instance.zone_of(agent)).date()
        return [choice for on in (day - timedelta(days=1), day) for choice in variables.on(agent, on)]


def slots_of(activity: Activity, grid: TimeGrid) -> tuple[int, int]:
    """Return the slots that *activity* touches, half-open."""
    end = grid.slot_containing(activity.end)
    return grid.slot_containing(activity.start), end + (grid.instant(end) < activity.end)


def patterns_off(patterns: Patterns, option: Option, span: tuple[int, int]) -> list[int]:
    """Return the arrangements of breaks in *option* that leave the slots of *span* free."""
    first, end = span[0] - option.first, span[1] - option.first
    meets = ((patterns.starts < end) & (patterns.ends > first)).any(axis=1)
    return np.flatnonzero(~meets).tolist()
