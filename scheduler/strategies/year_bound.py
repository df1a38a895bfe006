"""What no roster of long lines undercuts: the cheapest heads at prices of heads, less the best line of everybody (Lagrange).

Prices start where they are cheap to guess and follow one person after the other (incremental subgradients: Nedić and Bertsekas 2001): whoever takes a shift
makes it cheaper for those who follow. All at once people would run after the same shifts, and prices would jump. The bound is
told at the mean prices of a sweep, by a count of its own. Any prices give one, so that it holds whenever the search stops.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from scheduler.lines.graph import Small
from scheduler.lines.kernel import POSSIBLE
from scheduler.lines.menu import Ints
from scheduler.lines.within import Finder, Prices
from scheduler.strategies.year_roster import YearRoster

FINE = 64  # parts of a hundredth of a point
FIRST_STEP = 1.5  # of what a missing head costs, shared by all people: by how much a head changes its price at first
LAST_STEP = 0.002  # of the first
SWEEPS = 120  # from the first step to the last
EVERY = 4  # sweeps: then the bound is counted
SLOWNESS = 20.0  # of the prices of sums over the plan, which one line changes by many units
Floats = npt.NDArray[np.float64]


@dataclass
class YearBound:
    """The search for the bound of *roster*, of which lines and rows alone are looked at; *best* is in hundredths of a point."""

    roster: YearRoster
    keep: Callable[[], bool]
    best: float = 0.0
    finder: Finder = field(default_factory=Finder)

    def __post_init__(self) -> None:
        rows, lines = self.roster.rows, self.roster.lines
        self.prices = [Prices.of(one) for one in lines]
        self.sums = [np.zeros(len(one.further)) for one in lines]
        wanted = rows.under[rows.under > 0]
        self.head = FINE * float(np.median(wanted)) if len(wanted) else float(FINE)

    def run(self) -> None:
        """Sweep until steps have become small or nobody wants to go on."""
        price = max((self._guess(), np.zeros(len(self.roster.rows.least))), key=self._counted)
        step = self.head * FIRST_STEP / max(1, len(self.roster.lines))
        for sweep in range(1, SWEEPS + 1):
            price, mean = self._swept(price, step)
            if not self.keep():
                return
            if sweep % EVERY == 0:
                self._counted(mean)
            step *= LAST_STEP ** (1 / SWEEPS)

    def _guess(self) -> Floats:
        """Return prices at which shifts that miss a head are worth it by their hours."""
        rows, one = self.roster.rows, self.roster.lines[0]
        units = one.hours.units.astype(np.float64)
        touched = self.roster.touched[0]
        per_row = np.asarray(touched.T @ units) / np.maximum(1, np.asarray(touched.T @ np.ones(len(units))))
        guess: Floats = FINE * rows.under * per_row / max(1.0, per_row.max(initial=0.0))
        return guess

    def _swept(self, price: Floats, step: float) -> tuple[Floats, Floats]:
        """Return the prices after everybody has answered once, and their mean on the way."""
        roster, rows = self.roster, self.roster.rows
        people = len(roster.lines)
        price, total = price.copy(), np.zeros(len(price))
        wanted = step / people * (rows.least - rows.base)
        for person, one in enumerate(roster.lines):
            answer = self._answer(person, np.rint(price).astype(np.int64))
            if answer is None or not self.keep():
                break
            line = answer[1][answer[1] >= 0]
            np.subtract.at(price, roster.rows_of(person, line), step)
            price += wanted
            np.clip(price, -FINE * rows.over, FINE * rows.under, out=price)
            total += price
            for place, each in enumerate(one.further):
                excess = int(each.units[line].sum()) - each.most
                self.sums[person][place] = max(0.0, self.sums[person][place] + step / SLOWNESS * excess)
        return price, total / people

    def _counted(self, mean: Floats) -> float:
        """Return the bound at the prices *mean*, in hundredths of a point, and keep the best one."""
        roster, price = self.roster, np.rint(mean).astype(np.int64)
        worth = 0
        for person in range(len(roster.lines)):
            answer = self._answer(person, price)
            if answer is None or not self.keep():
                return float("-inf")
            worth += answer[0]
        bound = (roster.rows.least_cost(price, FINE) - worth) / FINE + roster.idle
        self.best = max(self.best, bound)
        return bound

    def _answer(self, person: int, price: Ints) -> tuple[int, Small] | None:
        """Return what no line of *person* is worth more than, and the best line; None where there is none."""
        roster, prices = self.roster, self.prices[person]
        values: Ints = roster.touched[person] @ price
        own = roster.own[person]
        values[own.places] -= FINE * own.costs
        prices.further = np.rint(self.sums[person]).astype(np.int64)
        ceiling, line = self.finder.bound(roster.lines[person], values, prices)
        return None if line is None or ceiling <= POSSIBLE else (ceiling, line)
