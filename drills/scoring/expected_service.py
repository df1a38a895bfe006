"""What service there would have been without a drill, simulated on the contacts that really came, with everybody on duty.

Contacts that came again are among those that came, so that nobody comes again in the simulation, and no day is busier than it was.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np

from drills.scoring.actuals import Actuals
from drills.simulation import Floor
from drills.simulation.queue import Counted, play, stacked
from drills.simulation.stage import STEP_SECONDS, Stage, stage_of
from forecasting.simulation.arrays import Floats

Span = tuple[datetime, datetime]
Queues = Mapping[str, Sequence[int]]  # the numbers of a queue's streams


def queues_of(floor: Floor) -> Queues:
    """Return the streams of each queue; those of priority classes are named ``queue: class``."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, stream in enumerate(floor.streams):
        found[stream.name.partition(": ")[0]].append(number)
    return found


def expected_service(
    floor: Floor, actuals: Actuals, spans: Sequence[Span], replications: int, seed: int
) -> Mapping[tuple[str, Span], float]:
    """Return by queue and span, of rising *spans*, the share answered in time without a drill; none where nobody came."""
    known = with_volumes(floor, actuals)
    minutes = (spans[-1][1] - spans[0][0]) / timedelta(minutes=1)
    stage = stage_of(known, known.grid.slot_containing(spans[0][0]), minutes)
    crowds = enumerate(stage.present(seed, range(replications)))
    counted = stacked([play(stage, stage.streams, people, seed, number) for number, people in crowds])
    found = {}
    for queue, streams in queues_of(floor).items():
        for span in spans:
            came, within = _sums(stage, counted, streams, span)
            if came > 0:
                found[queue, span] = within / came
    return found


def _sums(stage: Stage, counted: Counted, streams: Sequence[int], span: Span) -> tuple[float, float]:
    zero = stage.floor.grid.origin + timedelta(seconds=stage.offset)
    first, end = (max(round((moment - zero).total_seconds() / STEP_SECONDS), 0) for moment in span)
    part = (slice(None), slice(first, end), list(streams))
    return float(counted.came[part].sum()), float(counted.within[part].sum())


def with_volumes(floor: Floor, actuals: Actuals) -> Floor:
    """Return *floor* with the contacts that really came wherever *actuals* say so."""
    contacts, queues, grid = [stream.contacts.copy() for stream in floor.streams], queues_of(floor), floor.grid
    length = actuals.step // grid.slot_length
    for (queue, start), (offered, _within) in actuals.counts().items():
        if queue in queues and grid.origin <= start < grid.end:
            first = grid.slot_containing(start)
            _share_out(contacts, queues[queue], slice(first, min(first + length, grid.n_slots)), float(offered))
    streams = (
        replace(stream, contacts=known, busyness_cv=0.0, retrial_share=0.0)
        for stream, known in zip(floor.streams, contacts, strict=True)
    )
    return replace(floor, streams=tuple(streams))


def _share_out(contacts: list[Floats], streams: Sequence[int], slots: slice, offered: float) -> None:
    """Let *offered* contacts come to *streams* in *slots*, shared as it was forecast."""
    forecast = sum(float(contacts[number][slots].sum()) for number in streams)
    for number in streams:
        part = contacts[number][slots]
        share = part / forecast if forecast > 0 else np.full(len(part), 1 / len(part) / len(streams))
        contacts[number][slots] = offered * share
