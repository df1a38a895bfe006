"""Column generation with a dive, then exact choices for some people at a time: near-optimal rosters of named people, with a bound.

Dantzig and Wolfe (1960) over lines that the line programme prices exactly; the dive fixes lines and prices again (Joncour
et al. 2010). Then some people are set free beside all others: their prices give a bound, every line that could be part of
something better is listed, and the best choice among them is found. Where that is done for everybody, the roster is the best.
"""

import random
from collections import deque
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace

import numpy as np

from scheduler.checking import check_roster, is_lawful
from scheduler.columns.clock import Clock
from scheduler.columns.dive import Dive
from scheduler.columns.generation import TINY, Generation, lattice_of, raised
from scheduler.columns.pricing import Column, Known, Pricing, programmes_of
from scheduler.columns.rows import Rows
from scheduler.columns.tree import Look, Tree
from scheduler.columns.trial import Trial
from scheduler.draft import Draft
from scheduler.objective import SCALE, Objective, Weights
from scheduler.rules.base import Rule, Severity
from scheduler.rules.several import is_over_several
from scheduler.solution import Limits
from scheduler.strategies.proof import Proof

HEARTBEAT_SECONDS = 0.1
FIRST_PART, LEAST_PART = 0.25, 0.08  # of the people set free at once
GROWTH, SHRINKAGE = 1.25, 0.8
TIME_TO_BEGIN = 0.4  # of the limit: programmes that take longer are not worth it
TIME_OF_BOUND = 0.35  # of the limit at most, before the first dives
TIME_OF_DIVES = 0.9  # of the limit, at the end of the first dives at the latest
SOON = 0.1  # of the limit: where columns are there so soon, there is time for more than one dive
MOST_SLOT_ROWS = 500  # with cover by slot: the simplex method takes too long on more
MOST_LEFT_OVER = 0.2  # of the people may have lines that are checked after they are found
AROUND_LOSSES = 0.75  # of the parts
PATIENCE = 100.0  # looks after which half as much is spent on them, where the bound has not risen
MOST_EFFORT = 16.0  # of a choice for everybody
NARROW = 0.01  # a gap from which on proofs are near
DIVE_EVERY = 4  # steps: the others look at a part of the people
Tell = Callable[[tuple[int, ...], float], None]
Job = Trial | Look | Dive


def improve(
    draft: Draft,
    rules: Sequence[Rule],
    limits: Limits,
    keep: Callable[[], bool],
    tell: Tell = lambda _standing, _bound: None,
    share: float = 1.0,
    known: Known | None = None,
) -> Proof:
    """Make *draft*, which is lawful, cheaper within *limits*, and return the bound; it is only ever left lawful and not worse.

    *tell* is told what is missing, which is nothing, and the cost by level whenever they got better, and the bound in points.
    After *share* of the limits the search goes on only where little is missing for a proof. *known* are line programmes of
    the same people and rules.
    Nothing is done where the terms have an order, where somebody has no line, where rules are left over to many people's
    programmes, and where cover is by slot and there are many slots.
    """
    if len(draft.objective.levels) > 1:
        return Proof()
    search = ColumnSearch(draft, rules, Clock(limits, keep), tell, share, known)
    if not search.begin():
        return Proof()
    search.run()
    return Proof(search.bound / SCALE)


@dataclass
class ColumnSearch:
    """One search under way. *incumbent* are the columns of the draft as it stands, by person."""

    draft: Draft
    rules: Sequence[Rule]
    clock: Clock
    tell: Tell = lambda _standing, _bound: None
    share: float = 1.0
    known: Known | None = None
    generation: Generation = field(init=False)
    lattice: int = field(init=False)
    tree: Tree = field(init=False)
    incumbent: list[Column] = field(default_factory=list)
    size: float = FIRST_PART
    number: int = 0
    effort: float = 1.0
    spent_on_looks: float = 0.0
    spent_on_trials: float = 0.0
    looks_in_vain: int = 0
    is_best: bool = False
    is_over: bool = False

    def begin(self) -> bool:
        """Build the master problem from the lines of the draft; return whether columns can say anything here."""
        programmes = programmes_of(self.draft, self.rules, self._has_time_to_begin, self.known)
        if programmes is None or any(programme.start < 0 for programme in programmes):
            return False
        self.left_over = [
            [rule for rule in programme.left_over if not is_over_several(rule)] for programme in programmes
        ]
        if sum(map(bool, self.left_over)) > MOST_LEFT_OVER * len(programmes):
            return False
        rows = Rows.of(self.draft)
        if rows.team_from and len(rows.base) > MOST_SLOT_ROWS:
            return False
        self.pricing = Pricing(self.draft, rows, programmes)
        self.lattice = lattice_of(rows, self.pricing)
        self.generation = Generation(self.pricing, rows, range(len(self.pricing.programmes)), self.clock)
        self.tree = Tree(self.generation, self.lattice)
        self.watched = [rule for rule in self.rules if is_over_several(rule) and rule.severity is Severity.HARD]
        self.is_exact = not (
            self.watched or self.draft.objective.shares or self.draft.objective.lines or any(self.left_over)
        )
        self.random = random.Random(self.clock.limits.seed)
        at = np.zeros(len(rows.base), dtype=np.int64)
        for person, programme in enumerate(self.pricing.programmes):
            line = {day: option for day, (option, _) in self.draft.lines[programme.agent.id].items()}
            self.incumbent.append(self.pricing.column_of(person, line, at))
        self.generation.master.add(self.incumbent)
        return True

    def _has_time_to_begin(self) -> bool:
        return self.clock.goes_on() and not self.clock.is_past(TIME_TO_BEGIN)

    @property
    def bound(self) -> float:
        """What no roster undercuts, in hundredths of a point, at least 0."""
        if self.is_best:
            return float(self.draft.cost())
        root = raised(self.generation.bound, self.lattice)
        upper = float(self.draft.cost() - self.pricing.idle_cost)
        bound = root if self.tree.is_empty and not self.tree.number else max(root, self.tree.bound(upper))
        return max(0.0, bound + self.pricing.idle_cost)

    def run(self) -> None:
        """Generate, dive, choose for some people after others, until the bound is met or the time is up."""
        self.open()
        self.go_on(self.share)

    def open(self, *, dives: bool = True) -> None:
        """Generate columns, then with *dives* dive as often as there are workers, once where there is little time for it."""
        generation = self.generation
        generation.converge(self.draft.cost() - self.pricing.idle_cost, self.lattice, TIME_OF_BOUND)
        self.tree.begin()
        if dives and not self.is_proven and self.clock.goes_on():
            count = 1 if self.clock.is_past(SOON) else self.clock.limits.workers
            jobs = [self._dive(None), *(self._dive(self._seed()) for _ in range(1, count))]
            self._side_by_side(lambda: jobs.pop(0) if jobs else None)

    def go_on(self, share: float) -> None:
        """Choose for some people after others until *share* of the limits is spent, or to the end where a proof is near."""
        self.share = share
        self._catch_up()
        self._side_by_side(self._next)

    def _side_by_side(self, following: "Callable[[], Job | None]") -> None:
        """Run jobs side by side and take what they find in the order in which they began, so that the order is no chance."""
        under_way: deque[tuple[Job, Future[None]]] = deque()
        self.is_over, workers = False, self.clock.limits.workers
        with ThreadPoolExecutor(max_workers=workers) as pool:
            try:
                while self._goes_on():
                    while len(under_way) < workers and (job := following()) is not None:
                        under_way.append((job, pool.submit(job.run)))
                    if not under_way or self._ended(*under_way.popleft()):
                        break
            finally:
                self.is_over = True
        for job, _running in under_way:
            if isinstance(job, Look):
                self.tree.leave(job)

    def _catch_up(self) -> None:
        """Let the columns of the incumbent be those of the draft, which others may have changed."""
        at = np.zeros(len(self.generation.rows.base), dtype=np.int64)
        for person, column in enumerate(self.incumbent):
            lines = self.draft.lines[self.pricing.agent(person).id]
            line = {day: option for day, (option, _) in lines.items()}
            if line != self.pricing.line(column):
                self.incumbent[person] = self.pricing.column_of(person, line, at)
        self.generation.master.add(self.incumbent)

    def _seed(self) -> int:
        return self.random.randrange(1 << 30)

    def _dive(self, seed: int | None) -> Dive:
        return Dive(self.generation.copied(self._clock_beside()), seed, TIME_OF_DIVES)

    def _next(self) -> Trial | Look:
        """Return a look at the tree where as much was spent on trials, else a trial."""
        if self.spent_on_looks * (1 + self.looks_in_vain / PATIENCE) <= self.spent_on_trials:
            upper = self.draft.cost() - self.pricing.idle_cost
            look = self.tree.next_look(upper, self._clock_beside(), self._seed())
            if look is not None:
                return look
        return self._next_trial()

    def _clock_beside(self) -> Clock:
        return self.clock.beside(lambda: not self.is_over)

    def _next_trial(self) -> Trial:
        """Return a trial for some people, every so often for all."""
        self.number += 1
        everybody = len(self.incumbent)
        count = min(everybody, max(2, round(self.size * everybody)))
        may_choose = self.size >= 1 or self.number % DIVE_EVERY > 0
        if self.number % DIVE_EVERY == 0:
            count = everybody
        people = self._some(count)
        present = [self.incumbent[person] for person in people]
        clock = self._clock_beside()
        part = self.generation.part(people, self._held(set(people)), present, clock)
        return Trial(
            part,
            present,
            self.lattice,
            self._seed(),
            clock.goes_on,
            may_choose=may_choose,
            effort=self.effort if count == everybody else 1.0,
        )

    def _ended(self, job: Job, running: "Future[None]") -> bool:
        """Wait for *job* and take what it found; return whether nothing better is left for anybody."""
        while not running.done() and self._goes_on():
            wait([running], HEARTBEAT_SECONDS)
        self.is_over = not self._goes_on()
        running.result()
        spent = job.clock.work - job.clock.work_before
        self.clock.step(spent)
        before = self.draft.standing
        self._take(job.found)
        self.generation.master.add(job.found or ())
        if isinstance(job, Dive):
            self.generation.master.add(job.part.master.columns)
            return False
        if isinstance(job, Look):
            self.spent_on_looks += spent
            bound = self.bound
            self.tree.take(job)
            self.looks_in_vain = 0 if self.bound > bound else self.looks_in_vain + 1
            return False
        self.spent_on_trials += spent
        return self._learned(job, is_better=self.draft.standing < before)

    def _learned(self, trial: Trial, *, is_better: bool) -> bool:
        """Let the next trials be larger or smaller; return whether *trial* tells that nothing better is left."""
        if len(trial.part.people) < len(self.incumbent):
            self.size = min(1.0, self.size * GROWTH) if trial.is_settled else max(LEAST_PART, self.size * SHRINKAGE)
        elif trial.is_settled and not is_better:
            self.is_best = self.is_exact and self.draft.missing == 0
            return True
        elif trial.may_choose:
            self.effort, self.size = min(MOST_EFFORT, 2 * self.effort), self.size * SHRINKAGE
        return False

    def _goes_on(self) -> bool:
        return not self.is_proven and self.clock.goes_on() and (self.is_near or not self.clock.is_past(self.share))

    @property
    def is_near(self) -> bool:
        """Whether little is missing for a proof."""
        return self.draft.cost() - self.bound <= NARROW * self.draft.cost()

    @property
    def is_proven(self) -> bool:
        """Whether no lawful roster can be cheaper."""
        return self.draft.missing == 0 and self.draft.cost() - self.bound <= TINY

    def _some(self, count: int) -> list[int]:
        """Return *count* people: mostly those first who lose most against the bound, or reach a row that does."""
        people = self.random.sample(range(len(self.incumbent)), len(self.incumbent))
        if self.random.random() < AROUND_LOSSES:
            of_people = [max(0.0, self.generation.slack(column)) for column in self.incumbent]
            of_rows = self.generation.losses(self.incumbent)
            losses = [*of_people, *of_rows]
            if any(losses):
                place = self.random.choices(range(len(losses)), losses)[0] - len(of_people)
                near = set(self.pricing.who_reach(place)) if place >= 0 else {place + len(of_people)}
                people.sort(key=lambda person: (person not in near, -of_people[person]))
        return sorted(people[:count])

    def _held(self, people: Collection[int]) -> list[Column]:
        """Return the columns of everybody but *people*."""
        return [column for column in self.incumbent if column.person not in people]

    def _take(self, columns: Sequence[Column] | None) -> None:
        """Put *columns* into the draft where that makes it no worse and breaks nothing."""
        changed = [column for column in columns or () if column.key != self.incumbent[column.person].key]
        if not changed or not all(self._keeps_left_over(column) for column in changed):
            return
        before, agents = self.draft.standing, [self.pricing.agent(column.person) for column in changed]
        lines = self.draft.snapshot(agents)
        for agent in agents:
            self.draft.lift(agent)
        for column, agent in zip(changed, agents, strict=True):
            self.draft.put(agent, self.pricing.line(column))
        self.draft.rearrange_breaks(agents)
        if self.draft.standing > before or not self._keeps_ties():
            self.draft.restore(agents, lines)
            return
        self.generation.master.add(changed)
        for column in changed:
            self.incumbent[column.person] = column
        if self.draft.standing < before:
            self.tell(self.draft.standing, self.bound / SCALE)

    def _keeps_left_over(self, column: Column) -> bool:
        """Tell whether the line keeps the rules that its programme does not know."""
        rules = self.left_over[column.person]
        if not rules:
            return True
        agent, instance = self.pricing.agent(column.person), self.draft.instance
        alone = Draft.empty(replace(instance, agents=(agent,)), Objective(Weights((), ())))
        alone.put(agent, self.pricing.line(column))
        return is_lawful(check_roster(alone.roster(), alone.instance, rules))

    def _keeps_ties(self) -> bool:
        if not self.watched:
            return True
        return is_lawful(check_roster(self.draft.roster(), self.draft.instance, self.watched))
