"""What is said of a backlog: why a slot needs the people that it needs, and why a target cannot be met."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from forecasting.messages import N_, Sentence
from forecasting.site import Queue
from forecasting.staffing.levelling import Stream
from forecasting.staffing.measures import length_of
from forecasting.staffing.tails import Floats
from forecasting.timegrid import TimeGrid

CLOSED = N_("closed")
NO_CONTACTS = N_("no contacts")
SPARE = N_("people of other queues with time left")
CAN_WAIT = N_("nothing is due yet")
NOISE = 1e-7  # of all work: far below a contact, above what rounding leaves


def done_in_time(queue: Queue) -> Sentence:
    """Return the target of a backlog in short: ``80% within 24 h``; without a share, what bounds its people then."""
    if queue.target.share == 0:
        return Sentence(N_("occupancy {share}%"), share=f"{100 * queue.max_occupancy:.4g}")
    share = f"{100 * queue.target.share:.4g}"
    return Sentence(N_("{share}% within {deadline}"), share=share, deadline=length_of(queue.target.within_seconds))


def reasons_of(queue: Queue, stream: Stream, people: Floats, planned: slice, grid: TimeGrid) -> tuple[str, ...]:
    """Return the reason of each slot of *grid*, which is the *planned* part of *stream*, served by *people*."""
    arrived, served = stream.arrived(), stream.served(people)
    noise = NOISE * max(1.0, float(arrived[-1]))
    oldest = np.minimum(np.searchsorted(arrived, served + noise, side="right") - 1, len(people) - 1)
    waits, works = arrived - served > noise, np.diff(served) > noise
    shut_since = _shut_since(stream)
    target = done_in_time(queue)

    def reason(slot: int) -> str:
        if not stream.is_open[slot]:
            return CLOSED
        if people[slot] == 0:
            idle = CAN_WAIT if waits[slot + 1] else NO_CONTACTS
            return SPARE if works[slot] else idle
        first = int(oldest[slot])
        if not waits[slot] or stream.is_open[first]:
            return target
        return Sentence(
            N_("backlog carried from {clock}"),
            clock=_clock(int(shut_since[first]) - planned.start, slot - planned.start, grid),
        )

    return tuple(reason(slot) for slot in range(planned.start, planned.stop))


def _shut_since(stream: Stream) -> npt.NDArray[np.int64]:
    """Return for each closed slot the first one of its stretch."""
    places = np.arange(len(stream.is_open), dtype=np.int64)
    return np.asarray(np.maximum.accumulate(np.where(stream.is_open, places + 1, 0)))


def _clock(since: int, slot: int, grid: TimeGrid) -> str:
    """Return the local time at which slot *since* begins, with its date where that is not today or yesterday."""
    moment = grid.local(since)
    return f"{moment:%H:%M}" if (grid.date_of(slot) - moment.date()).days <= 1 else f"{moment:%Y-%m-%d %H:%M}"


def late_too_often(queue: Queue, late: Floats, contacts: Floats, grid: TimeGrid) -> Sentence:
    """Return why the target of *queue* is out of reach: *late* of *contacts* by slot that nobody can do in time, and when."""
    total, missed = float(contacts.sum()), float(late.sum())
    first, last, worst = max(_stretches(late), key=lambda stretch: stretch[2])
    template = N_(
        "queue {queue}: {target} cannot be met by any number of people: {late} of {total} contacts ({share}) come when "
        "nobody is there within {deadline}, {worst} of them from {first} to {last}; at most {most} may be late"
    )
    return Sentence(
        template,
        queue=queue.name,
        target=done_in_time(queue),
        late=_count(missed),
        total=_count(total),
        share=f"{100 * missed / total:.3g}%",
        deadline=length_of(queue.target.within_seconds),
        worst=_count(worst),
        first=f"{grid.local(first):%Y-%m-%d %H:%M}",
        last=f"{grid.local(last):%Y-%m-%d %H:%M}",
        most=f"{100 * (1 - queue.target.share):.4g}%",
    )


def _stretches(late: Floats) -> Iterator[tuple[int, int, float]]:
    """Yield first slot, slot after the last and contacts of each stretch in which contacts come too early."""
    flags = np.concatenate([[False], late > NOISE, [False]]).astype(np.int64)
    edges = np.flatnonzero(np.diff(flags))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        yield int(first), int(last), float(late[first:last].sum())


def _count(contacts: float) -> str:
    return f"{contacts:.0f}" if contacts >= 10 else f"{contacts:.1f}"
