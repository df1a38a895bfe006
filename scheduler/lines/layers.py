"""One automaton written out: its states day by day and a table of steps, and automata read together.

A table has a row a state and a column a letter of its day; -1 is a step that is not allowed. Everything is in whole numbers,
so that automata multiply by looking rows up.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import prod

import numpy as np
import numpy.typing as npt

from scheduler.lines.automaton import Automaton, State
from scheduler.lines.menu import Ints

Table = npt.NDArray[np.int64]
DEAD = -1
MOST_MARKED = 2_000_000  # keys that are told apart by marking them


class TooLargeError(Exception):
    """The states of a day, or the steps of all days, are more than allowed."""


@dataclass(frozen=True)
class Layers:
    """*steps* by day (state, letter), *costs* alike, or None where nothing costs; *ends* are marks by last state, -1 for none.

    *starts* are the states of the first day that lines begin in, in the order in which they were asked for. Of automata
    read together *marks* are by mark the marks of each.
    """

    steps: list[Table]
    costs: list[Table | None]
    ends: Ints
    starts: Ints
    marks: Table

    @property
    def most_states(self) -> int:
        """The most states that a day has."""
        return max(len(table) for table in self.steps)

    @property
    def says_nothing(self) -> bool:
        """Whether every line is accepted, for nothing."""
        return (
            len(self.ends) == 1
            and all(len(table) == 1 and (table >= 0).all() for table in self.steps)
            and all(cost is None for cost in self.costs)
        )


@dataclass
class _Writer:
    """Writes an automaton out; days that are alike are stepped through once."""

    automaton: Automaton
    most_states: int
    scale: int
    known: dict[Hashable, tuple[Table, Table | None, list[State]]] = field(default_factory=dict)

    def of_day(
        self, states: list[State], day: int, letters: tuple[int, ...]
    ) -> tuple[Table, Table | None, list[State]]:
        key = tuple(states), self.automaton.day_key(day), letters
        if key not in self.known:
            self.known[key] = self._stepped(states, day, letters)
        return self.known[key]

    def _stepped(
        self, states: list[State], day: int, letters: tuple[int, ...]
    ) -> tuple[Table, Table | None, list[State]]:
        found: dict[State, int] = {}
        table = np.full((len(states), len(letters)), DEAD, dtype=np.int64)
        costs = np.zeros_like(table)
        step, cost = self.automaton.step, self.automaton.cost
        for row, state in enumerate(states):
            for column, letter in enumerate(letters):
                after = step(state, day, letter)
                if after is not None:
                    table[row, column] = found.setdefault(after, len(found))
                    costs[row, column] = self.scale * cost(state, day, letter)
            if len(found) > self.most_states:
                raise TooLargeError
        return table, costs if costs.any() else None, list(found)


def written_out(
    automaton: Automaton, starts: Sequence[State], letters: Sequence[tuple[int, ...]], most_states: int, scale: int
) -> Layers:
    """Return the layers of *automaton*, *letters* by day, costs times *scale*.

    Raises TooLargeError where a day has more than *most_states*.
    """
    writer = _Writer(automaton, most_states, scale)
    places: dict[State, int] = {}
    for start in starts:
        places.setdefault(start, len(places))
    states, steps, costs = list(places), [], []
    for day, of_day in enumerate(letters):
        table, cost, states = writer.of_day(states, day, of_day)
        steps.append(table)
        costs.append(cost)
    marks = [automaton.end(state) for state in states]
    ends = np.array([DEAD if mark is None else mark for mark in marks], dtype=np.int64)
    begins = np.array([places[start] for start in starts], dtype=np.int64)
    return merged(Layers(steps, costs, ends, begins, np.arange(ends.max(initial=0) + 1)[:, None]))


def together(parts: Sequence[Layers], columns: Sequence[Table], n_starts: int, most_steps: int) -> Layers:
    """Return the layers of *parts* read together; *columns* by day are rows of the parts' columns, a row a common letter.

    Starts of the parts belong together in their order. Raises TooLargeError where all days have more than *most_steps*.
    """
    if not parts:
        return _alone([len(rows) for rows in columns], n_starts)
    asked = np.stack([part.starts for part in parts], axis=1)
    possible = (asked >= 0).all(axis=1)
    starts, known = np.unique(asked[possible], axis=0, return_inverse=True)
    keys = np.full(n_starts, DEAD, dtype=np.int64)
    keys[possible] = known.reshape(-1)
    states, steps, costs, spent = starts, [], [], 0
    for day, rows in enumerate(columns):
        spent += len(states) * len(rows)
        if spent > most_steps:
            raise TooLargeError
        table, cost, states = _day(parts, day, rows, states)
        steps.append(table)
        costs.append(cost)
    marks = np.stack([part.ends[states[:, place]] for place, part in enumerate(parts)], axis=1)
    dead = (marks < 0).any(axis=1)
    of_parts, ends = np.unique(marks, axis=0, return_inverse=True)
    whole = np.where(dead, DEAD, ends.reshape(-1)).astype(np.int64)
    return merged(Layers(steps, costs, whole, keys, of_parts))


def _alone(letters: Sequence[int], n_starts: int) -> Layers:
    """Return the layers of one state."""
    steps = [np.zeros((1, count), dtype=np.int64) for count in letters]
    nowhere: list[Table | None] = [None] * len(letters)
    zero = np.zeros(1, dtype=np.int64)
    return Layers(steps, nowhere, zero, np.zeros(n_starts, dtype=np.int64), np.zeros((1, 0), dtype=np.int64))


def _day(parts: Sequence[Layers], day: int, rows: Table, states: Table) -> tuple[Table, Table | None, Table]:
    """Return the table and costs of *day*, and the states after it by part."""
    key = np.zeros((len(states), len(rows)), dtype=np.int64)
    dead = np.zeros(key.shape, dtype=np.bool_)
    cost: Table | None = None
    sizes = [_size_after(part, day) for part in parts]
    for place, part in enumerate(parts):
        after = part.steps[day][states[:, place][:, None], rows[:, place][None, :]]
        dead |= after < 0
        key = key * sizes[place] + after
        costs = part.costs[day]
        if costs is not None:
            mine = costs[states[:, place][:, None], rows[:, place][None, :]]
            cost = mine if cost is None else cost + mine
    alive = ~dead
    found, inverse = _numbered(key[alive], prod(sizes))
    table = np.full(key.shape, DEAD, dtype=np.int64)
    table[alive] = inverse
    after_by_part = np.empty((len(found), len(parts)), dtype=np.int64)
    for place in range(len(parts) - 1, -1, -1):
        found, after_by_part[:, place] = np.divmod(found, sizes[place])
    if cost is not None:
        cost = np.where(alive, cost, 0)
    return table, cost, after_by_part


def _numbered(keys: Ints, ceiling: int) -> tuple[Ints, Ints]:
    """Return the different *keys*, which lie below *ceiling*, in order, and by key its place among them."""
    if ceiling > MOST_MARKED:
        found, inverse = np.unique(keys, return_inverse=True)
        return found, inverse.reshape(-1)
    seen = np.zeros(ceiling, dtype=np.bool_)
    seen[keys] = True
    found = np.flatnonzero(seen)
    places = np.cumsum(seen) - 1
    return found, places[keys]


def _size_after(part: Layers, day: int) -> int:
    return len(part.steps[day + 1]) if day + 1 < len(part.steps) else len(part.ends)


def merged(layers: Layers) -> Layers:
    """Return *layers* without states from which no line ends well, states alike in all that may follow made one."""
    ends = np.unique(layers.ends[layers.ends >= 0])
    classes = np.where(layers.ends >= 0, np.searchsorted(ends, layers.ends), DEAD)
    steps: list[Table] = []
    costs: list[Table | None] = []
    for table, cost in zip(reversed(layers.steps), reversed(layers.costs), strict=True):
        after = np.append(classes, DEAD)[table]  # -1 looks up the last place, which is dead
        classes, first = _alike(after, cost)
        steps.append(after[first])
        costs.append(None if cost is None else np.where(after[first] >= 0, cost[first], 0))
    return Layers(steps[::-1], costs[::-1], ends, np.append(classes, DEAD)[layers.starts], layers.marks)


def letters_merged(layers: Layers) -> tuple[Layers, list[Ints]]:
    """Return *layers* with letters that do the same on a day made one, and by day and old letter the new one."""
    steps: list[Table] = []
    costs: list[Table | None] = []
    columns = []
    for table, cost in zip(layers.steps, layers.costs, strict=True):
        whole = table if cost is None else np.concatenate([table, cost])
        first, inverse = different_rows(np.ascontiguousarray(whole.T))
        steps.append(np.ascontiguousarray(table[:, first]))
        costs.append(None if cost is None else np.ascontiguousarray(cost[:, first]))
        columns.append(inverse)
    return Layers(steps, costs, layers.ends, layers.starts, layers.marks), columns


def _alike(after: Table, cost: Table | None) -> tuple[Ints, Ints]:
    """Return by state its class, -1 for one without a step, and by class its first state."""
    alive = (after >= 0).any(axis=1)
    rows = after if cost is None else np.concatenate([after, np.where(after >= 0, cost, 0)], axis=1)
    classes = np.full(len(after), DEAD, dtype=np.int64)
    live = np.flatnonzero(alive)
    if len(live):
        first, inverse = different_rows(rows[live])
        classes[live] = inverse
        live = live[first]
    return classes, live


def different_rows(rows: Table) -> tuple[Ints, Ints]:
    """Return the places of the first of equal *rows*, and by row which of those it equals."""
    _, first, inverse = np.unique(_digests(rows), return_index=True, return_inverse=True)
    inverse = inverse.reshape(-1)
    if not np.array_equal(rows[first][inverse], rows):  # two rows of one digest: compare the rows themselves
        _, first, inverse = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    return first, inverse.reshape(-1)


def _digests(rows: Table) -> npt.NDArray[np.uint64]:
    """Return a number a row; equal rows have equal ones, others hardly ever."""
    mixed: npt.NDArray[np.uint64] = (rows.astype(np.uint64) + np.uint64(7)) @ _factors(rows.shape[1])
    return mixed


@cache
def _factors(count: int) -> npt.NDArray[np.uint64]:
    drawn = np.random.default_rng(count).integers(1, 1 << 62, count, dtype=np.uint64)
    return drawn * np.uint64(2) + np.uint64(1)
