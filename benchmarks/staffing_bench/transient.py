"""What really happens to a queue whose contacts and people change: its probabilities over time, without chance.

The number of contacts present is a birth and death process; its probabilities obey linear differential equations
(Kolmogorov), solved here by the implicit trapezoidal rule. People who go finish nothing: their contacts join the queue in front.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import solve_banded

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Course:
    """Share of arriving contacts that wait, and contacts that leave, by slot."""

    waiting: Floats
    leaving: Floats


def course(
    contacts: Floats,
    people: Floats,
    aht_seconds: float,
    patience_seconds: float,
    slot_seconds: float,
    steps: int = 60,
) -> Course:
    """Return how a queue fares that begins empty, with *contacts* and *people* constant in each slot."""
    most = int(1.3 * max(float(people.max()), float((contacts * aht_seconds / slot_seconds).max()))) + 60
    present = np.arange(most + 1)
    chances = (present == 0).astype(float)
    waiting, leaving = np.zeros(len(contacts)), np.zeros(len(contacts))
    for slot, (coming, heads) in enumerate(zip(contacts / slot_seconds, people, strict=True)):
        queued = np.maximum(present - heads, 0)
        ends = np.minimum(present, heads) / aht_seconds + queued / patience_seconds
        for _step in range(steps):
            later = _step_on(chances, coming, ends, slot_seconds / steps)
            middle = (chances + later) / 2
            waiting[slot] += middle[int(heads) :].sum() / steps
            leaving[slot] += (middle * queued).sum() / patience_seconds * slot_seconds / steps
            chances = later
    return Course(waiting, leaving)


def _step_on(chances: Floats, coming: float, ends: Floats, seconds: float) -> Floats:
    """Return the chances *seconds* later: (1 - sQ/2) later = (1 + sQ/2) chances."""
    arrive = np.full(len(chances), coming)
    arrive[-1] = 0.0  # the room is as large as it ever gets
    out = arrive + ends
    half = seconds / 2
    right = chances * (1 - half * out)
    right[1:] += half * arrive[:-1] * chances[:-1]
    right[:-1] += half * ends[1:] * chances[1:]
    bands = np.zeros((3, len(chances)))
    bands[0, 1:] = -half * ends[1:]
    bands[1] = 1 + half * out
    bands[2, :-1] = -half * arrive[:-1]
    return np.asarray(solve_banded((1, 1), bands, right))
