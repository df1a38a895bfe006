"""What people ask for: a shift kind, any work or a day off, or none of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from forecasting.messages import N_
from scheduler.agents import Agent, AgentId
from scheduler.instance import Instance
from scheduler.worked import Worked

OFF = "off"
REQUESTS = N_("requests")


@dataclass(frozen=True, slots=True)
class Request:
    """*agent* asks on *day* for the shift kind *kind* or ``off``, or with *against* for anything else.

    Against ``off`` is a wish to work. *weight* tells how much it matters, 1 being usual.
    """

    agent: AgentId
    day: date
    kind: str
    against: bool = False
    weight: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.weight < float("inf"):
            raise ValueError(f"request of {self.agent} on {self.day}: weight {self.weight}; expected above 0")

    def is_met(self, kind: str | None) -> bool:
        """Tell whether a shift of *kind*, None being a day off, is what was asked for."""
        return ((kind or OFF) == self.kind) != self.against


@dataclass(frozen=True, slots=True)
class RequestsMet:
    """Each request that is not met costs its weight times *cost*, in hundredths of a point, rounded down.

    With *seniority_percent* it costs so many percent more for each whole year that the agent has served by its day.
    """

    cost: int
    asked: Mapping[tuple[AgentId, date], tuple[Request, ...]]
    seniority_percent: float = 0
    name: ClassVar[str] = REQUESTS

    @staticmethod
    def of(requests: Iterable[Request], cost: int, seniority_percent: float = 0) -> "RequestsMet":
        """Sort *requests* by agent and day."""
        asked: dict[tuple[AgentId, date], tuple[Request, ...]] = {}
        for request in requests:
            asked[request.agent, request.day] = (*asked.get((request.agent, request.day), ()), request)
        return RequestsMet(cost, asked, seniority_percent)

    def of_day(self, instance: Instance, agent: Agent, day: date, shift: Worked | None) -> int:  # noqa: ARG002  # the protocol of terms of a day
        """Return what the requests of *day* cost that *shift* does not meet."""
        kind = None if shift is None else shift.kind
        asked = self.asked.get((agent.id, day), ())
        if not asked:
            return 0
        more = weight_percent(agent, day, self.seniority_percent) / 100
        return sum(int(self.cost * request.weight * more) for request in asked if not request.is_met(kind))


def weight_percent(agent: Agent, day: date, seniority_percent: float) -> float:
    """Return what a request of *agent* for *day* weighs, in percent of that of somebody in the first year."""
    return 100 + seniority_percent * agent.years_of_service(day)
