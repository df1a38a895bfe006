"""Small rosters for feed tests, written as clocks: ``centre.roster(shift("2026-11-10", "22:00-06:00"))``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from forecasting.timegrid import MINUTES_A_DAY, TimeGrid, local_instant
from scheduler.agents import Agent, AgentId, Contract, SkillLevel, Team
from scheduler.demand import Demand
from scheduler.instance import Instance
from scheduler.roster import Activity, Assignment, Break, Roster
from scheduler.shifts import ShiftKind

ANN = AgentId("ann")
PUBLISHED = datetime(2026, 10, 1, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Centre:
    """A centre in *zone* whose roster has *days* days from *first*; Ann and Bob work there."""

    zone: ZoneInfo
    first: date
    days: int = 14

    @property
    def grid(self) -> TimeGrid:
        return TimeGrid(self.zone, self.first, self.days)

    @property
    def agents(self) -> tuple[Agent, ...]:
        contract = Contract("full", ("any",))
        return (
            Agent(ANN, "Ann Li", "chat", contract, level=SkillLevel.SENIOR),
            Agent(AgentId("bob"), "Bob Secretman", "chat", contract),
        )

    @property
    def ann(self) -> Agent:
        return self.agents[0]

    @property
    def instance(self) -> Instance:
        kinds = (ShiftKind("any", 0, 23 * 60 + 45, 60),)
        demand = Demand(self.grid, {"chat": np.ones(self.grid.n_slots)})
        return Instance(self.grid, (Team("chat", ("chat",)),), kinds, self.agents, demand)

    def at(self, day: str, clock: str) -> datetime:
        """Return the instant at which the centre's clock shows *clock* on *day*."""
        hours, minutes = clock.split(":")
        return local_instant(date.fromisoformat(day), int(hours) * 60 + int(minutes), self.zone)

    def shift(
        self, day: str, span: str, kind: str = "any", agent: AgentId = ANN, breaks: str = "", activities: str = ""
    ) -> Assignment:
        """Return a shift such as ``shift("2026-11-10", "22:00-06:00", breaks="02:00-02:30")``; breaks are unpaid."""
        start, end = self._span(day, span)
        pauses = tuple(Break(*self._span(day, pause)) for pause in breaks.split())
        named = (activity.split("=") for activity in activities.split())
        doings = tuple(Activity(*self._span(day, span), name) for name, span in named)
        return Assignment(agent, date.fromisoformat(day), kind, start, end, pauses, doings)

    def _span(self, day: str, span: str) -> tuple[datetime, datetime]:
        first, last = span.split("-")
        start, end = self.at(day, first), self.at(day, last)
        if end <= start:
            hours, minutes = last.split(":")
            minute = int(hours) * 60 + int(minutes) + MINUTES_A_DAY
            end = local_instant(date.fromisoformat(day), minute, self.zone)
        return start, end

    def roster(self, *shifts: Assignment) -> Roster:
        return Roster.of(self.grid, shifts)

    def nights(self) -> Roster:
        """Return a roster in which Ann works every night from 22:00 to 06:00."""
        days = [self.first + timedelta(days=index) for index in range(self.days)]
        return self.roster(*(self.shift(day.isoformat(), "22:00-06:00", kind="night") for day in days))


@pytest.fixture(scope="session")
def build() -> Callable[..., Centre]:
    """Return a builder: ``build("Europe/London", "2026-10-20")``."""
    return lambda zone="Asia/Shanghai", first="2026-11-02", days=14: Centre(
        ZoneInfo(zone), date.fromisoformat(first), days
    )


@pytest.fixture(scope="session")
def shanghai(build: Callable[..., Centre]) -> Centre:
    """Return a centre in Shanghai, its roster from Monday 2 November 2026."""
    return build()
