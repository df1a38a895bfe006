"""Values for the parameters of a template, drawn so that its constraints hold."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from drills.incidents import Level
from drills.scenario.entries import Constraint, Parameter
from drills.scenario.frozen import Value
from drills.scenario.streams import Stream
from drills.scenario.text import Text


@dataclass(frozen=True, slots=True)
class Domain:
    """The numbers *least*, *least* + *step*, … up to *most* that are still open to a parameter."""

    least: int
    most: int
    step: int

    @property
    def is_empty(self) -> bool:
        """Whether no number is left."""
        return self.least > self.most

    def at_least(self, bound: Fraction) -> "Domain":
        """Return the numbers that are *bound* or more."""
        steps = max(0, math.ceil((bound - self.least) / self.step))
        return Domain(self.least + steps * self.step, self.most, self.step)

    def at_most(self, bound: Fraction) -> "Domain":
        """Return the numbers that are *bound* or less."""
        return Domain(self.least, min(self.most, math.floor(bound)), self.step)


def domains_of(parameters: Iterable[Parameter], level: Level) -> dict[str, Domain]:
    """Return what numbers each parameter can be for an incident that becomes *level* at worst."""
    return {item.name: Domain(*item.ranges[level], item.step) for item in parameters if level in item.ranges}


def narrowed(domains: Mapping[str, Domain], constraints: Iterable[Constraint]) -> dict[str, Domain] | Constraint:
    """Return *domains* without the numbers that no choice of the others suits, or the constraint that cannot hold.

    Afterwards every number left belongs to some choice that satisfies all *constraints*: each of them bounds one
    number below another, so that the least numbers left suit each other.
    """
    left, rules = dict(domains), tuple(constraints)
    while True:
        before = dict(left)
        for rule in rules:
            factor = Fraction(str(rule.factor))
            left[rule.larger] = left[rule.larger].at_least(left[rule.smaller].least * factor)
            left[rule.smaller] = left[rule.smaller].at_most(Fraction(left[rule.larger].most) / factor)
            if left[rule.larger].is_empty or left[rule.smaller].is_empty:
                return rule
        if left == before:
            return left


def draw_values(
    parameters: Iterable[Parameter], constraints: Iterable[Constraint], level: Level, seed: int, *names: str
) -> dict[str, Value] | Constraint:
    """Return a value for each of *parameters*, or the constraint that no choice satisfies.

    Each has its own stream of *seed*, so that a parameter more leaves those alone that no constraint ties to it.
    """
    every, rules = tuple(parameters), tuple(constraints)
    wide = domains_of(every, level)
    domains = narrowed(wide, rules)
    values: dict[str, Value] = {}
    for item in every:
        if isinstance(domains, Constraint):
            return domains
        stream = Stream(seed, *names, "parameters", item.name)
        if item.choices:
            values[item.name] = Value(item.name, stream.pick(item.choices))
            continue
        domain = domains[item.name]
        number = stream.integer(domain.least, domain.most, domain.step)
        domains = narrowed({**domains, item.name: Domain(number, number, item.step)}, rules)
        values[item.name] = Value(
            item.name, Text(f"{number:,}", f"{number}"), number, wide[item.name].least, wide[item.name].most
        )
    return values
