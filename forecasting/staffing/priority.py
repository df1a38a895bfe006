"""What each class of a queue meets when the first classes are served first and a contact begun is finished.

Exact for one handling time and one patience for all classes: while every line is busy, those of the first k classes who
wait come and go like a queue of their own, so that waits on average follow from those of the queues of the first k and
of the first k - 1 by Little's law. Without leaving these are the waits of Kella and Yechiali, "Waiting times in the
non-preemptive priority M/M/c queue" (1985), whose distribution is inverted numerically; with leaving the time of
those who wait is taken to be exponential, an approximation that is best for the first class.
"""

from collections.abc import Callable
from math import comb

import numpy as np
import numpy.typing as npt

from forecasting.site import Queue
from forecasting.staffing.erlang import Service, waiting_while_busy
from forecasting.staffing.tails import Floats

Transform = Callable[[npt.NDArray[np.complex128]], npt.NDArray[np.complex128]]

_TERMS, _AVERAGED, _DAMPING = 15, 11, 18.4  # Abate and Whitt 1995, algorithm EULER: an error of about 1e-8
_SOONEST = 1e-9  # seconds


def service_of_class(
    queue: Queue, rank: int, everybody: Service, load: Floats, agents: Floats, aht_seconds: Floats
) -> Service:
    """Return what the class at *rank* of *queue* meets where all contacts together meet *everybody*.

    *load* is that of all classes who stay, *agents* are on the floor; arrays of one shape.
    """
    lines, target = agents * queue.concurrency, queue.classes[rank].target
    before = sum(one.share for one in queue.classes[:rank])
    share = queue.classes[rank].share
    patience = queue.patience_seconds
    upto, above = (waiting_while_busy(load * part, lines, aht_seconds, patience) for part in (before + share, before))
    queued = np.where(np.isinf(upto), np.inf, upto - np.where(np.isinf(above), 0.0, above))
    mine = load * share
    while_busy = np.where(mine > 0, queued * aht_seconds / np.where(mine > 0, mine, 1.0), 0.0)
    wait = np.where(everybody.waits > 0, everybody.waits * while_busy, 0.0)
    if patience is None:
        late = everybody.waits * _longer(
            load * before, load * (before + share), lines, aht_seconds, target.within_seconds
        )
        gone = np.zeros_like(late)
    else:
        gone = np.minimum(wait / patience, 1.0)
        still = np.exp(-target.within_seconds / np.maximum(while_busy, _SOONEST))
        late = everybody.waits * still + gone * (1.0 - still)
    return Service(everybody.waits, np.clip(1.0 - late, 0.0, 1.0), wait, gone, everybody.occupancy)


def _longer(before: Floats, upto: Floats, lines: Floats, aht_seconds: Floats, seconds: float) -> Floats:
    """Return the share of those who wait that waits longer than *seconds*, by the transform of Kella and Yechiali."""
    rate = lines / aht_seconds
    spare = (lines - upto) / aht_seconds
    steady = spare > 0
    above = before / aht_seconds

    def transform(s: npt.NDArray[np.complex128]) -> npt.NDArray[np.complex128]:
        # how long the work in front takes when those before come in between: s + λ - λ·(their busy period)
        busy = (s + above + rate - np.sqrt((s + above + rate) ** 2 - 4 * above * rate)) / 2
        in_front = s + above - busy
        return np.asarray((1.0 - spare / (in_front + spare)) / s)

    found = _inverted(transform, max(seconds, _SOONEST))
    return np.where(steady, np.clip(found, 0.0, 1.0), np.where(upto > 0, 1.0, 0.0))


def _inverted(transform: Transform, seconds: float) -> Floats:
    """Return the function whose Laplace transform is *transform*, at *seconds* (Abate and Whitt 1995, EULER)."""
    last = _TERMS + _AVERAGED
    terms = []
    for step in range(last + 1):
        value = np.real(transform(np.asarray((_DAMPING + 2j * np.pi * step) / (2 * seconds))))
        terms.append((-1) ** step * value * (0.5 if step == 0 else 1.0))
    sums = np.cumsum(np.stack(terms), axis=0)[_TERMS:]
    weights = np.array([comb(_AVERAGED, step) for step in range(_AVERAGED + 1)]) / 2.0**_AVERAGED
    averaged = np.tensordot(weights, sums, axes=1)
    return np.asarray(np.exp(_DAMPING / 2) / seconds * averaged)
