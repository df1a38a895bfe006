"""What customers of a stretch get, replication by replication, and how different it can turn out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from drills.simulation.spread import Spread, spread_of
from drills.simulation.stage import STEP_SECONDS, Stage
from forecasting.simulation import Centre, Person, Stream
from forecasting.simulation.arrays import Floats
from forecasting.simulation.engine import engine
from forecasting.simulation.plan import plan_of
from forecasting.simulation.replication import run

QUARTER_MINUTES = 15
HOLDS_MINUTES = 30  # service has recovered once its target holds for so long


class Counted(NamedTuple):
    """By step and stream (or replication, step and stream), by the step in which an attempt came.

    *came* while the queue would be open on a usual day; answered *within* the target's seconds; *left* without an answer, in line,
    turned away or sent away; *answered* at all; *waited* are seconds of those answered or gone from the line.
    """

    came: Floats
    within: Floats
    left: Floats
    answered: Floats
    waited: Floats


def play(stage: Stage, streams: tuple[Stream, ...], people: Iterable[Person], seed: int, replication: int) -> Counted:
    """Simulate *streams* and *people* on *stage*, customers drawn as *replication* has them."""
    centre = Centre(streams, tuple(people), STEP_SECONDS)
    counts = run(centre, plan_of(centre), seed, replication, engine()).tally.counts
    usually = np.stack(
        [np.ones(stage.steps, np.bool_) if each.open_slots is None else each.open_slots for each in stage.streams],
        axis=1,
    )
    outside = np.where(usually, 0, counts["turned_away"])
    return Counted(
        came=(counts["offered"] - outside).astype(float),
        within=counts["within"].astype(float),
        left=(counts["left"] + counts["turned_away"] - outside + counts["sent_away"]).astype(float),
        answered=counts["served"].astype(float),
        waited=counts["wait_served"] + counts["wait_left"],
    )


def stacked(counted: Sequence[Counted]) -> Counted:
    """Return the replications *counted* as one, replications on the first axis."""
    return Counted(*(np.stack(values) for values in zip(*counted, strict=True)))


@dataclass(frozen=True, slots=True)
class Served:
    """Over the minutes [*begins*, *ends*) of the drill: *contacts* on average, redials included, and what they get.

    *service_level* is the share answered within the target's seconds, *left_share* the one left without an answer, both of those
    who came; *mean_wait_seconds* is of those answered or gone.
    """

    begins: int
    ends: int
    contacts: float
    service_level: Spread
    left_share: Spread
    mean_wait_seconds: Spread


@dataclass(frozen=True, slots=True)
class QueueForecast:
    """What customers of a *queue* (None: of all) get during the drill as a *whole*, by *quarters* of an hour until it is over, and *after* it.

    *recovered* is the first minute after service has fallen below its target from which it holds it for HOLDS_MINUTES; nothing where
    it never fell.
    """

    queue: str | None
    whole: Served
    quarters: tuple[Served, ...]
    after: tuple[Served, ...]
    recovered: Spread


def queue_forecasts(stage: Stage, counted: Counted) -> tuple[QueueForecast, ...]:
    """Return the forecast for all queues together, then for each; *counted* has replications on the first axis."""
    everything = Counted(*(values.sum(axis=2, keepdims=True) for values in counted))
    return (
        _forecast(stage, None, everything, recovered(stage, counted)),
        *(
            _forecast(
                stage,
                stream.name,
                Counted(*(values[:, :, [at]] for values in counted)),
                recovered(stage, counted, [at]),
            )
            for at, stream in enumerate(stage.streams)
        ),
    )


def _forecast(stage: Stage, name: str | None, counted: Counted, minutes: Floats) -> QueueForecast:
    end = round((stage.ends - stage.begins) / 60)
    last = round((stage.seconds - stage.begins) / 60)
    quarters = [
        _served(stage, counted, minute, min(minute + QUARTER_MINUTES, last))
        for minute in range(0, last, QUARTER_MINUTES)
    ]
    return QueueForecast(
        name,
        _served(stage, counted, 0, end),
        tuple(quarter for quarter in quarters if quarter.begins < end),
        tuple(quarter for quarter in quarters if quarter.begins >= end),
        spread_of(minutes),
    )


def _served(stage: Stage, counted: Counted, begins: int, ends: int) -> Served:
    first, end = (round((stage.begins + 60 * minute) / STEP_SECONDS) for minute in (begins, ends))
    sums = Counted(*(values[:, first:end].sum(axis=(1, 2)) for values in counted))
    return Served(
        begins,
        ends,
        float(sums.came.mean()),
        spread_of(ratio(sums.within, sums.came)),
        spread_of(ratio(sums.left, sums.came)),
        spread_of(ratio(sums.waited, sums.answered + sums.left)),
    )


def ratio(above: Floats, below: Floats) -> Floats:
    """Return *above* by *below*, NaN where there is nothing below."""
    found: Floats = np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)
    return found


def recovered(stage: Stage, counted: Counted, which: Sequence[int] | None = None) -> Floats:
    """Return by replication the minute of the drill from which service has recovered, of the streams *which* together.

    NaN where it never fell below its target during the drill, infinite where it has not recovered by the end of the stretch.
    Looked at is always the half hour that begins with a step; steps in which nobody comes break nothing.
    """
    streams = list(range(len(stage.streams))) if which is None else list(which)
    targets = np.array([stage.floor.targets[stage.streams[at].name].share for at in streams])
    spare = (counted.within[:, :, streams] - targets * counted.came[:, :, streams]).sum(axis=2)
    steps = round(60 * HOLDS_MINUTES / STEP_SECONDS)
    summed = np.cumsum(np.pad(spare, ((0, 0), (1, 0))), axis=1)
    holds = summed[:, steps:] - summed[:, :-steps] >= 0
    begins, ends = (round(second / STEP_SECONDS) for second in (stage.begins, stage.ends))
    minutes = np.full(len(spare), np.nan)
    for number, line in enumerate(holds):
        fallen = np.flatnonzero(~line[begins:ends])
        if len(fallen):
            again = np.flatnonzero(line[begins + fallen[0] :])
            minutes[number] = (fallen[0] + again[0]) * STEP_SECONDS / 60 if len(again) else np.inf
    return minutes
