"""Who belongs to which skill set, and what people of one set do for another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations

import numpy as np
import numpy.typing as npt

from forecasting.messages import N_, Sentence
from forecasting.site import OpeningHours, Span
from forecasting.staffing.skills import SkillSet
from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, SkillLevel, Team
from scheduler.demand import Demand, Heads
from scheduler.errors import InstanceError
from scheduler.instance import Instance


@dataclass(frozen=True, slots=True)
class Members:
    """The people of *skills*: of one of *teams* (empty: of any), of *level* or above (SK), who speak all of *languages*."""

    skills: SkillSet
    teams: tuple[str, ...] = ()
    level: SkillLevel = SkillLevel.JUNIOR
    languages: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Name of the skill set."""
        return self.skills.name

    def take(self, agent: Agent) -> bool:
        """Return whether *agent* can do what the set does."""
        of_team = not self.teams or agent.team in self.teams
        return of_team and agent.level >= self.level and set(self.languages) <= set(agent.languages)


def set_of(agent: Agent, sets: Sequence[Members]) -> Members | None:
    """Return the one of *sets* that *agent* counts in: of those that take the agent the one with most queues, then the highest level.

    None where no set takes the agent.
    """
    fit = [members for members in sets if members.take(agent)]
    return max(fit, key=lambda members: (len(members.skills.queues), members.level), default=None)


def by_skill_set(instance: Instance, sets: Sequence[Members], scheduled: Mapping[str, Heads]) -> Instance:
    """Return *instance* with *sets* in the place of teams, *scheduled* people by set and slot as its demand.

    Rosters of it are made and checked like those of teams: every set asks for people of its own. A set may be on duty while any of its
    people's teams is open. Raise InstanceError naming every agent whom no set takes.
    """
    placed = {agent.id: set_of(agent, sets) for agent in instance.agents}
    lost = [str(agent) for agent, members in placed.items() if members is None]
    if lost:
        raise InstanceError(Sentence(N_("no skill set takes the agents {agents}"), agents=", ".join(lost)))
    agents = tuple(
        replace(agent, team=members.name, home=agent.home_team)
        for agent in instance.agents
        if (members := placed[agent.id]) is not None
    )
    homes = {members.name: {agent.team for agent in instance.agents if placed[agent.id] is members} for members in sets}
    teams = tuple(
        Team(
            members.name,
            members.skills.queues,
            _together([team.opening for team in instance.teams if team.name in homes[members.name]], instance.grid),
        )
        for members in sets
    )
    demand = Demand(instance.grid, dict(scheduled))
    return replace(instance, teams=teams, agents=agents, demand=demand, homes=instance.home_teams)


def _together(hours: Sequence[OpeningHours], grid: TimeGrid) -> OpeningHours:
    """Return hours that on each day of *grid*, and those beside it, reach from the first opening to the last closing of *hours*."""
    if all(each == hours[0] for each in hours):
        return hours[0] if hours else OpeningHours()
    days = [grid.first_day + timedelta(days=index) for index in range(-1, grid.days + 1)]
    found = {day: [span for each in hours if (span := each.span_on(day)) is not None] for day in days}
    spans = {
        day: Span(min(span.opens for span in spans), max(span.closes for span in spans)) if spans else None
        for day, spans in found.items()
    }
    return replace(hours[0], exceptions=spans, seasons=())


def missing_heads(
    heads: Mapping[str, npt.NDArray[np.int64]], scheduled: Mapping[str, Heads], sets: Sequence[SkillSet]
) -> Heads:
    """Return by slot how many heads are missing in all when people who are to spare in a set stand in for the sets that it contains.

    *heads* on duty and *scheduled* people by set and slot. The most that any choice of sets lacks of the people who can work for it
    (the deficiency form of Hall's theorem, Ore 1955); 0 exactly where everybody's place can be taken.
    """
    most = np.zeros_like(next(iter(scheduled.values())))
    for size in range(1, len(sets) + 1):
        for chosen in combinations(sets, size):
            able = [one for one in sets if any(one.contains(each) for each in chosen)]
            wanted = np.sum([scheduled[each.name] for each in chosen], axis=0)
            there = np.sum([heads[one.name] for one in able], axis=0)
            most = np.maximum(most, wanted - there)
    return most
