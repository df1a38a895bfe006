"""A heap, four ways wide, that knows where each item stands, so that any item can be taken out.

An item is a whole number below the heap's size. The first one has the least key, then the least number.
"""

from typing import NamedTuple

import numpy as np

from forecasting.simulation.arrays import Ints, Records
from forecasting.simulation.compiling import called_part, part

NODE = np.dtype([("key", "f8"), ("item", "i4"), ("place", "i4")], align=True)
INFINITE = float("inf")
WAYS = 4  # nodes below each: half as many steps to the bottom as with two, and all of them side by side in memory


class Heap(NamedTuple):
    """*nodes*: keys and items in heap order, as many as *filled*, one number, says; by item, its *place* (-1: not in it)."""

    nodes: Records
    filled: Ints


def empty_heap(size: int) -> Heap:
    """Return a heap with room for *size* items."""
    nodes = np.zeros(size, NODE)
    nodes["place"] = -1
    return Heap(nodes, np.zeros(1, np.int32))


@part
def before(nodes: Records, at: int, key: float, item: int) -> bool:
    """Return whether the node *at* comes before *item* with *key*."""
    held = nodes[at]["key"]
    return bool(held < key or (held == key and nodes[at]["item"] < item))


@part
def move(nodes: Records, source: int, target: int) -> None:
    """Move what stands at *source* to *target*."""
    nodes[target]["key"] = nodes[source]["key"]
    item = nodes[source]["item"]
    nodes[target]["item"] = item
    nodes[item]["place"] = target


@part
def rise(nodes: Records, at: int, key: float, item: int) -> None:
    """Put *item* where it belongs, from the free place *at* upwards."""
    while at > 0:
        above = (at - 1) // WAYS
        if before(nodes, above, key, item):
            break
        move(nodes, above, at)
        at = above
    nodes[at]["key"] = key
    nodes[at]["item"] = item
    nodes[item]["place"] = at


@called_part
def push(heap: Heap, item: int, key: float) -> None:
    """Put *item*, which is not in the heap, into it."""
    at = heap.filled[0]
    heap.filled[0] = at + 1
    rise(heap.nodes, at, key, item)


@part
def earlier(nodes: Records, one: int, other: int) -> int:
    """Return which of two places has the node that comes first. Without a jump, which would be guessed wrong half the time."""
    key, rival = nodes[one]["key"], nodes[other]["key"]
    later = (rival < key) | ((rival == key) & (nodes[other]["item"] < nodes[one]["item"]))
    return one + int(later) * (other - one)


@part
def first_below(nodes: Records, at: int, filled: int) -> int:
    """Return the place below *at* whose node comes first; there is one."""
    first = WAYS * at + 1
    if first + WAYS <= filled:
        return earlier(nodes, earlier(nodes, first, first + 1), earlier(nodes, first + 2, first + 3))
    below = first
    for other in range(first + 1, filled):
        below = earlier(nodes, below, other)
    return below


@called_part
def take_out(heap: Heap, item: int) -> None:
    """Take *item* out, wherever it stands."""
    nodes, last = heap.nodes, heap.filled[0] - 1
    at = nodes[item]["place"]
    heap.filled[0] = last
    nodes[item]["place"] = -1
    if at == last:
        return
    # the last one almost always belongs near the bottom: fill the gap from below, then let it rise (Wegener 1993)
    while WAYS * at + 1 < last:
        below = first_below(nodes, at, last)
        move(nodes, below, at)
        at = below
    rise(nodes, at, nodes[last]["key"], nodes[last]["item"])


@called_part
def put(heap: Heap, item: int, key: float) -> None:
    """Give *item*, in the heap or not, this *key*."""
    nodes, filled = heap.nodes, heap.filled[0]
    at = nodes[item]["place"]
    if at < 0:
        heap.filled[0] = filled + 1
        rise(nodes, filled, key, item)
        return
    while WAYS * at + 1 < filled:
        below = first_below(nodes, at, filled)
        if not before(nodes, below, key, item):
            break
        move(nodes, below, at)
        at = below
    rise(nodes, at, key, item)


@part
def top(heap: Heap) -> int:
    """Return the first item; the heap has one."""
    return heap.nodes[0]["item"]  # type: ignore[no-any-return]  # a field of a record


@part
def least(heap: Heap) -> float:
    """Return the least key, infinite where the heap is empty."""
    if heap.filled[0] == 0:
        return INFINITE
    return heap.nodes[0]["key"]  # type: ignore[no-any-return]  # a field of a record
