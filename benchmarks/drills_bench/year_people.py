"""What training after actions is assumed to do: nobody has measured it, so it is small, stated here, and never fixes a result.

Who sat in a seat of which an action was trained acts from then on like somebody one skill level higher. And each action that was done
leaves a rule, a list or a text behind: everybody takes 3 % less time and overlooks or gets wrong 5 % less, to at most a quarter and a half.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from drills.drill import Drill
from drills.simulation import Crew, Habits
from drills.simulation.crew import Member
from scheduler.agents import Agent, AgentId, SkillLevel

FASTER, LEAST_TIME = 0.97, 0.75  # of the time of a task: for each action that was done, and in the end
SURER, LEAST_SLIPS = 0.95, 0.50


@dataclass(frozen=True, slots=True)
class Practised:
    """Who was *trained* so far, and after how many *actions*."""

    trained: frozenset[AgentId] = frozenset()
    actions: int = 0

    def after(self, people: Iterable[AgentId]) -> "Practised":
        """Return what is practised after one more action in which *people* were trained."""
        return Practised(self.trained | set(people), self.actions + 1)

    def crew(self, drill: Drill, agents: Iterable[Agent]) -> Crew:
        """Return the players of *drill*, who was trained one level higher."""
        known = Crew.of(drill.seats, {agent.id: agent for agent in agents})
        return replace(known, members=tuple(self._member(member) for member in known.members))

    def _member(self, member: Member) -> Member:
        if member.id not in self.trained:
            return member
        return replace(member, level=SkillLevel(min(member.level + 1, max(SkillLevel))))

    @property
    def habits(self) -> Habits:
        """What is assumed of everybody now."""
        usual = Habits()
        time = max(FASTER**self.actions, LEAST_TIME)
        slips = max(SURER**self.actions, LEAST_SLIPS)
        return replace(
            usual,
            pace={level: value * time for level, value in usual.pace.items()},
            slips={level: value * slips for level, value in usual.slips.items()},
        )
