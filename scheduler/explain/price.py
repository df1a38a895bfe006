"""The price of a rule: how much cheaper a roster gets when the rule is relaxed by a step.

The roster as it stands is improved with bounded work. From there the same work is done twice, under the rules as they
are and with the step. What the step gains is the difference, so that what more work alone would gain is not counted.
Both results are rosters that exist; more work could find better ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.checking import check_roster
from scheduler.explain.present import draft_of
from scheduler.explain.steps import Step, steps_of
from scheduler.instance import Instance
from scheduler.objective import Objective, roster_terms
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity
from scheduler.solution import Limits
from scheduler.strategies import exact
from scheduler.strategies.crowd import Crowd

PASSES = 2
Terms = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Price:
    """What *step* is worth: the terms of the roster as it stands, improved *as_is*, and improved with the step, in points.

    *relaxed* is None where the step found no roster that breaks no more than the present one.
    """

    step: Step
    present: Terms
    as_is: Terms
    relaxed: Terms | None

    @property
    def gain(self) -> Terms:
        """How much each term falls by the step; nothing is gained where no roster was found or it is no better in all."""
        if self.relaxed is None or sum(self.relaxed.values()) >= sum(self.as_is.values()):
            return dict.fromkeys(self.as_is, 0.0)
        return {name: self.as_is[name] - self.relaxed.get(name, 0.0) for name in self.as_is}

    @property
    def points(self) -> float:
        """How many points the whole objective falls by the step."""
        return sum(self.gain.values())


def prices(
    roster: Roster, instance: Instance, rules: Sequence[Rule], objective: Objective, name: str, limits: Limits
) -> list[Price]:
    """Return the price of each figure of the rules called *name*; none where there is no such rule.

    Small rosters are solved in one model within *limits*, each time; others by two turns of everybody. A soft rule costs
    what its figures ask for: with a step the objective asks for less, too.
    """
    steps = steps_of(name, instance, rules)
    if not steps:
        return []
    aim = objective.under(rules, instance)
    present = roster_terms(roster, instance, aim)
    start = _improved(roster, instance, rules, aim, limits) or roster
    same = _improved(start, instance, rules, aim, limits) or start
    as_is = roster_terms(same, instance, aim)
    found = []
    for step in steps:
        eased = objective.under(step.rules, step.instance)
        better = _improved(start, step.instance, step.rules, eased, limits)
        relaxed = None if better is None else roster_terms(better, step.instance, eased)
        found.append(Price(step, present, as_is, relaxed))
    return found


def _improved(
    roster: Roster, instance: Instance, rules: Sequence[Rule], objective: Objective, limits: Limits
) -> Roster | None:
    """Return *roster* improved by bounded work, or None where that would break more hard rules than it does."""
    draft, movable = draft_of(roster, instance, objective, rules)
    before, lines = draft.standing, draft.snapshot(movable)
    Crowd(draft, rules, limits, lambda _: True).take_turns(movable, PASSES)
    everybody = len(movable) == len(instance.agents)
    if everybody and exact.choices_in(instance) <= exact.MOST_CHOICES:
        exact.improve(draft, rules, limits, lambda: True)
    if draft.standing > before:
        draft.restore(movable, lines)
    fixed = {agent.id for agent in instance.agents} - {agent.id for agent in movable}
    rest = [shift for shift in roster.assignments if shift.agent in fixed]
    better = Roster.of(roster.grid, [*rest, *draft.roster().assignments])
    return None if _broken(better, instance, rules) > _broken(roster, instance, rules) else better


def _broken(roster: Roster, instance: Instance, rules: Sequence[Rule]) -> int:
    return sum(found.severity is Severity.HARD for found in check_roster(roster, instance, tuple(rules)))
