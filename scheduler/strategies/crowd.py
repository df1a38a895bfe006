"""Named rosters by best responses: each agent in turn gives up their line and takes the best one, given everybody else's.

One agent's shifts never overlap, so the best line is exact for the true cost, breaks included, and a step at the true
values of cover never makes the roster worse. The values are smoothed at first, or the turns would settle at the first
kink of the cost; a smoothed step may lose a little, and the best lines of all passes are kept.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from scheduler.agents import Agent
from scheduler.conflicts import Conflict, conflict_of
from scheduler.draft import Draft
from scheduler.explain.spared import Spared, plain
from scheduler.instance import Instance
from scheduler.objective import Whole
from scheduler.rules.alike import seen_in
from scheduler.rules.base import Rule
from scheduler.rules.hours import DailyHours
from scheduler.rules.scope import Scoped
from scheduler.solution import Limits
from scheduler.strategies.best_response import Planner
from scheduler.strategies.prices import Prices

SMOOTHING = (0.10, 0.05, 0.02)  # share of the demand over which values are averaged, pass by pass; then exactly
SETTLED = 0.001  # a pass that gains less than this share ends the turns
MOST_PASSES = 12
Keep = Callable[[float], bool]


@dataclass
class Crowd:
    """The agents of a draft and the models of their lines."""

    draft: Draft
    rules: Sequence[Rule]
    limits: Limits
    keep: Keep
    planners: dict[tuple[object, ...], Planner] = field(default_factory=dict)

    @cached_property
    def prices(self) -> Prices:
        """What shifts are worth as the draft stands."""
        return Prices(self.draft)

    def settle(self) -> list[Conflict]:
        """Give everybody a line and improve the lines until they settle, the time is up or *keep* says stop.

        Returns why somebody has none; the draft is of use only when nobody is named.
        """
        agents = list(self.draft.instance.agents)
        random.Random(self.limits.seed).shuffle(agents)
        conflicts = self._fill(agents)
        if conflicts:
            return conflicts
        best = self.draft.rank()
        lines = self.draft.snapshot(agents)
        for number in range(MOST_PASSES):
            share = SMOOTHING[number] if number < len(SMOOTHING) else 0.0
            finished = all(self._respond(agent, self.draft.demand, share, sum(best)) for agent in agents)
            self.draft.rearrange_breaks(agents)
            rank = self.draft.rank()
            settled = not _much_better(rank, best)
            if rank < best:
                best, lines = rank, self.draft.snapshot(agents)
            if not finished or (number >= len(SMOOTHING) and settled):
                break
        self.draft.restore(agents, lines)
        return []

    def _fill(self, agents: Sequence[Agent]) -> list[Conflict]:
        """Give a first line to each of *agents*, who as they come in share the part of the demand that is theirs."""
        members = {team: sum(agent.team == team for agent in agents) for team in self.draft.demand}
        placed = dict.fromkeys(members, 0)
        conflicts: dict[tuple[object, ...], Conflict] = {}
        for agent in agents:
            placed[agent.team] += 1
            part = self.draft.demand[agent.team] * placed[agent.team] // members[agent.team]
            alike = likeness(agent, self.rules, self.draft.instance)
            if not self._take_best(agent, {agent.team: part}, 0.0) and alike not in conflicts:
                conflicts[alike] = conflict_of(self.draft.instance, agent, self.rules)
            self.keep(float("nan"))
        return list(conflicts.values())

    def _respond(self, agent: Agent, demand: Mapping[str, Whole], share: float, best: int) -> bool:
        """Let *agent* answer the others; return whether to go on."""
        before = self.draft.snapshot([agent])
        self.draft.lift(agent)
        if not self._take_best(agent, demand, share):
            self.draft.restore([agent], before)
        return self.keep(float(best))

    def _take_best(self, agent: Agent, demand: Mapping[str, Whole], share: float) -> bool:
        """Give *agent*, who has no shifts, the best line; return whether there is one."""
        alike = likeness(agent, self.rules, self.draft.instance)
        planner = self.planners.get(alike)
        if planner is None:
            planner = self.planners[alike] = Planner.of(self.draft.instance, agent, self.rules, self.draft.objective)
        goals = self.prices.goals(agent, planner, demand[agent.team], share)
        line = planner.best(goals, self.limits.seed)
        if line is None:
            return False
        self.draft.put(agent, line)
        return True


def _much_better(rank: tuple[int, ...], best: tuple[int, ...]) -> bool:
    """Tell whether *rank* gains more than the least share on *best* in the first level in which they differ."""
    differing = next(((now, before) for now, before in zip(rank, best, strict=True) if now != before), None)
    return differing is not None and differing[1] - differing[0] >= max(1, SETTLED * differing[0])


def likeness(agent: Agent, rules: Sequence[Rule], instance: Instance) -> tuple[object, ...]:
    """Return what the lines open to *agent* depend on: people alike in it share a model."""
    held = [plain(rule) for rule in rules]
    approved = any(isinstance(rule, DailyHours) and agent.id in rule.overtime_approved for rule in held)
    spared = tuple((rule.name, rule.spares(agent.id)) for rule in rules if isinstance(rule, Spared))
    scopes = tuple(rule.covers(agent) for rule in held if isinstance(rule, Scoped))
    past = tuple(
        (shift.start, shift.end, shift.kind, shift.breaks) for shift in instance.lines_before.get(agent.id, ())
    )
    told = frozenset((tally.since, tally.minutes) for tally in instance.tallies if tally.agent == agent.id)
    return (
        agent.team,
        agent.contract,
        agent.zone,
        agent.leave,
        agent.restrictions,
        approved,
        past,
        told,
        spared,
        scopes,
        seen_in(agent, rules),
    )
