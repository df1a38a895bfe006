"""What people ask for, in the site file or in a CSV beside it."""

from collections.abc import Mapping
from datetime import date

from forecasting.messages import N_
from scheduler.agents import Agent, AgentId
from scheduler.formats.cell_rows import numeric
from scheduler.formats.moments import days
from scheduler.formats.sections import Section
from scheduler.formats.values import number, one_of
from scheduler.objective.requests import OFF, Request

COLUMNS = ("agent", "day", "for", "against", "weight")
REQUIRED = ("agent", "day")
LEAST_WEIGHT, MOST_WEIGHT = 0.01, 1_000.0


def read_requests(section: Section, agents: Mapping[str, Agent]) -> list[Request]:
    """Read one request of an agent of *agents*, or one a day where its days are several; none where it has faults."""
    section.only(COLUMNS)
    name = section.need("agent", one_of(agents), N_("the id of an agent"))
    wanted = section.need("day", _days, N_("a day, or days as first..last"))
    weight = section.read("weight", numeric(number(LEAST_WEIGHT, MOST_WEIGHT)), 1.0)
    given = [key for key in ("for", "against") if section.has(key)]
    if len(given) != 1:
        section.refuse("for", N_("is to stand here, or against, and only one of them"), N_("a shift kind, or off"))
        return []
    agent = agents.get(name or "")
    if agent is None or wanted is None:
        return []
    kind = section.read(given[0], one_of((OFF, *agent.contract.kinds)), None)
    if kind is None or not section.sound:
        return []
    return [Request(AgentId(agent.id), day, kind, given[0] == "against", weight) for day in sorted(wanted)]


def _days(value: object) -> frozenset[date]:
    """Read a day, or days as ``days`` does."""
    return days([value] if isinstance(value, date) else value)
