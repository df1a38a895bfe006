"""Rows of live service for a drill's log: what the day's actuals say, and what would have been without a drill."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np

from drills.exercise import Run
from drills.scenario.canonical import Plain
from drills.scoring.actuals import Actuals
from drills.scoring.expected_service import Span, expected_service, queues_of
from drills.simulation import Floor
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence

TAIL_MINUTES = 60  # after the drill: until then its last trace is gone on most floors
REPLICATIONS = 50


def live_rows(
    run: Run,
    actuals: Actuals,
    floor: Floor,
    *,
    tail_minutes: int = TAIL_MINUTES,
    replications: int = REPLICATIONS,
    seed: int = 0,
) -> tuple[dict[str, Plain], ...]:
    """Return the rows that ``drills.exercise.measure_live`` takes, by queue and interval of *actuals*, through drill and tail.

    Queues without customers who wait, which *floor* does not have, are left out. Raises InputError naming every fault: a queue of
    *floor* that *actuals* do not have, an interval that is missing or does not fit the grid, a drill that has not started.
    """
    faults = [*_unusable(run, actuals, floor)]
    spans = [] if faults else _spans(run, actuals, tail_minutes)
    faults += _lacking(actuals, floor, spans)
    if faults:
        raise InputError(faults)
    expected = expected_service(floor, actuals, spans, replications, seed)
    return tuple(_rows(actuals, floor, spans, expected))


def _unusable(run: Run, actuals: Actuals, floor: Floor) -> Iterator[Fault]:
    """Yield why no span can be told at all."""
    file, grid = actuals.file, floor.grid
    if run.state.started_at is None:
        yield Fault(file, N_("the drill has not started: there is nothing to measure yet"))
    elif not grid.origin <= run.state.started_at < grid.end:
        yield Fault(file, N_("the roster does not cover the day of the drill"))
    if not len(actuals.rows):
        yield Fault(file, N_("there are no rows"), expected=N_("one a queue and interval of the day"))
    elif actuals.step % grid.slot_length:
        minutes, slot = (f"{length / timedelta(minutes=1):g}" for length in (actuals.step, grid.slot_length))
        expected = Sentence(N_("{minutes} min or a multiple of it"), minutes=slot)
        yield Fault(file, Sentence(N_("the intervals have {minutes} min"), minutes=minutes), expected=expected)
    elif (_first(actuals) - grid.origin) % grid.slot_length:
        yield Fault(file, N_("the intervals begin between two slots of the roster"), value=_first(actuals).isoformat())


def _first(actuals: Actuals) -> datetime:
    return min(start for _queue, start in actuals.counts())


def _spans(run: Run, actuals: Actuals, tail_minutes: int) -> list[Span]:
    """Return the intervals that the drill and its tail touch, whether there are rows of them or not."""
    begins = run.state.started_at or run.drill.window.start
    ends = (run.state.over_at or run.log.last.at) + timedelta(minutes=tail_minutes)
    start = _first(actuals) + (begins - _first(actuals)) // actuals.step * actuals.step
    count = -((start - ends) // actuals.step)
    return [(start + number * actuals.step, start + (number + 1) * actuals.step) for number in range(count)]


def _lacking(actuals: Actuals, floor: Floor, spans: Sequence[Span]) -> Iterator[Fault]:
    counts = actuals.counts()
    known = sorted({queue for queue, _start in counts})
    for queue in sorted(queues_of(floor)):
        if queue not in known:
            expected = Sentence(N_("its name among {queues}"), queues=", ".join(known) or "?")
            yield Fault(
                actuals.file, Sentence(N_("there are no rows of the queue {queue}"), queue=queue), expected=expected
            )
            continue
        for start, _end in spans:
            if (queue, start) not in counts and _comes(floor, queue, start):
                local = start.astimezone(floor.grid.zone).isoformat(timespec="minutes")
                yield Fault(
                    actuals.file, Sentence(N_("there is no row of {queue} at {start}"), queue=queue, start=local)
                )


def _comes(floor: Floor, queue: str, start: datetime) -> bool:
    """Tell whether customers of *queue* were expected at *start*; nobody exports rows of a closed queue."""
    slot = floor.grid.slot_containing(start)
    streams = (floor.streams[number] for number in queues_of(floor)[queue])
    return slot < floor.grid.n_slots and any(stream.contacts[slot] > 0 for stream in streams)


def _rows(
    actuals: Actuals, floor: Floor, spans: Sequence[Span], expected: Mapping[tuple[str, Span], float]
) -> Iterator[dict[str, Plain]]:
    counts = actuals.counts()
    for queue, streams in queues_of(floor).items():
        target = float(np.mean([floor.targets[floor.streams[number].name].share for number in streams]))
        for span in spans:
            if (queue, span[0]) not in counts:
                continue
            came, within = counts[queue, span[0]]
            share = expected.get((queue, span))
            start, end = (moment.astimezone(floor.grid.zone).isoformat() for moment in span)
            yield {
                "queue": queue,
                "start": start,
                "end": end,
                "came": came,
                "within": within,
                "expected_percent": None if share is None else round(100 * share, 2),
                "target_percent": round(100 * target, 2),
            }
