"""A rule of one person in a model, with literals that give it up: what each breach of it costs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from ortools.sat.python.cp_model import CpModel, IntVar
from ortools.sat.python.cp_model_helper import ConstraintProto

from scheduler.explain.claims import Side
from scheduler.explain.posting import side_of, variables_of
from scheduler.objective.terms import Parts
from scheduler.rules.base import Rule
from scheduler.variables import Variables

Days = frozenset[date]


@dataclass
class GivenUp:
    """*rule* posted into *model* for the only agent of *variables*, in such a way that it can be broken.

    What defines variables of the rule's own is kept, everything else of it may be given up.
    """

    model: CpModel
    variables: Variables
    rule: Rule
    _days: dict[int, Days] = field(default_factory=dict)

    def by_day(self, cost: int, group: Callable[[date], date]) -> Parts:
        """Return a literal for each *group* of the last days that broken constraints look at; each costs *cost*."""
        literals: dict[date | None, IntVar] = {}
        for constraint, days in self._posted():
            key = group(max(days)) if days else None
            if key not in literals:
                literals[key] = self.model.new_bool_var("")
            constraint.enforcement_literal.append(literals[key].negated().index)
        return [(literal, cost) for literal in literals.values()]

    def by_amount(self, cost_each: int, size: int) -> Parts:
        """Return what it costs to miss each sum, *cost_each* for every *size* that it is missed by, rounded down."""
        parts: Parts = []
        for constraint, _ in self._posted():
            side = side_of(constraint)
            if side is Side.NONE:
                constraint.enforcement_literal.append(self.model.new_constant(0).index)
                continue
            most = _most_missed(constraint, side)
            missed, cost = self.model.new_int_var(0, most, ""), self.model.new_int_var(0, most * cost_each, "")
            constraint.linear.vars.append(missed.index)
            constraint.linear.coeffs.append(1 if side is Side.LEAST else -1)
            # Minimised, the least whole number that is not below it, less one: the quotient rounded down.
            self.model.add(size * cost >= cost_each * missed - (size - 1))
            parts.append((cost, 1))
        return parts

    def _posted(self) -> Iterator[tuple[ConstraintProto, Days]]:
        """Post the rule; yield what it forbids with the planned days that it looks at."""
        proto = self.model.proto
        first, own_from = len(proto.constraints), len(proto.variables)
        self._days = self._known_days()
        self.rule.post(self.model, self.variables)
        for index in range(first, len(proto.constraints)):
            constraint = proto.constraints[index]
            used = set(variables_of(constraint))
            own = {number for number in used if number >= own_from and not self._is_constant(number)}
            days = frozenset(day for number in used for day in self._days.get(number, ()))
            self._days.update((number, days) for number in own if number not in self._days)
            if not (own and _defines(constraint)):
                yield constraint, days

    def _known_days(self) -> dict[int, Days]:
        """Return the day that each variable of the agent's planned shifts belongs to."""
        (agent,) = self.variables.agents
        found = {self.variables.works(agent, day).index: frozenset([day]) for day in self.variables.days}
        for day in self.variables.days:
            found.update((var.index, frozenset([day])) for _, var in self.variables.on(agent, day))
        return found

    def _is_constant(self, index: int) -> bool:
        domain = list(self.model.proto.variables[index].domain)
        return bool(domain[0] == domain[-1])


def _defines(constraint: ConstraintProto) -> bool:
    """Tell whether *constraint* says what a variable of the rule's own stands for: an equation or a maximum."""
    if constraint.has_lin_max():
        return True
    return constraint.has_linear() and constraint.linear.domain[0] == constraint.linear.domain[-1]


def _most_missed(constraint: ConstraintProto, side: Side) -> int:
    """Return by how much the linear *constraint* can be missed, its variables being 0 or 1."""
    low, *_, high = constraint.linear.domain
    if side is Side.LEAST:
        return max(0, int(low) - sum(min(0, int(one)) for one in constraint.linear.coeffs))
    return max(0, sum(max(0, int(one)) for one in constraint.linear.coeffs) - int(high))
