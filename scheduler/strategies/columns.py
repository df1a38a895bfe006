"""Column generation with a dive, then choices among the columns: near-optimal rosters of named people, with a bound.

Dantzig and Wolfe (1960) over lines that the line programme prices exactly; the dive fixes lines and prices again (Joncour
et al. 2010); afterwards some people at a time are set free, priced anew and chosen for among all lines known.
"""

import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from scheduler.checking import check_roster, is_lawful
from scheduler.columns.choice import Choice
from scheduler.columns.clock import Clock
from scheduler.columns.dive import dive
from scheduler.columns.generation import TINY, Generation
from scheduler.columns.master import Master
from scheduler.columns.pricing import Column, Pricing
from scheduler.columns.rows import Rows
from scheduler.draft import Draft
from scheduler.objective import SCALE, Objective, Weights
from scheduler.rules.base import Rule, Severity
from scheduler.rules.several import is_over_several
from scheduler.solution import Limits
from scheduler.strategies.proof import Proof

CHOICE_SECONDS = 5.0
MOST_CHOSEN_FROM = 6_000  # columns in one choice
FIRST_PART, LEAST_PART = 0.2, 0.08  # of the people set free at once


def improve(draft: Draft, rules: Sequence[Rule], limits: Limits, keep: Callable[[], bool]) -> Proof:
    """Make *draft*, which is lawful, cheaper within *limits*, and return the bound; it is only ever left lawful and not worse.

    Where the terms have an order, or somebody has no line, nothing is done.
    """
    if len(draft.objective.levels) > 1:
        return Proof()
    search = ColumnSearch(draft, rules, Clock(limits, keep))
    if not search.begin():
        return Proof()
    search.run()
    return Proof(search.generation.whole_bound / SCALE)


@dataclass
class ColumnSearch:
    """One search under way. *incumbent* are the columns of the draft as it stands, by person."""

    draft: Draft
    rules: Sequence[Rule]
    clock: Clock
    generation: Generation = field(init=False)
    incumbent: list[Column] = field(default_factory=list)

    def begin(self) -> bool:
        """Build the master problem from the lines of the draft; return whether columns can say anything here."""
        rows = Rows.of(self.draft)
        pricing = Pricing(self.draft, self.rules, rows)
        if any(programme.start < 0 for programme in pricing.programmes):
            return False
        self.generation = Generation(pricing, Master(rows, range(len(pricing.programmes)), rows.base), self.clock)
        self.watched = [rule for rule in self.rules if is_over_several(rule) and rule.severity is Severity.HARD]
        self.left_over = [
            [rule for rule in programme.left_over if not is_over_several(rule)] for programme in pricing.programmes
        ]
        self.random = random.Random(self.clock.limits.seed)
        self._note_incumbent()
        self.generation.master.add(self.incumbent)
        return True

    def run(self) -> None:
        """Generate, dive, choose, and go on with parts of the people until the bound is met or the time is up."""
        generation = self.generation
        generation.converge(self.draft.cost())
        everybody = generation.everybody()
        if self._goes_on():
            self._take(dive(generation, everybody, ()))
        if self._goes_on():
            self._choose(everybody)
        part = FIRST_PART
        while self._goes_on():
            before = self.draft.standing
            people = self._some(part)
            self._take(dive(generation, people, self._held(people)))
            if self._goes_on():
                self._choose(people)
            part = min(1.0, part * 1.3) if self.draft.standing < before else max(LEAST_PART, part * 0.93)

    def _goes_on(self) -> bool:
        is_best = self.draft.missing == 0 and self.draft.cost() - self.generation.whole_bound <= TINY
        return not is_best and self.clock.goes_on()

    def _note_incumbent(self) -> None:
        """Read the columns of the draft, with breaks as they would lie at the present prices."""
        pricing = self.generation.pricing
        price = self.generation.centre
        at = np.zeros(len(pricing.rows.base), dtype=np.int64) if price is None else price
        self.incumbent = []
        for person, programme in enumerate(pricing.programmes):
            line = {day: option for day, (option, _) in self.draft.lines[programme.agent.id].items()}
            self.incumbent.append(pricing.column_of(person, line, at))

    def _some(self, part: float) -> list[int]:
        """Return some people."""
        everybody = self.generation.everybody()
        count = max(2, round(part * len(everybody)))
        return sorted(self.random.sample(everybody, min(count, len(everybody))))

    def _held(self, people: Collection[int]) -> list[Column]:
        """Return the columns of everybody but *people*."""
        return [column for column in self.incumbent if column.person not in people]

    def _choose(self, people: Sequence[int]) -> None:
        """Choose anew for *people* among the columns that may be part of something better."""
        generation, wanted = self.generation, set(people)
        gap = self.draft.cost() - generation.bound
        known = [column for column in generation.master.columns if column.person in wanted]
        near = sorted((generation.slack(column), number) for number, column in enumerate(known))
        columns = [known[number] for slack, number in near if slack <= gap][:MOST_CHOSEN_FROM]
        mine = {self.incumbent[person].key: self.incumbent[person] for person in people}
        present = {column.key for column in columns}
        columns += [column for key, column in mine.items() if key not in present]
        heads = generation.rows.base.copy()
        for column in self._held(wanted):
            np.add.at(heads, column.rows, 1)
        limits = self.clock.limits
        seconds = max(0.1, min(CHOICE_SECONDS, self.clock.seconds_left()))
        choice = Choice(generation.rows, columns, heads, generation.lattice)
        found = choice.best(
            mine, Limits(seconds, limits.workers, limits.seed, self.clock.work_left()), self.clock.goes_on
        )
        self.clock.step(found.work)
        self._take(found.columns)

    def _take(self, columns: Sequence[Column] | None) -> None:
        """Put *columns* into the draft where that makes it no worse and breaks nothing."""
        pricing = self.generation.pricing
        changed = [column for column in columns or () if column.key != self.incumbent[column.person].key]
        if not changed or not all(self._keeps_left_over(column) for column in changed):
            return
        before, agents = self.draft.standing, [pricing.agent(column.person) for column in changed]
        lines = self.draft.snapshot(agents)
        for agent in agents:
            self.draft.lift(agent)
        for column, agent in zip(changed, agents, strict=True):
            self.draft.put(agent, pricing.line(column))
        self.draft.rearrange_breaks(agents)
        if self.draft.standing > before or not self._keeps_ties():
            self.draft.restore(agents, lines)
        else:
            for column in changed:
                self.incumbent[column.person] = column

    def _keeps_left_over(self, column: Column) -> bool:
        """Tell whether the line keeps the rules that its programme does not know."""
        rules = self.left_over[column.person]
        if not rules:
            return True
        agent, instance = self.generation.pricing.agent(column.person), self.draft.instance
        alone = Draft.empty(replace(instance, agents=(agent,)), Objective(Weights((), ())))
        alone.put(agent, self.generation.pricing.line(column))
        return is_lawful(check_roster(alone.roster(), alone.instance, rules))

    def _keeps_ties(self) -> bool:
        if not self.watched:
            return True
        return is_lawful(check_roster(self.draft.roster(), self.draft.instance, self.watched))
