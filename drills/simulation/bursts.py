"""Contacts that set off others: a self-exciting (Hawkes) process whose branching falls at a known moment.

Contacts from outside come at a constant rate while the load lasts; each contact sets off further ones, after exponential
times of mean *memory*. What is set off at time t is so with the branching that holds at t: after the statement, contacts of
before set off fewer, too. The intensity is λ(t) = μ(t) + n(t) Σ exp(-(t - tᵢ)/m)/m (Hawkes 1971).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from forecasting.simulation.arrays import Floats


@dataclass(frozen=True, slots=True)
class Burst:
    """*rate* contacts from outside an hour over [*begins*, *ends*), in minutes; *calmed* is when *branching_after* begins to hold.

    *branching* is how many contacts each sets off on average, below 1; *memory* how many minutes later on average.
    """

    rate: float
    begins: float
    ends: float
    branching: float
    branching_after: float
    memory: float
    calmed: float = float("inf")

    def __post_init__(self) -> None:
        if not 0 <= self.branching_after <= self.branching < 1:
            raise ValueError(
                f"burst: branching {self.branching}, then {self.branching_after}; expected falling, from 0 to below 1"
            )
        if self.rate < 0 or self.memory <= 0 or self.ends < self.begins:
            raise ValueError(
                f"burst: {self.rate} an hour over [{self.begins}, {self.ends}), memory {self.memory} minutes"
            )


def contacts(burst: Burst, until: float, random: np.random.Generator) -> Floats:
    """Return the minutes, rising, of all contacts of *burst* before *until*, drawn exactly.

    By generations: who comes from outside, whom they set off, and so on. All are drawn at the higher branching; those set off after the
    statement stay with the share that holds then, and those whom they would have set off go with them. So a later statement adds
    contacts and moves none.
    """
    length = max(min(burst.ends, until) - burst.begins, 0.0)
    newest = burst.begins + length * random.random(random.poisson(burst.rate / 60 * length))
    there = np.ones(len(newest), np.bool_)
    found = [newest]
    while len(newest):
        children = random.poisson(burst.branching, len(newest))
        newest = np.repeat(newest, children) + random.exponential(burst.memory, children.sum())
        holds = np.where(newest < burst.calmed, burst.branching, burst.branching_after)
        kept = random.random(len(newest)) * burst.branching < holds
        in_time = newest < until
        newest, there = newest[in_time], (np.repeat(there, children) & kept)[in_time]
        found.append(newest[there])
    return np.sort(np.concatenate(found))


def expected_rate(burst: Burst, minute: float) -> float:
    """Return how many contacts an hour are expected at *minute*, all that they set off included."""
    if minute < burst.begins:
        return 0.0
    pushed = 0.0
    for start, end, rate, branching in _pieces(burst, minute):
        settles = rate / (1 - branching)
        pushed = settles + (pushed - settles) * np.exp(-(1 - branching) * (end - start) / burst.memory)
    branching = burst.branching if minute < burst.calmed else burst.branching_after
    return float((burst.rate if minute < burst.ends else 0.0) + branching * pushed)


def _pieces(burst: Burst, minute: float) -> Iterator[tuple[float, float, float, float]]:
    """Yield [start, end) up to *minute* with the rate from outside and the branching, constant there."""
    borders = sorted({burst.begins, minute, *(at for at in (burst.ends, burst.calmed) if burst.begins < at < minute)})
    for start, end in pairwise(borders):
        calm = start >= burst.calmed
        yield start, end, burst.rate if start < burst.ends else 0.0, burst.branching_after if calm else burst.branching
