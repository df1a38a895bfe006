"""A rule less the claims that were given up: what a draft is held to where no lawful roster exists."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ortools.sat.python.cp_model import CpModel

from scheduler.agents import AgentId
from scheduler.explain.claims import Claim
from scheduler.explain.posting import UNBOUNDED, Posting, is_measured
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity, Violation
from scheduler.variables import Variables

Relief = Mapping[Claim, int]


@dataclass(frozen=True, slots=True)
class Spared:
    """*rule* without the claims of *relief*, which tells by how much a measured one may be missed, 0 for altogether."""

    rule: Rule
    relief: Relief

    @property
    def name(self) -> str:
        """The name of the rule."""
        return self.rule.name

    @property
    def citation(self) -> str:
        """The source of the rule."""
        return self.rule.citation

    @property
    def severity(self) -> Severity:
        """The weight of the rule."""
        return self.rule.severity

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield what the rule finds; SOFT where it was given up for the person, or for the day where nobody is named."""
        people = {claim.agent for claim in self.relief}
        days = {day for claim in self.relief if claim.agent is None for day in claim.days}
        for violation in self.rule.check(roster, instance):
            known = violation.agent in people if violation.agent is not None else violation.day in days
            yield replace(violation, severity=Severity.SOFT) if known else violation

    def post(self, model: CpModel, variables: Variables) -> None:
        """Post the rule, then widen or switch off what was given up."""
        off = None
        for claim, index in list(Posting(model, variables).post_rule(self.rule)):
            if claim not in self.relief:
                continue
            constraint = model.proto.constraints[index]
            if self.relief[claim] and is_measured(claim, constraint):
                low, *_, high = constraint.linear.domain
                constraint.linear.domain[0] = low - self.relief[claim] if low > -UNBOUNDED else low
                last = len(constraint.linear.domain) - 1
                constraint.linear.domain[last] = high + self.relief[claim] if high < UNBOUNDED else high
                continue
            off = model.new_constant(0) if off is None else off
            constraint.enforcement_literal.append(off.index)

    def spares(self, agent: AgentId) -> tuple[tuple[Claim, int], ...]:
        """Return what *agent* is spared, told of nobody, so that people alike in it look alike."""
        mine = [(replace(claim, agent=None), amount) for claim, amount in self.relief.items() if claim.agent == agent]
        return tuple(sorted(mine, key=lambda pair: (pair[0].days, pair[0].side, pair[1])))


def plain(rule: Rule) -> Rule:
    """Return the rule itself, whatever was spared of it."""
    return rule.rule if isinstance(rule, Spared) else rule


def spare(rules: Iterable[Rule], relief: Relief) -> tuple[Rule, ...]:
    """Return *rules* less the claims of *relief*, on top of what they are less already."""
    found: list[Rule] = []
    for rule in rules:
        mine = {claim: amount for claim, amount in relief.items() if claim.rule == rule.name}
        known = rule.relief if isinstance(rule, Spared) else {}
        found.append(Spared(plain(rule), {**known, **mine}) if mine or known else rule)
    return tuple(found)
