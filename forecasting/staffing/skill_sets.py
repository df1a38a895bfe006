"""People for a skill set: several queues served by the same people, found by simulating them together.

Queues that share people mostly take fewer of them than each for itself, because not all are busy at once; by how much depends on
their targets and rhythms and is no sum of formulas. Calls and chats may take more: whoever is on a chat takes no call. Between the least that could do (the work itself, and the most that any queue needs
alone) and the sum of the queues' needs lies the answer: the same share of the way in every slot, found by bisection over
simulations of the same customers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from forecasting.errors import StaffingError
from forecasting.messages import N_, Sentence
from forecasting.simulation import Centre, Outcome, Person, Stream, day_starts, simulate, streams_of
from forecasting.site import Queue, Site
from forecasting.staffing.live import Method
from forecasting.staffing.requirement import required_people
from forecasting.staffing.tails import Floats
from forecasting.timegrid import TimeGrid

_STEPS = 6  # halvings of the way: to a sixty-fourth of it
_BEYOND = (1.25, 1.5, 2.0)  # times the sum of the needs, tried where that is too little


@dataclass(frozen=True, slots=True)
class SkillSet:
    """What a skill set takes by slot: whole *agents* together, *apart* the sum of what its queues take each for itself.

    *way* is how far *agents* lie from the least that could do (0) to that sum (1), above 1 in
    multiples of the sum; *answered* the simulated share in time by queue.
    """

    agents: Floats
    apart: Floats
    way: float
    answered: tuple[tuple[str, float], ...]


def skill_set_people(
    forecast: pd.DataFrame,
    site: Site,
    grid: TimeGrid,
    names: Sequence[str],
    method: Method = Method.OVER_TIME,
    replications: int = 10,
    seed: int = 1,
) -> SkillSet:
    """Return the people that the queues *names* of *forecast* need together, each of whom serves all of them.

    The targets of every queue hold on average over all of *grid* and *replications*; the same *seed* gives the same answer. Queues
    with classes and backlog channels cannot be part of it. Raise StaffingError for these, and where twice the way does not do.
    """
    queues = [site.queue(name) for name in names]
    unfit = [queue.name for queue in queues if queue.classes or queue.channel.is_backlog]
    if unfit or not queues:
        template = N_("queues {queues} cannot share people by simulation: expected lines without classes, one at least")
        raise StaffingError(Sentence(template, queues=", ".join(unfit) or "-"))
    mine = forecast[forecast["queue"].isin(names)].reset_index(drop=True)
    needed = required_people(mine, site, grid, method=method)
    least, apart = _bounds(needed, queues)
    streams = tuple(replace(stream, busyness_cv=0.0) for stream in streams_of(mine, site, grid))

    def tried(way: float) -> tuple[Floats, Outcome]:
        agents = np.ceil((least + way * (apart - least) if way <= 1 else way * apart) - 1e-9)
        return agents, simulate(_centre(streams, agents, grid), replications, seed)

    way = _least_way(lambda at: _all_met(queues, tried(at)[1]))
    if way is None:
        template = N_("queues {queues}: their targets cannot be met below twice the people that each needs by itself")
        raise StaffingError(Sentence(template, queues=", ".join(names)))
    agents, outcome = tried(way)
    shares = outcome.answered_within.sum(axis=(0, 1)) / np.maximum(outcome.offered.sum(axis=(0, 1)), 1)
    answered = tuple((stream.name, float(share)) for stream, share in zip(streams, shares, strict=True))
    return SkillSet(agents, apart, way, answered)


def _bounds(needed: pd.DataFrame, queues: Sequence[Queue]) -> tuple[Floats, Floats]:
    """Return by slot the least people that could do, and the sum of the queues' needs."""
    tables = [needed[needed["skill"] == queue.name] for queue in queues]
    needs = np.stack([table["agents"].to_numpy(float) for table in tables])
    at_once = [queue.concurrency for queue in queues]
    work = sum(
        np.where(need > 0, table["erlangs"].to_numpy(float), 0.0) / count
        for need, table, count in zip(needs, tables, at_once, strict=True)
    )
    apart = needs.sum(axis=0)
    return np.minimum(np.maximum(needs.max(axis=0), work), apart), apart


def _least_way(keeps: Callable[[float], bool]) -> float | None:
    enough = next((way for way in (0.0, 1.0, *_BEYOND) if keeps(way)), None)
    if not enough:
        return enough
    too_little = {1.0: 0.0, 1.25: 1.0, 1.5: 1.25, 2.0: 1.5}[enough]
    for _step in range(_STEPS):
        middle = (too_little + enough) / 2
        too_little, enough = (too_little, middle) if keeps(middle) else (middle, enough)
    return enough


def _centre(streams: tuple[Stream, ...], agents: Floats, grid: TimeGrid) -> Centre:
    """Return the centre in which as many people are on duty as *agents* says; who comes first goes last."""
    seconds = grid.slot_length.total_seconds()
    everything = dict.fromkeys((stream.name for stream in streams), 0)
    people = []
    for place in range(int(agents.max(initial=0.0))):
        there = np.concatenate([[False], agents > place, [False]])
        edges = np.flatnonzero(np.diff(there.astype(int))) * seconds
        duty = tuple((float(start), float(end)) for start, end in edges.reshape(-1, 2))
        people.append(Person(f"person {place + 1}", everything, duty))
    return Centre(streams, tuple(people), seconds, day_starts(grid))


def _all_met(queues: Sequence[Queue], outcome: Outcome) -> bool:
    """Tell whether the targets of all *queues* hold on average over *outcome*."""
    return all(_met(queue, outcome, place) for place, queue in enumerate(queues))


def _met(queue: Queue, outcome: Outcome, place: int) -> bool:
    offered = max(float(outcome.offered[..., place].sum()), 1.0)
    waited = float(outcome.wait_answered[..., place].sum() + outcome.wait_abandoned[..., place].sum())
    asked, there = queue.target, max(float(outcome.there[..., place].sum()), 1.0)
    return (
        float(outcome.answered_within[..., place].sum()) / offered >= asked.share
        and (asked.mean_wait_seconds is None or waited / offered <= asked.mean_wait_seconds)
        and (asked.abandoned is None or float(outcome.abandoned[..., place].sum()) / offered <= asked.abandoned)
        and float(outcome.busy[..., place].sum()) / there <= queue.max_occupancy
    )
