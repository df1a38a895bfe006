"""The prices at which no roster of a team can be much cheaper than Lagrange's bound, and the bound.

In each round the linear programme over the columns so far gives prices, and the best lines and breaks at these prices give a
bound and more columns (Dantzig & Wolfe 1960). The programme knows people by crews alone, so there are few columns however
many people there are; what it gets wrong of single people, what they are worth at prices cuts off. Prices are looked at half way to the
best ones so far, too, as the newest ones swing (du Merle et al. 1999).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scheduler.fluid.beside import Beside
from scheduler.fluid.columns import Columns, Floats
from scheduler.fluid.crews import Crew
from scheduler.fluid.exchange import UNKNOWN, Fluid
from scheduler.fluid.held import held_by
from scheduler.fluid.master import Cut, Master, Optimum
from scheduler.fluid.worths import Market, bound_of, worths_of
from scheduler.instance import Instance
from scheduler.lines.graph import Small
from scheduler.lines.menu import Ints
from scheduler.objective import SCALE
from scheduler.rules.base import Rule

SAMPLE = 250  # people of a crew who stand for all while prices are looked for
MOST_ROUNDS = 60
CLOSE = 0.0002  # of the cost: what there is to gain by another round
ENOUGH, PATIENCE = 2, 6  # rounds without gain: where bound and cost meet, and where they do not
WITHIN = 1e-5  # of the cost: how well programmes are solved
NEAR = 0.01  # of the cost: with more to gain, cuts say little
ASKED_FROM = 0.1  # of the cost: with more to gain, nobody but the sample is asked
STILL_LACKING = 0.25  # of what the bound lacked the last time
FEW_COLUMNS, MOST_COLUMNS = 5_000, 20_000
LACK = 300  # hundredths of a point: columns that lack more are dropped
MOST_CUTS = 8  # a crew
PARTS = (0.3, 0.6)
NOISE_LATER = (75.0,)
HASTE = 1.2  # of the last round's time: with less there is no other
LEAST_SHARE = 1e-5  # of a crew
NOISE = (0.0, 100.0, 300.0, 300.0, 300.0, 300.0)  # hundredths of a point by which first prices scatter
Work = tuple[int, Small, Small]  # of a crew's number: a line and its breaks


@dataclass(frozen=True)
class Asked:
    """*prices* by slot, and those of what counts *beside*."""

    prices: Ints
    beside: tuple[Floats, ...]

    def towards(self, other: "Asked", part: float) -> "Asked":
        """Return what lies that *part* of the way to the *other*."""
        return Asked(
            np.rint(self.prices + part * (other.prices - self.prices)).astype(np.int64),
            tuple(mine + part * (theirs - mine) for mine, theirs in zip(self.beside, other.beside, strict=True)),
        )


@dataclass(eq=False)
class Search:
    """The search for the prices of one team; *seconds_left* tells how long it may go on, *work* lines that people have at the moment."""

    instance: Instance
    rules: Sequence[Rule]
    market: Market
    crews: Sequence[Crew]
    seed: int
    seconds_left: Callable[[], float]
    heard: Callable[[Fluid], None] = lambda _: None
    work: Callable[[], Iterable[Work]] = tuple
    beside: Sequence[Beside] = ()

    def __post_init__(self) -> None:
        self.random = np.random.default_rng(self.seed)
        held = [list(held_by(crew, self.instance, self.rules)) for crew in self.crews]
        self.master = Master(self.market, [Columns(crew) for crew in self.crews], held, [], self.beside)
        self.sampled = [_sample(crew) for crew in self.crews]
        self.is_whole = all(part is crew for part, crew in zip(self.sampled, self.crews, strict=True))
        nothing = np.zeros(len(self.market.demand), dtype=np.int64)
        self.best = self.guess = Fluid(nothing, self.market.demand, UNKNOWN)
        self.asked: Asked = Asked(nothing, ())
        self.sampled_bound, self.offs = -np.inf, [0.0] * len(self.crews)
        self.gap, self.asked_at, self.cost, self.took = np.inf, -np.inf, 0.0, 0.0
        self.rounds = self.idle = 0

    @property
    def to_gain(self) -> float:
        """What the bound may rise by, in hundredths of a point, about; more than anything before the first round."""
        return np.inf if self.gap == np.inf else self.gap * self.cost

    def round(self) -> bool:
        """Go one round; return whether another one would be worth its time."""
        began = self.seconds_left()
        if not self.rounds:
            self._first_columns()
        self._add(self.work())
        before = self.sampled_bound
        optimum = self.master.solve(WITHIN, lambda: self.seconds_left() > 0)
        self.rounds += 1
        if optimum is None:
            return False
        is_new = self.master.learn(optimum)
        self._try(optimum)
        self.cost = max(1.0, optimum.cost)
        self.idle = 0 if is_new or self.sampled_bound > before + CLOSE * self.cost else self.idle + 1
        self.gap = max(0.0, (optimum.cost - self.sampled_bound) / self.cost)
        if self._is_worth_asking():
            self._ask_everybody()
        self._drop(optimum)
        self.took = began - self.seconds_left()
        over = self.idle >= (ENOUGH if self.gap <= CLOSE else PATIENCE)
        return not over and self.rounds < MOST_ROUNDS and self.seconds_left() > HASTE * self.took

    def finish(self) -> Fluid:
        """Return the best prices found, with a bound where there was time for one."""
        if not self.is_whole and self.sampled_bound > self.asked_at:
            self._ask_everybody()
        return self.best

    def _is_worth_asking(self) -> bool:
        """Tell whether most of what the bound lacked when everybody was asked last is gained, by the sample."""
        if self.is_whole or self.gap > ASKED_FROM:
            return False
        return self.cost - self.sampled_bound < STILL_LACKING * (self.cost - self.asked_at)

    def _try(self, optimum: Optimum) -> None:
        """Look at the prices of *optimum* and on the way to them; add the columns that are best there."""
        best = None
        for asked in self._between(self.asked, Asked(optimum.prices, optimum.beside)):
            found, worths = self._sampled(asked)
            if best is None:
                best = asked, worths
            if found > self.sampled_bound:
                best = asked, worths
                self.sampled_bound, self.asked, self.guess = found, asked, _fluid(asked.prices, optimum)
                if self.is_whole and found > self.best.bound:
                    self.best = replace(self.guess, bound=int(found))
                    self.heard(self.best)
            self._price(asked.prices)
        if best and optimum.cost - self.sampled_bound <= NEAR * abs(optimum.cost):
            self._cut(*best)
        for noise in NOISE_LATER:
            self._price(
                optimum.prices + np.rint(noise * self.random.standard_normal(len(optimum.prices))).astype(np.int64)
            )

    def _between(self, best: Asked, newest: Asked) -> list[Asked]:
        """Return the prices to look at: the newest ones, and some on the way to them from the best so far."""
        if self.sampled_bound == -np.inf:
            return [newest]
        return [newest, *(best.towards(newest, part) for part in PARTS)]

    def _first_columns(self) -> None:
        """Begin with the best breaks where heads are worth most where most are wanted, and at prices that scatter."""
        wanted = self.market.demand / max(1, int(self.market.demand.max(initial=0)))
        usual = max(1, *(points for _, points in (*self.market.weights.shortage, (0.0, 1)))) * 100.0
        for noise in NOISE:
            prices = usual * wanted / 2 + noise * self.random.standard_normal(len(wanted))
            self._price(np.rint(prices).astype(np.int64))

    def _price(self, prices: Ints) -> None:
        total = np.concatenate(([0], np.cumsum(prices)))
        for columns in self.master.columns:
            columns.add_best(total)

    def _add(self, work: Iterable[Work]) -> None:
        by_crew: dict[int, list[tuple[Small, Small]]] = {}
        for number, line, ways in work:
            there = line >= 0
            by_crew.setdefault(number, []).append((line[there], ways[there]))
        for number, found in by_crew.items():
            self.master.columns[number].add(
                np.concatenate([options for options, _ in found]), np.concatenate([ways for _, ways in found])
            )

    def _drop(self, optimum: Optimum) -> None:
        """Drop what lacks much where there are many columns: prices from the middle may want any of a few again."""
        if sum(len(columns) for columns in self.master.columns) <= FEW_COLUMNS:
            return
        lacks = np.concatenate(optimum.lacks)
        most = min(LACK, np.partition(lacks, MOST_COLUMNS)[MOST_COLUMNS] if len(lacks) > MOST_COLUMNS else LACK)
        for columns, share, lack in zip(self.master.columns, optimum.shares, optimum.lacks, strict=True):
            kept = np.ones(len(columns), dtype=np.bool_)
            kept[: len(share)] = (share > LEAST_SHARE * columns.crew.size) | (lack < most)
            columns.keep(kept)

    def _sampled(self, asked: Asked) -> tuple[float, list[float]]:
        """Return about what the bound at what is *asked* would be if everybody was asked, and what crews are worth."""
        worths = []
        for number, (part, off) in enumerate(zip(self.sampled, self.offs, strict=True)):
            found = worths_of(self._paid(number, part, asked), asked.prices, lambda: True) or []
            mean = sum(each * member.count for each, member in zip(found, part.members, strict=True)) / part.size
            worths.append(mean * self.crews[number].size + off)
        return self.market.cheapest(asked.prices) + self._cheapest_beside(asked) - sum(worths), worths

    def _paid(self, number: int, crew: Crew, asked: Asked) -> Crew:
        """Return *crew*, which is that of *number* or a part of it, paid for what counts beside slots as well."""
        return replace(crew, common=crew.common - self._worth_beside(number, asked)) if self.beside else crew

    def _worth_beside(self, number: int, asked: Asked) -> Ints:
        none = np.zeros_like(self.crews[number].common)
        return sum((each.worth(price, number) for each, price in zip(self.beside, asked.beside, strict=True)), none)

    def _cheapest_beside(self, asked: Asked) -> int:
        return sum(each.cheapest(price) for each, price in zip(self.beside, asked.beside, strict=True))

    def _cut(self, asked: Asked, worths: Sequence[float]) -> None:
        total = np.concatenate(([0], np.cumsum(asked.prices)))
        self.master.cuts += [
            Cut(number, total, worth, self._worth_beside(number, asked)) for number, worth in enumerate(worths)
        ]
        self.master.cuts = self.master.cuts[-MOST_CUTS * len(self.crews) :]

    def _ask_everybody(self) -> None:
        """Find the bound at the best prices of the sample; note what the crews are worth."""
        guess = self.guess
        worths = {}
        for number, crew in enumerate(self.crews):
            found = worths_of(self._paid(number, crew, self.asked), guess.prices, lambda: self.seconds_left() > 0)
            if found is None:
                return
            worths[number] = found
        bound = bound_of(self.market, self.crews, guess.prices, worths) + self._cheapest_beside(self.asked)
        if bound > self.best.bound:
            self.best = replace(guess, bound=bound)
            self.heard(self.best)
        self._put_sample_right(worths)
        self.asked_at = self.sampled_bound = float(bound)

    def _put_sample_right(self, worths: Mapping[int, Sequence[int]]) -> None:
        """Note how far the sample is off at the prices at which everybody has been asked."""
        _, believed = self._sampled(self.asked)
        for number, crew in enumerate(self.crews):
            together = sum(each * member.count for each, member in zip(worths[number], crew.members, strict=True))
            self.offs[number] += together - believed[number]


def _fluid(prices: Ints, optimum: Optimum) -> Fluid:
    return Fluid(prices, np.rint(SCALE * optimum.heads).astype(np.int64), UNKNOWN)


def _sample(crew: Crew) -> Crew:
    """Return *crew* with some of its members, evenly spread, where it has many."""
    if len(crew.members) <= SAMPLE:
        return crew
    step = -(-len(crew.members) // SAMPLE)
    in_order = sorted(crew.members, key=lambda member: int(member.programme.away.sum()))  # as many with leave as of all
    return replace(crew, members=tuple(in_order[step // 2 :: step]))
