"""Binary heaps that know where each item stands, so that any item can be taken out; several heaps share the arrays.

An item is a whole number and in one heap at most. The first one has the least *first* key, then the least *second* key,
then the least number.
"""

from typing import NamedTuple

import numpy as np

from forecasting.simulation.arrays import Ints, Records
from forecasting.simulation.compiling import called_part, part

NODE = np.dtype([("first", "f8"), ("second", "f8"), ("item", "i4"), ("place", "i4")], align=True)
HEAP = np.dtype([("base", "i4"), ("filled", "i4")], align=True)
INFINITE = float("inf")


class Heaps(NamedTuple):
    """*nodes*: from a heap's base on, keys and items in heap order; by item, its *place* in its heap (-1: in none).

    *heaps*: where each begins among the nodes and how many items it has.
    """

    nodes: Records
    heaps: Records


def empty_heaps(sizes: Ints) -> Heaps:
    """Return heaps with room for *sizes* items each, of as many items in all."""
    nodes, heaps = np.zeros(int(sizes.sum()), NODE), np.zeros(len(sizes), HEAP)
    nodes["place"] = -1
    heaps["base"] = np.cumsum(sizes) - sizes
    return Heaps(nodes, heaps)


@part
def before(nodes: Records, at: int, first: float, second: float, item: int) -> bool:
    """Return whether the node *at* comes before an item with these keys."""
    node = nodes[at]
    if node["first"] != first:
        return bool(node["first"] < first)
    if node["second"] != second:
        return bool(node["second"] < second)
    return bool(node["item"] < item)


@part
def move(nodes: Records, base: int, source: int, target: int) -> None:
    """Move the node at place *source* to place *target*."""
    left, right = nodes[base + target], nodes[base + source]
    left["first"] = right["first"]
    left["second"] = right["second"]
    left["item"] = right["item"]
    nodes[left["item"]]["place"] = target


@part
def rise(nodes: Records, base: int, at: int, first: float, second: float, item: int) -> None:
    """Put *item* where it belongs, from the free place *at* upwards."""
    while at > 0:
        above = (at - 1) // 2
        if before(nodes, base + above, first, second, item):
            break
        move(nodes, base, above, at)
        at = above
    node = nodes[base + at]
    node["first"] = first
    node["second"] = second
    node["item"] = item
    nodes[item]["place"] = at


@called_part
def push(heaps: Heaps, heap: int, item: int, first: float, second: float) -> None:
    """Put *item* into *heap*."""
    at = heaps.heaps[heap]["filled"]
    heaps.heaps[heap]["filled"] = at + 1
    rise(heaps.nodes, heaps.heaps[heap]["base"], at, first, second, item)


@called_part
def take_out(heaps: Heaps, heap: int, item: int) -> None:
    """Take *item* out of *heap*, wherever it stands."""
    nodes, base, last = heaps.nodes, heaps.heaps[heap]["base"], heaps.heaps[heap]["filled"] - 1
    at = nodes[item]["place"]
    heaps.heaps[heap]["filled"] = last
    nodes[item]["place"] = -1
    if at == last:
        return
    # the last one almost always belongs near the bottom: fill the gap from below, then let it rise (Wegener 1993)
    while 2 * at + 1 < last:
        below = 2 * at + 1
        other = nodes[base + below]
        if below + 1 < last and before(nodes, base + below + 1, other["first"], other["second"], other["item"]):
            below += 1
        move(nodes, base, below, at)
        at = below
    moved = nodes[base + last]
    rise(nodes, base, at, moved["first"], moved["second"], moved["item"])


@part
def top(heaps: Heaps, heap: int) -> int:
    """Return the first item of *heap*, -1 where it is empty."""
    if heaps.heaps[heap]["filled"] == 0:
        return -1
    return heaps.nodes[heaps.heaps[heap]["base"]]["item"]  # type: ignore[no-any-return]  # a field of a record


@part
def least(heaps: Heaps, heap: int) -> float:
    """Return the least first key in *heap*, infinite where it is empty."""
    if heaps.heaps[heap]["filled"] == 0:
        return INFINITE
    return heaps.nodes[heaps.heaps[heap]["base"]]["first"]  # type: ignore[no-any-return]  # a field of a record
