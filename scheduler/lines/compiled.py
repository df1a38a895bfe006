"""From automata to the graph that the kernel reads, once for all people who are alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from scheduler.fairness import Burden
from scheduler.lines.automaton import LEAVE, OFF, State
from scheduler.lines.graph import Graph, Small, graph_of
from scheduler.lines.kernel import BLOCK, Room
from scheduler.lines.layers import (
    DEAD,
    Layers,
    Table,
    TooLargeError,
    different_rows,
    letters_merged,
    together,
    written_out,
)
from scheduler.lines.menu import Ints
from scheduler.lines.sketch import Sketch
from scheduler.lines.sums import NO_BOUND, Stretches
from scheduler.objective.overtime import OvertimeOfWeeks
from scheduler.objective.starts import UnsteadyStarts

MOST_STATES = 20_000  # of one automaton on one day
MOST_FINE_STEPS = 4_000_000
MOST_STEPS = 8_000_000
MOST_WORK = 8_000_000  # arcs from all coarse states: some ten milliseconds a line


@dataclass(frozen=True)
class Compiled:
    """The *graph* of the lines of people who are alike; *nodes* by first states, -1 where they allow no line.

    *dropped* are the places of automata that were left out because the graph would have been too large. *tallies* are the
    places of those that count burdens among the parts of a mark, *marks* by mark the parts.
    """

    graph: Graph
    nodes: Mapping[tuple[State, ...], int]
    dropped: tuple[int, ...]
    marks: Table
    tallies: Mapping[Burden, int]

    def start_of(self, start: tuple[State, ...]) -> int:
        """Return the node in which a person begins whose automata begin in *start*."""
        return self.nodes[start]

    @property
    def arcs(self) -> int:
        """The arcs of all days, from all states of days and hours."""
        graph = self.graph
        return int((np.diff(graph.arcs_from).astype(np.int64) * graph.n_coarse[:-1]).sum())

    def room(self) -> Room:
        """Return room for the kernel to work in."""
        graph = self.graph
        most_hubs = int(np.diff(graph.hubs_from).max(initial=0))
        n_classes, width = int(graph.classes_from[-1]), min(BLOCK, int(graph.n_coarse.max()))
        return Room(
            np.empty(int(graph.nodes_from[-1]), dtype=np.int64),
            np.empty(n_classes, dtype=np.int64),
            np.empty(n_classes, dtype=np.int32),
            np.empty((most_hubs, width), dtype=np.int64),
            np.empty(width, dtype=np.int64),
        )

    def mark_values(self, shares: Mapping[Burden, Ints] | None) -> Ints:
        """Return by mark of a line's end what *shares* give for its counts."""
        values = np.zeros(len(self.marks), dtype=np.int64)
        for burden, worth in (shares or {}).items():
            if burden in self.tallies:
                values += worth[np.minimum(self.marks[:, self.tallies[burden]], len(worth) - 1)]
        return values


def compile_lines(
    sketch: Sketch, starts: Sequence[tuple[State, ...]], scale: int = 1, apart: Ints | None = None
) -> Compiled:
    """Return the programme of people like that of *sketch*, who begin in one of *starts*; costs of terms times *scale*.

    Options whose numbers in *apart* differ are told apart, though no automaton does.
    """
    dropped: list[int] = []
    while True:
        try:
            return _Compiler(sketch, starts, frozenset(dropped), scale, apart).result()
        except _DropError as error:
            dropped.append(error.place)


class _DropError(Exception):
    """The automaton at *place* makes the graph too large."""

    def __init__(self, place: int) -> None:
        self.place = place
        super().__init__(place)


class _Compiler:
    """One attempt, without the automata at the places *dropped*.

    The items of a day are a day off, leave, and the options offered; automata give each item a letter.
    """

    def __init__(
        self,
        sketch: Sketch,
        starts: Sequence[tuple[State, ...]],
        dropped: frozenset[int],
        scale: int,
        apart: Ints | None = None,
    ) -> None:
        self.sketch = sketch
        self.scale = scale
        self.starts = starts
        self.dropped = dropped
        self.apart = np.zeros(len(sketch.refused), dtype=np.int64) if apart is None else apart
        bounds = sketch.menu.bounds
        everything = np.arange(len(sketch.refused))
        self.items = [everything[a:b][~sketch.refused[a:b]] for a, b in pairwise(bounds.tolist())]
        self.parts: dict[int, Layers] = {}
        self.columns: dict[int, list[Ints]] = {}

    def result(self) -> Compiled:
        """Return what is compiled; raise _DropError where it is too large."""
        for place in range(len(self.sketch.parts)):
            if place not in self.dropped:
                self._write_out(place)
        fine_places = [place for place in self.parts if self.sketch.parts[place].automaton.is_fine]
        coarse_places = [place for place in self.parts if place not in fine_places]
        fine, fine_letters = self._together(fine_places, MOST_FINE_STEPS)
        coarse, coarse_letters = self._together(coarse_places, MOST_STEPS)
        pairs, option_class = self._classes(coarse_letters, fine_letters)
        if sum(len(a) * len(b) for a, b in zip(coarse.steps, pairs, strict=True)) > MOST_WORK:
            raise _DropError(self._largest(coarse_places))
        n_coarse = len(coarse.steps[0])
        return Compiled(
            graph_of(coarse, fine, pairs, option_class, self.sketch.menu.bounds),
            {
                start: second * n_coarse + first if first >= 0 and second >= 0 else DEAD
                for start, first, second in zip(self.starts, coarse.starts.tolist(), fine.starts.tolist(), strict=True)
            },
            tuple(sorted(self.dropped)),
            coarse.marks,
            {
                origin: number
                for number, place in enumerate(coarse_places)
                if isinstance(origin := self.sketch.parts[place].origin, Burden)
            },
        )

    def _write_out(self, place: int) -> None:
        """Note the layers of the automaton at *place* and the letters of the items, unless it says nothing."""
        automaton = self.sketch.parts[place].automaton
        letters = automaton.letters(self.sketch.menu)
        known, columns = [], []
        for items in self.items:
            codes, inverse = np.unique(np.concatenate([[OFF, LEAVE], letters[items]]), return_inverse=True)
            known.append(tuple(codes.tolist()))
            columns.append(inverse.reshape(-1))
        try:
            layers = written_out(automaton, [start[place] for start in self.starts], known, MOST_STATES, self.scale)
        except TooLargeError:
            raise _DropError(place) from None
        if not layers.says_nothing:
            self.parts[place], self.columns[place] = layers, columns

    def _together(self, places: Sequence[int], most_steps: int) -> tuple[Layers, list[Ints]]:
        """Return the layers of the automata at *places* read together, and by day the letter of each item."""
        rows, letters = [], []
        for day, items in enumerate(self.items):
            mine = np.zeros((len(items) + 2, len(places)), dtype=np.int64)
            for number, place in enumerate(places):
                mine[:, number] = self.columns[place][day]
            known, inverse = _alike_rows(mine)
            rows.append(known)
            letters.append(inverse)
        try:
            layers = together([self.parts[place] for place in places], rows, len(self.starts), most_steps)
        except TooLargeError:
            raise _DropError(self._largest(places)) from None
        merged, columns = letters_merged(layers)
        return merged, [column[letter] for column, letter in zip(columns, letters, strict=True)]

    def _largest(self, places: Sequence[int]) -> int:
        """Return which of *places* to leave out: terms before rules, sums without a least before all else, then by size."""
        parts = self.sketch.parts

        def loss(place: int) -> tuple[bool, bool, int, int]:
            automaton = parts[place].automaton
            is_loose = isinstance(automaton, Stretches) and set(automaton.spreads) == {NO_BOUND}
            return not is_rule(parts[place].origin), is_loose, self.parts[place].most_states, place

        return max(places, key=loss)

    def _classes(self, coarse: list[Ints], fine: list[Ints]) -> tuple[list[Table], Small]:
        """Return by day the pairs of letters that are told apart, a day off and leave first, and the class of each option."""
        option_class = np.full(len(self.sketch.refused), DEAD, dtype=np.int32)
        pairs = []
        for items, first, second in zip(self.items, coarse, fine, strict=True):
            of_items = np.stack([first, second], axis=1)
            known, inverse = _alike_rows(np.column_stack([of_items[2:], self.apart[items]]))
            option_class[items] = inverse + 2
            pairs.append(np.concatenate([of_items[:2], known[:, :2]]))
        return pairs, option_class


def _alike_rows(rows: Table) -> tuple[Table, Ints]:
    """Return the different *rows* and by row which of them it is."""
    if not rows.size:
        return rows[:1], np.zeros(len(rows), dtype=np.int64)
    first, inverse = different_rows(rows)
    return rows[first], inverse


def is_rule(origin: object) -> bool:
    """Tell whether *origin* is a rule and not a term of the objective."""
    return not isinstance(origin, Burden | OvertimeOfWeeks | UnsteadyStarts)
