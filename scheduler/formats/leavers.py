"""People of an earlier roster who are no agents any more: to which team their heads of the last night belong."""

from collections.abc import Iterable

from scheduler.agents import Agent, AgentId
from scheduler.roster import Roster


def teams_of_left(before: Roster | None, agents: Iterable[Agent]) -> dict[AgentId, str]:
    """Return the teams of the people of *before* who are none of *agents*.

    A roster file does not tell teams: somebody was in the one team whose contracts allow every kind of their shifts.
    Where there are several such teams, or none, they are not in the answer.
    """
    allowed: dict[str, set[str]] = {}
    known = set()
    for agent in agents:
        known.add(agent.id)
        allowed.setdefault(agent.team, set()).update(agent.contract.kinds)
    found = {}
    for agent_id, line in (before.by_agent() if before is not None else {}).items():
        kinds = {shift.kind for shift in line}
        teams = [team for team, mine in allowed.items() if kinds <= mine]
        if agent_id not in known and len(teams) == 1:
            found[agent_id] = teams[0]
    return found
