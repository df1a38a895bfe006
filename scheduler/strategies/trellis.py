"""Every arrangement of the breaks of shift kinds as ways through one graph, of which the cheapest is found without listing them.

A node is a break that starts so many slots after the shift, the breaks before it being placed; an arrangement is a way from
a first break to a last one. A plan of five breaks has thousands of arrangements and a few hundred arcs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from forecasting.timegrid import TimeGrid
from scheduler.lines.graph import Small
from scheduler.shifts import BreakPlan, ShiftKind

Placed = tuple[int, int, int]  # the breaks that are placed, as bits; the last of them; its start


NONE = -1


class Trellis(NamedTuple):
    """By kind its *length* in slots, 0 where nobody serves in it, and the nodes from ``nodes_from[k]`` to ``nodes_from[k + 1]``; the last breaks are those from *lasts_from* on.

    By node: *start* in slots after the shift's, *size* in slots, and the nodes *before* it: those of the node *inner*, -1 for
    none, and from ``before_from[n]`` to ``before_from[n + 1]`` further ones; none for a first break. *most* is the greatest
    number of breaks of a kind.
    """

    length: Small
    nodes_from: Small
    lasts_from: Small
    start: Small
    size: Small
    inner: Small
    before_from: Small
    before: Small
    most: int


def trellis_of(kinds: Sequence[ShiftKind], grid: TimeGrid) -> Trellis:
    """Return the graph of the arrangements of *kinds* on *grid*, the same for kinds that differ in names, pay or the order of breaks."""
    starts: list[int] = []
    sizes: list[int] = []
    before: list[int] = []
    inner: list[int] = []
    before_from, nodes_from, lasts_from = [0], [0], []
    for kind in kinds:
        ways = _Ways(kind.breaks, grid)
        layers = ways.layers()
        place: dict[Placed, int] = {}
        for layer in layers:
            last: set[int] = set()
            for node in sorted(layer):
                place[node] = len(starts)
                earlier = {place[one] for one in layer[node]}
                is_further = bool(last) and last <= earlier
                inner.append(len(starts) - 1 if is_further else NONE)
                before += sorted(earlier - last if is_further else earlier)
                before_from.append(len(before))
                starts.append(node[2])
                sizes.append(ways.sizes[node[1]])
                last = earlier
        nodes_from.append(len(starts))
        lasts_from.append(len(starts) - (len(layers[-1]) if layers else 0))
    most = max((len(kind.breaks.windows) for kind in kinds), default=0)
    lengths = [0 if kind.on_call else grid.slots_in(kind.length_minutes) for kind in kinds]
    return Trellis(
        _small(lengths),
        _small(nodes_from),
        _small(lasts_from),
        _small(starts),
        _small(sizes),
        _small(inner),
        _small(before_from),
        _small(before),
        most,
    )


def _small(values: Sequence[int]) -> Small:
    return np.array(values, dtype=np.int32)


@dataclass
class _Ways:
    """The ways of one plan."""

    plan: BreakPlan
    grid: TimeGrid

    def __post_init__(self) -> None:
        minutes = self.grid.slot_minutes
        windows = sorted(self.plan.windows, key=lambda window: (window.earliest, window.latest, window.minutes))
        self.sizes = [self.grid.slots_in(window.minutes) for window in windows]
        self.spans = [(-(-window.earliest // minutes), window.latest // minutes) for window in windows]
        self.gaps = -(-self.plan.least_gap // minutes), self.plan.greatest_gap // minutes

    def layers(self) -> list[dict[Placed, list[Placed]]]:
        """Return by number of breaks placed the nodes that lie on a whole way, each with those before it."""
        forth: list[dict[Placed, list[Placed]]] = []
        for number in range(len(self.sizes)):
            layer: dict[Placed, list[Placed]] = {}
            if number == 0:
                layer = {
                    (1 << each, each, start): [] for each in range(len(self.sizes)) for start in self._within(each)
                }
            for node in forth[-1] if forth else ():
                for after in self._after(node):
                    layer.setdefault(after, []).append(node)
            forth.append(layer)
        return self._whole(forth)

    def _within(self, window: int) -> range:
        first, last = self.spans[window]
        return range(first, last + 1)

    def _after(self, node: Placed) -> Iterator[Placed]:
        placed, last, start = node
        end = start + self.sizes[last]
        for window in range(len(self.sizes)):
            if not placed >> window & 1:
                first, latest = self.spans[window]
                for later in range(max(first, end + self.gaps[0]), min(latest, end + self.gaps[1]) + 1):
                    yield placed | 1 << window, window, later

    @staticmethod
    def _whole(forth: list[dict[Placed, list[Placed]]]) -> list[dict[Placed, list[Placed]]]:
        """Return *forth* without the nodes from which no last break is reached."""
        kept: list[dict[Placed, list[Placed]]] = []
        needed = set(forth[-1]) if forth else set()
        for layer in reversed(forth):
            kept.append({node: earlier for node, earlier in layer.items() if node in needed})
            needed = {node for earlier in kept[-1].values() for node in earlier}
        return kept[::-1]
