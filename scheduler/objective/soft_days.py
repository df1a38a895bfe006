"""What it costs to break soft rules about single days, whatever the other days are."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date

from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.objective.soft_rules import SoftRule, assignment_of, soft_rules
from scheduler.objective.terms import DayTerm
from scheduler.roster import Roster
from scheduler.rules.base import Rule
from scheduler.worked import Worked

Known = dict[Hashable, int]


@dataclass(frozen=True, slots=True)
class SoftDays:
    """What the days of people cost by breaking *rules* of one name, each of which is about every day by itself.

    What is known of one person's day is known of all with their team, contract, clock and availability, on leave or not:
    nothing else is looked at.
    """

    rules: tuple[SoftRule, ...]
    _known: dict[int, tuple[Instance, Known]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __reduce__(self) -> tuple[type["SoftDays"], tuple[tuple[SoftRule, ...]]]:
        """Leave what is known behind when another process gets this."""
        return SoftDays, (self.rules,)

    @property
    def name(self) -> str:
        """Name of the term."""
        return self.rules[0].name

    def of_day(self, instance: Instance, agent: Agent, day: date, shift: Worked | None) -> int:
        """Return what the violations of *day* cost."""
        _, known = self._known.setdefault(id(instance), (instance, {}))  # kept, so that no other gets its id
        seen = None if shift is None else (shift.kind, shift.start, shift.end, shift.paid_minutes)
        alike = agent.team, agent.contract, agent.zone, agent.available, day in agent.leave
        cost = 0
        for number, term in enumerate(self.rules):
            if term.rule.covers(agent):
                key = number, alike, day, seen
                if key not in known:
                    known[key] = _times(term, instance.alone(agent), agent, day, shift)
                cost += term.cost * known[key]
        return cost


def _times(term: SoftRule, alone: Instance, agent: Agent, day: date, shift: Worked | None) -> int:
    """Return how often *shift*, or a day off, breaks the rule of *term* on *day*."""
    shifts = () if shift is None else (assignment_of(agent, shift),)
    return sum(found.day == day for found in term.rule.rule.check(Roster(alone.grid, shifts), alone))


def with_soft_days(days: Iterable[DayTerm], rules: Iterable[Rule]) -> tuple[DayTerm, ...]:
    """Return *days* with the soft ones of *rules* about single days in the place of those that they have."""
    by_name: dict[str, list[SoftRule]] = {}
    for term in soft_rules(rules):
        if term.is_of_days:
            by_name.setdefault(term.name, []).append(term)
    own = (SoftDays(tuple(terms)) for terms in by_name.values())
    return (*(term for term in days if not isinstance(term, SoftDays)), *own)
