"""Heads that a roster is measured by, as rows of a linear programme: one a bucket of a stream or a slot of a team.

What the heads of a row cost is convex, so its greatest lower bound at a price for each head is found at a few points.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scheduler.draft import Draft
from scheduler.lines.menu import Flags, Ints
from scheduler.objective import SCALE, slot_cost
from scheduler.streams import Stream

Curve = list[tuple[int, int]]


@dataclass(frozen=True)
class Rows:
    """The rows of a draft. By row and place *points* are heads and *costs* what so many cost, in hundredths of a point.

    Between two points the cost is linear, and convex over all of them; the last point is repeated to the end. *base* are
    the heads that are there whatever is planned. *hard* rows have to lie between their first and last points. The streams
    begin at *stream_from*, the slots of teams at *team_from*.
    """

    points: Ints
    costs: Ints
    base: Ints
    hard: Flags
    stream_from: dict[int, int]
    team_from: dict[str, int]

    @staticmethod
    def of(draft: Draft) -> "Rows":
        """Return the rows of *draft*, whose people are none of them planned yet."""
        curves: list[Curve] = []
        base: list[int] = []
        hard: list[bool] = []
        stream_from, team_from = {}, {}
        for number, stream in enumerate(draft.streams):
            stream_from[number] = len(curves)
            before = stream.heads_before(draft.instance)
            base += before.tolist()
            hard += [stream.hard] * len(before)
            curves += _curves_of_stream(stream, before)
        if draft.weights.shortage or draft.weights.excess:
            empty = Draft.empty(draft.instance, draft.objective)
            for team, demand in empty.demand.items():
                team_from[team] = len(curves)
                base += empty.heads[team].tolist()
                hard += [False] * len(demand)
                members = sum(agent.team == team for agent in draft.instance.agents)
                curves += list(_curves_of_team(empty, team, members))
        width = max((len(curve) for curve in curves), default=1)
        table = np.array([curve + [curve[-1]] * (width - len(curve)) for curve in curves], dtype=np.int64)
        table = table.reshape(len(curves), width, 2)
        return Rows(
            table[:, :, 0].copy(),
            table[:, :, 1].copy(),
            np.array(base, dtype=np.int64),
            np.array(hard, dtype=np.bool_),
            stream_from,
            team_from,
        )

    def least_cost(self, price: Ints, scale: int) -> int:
        """Return the least that all rows cost where each head is paid *price* for; costs count *scale* times."""
        paid = scale * self.costs + price[:, None] * (self.points - self.base[:, None])
        return int(paid.min(axis=1).sum()) if len(paid) else 0

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
