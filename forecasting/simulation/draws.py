"""Everything random, drawn before anything is simulated: who comes when, with how much work and patience, and comes again.

Each stream, day and purpose has a generator of its own (Philox, Salmon and others 2011), keyed by the seed, the number of
the replication, the day, the stream's name and the purpose. The same number so gives the same customers whatever the
roster, and other patience leaves arrivals and work as they were.
"""

from enum import IntEnum
from typing import NamedTuple
from zlib import crc32

import numpy as np
from scipy.special import gammaincinv, ndtr

from forecasting.simulation.arrays import Floats, Ints
from forecasting.simulation.centre import Centre, Stream


class Purpose(IntEnum):
    """What numbers are drawn for."""

    BUSYNESS = 0
    ARRIVALS = 1
    WORK = 2
    PATIENCE = 3
    REDIALS = 4
    SHARED_BUSYNESS = 5
    KNOWN = 6  # in front of the purpose, for first attempts at known seconds


class Draws(NamedTuple):
    """The attempts of one day's customers: *n_first* first attempts by *time*, then all later ones that may follow.

    By attempt: *time* in seconds since the start, for a later attempt the seconds after the one before it was given up;
    *handling* seconds; *patience* seconds (infinite: never leaves; negative: leaves even where somebody is free); *stream* number; *follow*, the attempt after it (-1: none).
    """

    time: Floats
    handling: Floats
    patience: Floats
    stream: Ints
    follow: Ints
    n_first: int


class _Customers(NamedTuple):
    time: Floats
    handling: Floats
    patience: Floats
    further: Ints
    delay: Floats
    later_patience: Floats


def generator(*key: int) -> np.random.Generator:
    """Return the generator of *key*, whole numbers of 0 or more."""
    return np.random.Generator(np.random.Philox(np.random.SeedSequence(key)))


def busyness(centre: Centre, seed: int, replication: int, day: int) -> Floats:
    """Return the day's factor for each stream: gamma with mean 1 and the stream's spread, tied by a Gaussian copula."""
    shared = generator(seed, replication, day, Purpose.SHARED_BUSYNESS).standard_normal()
    tie = centre.busyness_correlation
    factors = np.ones(len(centre.streams))
    for number, stream in enumerate(centre.streams):
        spread = stream.busyness_on(day)
        if spread > 0:
            own = generator(seed, replication, day, crc32(stream.name.encode()), Purpose.BUSYNESS).standard_normal()
            shape = spread**-2
            factors[number] = gammaincinv(shape, ndtr(np.sqrt(tie) * shared + np.sqrt(1 - tie) * own)) / shape
    return factors


def draw_day(centre: Centre, seed: int, replication: int, day: int) -> Draws:
    """Draw the customers of day number *day* (0: the first) in *replication*, a number of 0 or more."""
    factors = busyness(centre, seed, replication, day)
    slots = centre.days()[day]
    found, numbers = [], []
    for number, (stream, factor) in enumerate(zip(centre.streams, factors, strict=True)):
        key = seed, replication, day, crc32(stream.name.encode())
        drawn = _arrivals(centre, stream, slots, float(factor), generator(*key, Purpose.ARRIVALS))
        found.append(_customers(stream, *drawn, key))
        numbers.append(number)
        if stream.also_at is not None:
            # drawn apart, so that whoever comes besides leaves the others' work and patience as they were
            found.append(_customers(stream, *_known(centre, stream.also_at, slots), (*key, Purpose.KNOWN)))
            numbers.append(number)
    return _merged(found, np.array(numbers, np.int32))


def _known(centre: Centre, also_at: Floats, slots: range) -> tuple[Ints, Floats]:
    """Return slot and time of each of the known attempts *also_at* that falls into *slots*."""
    first, end = np.searchsorted(also_at, [slots.start * centre.slot_seconds, slots.stop * centre.slot_seconds])
    time = also_at[first:end]
    slot = np.minimum((time / centre.slot_seconds).astype(np.int32), slots.stop - 1)
    return slot.astype(np.int32), time


def _customers(stream: Stream, slot: Ints, time: Floats, key: tuple[int, ...]) -> _Customers:
    handling = stream.handling_seconds[slot] * _work(stream, len(time), generator(*key, Purpose.WORK))
    impatience = generator(*key, Purpose.PATIENCE)
    patience = _patience(stream, len(time), impatience)
    redials = generator(*key, Purpose.REDIALS)
    leaves = stream.patience_seconds is not None or stream.leaves_at_once > 0 or stream.balk_share > 0
    further = np.zeros(len(time), np.int32)
    if leaves and np.any(stream.retrial_share):
        # how often somebody will come again is geometric: whole parts of exponential numbers
        further = (redials.standard_exponential(len(time)) / _rate(stream.retrial_share, slot)).astype(np.int32)
    n_later = int(further.sum())
    after = np.asarray(stream.retrial_seconds)
    delay = (np.repeat(after[slot], further) if after.ndim else after) * redials.standard_exponential(n_later)
    return _Customers(time, handling, patience, further, delay, _patience(stream, n_later, impatience))


def _arrivals(
    centre: Centre, stream: Stream, slots: range, factor: float, random: np.random.Generator
) -> tuple[Ints, Floats]:
    """Return slot and time of each arrival, by time: Poisson within equal parts of the slots."""
    expected = stream.contacts[slots.start : slots.stop, None] * factor
    if stream.profile is not None:
        weights = stream.profile[slots.start : slots.stop]
        expected = expected * weights / weights.sum(axis=1, keepdims=True)
    parts = expected.shape[1]
    cells = np.repeat(np.arange(expected.size), random.poisson(expected).ravel())
    seconds = centre.slot_seconds / parts
    time = slots.start * centre.slot_seconds + (cells + random.random(len(cells))) * seconds
    end = slots.stop * centre.slot_seconds
    return (slots.start + cells // parts).astype(np.int32), np.minimum(np.sort(time), np.nextafter(end, 0))


def _rate(share: float | Floats, slot: Ints) -> float | Floats:
    """Return the rate of the exponential number whose whole part is geometric: infinite where nobody comes again."""
    with np.errstate(divide="ignore"):
        rate = -np.log(share)
    return rate[slot] if np.ndim(rate) else float(rate)


def _work(stream: Stream, n: int, random: np.random.Generator) -> Floats:
    """Return *n* draws of work with mean 1."""
    if stream.handling_cv is None:
        return random.standard_exponential(n)
    spread = np.sqrt(np.log1p(stream.handling_cv**2))
    return np.asarray(np.exp(random.standard_normal(n) * spread - spread**2 / 2))


def _patience(stream: Stream, n: int, random: np.random.Generator) -> Floats:
    patience = np.full(n, np.inf)
    if stream.patience_seconds is not None:
        patience = random.exponential(stream.patience_seconds, n)
    if stream.leaves_at_once > 0:
        patience[random.random(n) < stream.leaves_at_once] = 0.0
    if stream.balk_share > 0:
        patience[random.random(n) < stream.balk_share] = -1.0
    return patience


def _merged(found: list[_Customers], numbers: Ints) -> Draws:
    """Return the customers *found* of the streams *numbers* by time, later attempts behind them."""
    firsts = [len(customers.time) for customers in found]
    laters = [len(customers.delay) for customers in found]
    further = np.concatenate([customers.further for customers in found])
    time = np.concatenate([customers.time for customers in found])
    order = np.argsort(time, kind="stable")
    n_first, last = len(time), np.cumsum(further)
    first_follow = np.where(further > 0, n_first + last - further, -1).astype(np.int32)
    follow = np.arange(n_first + 1, n_first + sum(laters) + 1, dtype=np.int32)
    follow[last[further > 0] - 1] = -1
    handling = np.concatenate([customers.handling for customers in found])
    patience = np.concatenate([customers.patience for customers in found])
    stream = np.repeat(numbers, firsts)
    return Draws(
        np.concatenate([time[order], *(customers.delay for customers in found)]),
        np.concatenate([handling[order], np.repeat(handling, further)]),
        np.concatenate([patience[order], *(customers.later_patience for customers in found)]),
        np.concatenate([stream[order], np.repeat(numbers, laters)]),
        np.concatenate([first_follow[order], follow]),
        n_first,
    )
