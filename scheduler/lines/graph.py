"""The lines of people who are alike as one layered graph, in arrays that the kernel reads.

A node is a pair of states: a coarse one, of the automata that see days and hours, and a fine one, of those that see times of
the day. Options that no automaton tells apart are one class. What a coarse state makes of a class hardly depends on the fine
one: of each coarse state the classes go out from hubs, each of which stands for the fine states that allow them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scheduler.lines.layers import Layers, Table
from scheduler.lines.menu import Flags, Ints

Small = npt.NDArray[np.int32]


class Graph(NamedTuple):
    """By day *d* the entries from ``x_from[d]`` to ``x_from[d + 1]`` of each array.

    *option_class* by option (-1: never worked), options by day from *options_from*; *classes_from* counts classes, of which
    the first two of each day are a day off and one of leave; *members* are the options by class, from *members_from* on. Arcs: *arc_hub*, *arc_letter*, *arc_fine* (state after it),
    *arc_class*, *arc_cost*. Hubs: *hub_base* is the next smaller hub within it (-1: none), *hub_fine* from *hub_fine_from*
    on its further fine states; *holds* (hub, fine state). *coarse_step* (letter, coarse state), -1 where not allowed, and
    *coarse_cost*, which is empty but for *costs*. *n_coarse*, *n_fine* by day; nodes (fine state, coarse state) are counted from
    *nodes_from*. *ends* is by last node the mark of the line, -1 where it may not end so.
    """

    option_class: Small
    options_from: Small
    classes_from: Small
    members_from: Small
    members: Small
    arcs_from: Small
    arc_hub: Small
    arc_letter: Small
    arc_fine: Small
    arc_class: Small
    arc_cost: Ints
    hubs_from: Small
    hub_base: Small
    hub_fine_from: Small
    hub_fine: Small
    holds_from: Ints
    holds: Flags
    steps_from: Ints
    coarse_step: Small
    coarse_cost: Ints
    costs: bool
    n_coarse: Small
    n_fine: Small
    nodes_from: Ints
    ends: Small


@dataclass
class _Parts:
    """Columns of the arrays under construction."""

    arcs: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    arcs_from: list[int] = field(default_factory=lambda: [0])
    hub_base: list[int] = field(default_factory=list)
    hub_fine: list[int] = field(default_factory=list)
    hub_fine_from: list[int] = field(default_factory=lambda: [0])
    hubs_from: list[int] = field(default_factory=lambda: [0])
    holds: list[Flags] = field(default_factory=list)
    classes_from: list[int] = field(default_factory=lambda: [0])


def graph_of(coarse: Layers, fine: Layers, pairs: Sequence[Table], option_class: Small, options_from: Ints) -> Graph:
    """Return the graph; *pairs* by day and class are the letters (coarse, fine); classes of options count within their day."""
    parts = _Parts()
    known: dict[bytes, tuple[list[tuple[int, int, int, int, int]], list[int]]] = {}
    for day, rows in enumerate(pairs):
        table, cost = fine.steps[day], fine.costs[day]
        key = table.tobytes() + rows.tobytes() + (b"" if cost is None else cost.tobytes())
        if key not in known:
            known[key] = _arcs(table, cost, rows)
        _add_day(parts, *known[key], len(table), len(rows))
    sizes_fine = [*(len(table) for table in fine.steps), len(fine.ends)]
    sizes_coarse = [*(len(table) for table in coarse.steps), len(coarse.ends)]
    nodes = np.array([a * b for a, b in zip(sizes_coarse, sizes_fine, strict=True)], dtype=np.int64)
    # a line's mark is that of its coarse state; fine ones only tell whether it may end
    ends = np.where(fine.ends[:, None] >= 0, coarse.ends[None, :], -1).reshape(-1)
    arcs = np.array(parts.arcs, dtype=np.int64).reshape(len(parts.arcs), 5)
    shift = np.repeat(np.array(parts.classes_from[:-1]), np.diff(options_from))
    classes = np.where(option_class >= 0, option_class + shift, -1)
    in_order = np.argsort(classes, kind="stable")[int((classes < 0).sum()) :]
    return Graph(
        classes.astype(np.int32),
        options_from.astype(np.int32),
        _small(parts.classes_from),
        _small(np.searchsorted(classes[in_order], np.arange(parts.classes_from[-1] + 1))),
        _small(in_order),
        _small(parts.arcs_from),
        _small(arcs[:, 0]),
        _small(arcs[:, 1]),
        _small(arcs[:, 2]),
        _small(arcs[:, 3]),
        np.ascontiguousarray(arcs[:, 4]),
        _small(parts.hubs_from),
        _small(parts.hub_base),
        _small(parts.hub_fine_from),
        _small(parts.hub_fine),
        _from([flags.size for flags in parts.holds]),
        np.concatenate([flags.reshape(-1) for flags in parts.holds]),
        _from([step.size for step in coarse.steps]),
        _small(np.concatenate([step.T.reshape(-1) for step in coarse.steps])),
        _costs(coarse),
        any(cost is not None for cost in coarse.costs),
        _small(sizes_coarse),
        _small(sizes_fine),
        _from(nodes),
        _small(ends),
    )


def _costs(coarse: Layers) -> Ints:
    """Return what steps cost, one number where none does."""
    if all(cost is None for cost in coarse.costs):
        return np.zeros(1, dtype=np.int64)
    tables = zip(coarse.steps, coarse.costs, strict=True)
    return np.concatenate(
        [np.zeros(step.size, np.int64) if cost is None else cost.T.reshape(-1) for step, cost in tables]
    )


def _small(values: object) -> Small:
    return np.ascontiguousarray(np.asarray(values, dtype=np.int32))


def _from(sizes: "Sequence[int] | Ints") -> Ints:
    return np.concatenate(([0], np.cumsum(np.asarray(sizes, dtype=np.int64))))


def _arcs(table: Table, cost: Table | None, rows: Table) -> tuple[list[tuple[int, int, int, int, int]], list[int]]:
    """Return the arcs of a day (hub, coarse letter, fine state after, class, cost), and the hubs as sets of fine states."""
    masks: dict[int, int] = {}
    arcs = []
    split: dict[int, list[tuple[int, int, int]]] = {}
    for number, (letter, column) in enumerate(rows.tolist()):
        if column not in split:
            split[column] = _split(table[:, column], None if cost is None else cost[:, column])
        arcs += [
            (masks.setdefault(mask, len(masks)), letter, after, number, price) for mask, after, price in split[column]
        ]
    order = sorted(masks, key=lambda mask: (mask.bit_count(), mask))
    place = {masks[mask]: rank for rank, mask in enumerate(order)}
    return [(place[hub], letter, after, number, price) for hub, letter, after, number, price in arcs], order


def _split(after: Ints, cost: Ints | None) -> list[tuple[int, int, int]]:
    """Return the fine states that a letter leads to, each with the set of those that it comes from and its cost."""
    sets: dict[tuple[int, int], int] = {}
    costs = [0] * len(after) if cost is None else cost.tolist()
    for state, (target, price) in enumerate(zip(after.tolist(), costs, strict=True)):
        if target >= 0:
            sets[target, price] = sets.get((target, price), 0) | 1 << state
    return [(mask, target, price) for (target, price), mask in sets.items()]


def _add_day(
    parts: _Parts, arcs: list[tuple[int, int, int, int, int]], hubs: list[int], n_fine: int, n_classes: int
) -> None:
    first_class = parts.classes_from[-1]
    ordered = sorted(arcs, key=lambda arc: (arc[1], arc[2], arc[0], arc[3]))
    parts.arcs += [(hub, letter, after, number + first_class, price) for hub, letter, after, number, price in ordered]
    parts.arcs_from.append(len(parts.arcs))
    holds = np.zeros((len(hubs), n_fine), dtype=np.bool_)
    for number, mask in enumerate(hubs):
        base = max((other for other in range(number) if hubs[other] & ~mask == 0), default=-1)
        further = mask & ~hubs[base] if base >= 0 else mask
        parts.hub_base.append(base)
        parts.hub_fine += [state for state in range(n_fine) if further >> state & 1]
        parts.hub_fine_from.append(len(parts.hub_fine))
        holds[number] = [bool(mask >> state & 1) for state in range(n_fine)]
    parts.hubs_from.append(len(parts.hub_base))
    parts.holds.append(holds)
    parts.classes_from.append(first_class + n_classes)
