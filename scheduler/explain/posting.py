"""Posts rules into a model claim by claim, so that each can be switched off by itself, whatever the rule is made of."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from ortools.sat.python.cp_model import CpModel
from ortools.sat.python.cp_model_helper import ConstraintProto

from scheduler.agents import Agent, AgentId
from scheduler.explain.claims import Claim, Side
from scheduler.rules.base import Rule, Severity
from scheduler.rules.pairs import told_together
from scheduler.rules.several import hard_streams, is_counting, post_stream
from scheduler.variables import Variables

Cell = tuple[AgentId, date]
UNBOUNDED = 2**62  # beyond it a bound of a linear constraint is none


@dataclass
class Posting:
    """A model in the making that knows which of its constraints belong to which claim, by their index."""

    model: CpModel
    variables: Variables
    places: dict[Claim, list[int]] = field(default_factory=dict)
    _cells: dict[int, frozenset[Cell]] = field(init=False)
    _agents: dict[AgentId, Agent] = field(init=False)

    def __post_init__(self) -> None:
        self._agents = {agent.id: agent for agent in self.variables.agents}
        planned = set(self.variables.days)  # what is known of the days before is constant and belongs to nobody
        self._cells = {
            var.index: frozenset({cell}) for cell, var in self.variables.worked.items() if cell[1] in planned
        }
        for cell, choices in self.variables.chosen.items():
            self._cells.update((var.index, frozenset({cell})) for _, var in choices)

    def post(self, rules: Iterable[Rule]) -> None:
        """Post the hard ones of *rules*."""
        for rule in rules:
            if rule.severity is Severity.HARD:
                for claim, index in self.post_rule(rule):
                    self.places.setdefault(claim, []).append(index)

    def post_rule(self, rule: Rule) -> Iterator[tuple[Claim, int]]:
        """Post *rule*; yield each constraint that came of it, by its index, and the claim that it belongs to."""
        if is_counting(rule):
            yield from self._post_streams(rule)
            return
        proto = self.model.proto
        first, own_from = len(proto.constraints), len(proto.variables)
        rule.post(self.model, self.variables)
        used = [sorted(set(variables_of(constraint))) for constraint in list(proto.constraints)[first:]]
        for group in self._linked(used, own_from):
            cells = frozenset(
                cell for place in group for index in used[place] for cell in self._cells.get(index, frozenset())
            )
            self._cells.update((i, cells) for place in group for i in used[place] if i >= own_from)
            for place in group:  # several constraints that are one have no side of their own
                side = side_of(proto.constraints[first + place]) if len(group) == 1 else Side.NONE
                yield self._claim(rule, cells, side), first + place

    def _post_streams(self, rule: Rule) -> Iterator[tuple[Claim, int]]:
        """Post the hard streams of *rule*, bucket by bucket: those of a day are one claim of several people."""
        for stream in hard_streams([rule], self.variables.instance):
            for bucket, more in post_stream(self.model, self.variables, stream):
                side = Side.LEAST if more else Side.MOST
                days = (stream.buckets.day(bucket),)
                claim = Claim(rule.name, rule.citation, None, stream.team, days, side, stream.of)
                yield claim, len(self.model.proto.constraints) - 1

    def _linked(self, used: Sequence[Sequence[int]], own_from: int) -> Iterable[list[int]]:
        """Return places of *used* in groups that share variables of the rule's own, all else being apart."""
        group_of: dict[int, int] = {}
        groups: dict[int, list[int]] = {}
        for place, indices in enumerate(used):
            own = [i for i in indices if i >= own_from and not self._is_constant(i)]
            joined = {group_of[i] for i in own if i in group_of}
            members = [place, *(member for number in joined for member in groups.pop(number))]
            groups[place] = members
            touched = {i for member in members for i in used[member] if i >= own_from and not self._is_constant(i)}
            group_of.update(dict.fromkeys(touched, place))
        return groups.values()

    def _is_constant(self, index: int) -> bool:
        domain = list(self.model.proto.variables[index].domain)
        return bool(domain[0] == domain[-1])

    def _claim(self, rule: Rule, cells: frozenset[Cell], side: Side) -> Claim:
        people = {agent for agent, _ in cells}
        if not people and len(self._agents) == 1:
            people = set(self._agents)
        teams = {self._agents[agent].team for agent in people}
        return Claim(
            rule.name,
            rule.citation,
            next(iter(people)) if len(people) == 1 else None,
            next(iter(teams)) if len(teams) == 1 else None,
            tuple(sorted({day for _, day in cells})),
            side,
            told_together(self._agents[agent] for agent in people) if len(people) > 1 else "",
        )


def variables_of(constraint: ConstraintProto) -> Iterator[int]:
    """Yield the index of every variable in *constraint*; a negated literal counts as its variable."""
    literals = [*constraint.enforcement_literal]
    for name in ("bool_or", "bool_and", "bool_xor", "at_most_one", "exactly_one"):
        if getattr(constraint, f"has_{name}")():
            literals += getattr(constraint, name).literals
    yield from (index if index >= 0 else -index - 1 for index in literals)
    if constraint.has_linear():
        yield from constraint.linear.vars
    for name in ("automaton", "table", "lin_max", "all_diff"):
        if getattr(constraint, f"has_{name}")():
            for expression in getattr(constraint, name).exprs:
                yield from expression.vars
    if constraint.has_lin_max():
        yield from constraint.lin_max.target.vars


def side_of(constraint: ConstraintProto) -> Side:
    """Return which side a linear *constraint* bounds; NONE where it bounds both or is no linear one."""
    if not constraint.has_linear():
        return Side.NONE
    low, *_, high = constraint.linear.domain
    if low > -UNBOUNDED and high < UNBOUNDED:
        return Side.NONE
    return Side.LEAST if low > -UNBOUNDED else Side.MOST


def is_measured(claim: Claim, constraint: ConstraintProto) -> bool:
    """Tell whether *constraint* of *claim* can be missed by a little: a sum of minutes, or of the heads of a team."""
    if claim.side is Side.NONE or not constraint.has_linear():
        return False
    return claim.agent is None or any(abs(coefficient) > 1 for coefficient in constraint.linear.coeffs)
