"""Binary heaps that know where each item stands, so that any item can be taken out; several heaps share the arrays.

An item is a whole number and in one heap at most. The first one has the least first key, then the least second key,
then the least number.
"""

from typing import NamedTuple

import numpy as np

from forecasting.simulation.arrays import Floats, Ints
from forecasting.simulation.compiling import part


class Heaps(NamedTuple):
    """*items* in heap order, one heap after the other; by item: its *place* in its heap (-1: in none) and its keys.

    By heap: *count* of items and *base*, its first position in *items*.
    """

    items: Ints
    place: Ints
    first: Floats
    second: Floats
    count: Ints
    base: Ints


def empty_heaps(sizes: Ints, n_items: int) -> Heaps:
    """Return heaps with room for *sizes* items each, out of *n_items* items, all empty."""
    base = (np.cumsum(sizes) - sizes).astype(np.int32)
    first, second = np.zeros(n_items), np.zeros(n_items)
    count = np.zeros(len(sizes), np.int32)
    return Heaps(np.zeros(int(sizes.sum()), np.int32), np.full(n_items, -1, np.int32), first, second, count, base)


@part
def before(heaps: Heaps, item: int, other: int) -> bool:
    """Return whether *item* comes before *other*."""
    if heaps.first[item] != heaps.first[other]:
        return bool(heaps.first[item] < heaps.first[other])
    if heaps.second[item] != heaps.second[other]:
        return bool(heaps.second[item] < heaps.second[other])
    return item < other


@part
def rise(heaps: Heaps, heap: int, at: int) -> int:
    """Let the item at place *at* rise to where it belongs and return its place."""
    base = heaps.base[heap]
    item = heaps.items[base + at]
    while at > 0:
        above = (at - 1) // 2
        other = heaps.items[base + above]
        if not before(heaps, item, other):
            break
        heaps.items[base + at] = other
        heaps.place[other] = at
        at = above
    heaps.items[base + at] = item
    heaps.place[item] = at
    return at


@part
def sink(heaps: Heaps, heap: int, at: int) -> None:
    """Let the item at place *at* sink to where it belongs."""
    base, count = heaps.base[heap], heaps.count[heap]
    item = heaps.items[base + at]
    while 2 * at + 1 < count:
        below = 2 * at + 1
        if below + 1 < count and before(heaps, heaps.items[base + below + 1], heaps.items[base + below]):
            below += 1
        other = heaps.items[base + below]
        if not before(heaps, other, item):
            break
        heaps.items[base + at] = other
        heaps.place[other] = at
        at = below
    heaps.items[base + at] = item
    heaps.place[item] = at


@part
def push(heaps: Heaps, heap: int, item: int) -> None:
    """Put *item*, whose keys are set, into *heap*."""
    at = heaps.count[heap]
    heaps.count[heap] = at + 1
    heaps.items[heaps.base[heap] + at] = item
    rise(heaps, heap, at)


@part
def take_out(heaps: Heaps, heap: int, item: int) -> None:
    """Take *item* out of *heap*, wherever it stands."""
    at = heaps.place[item]
    last = heaps.count[heap] - 1
    heaps.count[heap] = last
    heaps.place[item] = -1
    if at == last:
        return
    moved = heaps.items[heaps.base[heap] + last]
    heaps.items[heaps.base[heap] + at] = moved
    sink(heaps, heap, rise(heaps, heap, at))
