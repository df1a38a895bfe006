"""Turns of people with long lines: everybody in turn takes the best line of the whole plan, given what all others do.

A best line takes some milliseconds however long the plan is, as sums over the plan are priced (``lines.within``). Turns that only take
what is better stop at once where holes move and do not close. So shifts are worth a little more or less by chance: with the
least chance among what costs the same alone, holes wander until somebody fills them; with more, which falls to
nothing within a round (annealing: Kirkpatrick, Gelatt and Vecchi 1983), turns leave what is good alone and not together. Short
rounds try how much is best to begin with, and one long round takes what is left.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from math import ceil
from time import monotonic

import numpy as np

from scheduler.agents import AgentId
from scheduler.draft import Draft
from scheduler.lines.graph import Small
from scheduler.lines.menu import Ints
from scheduler.lines.within import Finder, Prices
from scheduler.lines.yearly import YearLines
from scheduler.rules.base import Rule
from scheduler.rules.several import is_over_several
from scheduler.solution import Limits
from scheduler.strategies.prices import HARD_HEAD
from scheduler.strategies.year_roster import YearRoster

FINE = 64  # parts of a hundredth of a point, so that chance can choose among what costs the same
FIRST_CHANCE = 0.25  # of what a missing head costs, where a first line is not found at once
CHANCES = (0.03, 0.1, 0.3)  # of what a missing head costs, at the beginning of a round: each is tried
USUAL_CHANCE = 0.05  # where there is no time to try
SHARE_OF_TRIAL = 0.06  # of the time or work
LEAST_SWEEPS = 10  # of a trial that tells anything; a sweep is a turn of everybody
LEAST_CHANCE = 0.75  # of the smallest cost that there is: below it nothing moves any more
SHARE_OF_CHANCE = 0.95  # of a round; then only what costs no more is taken
SWEEPS_BEFORE = 4  # without chance, before the first round
TIMES_THE_COST = 10.0  # as long as to add up the cost it takes to write and check the roster, on a busy machine
MOST_KEPT = 0.1  # of the time, for that
SECONDS_BETWEEN = 5.0  # two rosters written to the draft
WORK_OF_AN_ARC = 1e-9  # about its seconds
Keep = Callable[[], bool]
Tell = Callable[[tuple[int, ...]], None]


@dataclass
class YearTurns:
    """The turns of the people of *draft*. *written* are the lines known to be in it, *kept* the seconds for what comes after them."""

    draft: Draft
    roster: YearRoster
    limits: Limits
    keep: Keep
    prices: list[Prices] = field(init=False)
    finders: list[Finder] = field(init=False)
    random: np.random.Generator = field(init=False)
    written: dict[AgentId, Small] = field(default_factory=dict)
    began: float = field(default_factory=monotonic)
    is_over: bool = False
    kept: float = 0.0

    def __post_init__(self) -> None:
        self.prices = [Prices.of(one) for one in self.roster.lines]
        self.finders = [Finder() for _ in range(self.limits.workers)]
        self.random = np.random.default_rng(self.limits.seed)
        self.head, self.least = _scale(self.roster)
        self.work_of_search = WORK_OF_AN_ARC * max(one.compiled.arcs for one in self.roster.lines)

    @staticmethod
    def of(draft: Draft, rules: Sequence[Rule], limits: Limits, keep: Keep) -> "YearTurns | None":
        """Return the turns of everybody in *draft*, None where they cannot hold a rule or count a term."""
        began = monotonic()
        objective, weights = draft.objective, draft.objective.weights
        several = [rule for rule in rules if is_over_several(rule)]
        if objective.lines or objective.shares or weights.shortage or weights.excess or len(objective.levels) > 1:
            return None
        lines = YearLines(draft.instance, [rule for rule in rules if rule not in several]).of(draft.instance.agents)
        if lines is None or not draft.streams:
            return None
        roster = YearRoster.of(draft, lines)
        roster.begin(draft)
        return YearTurns(draft, roster, limits, keep, began=began)

    def fill(self) -> None:
        """Give a line to everybody who has none, where one is found, and write it to the draft."""
        roster = self.roster
        for person, chosen in enumerate(roster.chosen):
            if chosen is not None or not self.keep():
                continue
            for chance in (1, int(FIRST_CHANCE * self.head)):
                found = self._best(person, roster.rows.saving(roster.heads), chance, self.finders[0], self.random)
                if found is not None:
                    roster.put(person, found)
                    break
        self.roster.write(self.draft, self.written)

    def improve(self, tell: Tell) -> None:
        """Go in rounds until the time or the work is spent; the draft is left with the best roster found."""
        self.cost = self.best_cost = self.roster.cost()
        self.best = list(self.roster.chosen)
        self.tell, self.last_write = tell, monotonic()
        self.draft.cost()
        self.kept = min(MOST_KEPT * self.limits.seconds, TIMES_THE_COST * (monotonic() - self.last_write))
        try:
            self._go_in_rounds()
        finally:
            self.is_over = True
        self._back_to_best()
        self.write()

    def _go_in_rounds(self) -> None:
        """Try how much chance is best in short rounds, and take what is left for one of them."""
        with ThreadPoolExecutor(max_workers=self.limits.workers) as pool:
            for batch in islice(self._batches(), SWEEPS_BEFORE * ceil(len(self.roster.lines) / self.limits.workers)):
                if not self._goes_on():
                    return
                self._turn(pool, batch, 1)
            self._round(pool, self._best_chance(pool), 1.0)

    def _best_chance(self, pool: ThreadPoolExecutor) -> float:
        """Return the chance that a short round which begins with it ends best with; later rounds begin with better rosters."""
        used = self._used()
        if LEAST_SWEEPS * used / SWEEPS_BEFORE > SHARE_OF_TRIAL:
            return USUAL_CHANCE
        ends = {}
        for share in CHANCES:
            used = self._used()
            self._round(pool, share, used + SHARE_OF_TRIAL)
            ends[share] = self.cost
        return min(CHANCES, key=lambda share: ends[share])

    def write(self) -> None:
        """Write the best roster to the draft."""
        now, self.roster.chosen = self.roster.chosen, self.best
        self.roster.write(self.draft, self.written)
        self.roster.chosen = now
        self.last_write = monotonic()

    def _round(self, pool: ThreadPoolExecutor, share: float, until: float) -> None:
        """Go through everybody from the best roster on *until* so much is spent, chance falling evenly from *share* of what a missing head costs."""
        self._back_to_best()
        began = used = self._used()
        first, calm = max(self.least, share * self.head), began + SHARE_OF_CHANCE * (until - began)
        for batch in self._batches():
            if used >= until or not self._goes_on():
                return
            left = (calm - used) / (calm - began)
            chance = round(self.least + left * (first - self.least)) if left > 0 else 1
            self._turn(pool, batch, chance)
            used = self._used()

    def _batches(self) -> Iterator[list[int]]:
        """Yield as many people at a time as there are workers, everybody once in a sweep, sweep after sweep."""
        while True:
            order = self.random.permutation(len(self.roster.lines)).tolist()
            for first in range(0, len(order), self.limits.workers):
                yield order[first : first + self.limits.workers]

    def _turn(self, pool: ThreadPoolExecutor, batch: Sequence[int], chance: int) -> None:
        """Ask *batch* side by side, and let each in turn take what was found, unless it costs more and *chance* does not explain it."""
        roster, rows = self.roster, self.roster.rows
        jobs, savings = [], []
        for number, person in enumerate(batch):
            saving = rows.saving(roster.heads_without(person))
            savings.append(saving)
            random = np.random.default_rng(self.random.integers(1 << 62))
            jobs.append(pool.submit(self._best, person, saving, chance, self.finders[number], random))
        for person, job, saving in zip(batch, jobs, savings, strict=True):
            found = job.result()
            before = roster.lift(person)
            if found is None or before is None:
                self._put(person, before)
                continue
            gain = roster.gain(person, rows.saving(roster.heads), before, found)
            # somebody asked at the same time may have filled the same hole
            if gain < 0 and (chance <= FINE or gain < roster.gain(person, saving, before, found)):
                self._put(person, before)
                continue
            roster.put(person, found)
            self.cost -= gain
        if self.cost < self.best_cost:
            self.best_cost, self.best = self.cost, list(roster.chosen)
            self._told()

    def _told(self) -> None:
        """Tell of the best roster, where hard rules miss no heads in it."""
        if self.best_cost < HARD_HEAD:
            self.tell((0, self.best_cost))

    def _put(self, person: int, chosen: Small | None) -> None:
        if chosen is not None:
            self.roster.put(person, chosen)

    def _best(
        self, person: int, saving: Ints, chance: int, finder: Finder, random: np.random.Generator
    ) -> Small | None:
        """Return a line that is best for *person* where shifts are worth up to *chance* more, in parts of a hundredth of a point."""
        values = FINE * self.roster.values(person, saving)
        values += random.integers(0, max(FINE, chance), len(values))
        return finder.best(self.roster.lines[person], values, self.prices[person])

    def _back_to_best(self) -> None:
        roster = self.roster
        for person, (now, best) in enumerate(zip(roster.chosen, self.best, strict=True)):
            if now is not best and best is not None:
                roster.lift(person)
                roster.put(person, best)
        self.cost = self.best_cost

    def _goes_on(self) -> bool:
        if monotonic() - self.last_write > SECONDS_BETWEEN and self.cost == self.best_cost:
            self.write()
        return self._used() < 1 and self.keep()

    def _used(self) -> float:
        """Return the share of the time, or of the work, that is spent."""
        share = (monotonic() - self.began) / (self.limits.seconds - self.kept)
        if self.limits.work is None:
            return share
        work = self.work_of_search * sum(finder.searches for finder in self.finders)
        return max(work / self.limits.work, float(share >= 1))


def _scale(roster: YearRoster) -> tuple[int, int]:
    """Return what a missing head usually costs, and the chance below which no cost can be made up for; both in parts of a hundredth of a point.

    Heads of hard rules tell nothing as long as there are other costs.
    """
    rows, alone = roster.rows, np.concatenate([np.zeros(0, dtype=np.int64), *(own.costs for own in roster.own)])
    costs = np.abs(np.concatenate([rows.under, rows.over, alone]))
    costs = costs[costs > 0]
    soft = costs[costs < HARD_HEAD]
    costs = soft if len(soft) else costs
    if not len(costs):
        return FINE, FINE
    heads = rows.under[(rows.under > 0) & (rows.under <= costs.max())]
    head = int(np.median(heads)) if len(heads) else int(np.median(costs))
    return FINE * head, max(FINE, round(LEAST_CHANCE * FINE * int(costs.min())))
