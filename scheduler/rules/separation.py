"""Separation: people who are never on shift at the same time, or on the same day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from itertools import combinations
from typing import ClassVar

import numpy as np
from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_, Sentence
from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Severity, Violation
from scheduler.rules.pairs import groups_in, names_in, refuse_single, told_together
from scheduler.rules.several import post_streams
from scheduler.rules.wording import POINTS, Figure, RuleText
from scheduler.streams import Buckets, ShiftBuckets, SlotBuckets, Stream
from scheduler.variables import Variables

SCALE = 100  # hundredths of a point
MINUTES_AN_HOUR = 60


class Apart(StrEnum):
    """What people who are kept apart may not share: time on shift, or the days on which shifts start."""

    TIME = "time"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Separation:
    """Of the people named together in *pairs*, such as ``A01+A02``, at most one is on shift at a time or has a shift on a day."""

    pairs: frozenset[str] = frozenset()
    apart: Apart = Apart.TIME
    severity: Severity = Severity.HARD
    weight: float = 20
    name: ClassVar[str] = "separation"
    citation: ClassVar[str] = N_("site")
    text: ClassVar[RuleText] = RuleText(
        N_("People kept apart"),
        N_("Of people who are named together at most one is on shift at any time, or has a shift on any day."),
        note=N_("Breaks count as time on shift. A shift of the evening before keeps the others off until it ends."),
        figures={
            "pairs": Figure(N_("agent ids named together, such as A01+A02")),
            "apart": Figure(N_("what they may not share: time on shift, or the day")),
            "severity": Figure(N_("hard where no roster may have them together, soft where it costs points")),
            "weight": Figure(N_("what an hour or a day together costs as a soft rule"), POINTS),
        },
    )

    def __post_init__(self) -> None:
        refuse_single(self.pairs)

    @property
    def agent_names(self) -> frozenset[str]:
        """The ids of the people that *pairs* speaks of."""
        return names_in(self.pairs)

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each two shifts that share time within the planned days, or a day."""
        lines = roster.by_agent()
        for group in groups_in(self.pairs, instance):
            for pair in combinations(group, 2):
                mine, yours = ([*instance.lines_before.get(each.id, ()), *lines.get(each.id, ())] for each in pair)
                for shift in mine:
                    for other in yours:
                        if self._meet(shift, other, instance):
                            yield self._violation(pair, told_together(group), shift, other)

    def _meet(self, shift: Assignment, other: Assignment, instance: Instance) -> bool:
        grid = instance.grid
        if self.apart is Apart.DAY:
            return shift.day == other.day >= grid.first_day
        begins, ends = max(shift.start, other.start, grid.origin), min(shift.end, other.end, grid.end)
        return begins.astimezone(UTC) < ends.astimezone(UTC)

    def _violation(self, pair: tuple[Agent, Agent], group: str, shift: Assignment, other: Assignment) -> Violation:
        template = (
            N_("{agent} and {other} both work on {day}, though they are kept apart")
            if self.apart is Apart.DAY
            else N_("{agent} and {other} are on shift at the same time on {day}, though they are kept apart")
        )
        day = max(shift.day, other.day)
        told = {"agent": pair[0].name, "other": pair[1].name, "day": day, "about": group}
        return Violation(self.name, self.citation, self.severity, template, told, day=day)

    def streams(self, instance: Instance) -> tuple[Stream, ...]:
        """Return one stream a group: one head at most in each slot, or among the shifts of each day."""
        grid, hard = instance.grid, self.severity is Severity.HARD
        found = []
        for group in groups_in(self.pairs, instance):
            buckets: Buckets = SlotBuckets(grid)
            over = round(self.weight * SCALE * grid.slot_minutes / MINUTES_AN_HOUR)
            if self.apart is Apart.DAY:
                kinds = frozenset(instance.kind_by_name)
                buckets, over = (
                    ShiftBuckets(tuple(grid.dates()), (kinds,) * grid.days),
                    round(self.weight * SCALE),
                )
            none = np.zeros(buckets.size, dtype=np.int64)
            names = told_together(group)
            teams = {agent.team for agent in group}
            found.append(
                Stream(
                    self.name,
                    names,
                    frozenset(agent.id for agent in group),
                    buckets,
                    none,
                    none + 1,
                    none,
                    none + (0 if hard else over),
                    hard,
                    next(iter(teams)) if len(teams) == 1 else None,
                    Sentence(N_("at most one of {names} on shift"), names=names),
                )
            )
        return tuple(found)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Allow one head at most where the rule is hard; as a soft rule the objective pays."""
        post_streams(model, variables, self.streams(variables.instance))
