"""Heads that a roster is measured by, as rows of a linear programme: one a bucket of a stream or a slot of a team.

What the heads of a row cost is convex, so its greatest lower bound at a price for each head is found at a few points.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from scheduler.draft import Draft
from scheduler.lines.menu import Flags, Ints
from scheduler.objective import SCALE, slot_cost
from scheduler.streams import ShiftBuckets, Stream

Curve = list[tuple[int, int]]
Numbers = TypeVar("Numbers", Ints, npt.NDArray[np.float64])


@dataclass(frozen=True, slots=True)
class Band:
    """The heads of *rows* together are at least *least* and at most *most*."""

    rows: tuple[int, ...]
    least: int
    most: int


@dataclass(frozen=True)
class Rows:
    """The rows of a draft. By row and place *points* are heads and *costs* what so many cost, in hundredths of a point.

    Between two points the cost is linear, and convex over all of them; the last point is repeated to the end. *base* are
    the heads that are there whatever is planned. *hard* rows have to lie between their first and last points. The streams
    begin at *stream_from*, the slots of teams at *team_from*. *families* tell rows of one kind of shift, or slots of one
    team, from others. Last come rows of bands, which count the heads of others: *members*, a row a band, tells whose.
    """

    points: Ints
    costs: Ints
    base: Ints
    hard: Flags
    stream_from: dict[int, int]
    team_from: dict[str, int]
    families: Ints
    members: Ints

    @staticmethod
    def of(draft: Draft) -> "Rows":
        """Return the rows of *draft*, whose people are none of them planned yet."""
        curves: list[Curve] = []
        base: list[int] = []
        hard: list[bool] = []
        families: list[Hashable] = []
        stream_from, team_from = {}, {}
        for number, stream in enumerate(draft.streams):
            stream_from[number] = len(curves)
            before = stream.heads_before(draft.instance)
            base += before.tolist()
            hard += [stream.hard] * len(before)
            curves += _curves_of_stream(stream, before)
            families += _families(number, stream)
        if draft.weights.shortage or draft.weights.excess:
            empty = Draft.empty(draft.instance, draft.objective)
            for team, demand in empty.demand.items():
                team_from[team] = len(curves)
                base += empty.heads[team].tolist()
                hard += [False] * len(demand)
                members = sum(agent.team == team for agent in draft.instance.agents)
                curves += list(_curves_of_team(empty, team, members))
                families += [team] * len(demand)
        width = max((len(curve) for curve in curves), default=1)
        place = {family: number for number, family in enumerate(dict.fromkeys(families))}
        table = np.array([curve + [curve[-1]] * (width - len(curve)) for curve in curves], dtype=np.int64)
        table = table.reshape(len(curves), width, 2)
        return Rows(
            table[:, :, 0].copy(),
            table[:, :, 1].copy(),
            np.array(base, dtype=np.int64),
            np.array(hard, dtype=np.bool_),
            stream_from,
            team_from,
            np.array([place[family] for family in families], dtype=np.int64),
            np.zeros((0, len(base)), dtype=np.int64),
        )

    def banded(self, bands: Sequence[Band]) -> "Rows":
        """Return the same rows with *bands*, which cost nothing."""
        if not bands:
            return self
        width = self.points.shape[1]
        members = np.zeros((len(bands), len(self.base)), dtype=np.int64)
        for number, band in enumerate(bands):
            members[number, list(band.rows)] = 1
        points = [[band.least] + [band.most] * (width - 1) for band in bands]
        return replace(
            self,
            points=np.concatenate([self.points, np.array(points, dtype=np.int64)]),
            costs=np.concatenate([self.costs, np.zeros((len(bands), width), dtype=np.int64)]),
            base=np.concatenate([self.base, members @ self.base]),
            hard=np.concatenate([self.hard, np.ones(len(bands), dtype=np.bool_)]),
            members=members,
        )

    def of_heads(self, price: Numbers) -> Numbers:
        """Return what a head is paid by row, where *price* is by row and by band."""
        if not len(self.members):
            return price
        first = self.members.shape[1]
        return price[:first] + price[first:] @ self.members

    def counts(self, rows: Ints) -> Iterator[tuple[int, int]]:
        """Yield the rows, those of bands among them, that a line with heads in *rows* counts in, and how many heads."""
        yield from Counter(rows.tolist()).items()
        if len(self.members):
            of_bands = self.members[:, rows].sum(axis=1)
            for band in np.flatnonzero(of_bands).tolist():
                yield self.members.shape[1] + band, int(of_bands[band])

    def heads(self, lines: Iterable[Ints]) -> Ints:
        """Return the heads by row, those of bands among them, with *lines*, each the rows that it has heads in."""
        heads = self.base.copy()
        for rows in lines:
            np.add.at(heads, rows, 1)
        if len(self.members):
            heads[self.members.shape[1] :] = self.members @ heads[: self.members.shape[1]]
        return heads

    def least_cost(self, price: Ints, scale: int) -> int:
        """Return the least that all rows cost where each head is paid *price* for; costs count *scale* times."""
        return int(self.least_by_row(price, scale).sum())

    def least_by_row(self, price: Ints, scale: int) -> Ints:
        """Return the same by row."""
        paid: Ints = scale * self.costs + price[:, None] * (self.points - self.base[:, None])
        return paid.min(axis=1) if len(paid) else np.zeros(0, dtype=np.int64)

    def cost(self, heads: Ints) -> int | None:
        """Return what *heads* by row cost, in hundredths of a point; None where a hard row has too few or too many."""
        if ((heads < self.points[:, 0]) | (heads > self.points[:, -1]))[self.hard].any():
            return None
        return int(self.by_row(heads).sum())

    def by_row(self, heads: Ints) -> Ints:
        """Return what *heads* cost by row; a hard row costs nothing."""
        rows = zip(self.points.tolist(), self.costs.tolist(), heads.tolist(), strict=True)
        return np.array([_between(points, costs, count) for points, costs, count in rows], dtype=np.int64)


def _between(points: list[int], costs: list[int], count: int) -> int:
    """Return the cost at *count*, which lies on a line between two of *points*, all of them whole heads."""
    place = max(1, next((place for place, point in enumerate(points) if point >= count), len(points) - 1))
    low, high = points[place - 1], points[place]
    if high == low or count > high:
        return costs[place]
    return costs[place - 1] + (costs[place] - costs[place - 1]) * (count - low) // (high - low)


def _families(number: int, stream: Stream) -> list[Hashable]:
    """Return what tells buckets of different kinds of shift apart, and nothing else."""
    buckets = stream.buckets
    if isinstance(buckets, ShiftBuckets):
        return [(number, kinds) for kinds in buckets.kinds]
    return [number] * buckets.size


def _curves_of_stream(stream: Stream, before: Ints) -> Iterator[Curve]:
    most_heads = len(stream.members)
    columns = (stream.least, stream.most, stream.under, stream.over, before)
    for least, most, under, over, known in zip(*(column.tolist() for column in columns), strict=True):
        ceiling = known + most_heads
        if stream.hard:
            yield [(least, 0), (max(least, min(most, ceiling)), 0)]
            continue
        points = sorted({known, min(max(known, least), ceiling), min(max(known, most), ceiling), ceiling})
        yield [(point, under * max(0, least - point) + over * max(0, point - most)) for point in points]


def _curves_of_team(draft: Draft, team: str, members: int) -> Iterator[Curve]:
    """Yield by slot the whole numbers of heads at which the cost of one more head changes."""
    for need, known in zip(draft.demand[team].tolist(), draft.heads[team].tolist(), strict=True):
        most = known + members
        shares = {0.0, *(-share for share, _ in draft.weights.shortage), *(share for share, _ in draft.weights.excess)}
        kinks = {(need + int(share * need) * sign) // SCALE for share in shares for sign in (1, -1)}
        near = {place for kink in kinks for place in (kink - 1, kink, kink + 1) if known < place < most}
        points = np.array(sorted({known, most, *near}), dtype=np.int64)
        costs = slot_cost(points, np.full(len(points), need, dtype=np.int64), draft.weights)
        yield list(zip(points.tolist(), costs.tolist(), strict=True))
