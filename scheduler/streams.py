"""Heads counted by what they are wanted for: who counts, in which buckets, how many are wanted, what too few or too many cost.

One shift of a member adds one head to each bucket that it touches, so what shifts are worth to a stream adds up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import numpy as np
import numpy.typing as npt

from forecasting.messages import N_, Sentence
from forecasting.timegrid import TimeGrid
from scheduler.agents import AgentId
from scheduler.instance import Instance
from scheduler.options import Option
from scheduler.roster import Assignment, Roster

Whole = npt.NDArray[np.int64]
Key = tuple[frozenset[AgentId], "Buckets"]
SHIFT_COVER = N_("heads per shift")
ANY_NUMBER = 2**40  # the most heads where none are too many


class Buckets(Protocol):
    """What heads are counted in; hashable, equal where it counts alike."""

    @property
    def size(self) -> int:
        """How many buckets there are."""

    def day(self, bucket: int) -> date:
        """Return the day that *bucket* belongs to."""

    def of_option(self, option: Option) -> Sequence[int]:
        """Return the buckets that *option* touches."""

    def of_shift(self, shift: Assignment) -> Sequence[int]:
        """Return the buckets that *shift* touches, planned or of the days before."""

    def values(self, options: Sequence[Option], price: Whole) -> Whole:
        """Return what each of *options* is worth where a head in a bucket is worth its *price*."""


@dataclass(frozen=True, slots=True)
class SlotBuckets:
    """The slots of the horizon: a shift touches all that it covers, breaks included; one on call touches none."""

    grid: TimeGrid

    @property
    def size(self) -> int:
        """The slots of the horizon."""
        return self.grid.n_slots

    def day(self, bucket: int) -> date:
        """Return the day of the slot on the site's clock."""
        return self.grid.date_of(bucket)

    def of_option(self, option: Option) -> range:
        """Return the slots of *option* within the horizon; none of one on call."""
        if option.kind.on_call:
            return range(0)
        return _within(option.first, option.end, self.size)

    def of_shift(self, shift: Assignment) -> range:
        """Return the slots of *shift* within the horizon; none of one on call."""
        if shift.on_call:
            return range(0)
        return _within(self.grid.slot_containing(shift.start), self.grid.slot_containing(shift.end), self.size)

    def values(self, options: Sequence[Option], price: Whole) -> Whole:
        """Return the sums of *price* over the slots of each of *options*."""
        total = np.concatenate(([0], np.cumsum(price)))
        first = np.array([option.first for option in options], dtype=np.int64)
        end = np.array([option.end for option in options], dtype=np.int64)
        there = np.array([not option.kind.on_call for option in options], dtype=np.int64)
        worth: Whole = (total[np.clip(end, 0, self.size)] - total[np.clip(first, 0, self.size)]) * there
        return worth


def _within(first: int, end: int, size: int) -> range:
    first, end = max(0, first), min(size, end)
    return range(first, max(first, end))


@dataclass(frozen=True, slots=True)
class ShiftBuckets:
    """Days and kinds of shift: bucket number n counts the shifts that start on ``days[n]`` and are of one of ``kinds[n]``."""

    days: tuple[date, ...]
    kinds: tuple[frozenset[str], ...]
    _touched: Mapping[tuple[date, str], tuple[int, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.days) != len(self.kinds):
            raise ValueError(
                f"shift buckets: {len(self.days)} days and {len(self.kinds)} sets of kinds; expected as many"
            )
        touched: dict[tuple[date, str], tuple[int, ...]] = {}
        for bucket, (day, kinds) in enumerate(zip(self.days, self.kinds, strict=True)):
            for kind in kinds:
                touched[day, kind] = (*touched.get((day, kind), ()), bucket)
        object.__setattr__(self, "_touched", touched)

    @property
    def size(self) -> int:
        """How many pairs of a day and kinds there are."""
        return len(self.days)

    def day(self, bucket: int) -> date:
        """Return the day on which the shifts start, on their people's own clocks."""
        return self.days[bucket]

    def of_option(self, option: Option) -> Sequence[int]:
        """Return the buckets of the day and kind of *option*."""
        return self._touched.get((option.day, option.kind.name), ())

    def of_shift(self, shift: Assignment) -> Sequence[int]:
        """Return the buckets of the day and kind of *shift*."""
        return self._touched.get((shift.day, shift.kind), ())

    def values(self, options: Sequence[Option], price: Whole) -> Whole:
        """Return the sums of *price* over the buckets of each of *options*."""
        prices = price.tolist()
        return np.array(
            [sum(prices[bucket] for bucket in self.of_option(option)) for option in options], dtype=np.int64
        )


@dataclass(frozen=True, eq=False)
class Stream:
    """Heads of *members* counted in *buckets*: at least ``least[b]`` and at most ``most[b]`` are wanted in bucket b.

    *name* is the rule or the term that wants them, *of* tells streams of one name apart. A head missing costs
    ``under[b]``, one too many ``over[b]`` hundredths of a point; where the stream is *hard* no roster has either.
    *team* is the one team that it is about, if there is one. *asks* says in words what is wanted, but for the days.
    """

    name: str
    of: str
    members: frozenset[AgentId]
    buckets: Buckets
    least: Whole
    most: Whole
    under: Whole
    over: Whole
    hard: bool = False
    team: str | None = None
    asks: Sentence | None = None

    def __post_init__(self) -> None:
        sizes = {len(self.least), len(self.most), len(self.under), len(self.over)}
        if sizes != {self.buckets.size}:
            raise ValueError(f"stream {self.name} of {self.of}: {sorted(sizes)} values; expected {self.buckets.size}")
        wrong = np.flatnonzero((self.least > self.most) | (self.least < 0) | (self.under < 0) | (self.over < 0))
        if len(wrong):
            raise ValueError(
                f"stream {self.name} of {self.of}: bucket {wrong[0]}; expected 0 to most heads and costs of 0 or more"
            )

    @property
    def key(self) -> Key:
        """What the heads of a roster depend on: who counts in what."""
        return self.members, self.buckets

    def missing(self, heads: Whole) -> int:
        """Return by how many heads, over all buckets, *heads* are too few or too many."""
        return int((np.maximum(0, self.least - heads) + np.maximum(0, heads - self.most)).sum())

    def cost(self, heads: Whole) -> int:
        """Return what *heads* cost, in hundredths of a point."""
        under, over = np.maximum(0, self.least - heads), np.maximum(0, heads - self.most)
        return int((self.under * under + self.over * over).sum())

    def heads(self, roster: Roster, instance: Instance) -> Whole:
        """Count the heads of *roster*, the shifts of the days before that last into the planned ones included."""
        known = () if instance.before is None else instance.before.assignments
        heads = np.zeros(self.buckets.size, dtype=np.int64)
        for shift in (*known, *roster.assignments):
            if shift.agent in self.members:
                count(heads, self.buckets.of_shift(shift), 1)
        return heads

    def heads_before(self, instance: Instance) -> Whole:
        """Count the heads of the shifts before the planned days alone."""
        return self.heads(Roster(instance.grid, ()), instance)


def count(heads: Whole, touched: Sequence[int], by: int) -> None:
    """Add *by* heads to the buckets *touched* of *heads*."""
    if isinstance(touched, range):
        heads[touched.start : touched.stop] += by
        return
    for bucket in touched:
        heads[bucket] += by


@dataclass(frozen=True, slots=True)
class ShiftDemand:
    """*heads* wanted in shifts of *kind* that start on *day*; *under* and *over* are what one missing or too many costs, in hundredths of a point."""

    day: date
    kind: str
    heads: int
    under: int
    over: int

    def __post_init__(self) -> None:
        for word in ("heads", "under", "over"):
            value = getattr(self, word)
            if value < 0:
                raise ValueError(f"demand for {self.kind} on {self.day}: {word} {value}; expected 0 or more")


def shift_cover(instance: Instance, rows: Iterable[ShiftDemand], name: str = SHIFT_COVER) -> Stream:
    """Return the soft stream of *rows*, for everybody of *instance*: a term of the objective called *name*."""
    rows = list(rows)
    heads = np.array([row.heads for row in rows], dtype=np.int64)
    return Stream(
        name,
        name,
        frozenset(agent.id for agent in instance.agents),
        ShiftBuckets(tuple(row.day for row in rows), tuple(frozenset({row.kind}) for row in rows)),
        heads,
        heads,
        np.array([row.under for row in rows], dtype=np.int64),
        np.array([row.over for row in rows], dtype=np.int64),
    )
