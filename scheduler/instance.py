"""What is asked of the solver and the checks: people, shift kinds and demand, and what went before. Frozen."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, AgentId, Team
from scheduler.demand import Demand
from scheduler.errors import InstanceError
from scheduler.roster import Assignment, Roster
from scheduler.shifts import ShiftKind
from scheduler.training.courses import Curriculum


@dataclass(frozen=True, slots=True)
class Tally:
    """Paid *minutes* that *agent* has worked from the day *since* up to the first planned day, itself outside.

    *overtime_minutes* of them were overtime; None where that is not known.
    """

    agent: AgentId
    since: date
    minutes: int
    overtime_minutes: int | None = None

    def __post_init__(self) -> None:
        if self.minutes < 0:
            raise ValueError(f"tally of {self.agent} since {self.since}: {self.minutes} minutes; expected 0 or more")
        if self.overtime_minutes is not None and not 0 <= self.overtime_minutes <= self.minutes:
            told = f"{self.overtime_minutes} minutes of overtime"
            raise ValueError(f"tally of {self.agent} since {self.since}: {told}; expected 0 to {self.minutes}")


@dataclass(frozen=True)
class Instance:
    """A roster to be made: who there is, which shifts exist, how many people are needed.

    *statutory_holidays* are the days on which work pays 300 % (LL-44). *before* holds the shifts of the days up to the
    day before the first planned one, None where they are not known; it may have people who are no agents any more.
    *tallies* tell paid time that no known shift shows. *period_from* is the day on which the period of the contracts'
    hours began, None where it begins with the planned days. *left* are the teams of people of *before* who are no agents any
    more, as far as they are known: their heads of the first night count. *curriculum* tells who is to be trained in what. *homes* are the site's own teams where
    *teams* are skill sets.
    """

    grid: TimeGrid
    teams: tuple[Team, ...]
    kinds: tuple[ShiftKind, ...]
    agents: tuple[Agent, ...]
    demand: Demand
    statutory_holidays: frozenset[date] = frozenset()
    before: Roster | None = None
    tallies: tuple[Tally, ...] = ()
    period_from: date | None = None
    curriculum: Curriculum = Curriculum()  # noqa: RUF009  # frozen
    left: Mapping[AgentId, str] = field(default_factory=dict)
    homes: tuple[Team, ...] = ()

    def __post_init__(self) -> None:
        faults = [*self._doubled(), *self._unknown(), *self._past()]
        if faults:
            raise InstanceError("; ".join(faults))

    def _doubled(self) -> list[str]:
        named = (
            ("team", [team.name for team in self.teams]),
            ("shift kind", [kind.name for kind in self.kinds]),
            ("agent", [str(agent.id) for agent in self.agents]),
        )
        return [
            f"{word} {name} appears {count} times"
            for word, names in named
            for name, count in sorted(Counter(names).items())
            if count > 1
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

    def _past(self) -> list[str]:
        first = self.grid.first_day
        faults = []
        if self.before is not None and self.before.grid.last_day + timedelta(days=1) != first:
            faults.append(f"the days before end on {self.before.grid.last_day}; expected the day before {first}")
        faults += [
            f"the tally of {tally.agent} begins on {tally.since}; expected a day before {first}"
            for tally in self.tallies
            if tally.since >= first
        ]
        if self.period_from is not None and self.period_from > first:
            faults.append(f"the period begins on {self.period_from}; expected no later than {first}")
        return faults

    @cached_property
    def agent_by_id(self) -> dict[AgentId, Agent]:
        """Agents by their id."""
        return {agent.id: agent for agent in self.agents}

    @cached_property
    def kind_by_name(self) -> dict[str, ShiftKind]:
        """Shift kinds by their name."""
        return {kind.name: kind for kind in self.kinds}

    @property
    def home_teams(self) -> tuple[Team, ...]:
        """The teams of the site: what rules about teams mean, whether people are rostered by team or by skill set."""
        return self.homes or self.teams

    def zone_of(self, agent: Agent) -> ZoneInfo:
        """Return the clock that the shifts of *agent* follow."""
        return agent.zone or self.grid.zone

    def days(self) -> list[date]:
        """Return the days on which shifts may start."""
        return [self.grid.first_day + timedelta(days=index) for index in range(self.grid.days)]

    @cached_property
    def days_before(self) -> tuple[date, ...]:
        """The days before the first planned one whose shifts are known, in order."""
        return () if self.before is None else tuple(self.before.grid.dates())

    def known_days(self) -> list[date]:
        """Return the days whose shifts are known or planned, in order."""
        return [*self.days_before, *self.days()]

    @cached_property
    def lines_before(self) -> dict[AgentId, list[Assignment]]:
        """The known shifts of each agent before the first planned day, in time order."""
        return {} if self.before is None else self.before.by_agent()

    @cached_property
    def _alone(self) -> dict[AgentId, "Instance"]:
        return {}

    def alone(self, agent: Agent) -> "Instance":
        """Return this with *agent* as the only one and without demand: what rules of one person look at."""
        if agent.id not in self._alone:
            past = self.lines_before.get(agent.id, ())
            self._alone[agent.id] = replace(
                self,
                teams=tuple(team for team in self.teams if team.name == agent.team),
                agents=(agent,),
                demand=Demand(self.grid, {}),
                before=None if self.before is None else Roster(self.before.grid, tuple(past)),
                tallies=tuple(tally for tally in self.tallies if tally.agent == agent.id),
            )
        return self._alone[agent.id]

    def paid_before(self, agent: AgentId, since: date) -> int:
        """Return the paid minutes of *agent* from *since* up to the first planned day: as told, else of known shifts."""
        for tally in self.tallies:
            if (tally.agent, tally.since) == (agent, since):
                return tally.minutes
        return sum(shift.paid_minutes for shift in self.lines_before.get(agent, ()) if shift.day >= since)

    def overtime_told(self, agent: AgentId, since: date) -> int | None:
        """Return the overtime of *agent* from *since* up to the first planned day that a tally tells, None where none does."""
        for tally in self.tallies:
            if (tally.agent, tally.since) == (agent, since):
                return tally.overtime_minutes
        return None

    def known_since(self, agent: AgentId, day: date) -> date:
        """Return the first day from *day* on from which the paid time of *agent* is known up to the planned days."""
        if any((tally.agent, tally.since) == (agent, day) for tally in self.tallies):
            return day
        first = self.days_before[0] if self.days_before else self.grid.first_day
        return max(day, first)
