"""Pairing: people who work the same shifts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date
from enum import StrEnum
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from forecasting.messages import N_
from scheduler.agents import Agent, AgentId
from scheduler.instance import Instance
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Severity, Violation
from scheduler.rules.pairs import asked_of, groups_in, names_in, refuse_single, told_together
from scheduler.rules.wording import Figure, RuleText
from scheduler.variables import Variables


class Same(StrEnum):
    """What people who are paired have in common: kind and start of the shift, its start, or only the days with one."""

    SHIFT = "shift"
    START = "start"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Pairing:
    """The people named together in *pairs*, such as ``A01+A02``, work the same shifts, starts or days."""

    pairs: frozenset[str] = frozenset()
    same: Same = Same.SHIFT
    name: ClassVar[str] = "pairing"
    citation: ClassVar[str] = N_("site")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("People paired"),
        N_("People who are named together work the same shifts, or shifts with the same start, or on the same days."),
        note=N_("A day on which one of them is on leave asks for nothing. Starts are compared as instants."),
        figures={
            "pairs": Figure(N_("agent ids named together, such as A01+A02")),
            "same": Figure(N_("what is to be the same: kind and start of the shift, its start, or only the day")),
        },
    )

    def __post_init__(self) -> None:
        refuse_single(self.pairs)

    @property
    def agent_names(self) -> frozenset[str]:
        """The ids of the people that *pairs* speaks of."""
        return names_in(self.pairs)

    def ties(self, instance: Instance) -> Iterable[frozenset[AgentId]]:
        """Return the people of each pair."""
        return [frozenset(agent.id for agent in group) for group in groups_in(self.pairs, instance)]

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each day on which somebody differs from the first of their pair."""
        lines = roster.by_agent()
        for first, *others in groups_in(self.pairs, instance):
            shifts = {shift.day: shift for shift in lines.get(first.id, ())}
            for other in others:
                theirs = {shift.day: shift for shift in lines.get(other.id, ())}
                for day in sorted(shifts.keys() | theirs.keys()):
                    mine, yours = shifts.get(day), theirs.get(day)
                    if day not in first.leave | other.leave and self._told(mine) != self._told(yours):
                        yield self._violation(first, other, day, mine, yours)

    def _told(self, shift: Assignment | None) -> object:
        """Return what of *shift* has to be the same."""
        if shift is None or self.same is Same.DAY:
            return shift and self.same
        start = shift.start.astimezone(UTC)
        return (shift.kind, start) if self.same is Same.SHIFT else start

    def _violation(
        self, first: Agent, other: Agent, day: date, mine: Assignment | None, yours: Assignment | None
    ) -> Violation:
        about = told_together((first, other))
        told: dict[str, object] = {"agent": first.name, "other": other.name, "day": day, "about": about}
        if mine is None or yours is None:
            working, free = (other, first) if mine is None else (first, other)
            told |= {"agent": working.name, "other": free.name}
            template = N_("{agent} works on {day} and {other} does not, though they are paired")
        elif self.same is Same.SHIFT and mine.kind != yours.kind:
            told |= {"kind": mine.kind, "other_kind": yours.kind}
            template = N_("{agent} has the shift {kind} on {day} and {other} {other_kind}, though they are paired")
        else:
            template = N_("{agent} and {other} do not start at the same time on {day}, though they are paired")
        return Violation(self.name, self.citation, self.severity, template, told, day=day)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Ask for as many shifts of each sort of everybody in a pair as of the first of it, day by day."""
        for first, *others in groups_in(self.pairs, variables.instance):
            for other in others:
                if not variables.knows((first.id, other.id)):
                    continue
                for day in variables.days:
                    if day not in first.leave and day not in other.leave:
                        self._post_day(model, variables, (first, other), day)

    def _post_day(self, model: CpModel, variables: Variables, pair: tuple[Agent, Agent], day: date) -> None:
        asked = asked_of(model, variables, pair, day)
        mine, yours = (self._sorts(variables, agent, day) for agent in pair)
        for sort in mine.keys() | yours.keys():
            same = LinearExpr.sum(mine.get(sort, [])) == LinearExpr.sum(yours.get(sort, []))
            model.add(same).only_enforce_if(asked)

    def _sorts(self, variables: Variables, agent: Agent, day: date) -> dict[object, list[IntVar]]:
        """Return the variables of the shifts of *agent* on *day* by what of them has to be the same."""
        found: dict[object, list[IntVar]] = {}
        for option, var in variables.on(agent, day):
            sort: object = {Same.DAY: None, Same.START: option.first, Same.SHIFT: (option.kind.name, option.first)}[
                self.same
            ]
            found.setdefault(sort, []).append(var)
        return found
