"""In which two halves to split a question whose best answer in fractions is known.

Candidates are numbers of heads, in one row or in several together, and what somebody does on a day. Those whose fraction is
nearest to a half are tried on the known columns, and the one whose halves cost most is taken (strong branching).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import floor

import numpy as np

from scheduler.columns.generation import Generation
from scheduler.columns.master import Floats
from scheduler.columns.pricing import Bar, Bars, Column
from scheduler.columns.rows import Band
from scheduler.lines.menu import Flags, Ints

Shares = Mapping[int, Sequence[tuple[Column, float]]]
WHOLE = 1e-4  # as near as that to a whole number is whole
TRIED = (6, 6, 4)  # bands, rows and days
DEAR = 0.5  # of the greatest price
LEAST_GAIN = 1e-3
GROWTH = 1.01
IN_VAIN = 4  # candidates tried after the best one


@dataclass(frozen=True)
class Half:
    """One half: a *band*, or a *bar* of *person*."""

    band: Band | None = None
    person: int | None = None
    bar: Bar | None = None

    def within(self, bands: tuple[Band, ...], bars: Bars) -> tuple[tuple[Band, ...], Bars]:
        """Return *bands* and *bars* of the whole with those of the half."""
        if self.band is not None:
            mine = self.band
            same = [band for band in bands if band.rows == mine.rows]
            others = tuple(band for band in bands if band.rows != mine.rows)
            least = max(band.least for band in (*same, mine))
            return (*others, Band(mine.rows, least, min(band.most for band in (*same, mine)))), bars
        if self.person is None or self.bar is None:
            return bands, bars
        return bands, {**bars, self.person: self.bar if self.person not in bars else bars[self.person].also(self.bar)}


@dataclass(frozen=True)
class Split:
    """Two *halves* of a question: a number that columns add *counts* to is at most *low* or at least *high*; now it is *value*."""

    halves: tuple[Half, Half]
    counts: Mapping[int, int]
    low: int
    high: int
    value: float

    @property
    def distance(self) -> float:
        """How far from the middle between whole numbers the value is."""
        return abs(self.value - floor(self.value) - 0.5)


def best_split(generation: Generation, shares: Shares, upper: float) -> tuple[Half, ...]:
    """Return the halves into which to split the question of *generation*, none where nothing is in fractions."""
    kinds = [_of_bands(generation, shares), _of_rows(generation, shares), _of_days(generation, shares)]
    nearest = [_nearest(splits, most) for splits, most in zip(kinds, TRIED, strict=True)]
    tried = [split for splits in zip_longest(*nearest) for split in splits if split is not None]
    if not tried or generation.solved is None:
        return ()
    room, cost = max(1.0, upper - generation.solved.cost), generation.solved.cost
    best, most, in_vain = tried[0], 0.0, 0
    for split in tried:
        low, high = generation.master.probe(split.counts, split.low, split.high)
        generation.clock.step()
        gain = max(LEAST_GAIN, min(room, low - cost)) * max(LEAST_GAIN, min(room, high - cost))
        best, most, in_vain = (split, gain, 0) if gain > GROWTH * most else (best, most, in_vain + 1)
        if in_vain == IN_VAIN or not generation.clock.goes_on():
            break
    return best.halves


def _nearest(splits: Iterator[Split], most: int) -> list[Split]:
    return sorted(splits, key=lambda split: split.distance)[:most]


def _of_rows(generation: Generation, shares: Shares) -> Iterator[Split]:
    heads = _heads(generation, shares)
    for row in np.flatnonzero(np.abs(heads - np.rint(heads)) > WHOLE).tolist():
        yield _of_heads(generation, (row,), float(heads[row]))


def _of_bands(generation: Generation, shares: Shares) -> Iterator[Split]:
    """Yield splits by the heads of all rows of a family, of those of it that are short, and of all that are short."""
    heads, rows = _heads(generation, shares), generation.rows
    price = generation.paid[: len(heads)]
    dear = price >= DEAR * max(1, int(price.max(initial=0)))
    sets: set[tuple[int, ...]] = {tuple(np.flatnonzero(dear).tolist())}
    for family in np.unique(rows.families).tolist():
        mine = rows.families == family
        sets |= {tuple(np.flatnonzero(mine).tolist()), tuple(np.flatnonzero(mine & dear).tolist())}
    for chosen in sorted(sets):
        value = float(heads[list(chosen)].sum())
        if len(chosen) > 1 and abs(value - round(value)) > WHOLE:
            yield _of_heads(generation, chosen, value)


def _heads(generation: Generation, shares: Shares) -> Floats:
    count = len(generation.rows.families)
    heads = generation.rows.base[:count].astype(np.float64)
    for mine in shares.values():
        for column, share in mine:
            np.add.at(heads, column.rows, share)
    return heads


def _of_heads(generation: Generation, chosen: tuple[int, ...], value: float) -> Split:
    rows, low = generation.rows, floor(value)
    places = list(chosen)
    inside = np.zeros(len(rows.families), dtype=np.int64)
    inside[places] = 1
    counts = {
        number: int(count)
        for number, column in enumerate(generation.master.columns)
        if (count := inside[column.rows].sum())
    }
    least, most = int(rows.points[places, 0].sum()), int(rows.points[places, -1].sum())
    base = int(rows.base[places].sum())
    halves = Half(Band(chosen, least, low)), Half(Band(chosen, low + 1, most))
    return Split(halves, counts, low - base, low + 1 - base, value)


def _of_days(generation: Generation, shares: Shares) -> Iterator[Split]:
    """Yield splits by whether somebody works on a day, and by whether somebody does so in the one most usual way."""
    for person, mine in shares.items():
        if len(mine) < 2:
            continue
        chosen = np.stack([column.chosen for column, _ in mine])
        parts = np.array([share for _, share in mine])
        worked = (chosen >= 0).T @ parts
        for day in np.flatnonzero(np.abs(worked - np.rint(worked)) > WHOLE).tolist():
            yield _of_day(generation, person, day, None, float(worked[day]))
        for day in np.flatnonzero((chosen != chosen[:1]).any(axis=0)).tolist():
            option = int(chosen[int(parts.argmax()), day])
            if option >= 0:
                value = float(parts[chosen[:, day] == option].sum())
                yield _of_day(generation, person, day, option, value)


def _of_day(generation: Generation, person: int, day: int, option: int | None, value: float) -> Split:
    """Return the split by whether *person* works on *day*, or works *option* there."""
    programme, master = generation.pricing.programmes[person], generation.master
    n_options, n_days = len(programme.options), programme.menu.n_days
    of_day = programme.menu.day == day
    off: Flags = np.arange(n_days) == day
    never: Flags = np.zeros(n_days, dtype=np.bool_)
    wanted: Flags = of_day if option is None else np.arange(n_options) == option
    halves = (
        Half(person=person, bar=Bar(wanted, never)),
        Half(person=person, bar=Bar(of_day & ~wanted, off)),
    )
    counts = {
        number: 1 for number in master.of_person[person] if _is_wanted(master.columns[number].chosen, day, option)
    }
    return Split(halves, counts, 0, 1, value)


def _is_wanted(chosen: Ints, day: int, option: int | None) -> bool:
    return bool(chosen[day] >= 0 if option is None else chosen[day] == option)
