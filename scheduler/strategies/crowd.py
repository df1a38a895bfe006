"""Named rosters by best responses: each agent in turn gives up their line and takes the best one, given everybody else's.

One agent's shifts never overlap, so the best line is exact for the true cost, breaks included, and a step at the true
values of cover never makes the roster worse. The values are smoothed at first, or the turns would settle at the first
kink of the cost; a smoothed step may lose a little, and the best lines of all passes are kept.

People whom rules tie together answer as one, in one model. As several shifts at once are worth less than each by itself,
their step is kept only where nothing got worse. Heads that rules want and that the turns have not found are looked for
afterwards, among ever more people at once.
"""

import random
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from scheduler.agents import Agent, AgentId
from scheduler.conflicts import Conflict, conflict_of
from scheduler.draft import Draft
from scheduler.instance import Instance
from scheduler.likeness import likeness
from scheduler.objective import Whole
from scheduler.rules.base import Rule
from scheduler.rules.several import tied_groups
from scheduler.solution import Limits
from scheduler.strategies.best_response import Planner, best_of
from scheduler.strategies.mending import mend
from scheduler.strategies.prices import Prices

SMOOTHING = (0.10, 0.05, 0.02)  # share of the demand over which values are averaged, pass by pass; then exactly
SETTLED = 0.001  # a pass that gains less than this share ends the turns
MOST_PASSES = 12
WORK_OF_ANSWER = 0.01  # of one group's answer, about its seconds
Keep = Callable[[float], bool]
Group = tuple[Agent, ...]


@dataclass
class Crowd:
    """The agents of a draft and the models of their lines; *possible* is False once no roster can keep all rules.

    *grace* tells whether to go on looking for heads that hard rules miss, None for as long as *keep* does.
    """

    draft: Draft
    rules: Sequence[Rule]
    limits: Limits
    keep: Keep
    planners: dict[Hashable, list[Planner]] = field(default_factory=dict)
    possible: bool = True
    answers: int = 0
    grace: Callable[[], bool] | None = None

    @property
    def work(self) -> float:
        """The work of all answers so far, about a second each unit; it is the same in every run."""
        return WORK_OF_ANSWER * self.answers

    @property
    def has_work_left(self) -> bool:
        """Tell whether less work is done than the limits allow."""
        return self.limits.work is None or self.work < self.limits.work

    @property
    def standing(self) -> Draft:
        """A copy of the draft as it stands, between two answers."""
        return self.draft.copy()

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
        groups = grouped(agents, self.rules, self.draft.instance)
        conflicts = self._fill(groups)
        if conflicts:
            return conflicts
        if self.draft.missing:  # first of all lawful
            self._take_turns(agents, groups, 1, ())
            self._mend()
        if self.possible:
            self._take_turns(agents, groups, MOST_PASSES)
        if self.possible and self._mend():
            self._take_turns(agents, groups, MOST_PASSES, ())
        return []

    def take_turns(self, agents: Sequence[Agent], passes: int) -> None:
        """Let each of *agents* answer the others, at true values, until the lines settle; leave the best of all passes.

        Nobody answers who is tied to somebody not among them.
        """
        groups = [group for group in grouped(agents, self.rules, self.draft.instance) if self._is_whole(group)]
        self._take_turns(agents, groups, passes, ())

    def _take_turns(
        self, agents: Sequence[Agent], groups: Sequence[Group], passes: int, smoothing: Sequence[float] | None = None
    ) -> None:
        smoothing = SMOOTHING if smoothing is None else smoothing
        best, lines = self.draft.standing, self.draft.snapshot(agents)
        for number in range(passes):
            share = smoothing[number] if number < len(smoothing) else 0.0
            finished = all(self._respond(group, self.draft.demand, share, sum(best[1:])) for group in groups)
            self.draft.rearrange_breaks(agents)
            standing = self.draft.standing
            settled = not _much_better(standing, best)
            if standing < best:
                best, lines = standing, self.draft.snapshot(agents)
            if not finished or (number >= len(smoothing) and settled):
                break
        self.draft.restore(agents, lines)

    def _is_whole(self, group: Group) -> bool:
        ids = {agent.id for agent in group}
        return all(not tied & ids or tied <= ids for tied in self._tied)

    @cached_property
    def _tied(self) -> tuple[frozenset[AgentId], ...]:
        return tied_groups(self.rules, self.draft.instance)

    def _mend(self) -> bool:
        """Look for the heads that hard rules miss; return whether any were found."""
        before = self.draft.missing
        if not before:
            return False
        goes_on = self.grace or (lambda: self.keep(float("nan")))
        self.possible = mend(self.draft, self.rules, self.limits, goes_on)
        return self.draft.missing < before

    def _fill(self, groups: Sequence[Group]) -> list[Conflict]:
        """Give a first line to each of *groups* without one, who as they come in share the part of the demand that is theirs."""
        members = Counter(agent.team for group in groups for agent in group)
        placed = dict.fromkeys(self.draft.demand, 0)
        conflicts: dict[Hashable, Conflict] = {}
        for group in groups:
            for agent in group:
                placed[agent.team] += 1
            parts = {
                team: self.draft.demand[team] * placed[team] // members[team]
                for team in {agent.team for agent in group}
            }
            if all(agent.id in self.draft.lines for agent in group):
                continue
            for agent in group:
                self.draft.lift(agent)
            alike = self._alike(group)
            if not self._take_best(group, parts, 0.0) and alike not in conflicts:
                conflicts[alike] = conflict_of(self.draft.instance, group, self.rules)
            self.keep(float("nan"))
        return list(conflicts.values())

    def _respond(self, group: Group, demand: Mapping[str, Whole], share: float, best: float) -> bool:
        """Let *group* answer the others, *best* being the cost so far, not a number where unknown; return whether to go on."""
        tied = len(group) > 1
        before = self.draft.snapshot(group)
        standing = self.draft.standing_about(group) if tied else ()
        for agent in group:
            self.draft.lift(agent)
        if not self._take_best(group, demand, share) or (tied and self.draft.standing_about(group) > standing):
            self.draft.restore(group, before)
        self.answers += 1
        return self.keep(float(best)) and self.has_work_left

    def _take_best(self, group: Group, demand: Mapping[str, Whole], share: float) -> bool:
        """Give the people of *group*, who have no shifts, their best lines; return whether there are any."""
        alike = self._alike(group)
        if alike not in self.planners:
            draft = self.draft
            self.planners[alike] = Planner.together(draft.instance, group, self.rules, draft.objective)
        planners = self.planners[alike]
        each = [
            self.prices.goals(agent, planner, demand[agent.team], share)
            for agent, planner in zip(group, planners, strict=True)
        ]
        goals = [[part for goal in level for part in goal] for level in zip(*each, strict=True)]
        lines = best_of(planners, goals, self.limits.seed)
        if lines is None:
            return False
        for agent, planner in zip(group, planners, strict=True):
            self.draft.put(agent, lines[planner.agent.id])
        return True

    def _alike(self, group: Group) -> Hashable:
        """Return what tells which groups may share a model: people who are tied share it with nobody else."""
        if len(group) > 1:
            return tuple(agent.id for agent in group)
        return likeness(group[0], self.rules, self.draft.instance)


def grouped(agents: Sequence[Agent], rules: Sequence[Rule], instance: Instance) -> list[Group]:
    """Return *agents* in their order, those tied together at the place of the first of them."""
    tied = {agent: people for people in tied_groups(rules, instance) for agent in people}
    groups: dict[Hashable, list[Agent]] = {}
    for agent in agents:
        groups.setdefault(tied.get(agent.id, agent.id), []).append(agent)
    return [tuple(group) for group in groups.values()]


def _much_better(rank: tuple[int, ...], best: tuple[int, ...]) -> bool:
    """Tell whether *rank* gains more than the least share on *best* in the first level in which they differ."""
    differing = next(((now, before) for now, before in zip(rank, best, strict=True) if now != before), None)
    return differing is not None and differing[1] - differing[0] >= max(1, SETTLED * differing[0])
