"""What the terms of single days cost each of many people, worked out only where it may differ from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from scheduler.agents import Agent
from scheduler.lines.menu import Ints, Menu
from scheduler.objective.overtime import OvertimeOfDays
from scheduler.objective.requests import RequestsMet
from scheduler.objective.terms import DayTerm
from scheduler.worked import Worked, of_option


@dataclass(frozen=True)
class OwnCosts:
    """What the options at *places* of a menu cost beyond what everybody pays, and what the days cost with no shift: *idle*."""

    places: Ints
    costs: Ints
    idle: int

    def taken_from(self, values: Ints) -> None:
        """Take the costs off *values*, by option."""
        values[self.places] -= self.costs


@dataclass
class DayCosts:
    """The costs of *terms*, in hundredths of a point, for people of a menu."""

    terms: Sequence[DayTerm]
    _common: dict[int, Ints] = field(default_factory=dict)
    _worked: dict[int, list[Worked]] = field(default_factory=dict)

    def common(self, menu: Menu, agent: Agent) -> Ints:
        """Return by option what everybody of *menu* pays; *agent* is one of them."""
        if id(menu) not in self._common:
            alike = [term for term in self.terms if isinstance(term, OvertimeOfDays)]
            shifts = self._shifts(menu, agent) if alike else []
            costs = [sum(term.of_day(menu.instance, agent, shift.day, shift) for term in alike) for shift in shifts]
            self._common[id(menu)] = np.array(costs or np.zeros(len(menu.options)), dtype=np.int64)
        return self._common[id(menu)]

    def own(self, menu: Menu, agent: Agent) -> OwnCosts:
        """Return what *agent* alone pays."""
        found: dict[int, int] = {}
        idle = 0
        for term in self.terms:
            if isinstance(term, OvertimeOfDays):
                continue
            for number, day in enumerate(menu.days):
                if isinstance(term, RequestsMet) and (agent.id, day) not in term.asked:
                    continue
                free = term.of_day(menu.instance, agent, day, None)
                idle += free
                shifts = self._shifts(menu, agent)
                for place in range(int(menu.bounds[number]), int(menu.bounds[number + 1])):
                    found[place] = found.get(place, 0) + term.of_day(menu.instance, agent, day, shifts[place]) - free
        kept = [(place, cost) for place, cost in sorted(found.items()) if cost]
        table = np.array(kept, dtype=np.int64).reshape(len(kept), 2)
        return OwnCosts(table[:, 0], table[:, 1], idle)

    def _shifts(self, menu: Menu, agent: Agent) -> list[Worked]:
        """Return the options of *menu* as its people, whose clock is that of *agent*, would work them."""
        if id(menu) not in self._worked:
            self._worked[id(menu)] = [of_option(option, agent, menu.instance) for option in menu.options]
        return self._worked[id(menu)]
