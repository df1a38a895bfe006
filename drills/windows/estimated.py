"""The door to estimates: from live service and a drill's needs to the table that the finder asks."""

import numpy as np

from drills.cast import Needs
from drills.timing import Timing
from drills.windows.finder import slots_for, starts_on
from drills.windows.live import LiveService
from drills.windows.losses import Starts, measured_losses
from drills.windows.table import LossTable
from scheduler.instance import Instance


def estimate_of(
    live: LiveService, needs: Needs, instance: Instance, timing: Timing, workers: int = 2
) -> LossTable | None:
    """Return what windows of *needs* cost *live* service, None where the roster has no day with enough time.

    *workers* replications run at a time, with the same result.
    """
    days = [starts_on(day, needs, instance, timing) for day in instance.grid.dates()]
    first = np.array([start for starts in days for start in starts], np.int64)
    if not len(first):
        return None
    day = np.array([starts.start for starts in days for _start in starts], np.int64)
    length, tail = slots_for(needs.minutes, instance), slots_for(timing.tail_minutes, instance)
    starts = Starts(first, day, length, tail, instance.grid.n_slots)
    team_of = teams_of(live, instance)
    groups = groups_of(live, team_of)
    losses = measured_losses(live, [teams for teams, _streams in groups], team_of, starts, len(needs.parts), workers)
    return LossTable(
        starts,
        losses,
        tuple(stream.name for stream in live.streams),
        live.floors,
        live.least_chance,
        tuple(teams for teams, _streams in groups),
        tuple(streams for _teams, streams in groups),
        instance.grid.slot_minutes,
    )


def teams_of(live: LiveService, instance: Instance) -> tuple[str, ...]:
    """Return the team of each person of the staff, in its order."""
    known = {**instance.left, **{agent.id: agent.team for agent in instance.agents}}
    return tuple(known[agent] for agent in live.staff.levels)


def groups_of(live: LiveService, team_of: tuple[str, ...]) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Return groups of teams with the streams that they serve: teams that share a stream are in one."""
    served: dict[str, set[str]] = {}
    for team, levels in zip(team_of, live.staff.levels.values(), strict=True):
        served.setdefault(team, set()).update(levels)
    groups: list[tuple[set[str], set[str]]] = []
    for team, streams in served.items():
        touched = [group for group in groups if group[1] & streams]
        groups = [group for group in groups if not group[1] & streams]
        teams = {team}.union(*(group[0] for group in touched))
        groups.append((teams, streams.union(*(group[1] for group in touched))))
    return tuple((frozenset(teams), frozenset(streams)) for teams, streams in groups if streams)
