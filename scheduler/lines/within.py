"""The best line whose sums over the plan keep their bounds: one sum by its price and a band about it, the others by prices alone.

The price of the sum of hours goes from cut to cut (Kelley 1960) until no better line is left at it; what then lies between
is followed near the lines on both sides (``lines.band``). Of other sums, as the most shifts of a kind, prices rise by what the next best day would
lose, as long as the line has too many.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from scheduler.lines.band import TOO_MANY, Labels, labels_of
from scheduler.lines.band_engine import between_engine, priced_engine
from scheduler.lines.graph import Small
from scheduler.lines.kernel import NEVER, POSSIBLE, Room
from scheduler.lines.menu import Flags, Ints
from scheduler.lines.yearly import Sum, YearLine

MOST_CUTS = 30
CLOSE = 4  # shifts between two lines, from which on the price is good enough
MOST_DOUBLINGS = 40  # of a first price
PART, FAR = (
    32,
    8,
)  # how far from the last price the next one is looked for: at first a part, at most so many times as much
OVERSHOOT = 2.0  # of a step to the price at which the sum would meet its bound
LEAST_PART = 4  # of the last price: the longest first step
MOST_ROUNDS = 8  # of the prices of further sums
LEAST_STEP = 100  # hundredths of a point, of a price that has to fall
SHRINKAGE = 0.5  # of the price of a sum that has room
REACH, LEAST_REACH = 1.34, 8  # shifts, and units: how far from those of a line the sums of the band lie
HALVINGS = 10  # of what a line of the band may lose at first


class Cut(NamedTuple):
    """A *line* with what it is *worth*, prices left out, and its sum of hours."""

    worth: int
    total: int
    line: Small


@dataclass
class Prices:
    """What a unit costs one person: of *hours*, and of each further sum. They are where the last search for the person ended.

    *slope* is by how much the price of hours lately had to change for a unit fewer, 0 where that is not known.
    """

    hours: int
    further: Ints
    slope: float = 0.0

    @staticmethod
    def of(one: YearLine) -> "Prices":
        """Return the first prices: nothing costs anything."""
        return Prices(0, np.zeros(len(one.further), dtype=np.int64))


@dataclass
class Finder:
    """Searches lines; holds room for it, so that each thread has its own. *searches* counts them, cut by cut."""

    rooms: dict[int, tuple[Room, Labels]] = field(default_factory=dict)
    paid: dict[int, Ints] = field(default_factory=dict)
    searches: int = 0

    def best(self, one: YearLine, values: Ints, prices: Prices) -> Small | None:
        """Return the options by day, -1 for none, of a line that keeps all sums and is worth much; None where none is found.

        *values* are by option, in hundredths of a point; *prices* are changed. The line is the best one where no further
        sum is in the way.
        """
        found: Cut | None = None
        barred = one.barred
        for turn in range(MOST_ROUNDS):
            cut = self.priced(one, values, prices, barred)
            if cut is None:
                break
            counts = [_total(each, cut.line) for each in one.further]
            if all(each.least <= count <= each.most for each, count in zip(one.further, counts, strict=True)):
                worth = int(values[cut.line[cut.line >= 0]].sum())
                if found is None or worth > found.worth:
                    found = Cut(worth, cut.total, cut.line)
                slack = [
                    place
                    for place, count in enumerate(counts)
                    if prices.further[place] > 0 and count < one.further[place].most
                ]
                if not slack or turn > 0:
                    break
                prices.further[slack] = (prices.further[slack] * SHRINKAGE).astype(np.int64)
                continue
            if turn >= MOST_ROUNDS // 2:
                barred = self._barred(one, values, prices, cut.line, barred)
            self._raise(one, values, prices, cut.line, counts, barred)
        return None if found is None else found.line

    def priced(self, one: YearLine, values: Ints, prices: Prices, barred: Flags) -> Cut | None:
        """Return the best line at the prices of further sums that keeps the sum of hours; the price of hours is changed."""
        worth = values
        for place in np.flatnonzero(prices.further).tolist():
            worth = worth - prices.further[place] * one.further[place].units
        return _Hours(self, one, worth, barred, CLOSE * int(one.hours.units.max(initial=0))).best(prices)

    def bound(self, one: YearLine, values: Ints, prices: Prices) -> tuple[int, Small | None]:
        """Return what no line that keeps the sums is worth more than, and the line that is best at the prices found."""
        worth, paid = values, 0
        for place in np.flatnonzero(prices.further).tolist():
            price, each = int(prices.further[place]), one.further[place]
            worth = worth - price * each.units
            paid += price * (each.most if price > 0 else each.least)
        ceiling, line = _Hours(self, one, worth, one.barred, close=0).ceiling(prices)
        return ceiling + paid, line

    def _raise(
        self, one: YearLine, values: Ints, prices: Prices, line: Small, counts: list[int], barred: Flags
    ) -> None:
        """Change the prices of the sums that *line* does not keep."""
        losses = _losses(one, values, prices, line, barred)
        for place, (each, count) in enumerate(zip(one.further, counts, strict=True)):
            if count > each.most:
                of_sum = np.sort(losses[place])
                step = int(of_sum[min(len(of_sum), count - each.most) - 1])
                prices.further[place] += max(1, step + 1)
            elif count < each.least:
                prices.further[place] -= max(LEAST_STEP, abs(int(prices.further[place])))

    def _barred(self, one: YearLine, values: Ints, prices: Prices, line: Small, barred: Flags) -> Flags:
        """Return *barred* with all but the best days of the sums of which *line* has too much."""
        losses = _losses(one, values, prices, line, barred)
        barred = barred.copy()
        for each, of_sum in zip(one.further, losses, strict=True):
            mine = line[(line >= 0) & (each.units[line] > 0)]
            if _total(each, line) > each.most:
                order = mine[np.argsort(-of_sum, kind="stable")]
                kept = order[np.cumsum(each.units[order]) <= each.most]
                barred |= each.units > 0
                barred[kept] = False
        return barred | one.barred


@dataclass
class _Hours:
    """One search for the price of hours, up to lines whose hours are *close*: what lies between is found at any price."""

    finder: Finder
    one: YearLine
    values: Ints
    barred: Flags
    close: int

    def __post_init__(self) -> None:
        one = self.one
        key = id(one.compiled)
        if key not in self.finder.rooms:
            self.finder.rooms[key] = one.compiled.room(), labels_of(one.compiled.graph)
        self.room, self.labels = self.finder.rooms[key]
        self.paid = self.finder.paid.setdefault(len(self.values), np.empty(len(self.values), dtype=np.int64))
        self.free = np.where(one.bound, NEVER, 0).astype(np.int64)
        self.marks = one.compiled.mark_values(None)
        self.reach = max(LEAST_REACH, int(REACH * one.hours.units.max(initial=0)))

    def best(self, prices: Prices) -> Cut | None:
        """Return the best line between the bounds."""
        low, high = self._between(prices)
        if low is None or high is None:
            return None
        return low if prices.hours == 0 else self._near(low, high, prices.hours)

    def ceiling(self, prices: Prices) -> tuple[int, Small | None]:
        """Return what no line between the bounds is worth more than, and the best line at the price."""
        self._between(prices)
        price, hours = prices.hours, self.one.hours
        cut = self._at(price)
        if cut is None:
            return NEVER, None
        return cut.worth - price * cut.total + price * (hours.most if price > 0 else hours.least), cut.line

    def _at(self, price: int) -> Cut | None:
        one = self.one
        if one.start < 0:
            return None
        line = np.full(one.menu.n_days, -1, dtype=np.int32)
        self.finder.searches += 1
        worth = priced_engine()(
            one.compiled.graph,
            self.room,
            self.values,
            one.hours.units,
            price,
            self.barred,
            self.free,
            one.on_leave,
            self.marks,
            one.start,
            self.paid,
            line,
        )
        if worth <= POSSIBLE:
            return None
        total = _total(one.hours, line)
        return Cut(int(worth) + price * total, total, line)

    def _between(self, prices: Prices) -> tuple[Cut | None, Cut | None]:
        """Return the lines with fewest and most hours about the bound in the way, best at the price found; room is weighed at it.

        One line twice, and a price of 0, where no bound is in the way; none where the bounds cannot be kept.
        """
        sides = self._beside(prices) if prices.hours else None
        if sides is None:
            free = self._at(0)
            if free is None or self.one.hours.least <= free.total <= self.one.hours.most:
                prices.hours = 0
                return free, free
            sides = self._from(free)
        if sides is None:
            return None, None
        return self._meet(*sides, prices)

    def _from(self, free: Cut) -> tuple[Cut, Cut] | None:
        """Return lines beyond and within the bound that *free* breaks, prices going up from a first guess."""
        sign, target = self._goal(1 if free.total > self.one.hours.most else -1)
        price = sign * max(1, abs(free.worth) // max(1, free.total))
        for _ in range(MOST_DOUBLINGS):
            cut = self._at(price)
            if cut is None or (cut.total - target) * sign <= 0:
                return None if cut is None else (free, cut)
            free, price = cut, 2 * price
        return None

    def _beside(self, prices: Prices) -> tuple[Cut, Cut] | None:
        """Return lines beyond and within the bound at prices about the last one; None where no such price is near.

        One line twice where it meets the bound: then it is best.
        """
        last = prices.hours
        sign, target = self._goal(1 if last > 0 else -1)
        cut, price = self._at(last), abs(last)
        if cut is None or cut.total == target:
            return None if cut is None else (cut, cut)
        is_beyond = (cut.total - target) * sign > 0
        step = round(OVERSHOOT * prices.slope * abs(cut.total - target))
        step = min(max(1, step or price // PART), price // LEAST_PART or 1)
        while True:
            price += step if is_beyond else -step
            if not 0 < price < FAR * abs(last):
                return None
            other = self._at(sign * price)
            if other is None:
                return None
            if other.total == target:
                prices.hours = sign * price
                return other, other
            if ((other.total - target) * sign > 0) is not is_beyond:
                slope = step / max(1, abs(other.total - cut.total))
                prices.slope = (prices.slope + slope) / 2 if prices.slope else slope
                return (cut, other) if is_beyond else (other, cut)
            cut, step = other, 2 * step

    def _goal(self, sign: int) -> tuple[int, int]:
        """Return *sign* and the bound that a price of it is for."""
        return sign, self.one.hours.most if sign > 0 else self.one.hours.least

    def _meet(self, near: Cut, far: Cut, prices: Prices) -> tuple[Cut, Cut]:
        """Move lines beyond and within the bound together until one meets it, or none is better at the price at which they are alike."""
        if near.total == far.total:
            return near, far
        sign, target = self._goal(1 if near.total > far.total else -1)
        for _ in range(MOST_CUTS):
            price = prices.hours = (near.worth - far.worth) // (near.total - far.total)
            cut = self._at(price)
            known = max(each.worth - price * each.total for each in (near, far))
            if cut is None or cut.worth - price * cut.total <= known:
                break
            if cut.total == target:
                return cut, cut
            if (cut.total - target) * sign > 0:
                near = cut
            else:
                far = cut
            if abs(near.total - far.total) <= self.close:
                break
        return (far, near) if sign > 0 else (near, far)

    def _near(self, low: Cut, high: Cut, price: int) -> Cut | None:
        """Return the best line between the bounds; those with fewest and most hours that are best at *price*, at which room is weighed, are *low* and *high*."""
        one, hours = self.one, self.one.hours
        target = hours.most if price > 0 else hours.least
        known = next((each for each in (low, high) if hours.least <= each.total <= hours.most), None)
        best = int(self.room.worth[one.start])
        if known is None:
            slack = abs(price) * (high.total - low.total)
        else:
            slack = price * (target - known.total) + best - (known.worth - price * known.total)
        share = (target - low.total) / max(1, high.total - low.total)
        before = np.rint((1 - share) * self._sums(low) + share * self._sums(high)).astype(np.int64)
        line = np.empty(one.menu.n_days, dtype=np.int32)
        may_lose = slack >> HALVINGS
        while slack > 0:
            place = between_engine()(
                one.compiled.graph,
                self.room,
                self.labels,
                one.class_units,
                before,
                price,
                hours.least,
                hours.most,
                one.start,
                may_lose,
                self.reach,
                line,
            )
            if place == TOO_MANY:
                break
            if place >= 0:
                worth, total = int(self.values[line[line >= 0]].sum()), _total(hours, line)
                if known is None or worth > known.worth:
                    known = Cut(worth, total, line.copy())
                if best - (worth - price * total) <= price * (total - target) + may_lose:
                    break
            if may_lose >= slack:
                break
            may_lose = min(slack, 4 * may_lose + 1)
        return known

    def _sums(self, cut: Cut) -> Ints:
        """Return by day the hours of *cut* before it, and all of them."""
        units = np.where(cut.line >= 0, self.one.hours.units[cut.line], 0)
        sums: Ints = np.concatenate(([0], np.cumsum(units)))
        return sums


def _total(each: Sum, line: Small) -> int:
    return int(each.units[line[line >= 0]].sum())


def _losses(one: YearLine, values: Ints, prices: Prices, line: Small, barred: Flags) -> list[Ints]:
    """Return by further sum and option of *line* that counts in it what the next best option of its class and day loses."""
    worth = values
    for place in np.flatnonzero(prices.further).tolist():
        worth = worth - prices.further[place] * one.further[place].units
    graph, found = one.compiled.graph, []
    for each in one.further:
        losses = []
        for option in line[(line >= 0) & (each.units[line] > 0)].tolist():
            kind = int(graph.option_class[option])
            members = graph.members[graph.members_from[kind] : graph.members_from[kind + 1]]
            others = members[(each.units[members] == 0) & ~barred[members]]
            best = int(worth[others].max()) if len(others) else 0
            losses.append(max(0, int(worth[option]) - best))
        found.append(np.array(losses, dtype=np.int64))
    return found
