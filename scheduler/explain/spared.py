"""A rule less the claims that were given up: what a draft is held to where no lawful roster exists."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ortools.sat.python.cp_model import CpModel

from scheduler.agents import AgentId
from scheduler.explain.claims import Claim, Side
from scheduler.explain.posting import UNBOUNDED, Posting, is_measured
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Counting, Rule, Severity, Tying, Violation
from scheduler.rules.several import is_counting, post_streams
from scheduler.streams import Stream
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
        people = {claim.agent for claim in self.relief if claim.agent is not None}
        shared = [claim for claim in self.relief if claim.agent is None]
        for violation in self.rule.check(roster, instance):
            known = violation.agent in people or any(
                violation.day in claim.days and claim.about == violation.values.get("about", "") for claim in shared
            )
            yield replace(violation, severity=Severity.SOFT) if known else violation

    def streams(self, instance: Instance) -> tuple[Stream, ...]:
        """Return what the rule counts, with fewer heads wanted, or more allowed, where that was given up."""
        counting = self.rule.streams(instance) if isinstance(self.rule, Counting) else ()
        return tuple(self._spared(stream) for stream in counting)

    def ties(self, instance: Instance) -> Iterable[frozenset[AgentId]]:
        """Return the ties of the rule."""
        return self.rule.ties(instance) if isinstance(self.rule, Tying) else ()

    def _spared(self, stream: Stream) -> Stream:
        least, most = stream.least.copy(), stream.most.copy()
        for claim, amount in self.relief.items():
            for bucket in range(stream.buckets.size) if claim.about == stream.of else ():
                if stream.buckets.day(bucket) not in claim.days:
                    continue
                if claim.side is Side.LEAST:
                    least[bucket] = max(0, least[bucket] - amount) if amount else 0
                else:
                    most[bucket] += amount or len(stream.members)
        return replace(stream, least=least, most=most)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Post the rule, then widen or switch off what was given up."""
        if is_counting(self.rule):
            post_streams(model, variables, self.streams(variables.instance))
            return
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
