"""Teams side by side: people whom no rule and no term ties to another team are questions of their own.

Each part is solved by whoever the caller's executor sends it to: processes here, a cluster elsewhere. A part is data that
can be pickled, and so is what comes back; the parts and the merged roster are in the order of the teams, so nothing hangs on
who is done first.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from scheduler.agents import AgentId
from scheduler.instance import Instance
from scheduler.objective import Objective
from scheduler.roster import Roster
from scheduler.rules.base import Counting, Rule, Tying
from scheduler.rules.several import streams_of, tied_groups

Solver = Callable[["Part"], Roster | None]


@dataclass(frozen=True)
class Part:
    """Some *teams* of a centre with all their people: an *instance*, *rules* and an *objective* of their own."""

    teams: tuple[str, ...]
    instance: Instance
    rules: tuple[Rule, ...]
    objective: Objective


def parts_of(instance: Instance, rules: Sequence[Rule], objective: Objective) -> tuple[Part, ...]:
    """Return *instance* in as many parts as nothing ties together: heads counted over teams, pairs, and shared burdens do."""
    parts = [{team.name} for team in instance.teams]
    for people in _together(instance, rules, objective):
        teams = {instance.agent_by_id[agent].team for agent in people if agent in instance.agent_by_id}
        joined = [part for part in parts if part & teams]
        if len(joined) > 1:
            parts = [part for part in parts if not part & teams] + [set().union(*joined)]
    order = {team.name: place for place, team in enumerate(instance.teams)}
    sorted_parts = sorted(
        (tuple(sorted(part, key=order.__getitem__)) for part in parts), key=lambda part: order[part[0]]
    )
    return tuple(
        Part(part, _only(instance, part), tuple(rules), _aims(objective, instance, part)) for part in sorted_parts
    )


def _together(instance: Instance, rules: Sequence[Rule], objective: Objective) -> Iterable[frozenset[AgentId]]:
    yield from tied_groups([rule for rule in rules if isinstance(rule, Tying)], instance)
    counting = [rule for rule in rules if isinstance(rule, Counting)]
    for stream in (*streams_of(counting, instance), *objective.streams):
        yield stream.members
    for share in objective.shares:
        yield from (frozenset(group) for group in share.groups)


def _only(instance: Instance, teams: tuple[str, ...]) -> Instance:
    """Return *instance* with *teams* and their people alone; what is known of others from before goes, too."""
    agents = tuple(agent for agent in instance.agents if agent.team in teams)
    ids = {agent.id for agent in agents}
    scheduled = {skill: heads for skill, heads in instance.demand.scheduled.items() if skill in teams}
    before = instance.before
    if before is not None:
        before = Roster(before.grid, tuple(shift for shift in before.assignments if shift.agent in ids))
    return replace(
        instance,
        teams=tuple(team for team in instance.teams if team.name in teams),
        agents=agents,
        demand=replace(instance.demand, scheduled=scheduled),
        before=before,
        tallies=tuple(tally for tally in instance.tallies if tally.agent in ids),
    )


def _aims(objective: Objective, instance: Instance, teams: tuple[str, ...]) -> Objective:
    """Return *objective* with the shared burdens and streams of *teams* alone."""
    ids = {agent.id for agent in instance.agents if agent.team in teams}
    shares = (
        replace(share, groups=tuple(group for group in share.groups if set(group) <= ids)) for share in objective.shares
    )
    return replace(
        objective,
        shares=tuple(share for share in shares if share.groups),
        streams=tuple(stream for stream in objective.streams if stream.members & ids),
    )


def solve_apart(parts: Sequence[Part], solver: Solver, executor: Executor | None = None) -> list[Roster | None]:
    """Return what *solver* makes of each of *parts*, in their order; side by side where there is an *executor*."""
    return list(map(solver, parts) if executor is None else executor.map(solver, parts))


def merged(instance: Instance, rosters: Iterable[Roster]) -> Roster:
    """Return one roster for *instance* with all shifts of *rosters*."""
    return Roster.of(instance.grid, (shift for roster in rosters for shift in roster.assignments))
