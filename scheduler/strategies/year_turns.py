"""Turns of people with long lines: everybody in turn takes the best line of the whole plan, given what all others do.

A best line takes some milliseconds however long the plan is, as sums over the plan are priced (``lines.within``). Turns that only take
what is better stop at once where holes move and do not close. So shifts are worth a little more or less by chance: with the
least chance among what costs the same alone, holes wander until somebody fills them; with more, which falls to
nothing within a round (annealing: Kirkpatrick, Gelatt and Vecchi 1983), turns leave what is good alone and not together.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
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
CHANCES = (0.1, 0.25, 0.05)  # of what a missing head costs, at the beginning of a round
PATIENT = 60  # sweeps of a round with so much; a shorter one begins with less
FIRST_SWEEPS, GROWTH, MOST_SWEEPS = (
    12,
    1.7,
    1_000_000,
)  # of a round, and of the next one; a sweep is a turn of everybody
LEAST_ROUND = 0.8  # of a round has to fit behind another one, or the other one is longer
SHARE_OF_CHANCE = 0.8  # of a round; then only what costs no more is taken
SWEEPS_BEFORE = 4  # without chance, before the first round
SECONDS_BETWEEN = 5.0  # two rosters written to the draft
WORK_OF_AN_ARC = 1e-9  # about its seconds
Keep = Callable[[], bool]
Tell = Callable[[tuple[int, ...]], None]


@dataclass
class YearTurns:
    """The turns of the people of *draft*. *written* are the lines known to be in it."""

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
    pace: float = 0.0

    def __post_init__(self) -> None:
        self.prices = [Prices.of(one) for one in self.roster.lines]
        self.finders = [Finder() for _ in range(self.limits.workers)]
        self.random = np.random.default_rng(self.limits.seed)
        rows = self.roster.rows
        self.head = FINE * int(np.median(rows.under[rows.under > 0])) if (rows.under > 0).any() else FINE
        self.work_of_search = WORK_OF_AN_ARC * max(one.compiled.arcs for one in self.roster.lines)

    @staticmethod
    def of(draft: Draft, rules: Sequence[Rule], limits: Limits, keep: Keep) -> "YearTurns | None":
        """Return the turns of everybody in *draft*, None where they cannot hold a rule or count a term."""
        objective, weights = draft.objective, draft.objective.weights
        several = [rule for rule in rules if is_over_several(rule)]
        if objective.lines or objective.shares or weights.shortage or weights.excess or len(objective.levels) > 1:
            return None
        lines = YearLines(draft.instance, [rule for rule in rules if rule not in several]).of(draft.instance.agents)
        if lines is None or not draft.streams:
            return None
        roster = YearRoster.of(draft, lines)
        roster.begin(draft)
        return YearTurns(draft, roster, limits, keep)

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
        try:
            self._go_in_rounds()
        finally:
            self.is_over = True
        self._back_to_best()
        self.write()

    def _go_in_rounds(self) -> None:
        number, sweeps = 0, float(FIRST_SWEEPS)
        with ThreadPoolExecutor(max_workers=self.limits.workers) as pool:
            self._round(pool, 0, SWEEPS_BEFORE)
            while self._goes_on():
                self._round(pool, CHANCES[number % len(CHANCES)], round(sweeps))
                number, sweeps = number + 1, sweeps * GROWTH

    def write(self) -> None:
        """Write the best roster to the draft."""
        now, self.roster.chosen = self.roster.chosen, self.best
        self.roster.write(self.draft, self.written)
        self.roster.chosen = now
        self.last_write = monotonic()

    def _round(self, pool: ThreadPoolExecutor, share: float, sweeps: int) -> None:
        """Go through everybody so many times from the best roster, chance falling from *share* of what a missing head costs.

        The last round takes what is left, so that chance has fallen when the time is up.
        """
        self._back_to_best()
        began, left = self._used(), 1 - self._used()
        is_last = self.pace * sweeps * (1 + LEAST_ROUND) > left
        spent, turns = 0, sweeps * len(self.roster.lines)
        share *= min(1.0, (left / self.pace if is_last else sweeps) / PATIENT)
        for batch in self._batches(MOST_SWEEPS if is_last else sweeps):
            if not self._goes_on():
                return
            done = (self._used() - began) / left if is_last else spent / turns
            chance = round(share * self.head * max(0.0, 1 - done / SHARE_OF_CHANCE) ** 2)
            self._turn(pool, batch, max(1, chance))
            spent += len(batch)
        self.pace = (self._used() - began) / sweeps

    def _batches(self, sweeps: int) -> Iterator[list[int]]:
        """Yield as many people at a time as there are workers, everybody once in a sweep."""
        for _ in range(sweeps):
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
        share = (monotonic() - self.began) / self.limits.seconds
        if self.limits.work is None:
            return share
        work = self.work_of_search * sum(finder.searches for finder in self.finders)
        return max(work / self.limits.work, float(share >= 1))
