"""What is asked of the solver and the checks: people, shift kinds and demand. Frozen."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, AgentId, Team
from scheduler.demand import Demand
from scheduler.errors import InstanceError
from scheduler.shifts import ShiftKind


@dataclass(frozen=True)
class Instance:
    """A roster to be made: who there is, which shifts exist, how many people are needed.

    *statutory_holidays* are the days on which work pays 300 % (LL-44).
    """

    grid: TimeGrid
    teams: tuple[Team, ...]
    kinds: tuple[ShiftKind, ...]
    agents: tuple[Agent, ...]
    demand: Demand
    statutory_holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        faults = [*self._doubled(), *self._unknown()]
        if faults:
            raise InstanceError("; ".join(faults))

    def _doubled(self) -> list[str]:
        named = (
            ("team", [team.name for team in self.teams]),
            ("shift kind", [kind.name for kind in self.kinds]),
            ("agent", [str(agent.id) for agent in self.agents]),
        )
        return [
            f"{word} {name} appears {names.count(name)} times"
            for word, names in named
            for name in sorted({name for name in names if names.count(name) > 1})
        ]

    def _unknown(self) -> list[str]:
        teams = {team.name for team in self.teams}
        kinds = {kind.name for kind in self.kinds}
        faults = [
            f"agent {agent.id} is in unknown team {agent.team}" for agent in self.agents if agent.team not in teams
        ]
        faults += [
            f"contract {contract.name} allows unknown shift kind {name}"
            for contract in {agent.contract.name: agent.contract for agent in self.agents}.values()
            for name in contract.kinds
            if name not in kinds
        ]
        faults += [f"demand is given for unknown team {skill}" for skill in self.demand.skills if skill not in teams]
        return faults

    @cached_property
    def agent_by_id(self) -> dict[AgentId, Agent]:
        """Agents by their id."""
        return {agent.id: agent for agent in self.agents}

    @cached_property
    def kind_by_name(self) -> dict[str, ShiftKind]:
        """Shift kinds by their name."""
        return {kind.name: kind for kind in self.kinds}

    def zone_of(self, agent: Agent) -> ZoneInfo:
        """Return the clock that the shifts of *agent* follow."""
        return agent.zone or self.grid.zone

    def days(self) -> list[date]:
        """Return the days on which shifts may start."""
        return [self.grid.first_day + timedelta(days=index) for index in range(self.grid.days)]
