"""What the live service loses while the people of a drill are away, on the same customers with and without them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from drills.felt import GONE_SHARE, LEAST_TAIL_MINUTES, ONE_IN_TEN
from drills.simulation.floor import Floor
from drills.simulation.queue import Counted, play, ratio, stacked
from drills.simulation.stage import STEP_SECONDS, Stage, stage_of
from forecasting.simulation import Person
from forecasting.simulation.arrays import Floats
from scheduler.agents import AgentId


@dataclass(frozen=True, slots=True)
class ServiceCost:
    """By how much service of a *queue* (None: of all, by contacts) is lower through the drill and its tail.

    *points_lost* are percentage points of contacts answered in time, on average; one replication in ten loses more than
    *points_lost_p10*. *extra_left*: contacts that leave without an answer besides, on average. *kept* is how often the service level
    still reaches the queue's target with the people away, *kept_without* without a drill; None where nobody came.
    """

    queue: str | None
    points_lost: float
    points_lost_p10: float
    extra_left: float
    kept: float | None
    kept_without: float | None


@dataclass(frozen=True, slots=True)
class LiveCost:
    """The cost of all queues together and of each; *tail_minutes* after the drill its last trace is gone."""

    tail_minutes: int
    everything: ServiceCost
    queues: tuple[ServiceCost, ...]


def live_cost(
    floor: Floor, first: int, minutes: float, away: Iterable[AgentId], replications: int = 100, seed: int = 0
) -> LiveCost:
    """Return what *floor* loses while *away* are off it for *minutes* from the slot *first* on.

    Absences are drawn for everybody, the same in both worlds; a drill that finds one of its people ill takes somebody else of
    the team. The tail is at least LEAST_TAIL_MINUTES long, then ends with the first quarter of an hour
    in which contacts answered in time differ by less than GONE_SHARE on average.
    """
    stage = stage_of(floor, first, minutes)
    gone = tuple(away)
    return cost_on(stage, stage.present(seed, range(replications)), gone, seed)


def cost_on(stage: Stage, crowds: Iterable[Sequence[Person]], away: Sequence[AgentId], seed: int) -> LiveCost:
    """Return what the service of *stage* loses while *away* are off it; *crowds* are its people, replication by replication."""
    without, instead = [], []
    for replication, people in enumerate(crowds):
        without.append(play(stage, stage.streams, people, seed, replication))
        instead.append(
            play(stage, stage.streams, stage.without(people, away), seed, replication) if away else without[-1]
        )
    return _cost(stage, stacked(without), stacked(instead))


def _cost(stage: Stage, without: Counted, instead: Counted) -> LiveCost:
    tail = _tail_steps(stage, without, instead)
    steps = slice(round(stage.begins / STEP_SECONDS), round(stage.ends / STEP_SECONDS) + tail)
    base, less = (Counted(*(values[:, steps].sum(axis=1) for values in each)) for each in (without, instead))
    targets = np.array([stage.floor.targets[stream.name].share for stream in stage.streams])
    whole = [Counted(*(values.sum(axis=1, keepdims=True) for values in each)) for each in (base, less)]
    goal = np.array([(targets * base.came).sum() / max(base.came.sum(), 1.0)])
    return LiveCost(
        round(tail * STEP_SECONDS / 60),
        _of(None, 0, whole[0], whole[1], goal),
        tuple(_of(stream.name, at, base, less, targets) for at, stream in enumerate(stage.streams)),
    )


def _tail_steps(stage: Stage, without: Counted, instead: Counted) -> int:
    """Return how many steps after the drill its trace lasts."""
    quarter = round(15 * 60 / STEP_SECONDS)
    end = round(stage.ends / STEP_SECONDS)
    at = end + round(LEAST_TAIL_MINUTES * 60 / STEP_SECONDS)
    while at < stage.steps:
        part = slice(at, at + quarter)
        differing = abs((without.within[:, part] - instead.within[:, part]).sum())
        if differing <= GONE_SHARE * without.came[:, part].sum():
            break
        at += quarter
    return min(at, stage.steps) - end


def _of(queue: str | None, at: int, base: Counted, less: Counted, targets: Floats) -> ServiceCost:
    levels = [ratio(each.within[:, at], each.came[:, at]) for each in (base, less)]
    lost = 100 * (levels[0] - levels[1])
    seen = lost[~np.isnan(lost)]
    kept = [
        None if np.isnan(level).all() else float(np.mean(level[~np.isnan(level)] >= targets[at])) for level in levels
    ]
    return ServiceCost(
        queue,
        float(seen.mean()) if len(seen) else 0.0,
        float(np.quantile(seen, ONE_IN_TEN)) if len(seen) else 0.0,
        float((less.left[:, at] - base.left[:, at]).mean()),
        kept[1],
        kept[0],
    )
