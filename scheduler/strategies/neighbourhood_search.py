"""Improves a lawful roster bit by bit: some people on some days are decided anew, and what is not worse is taken.

Each worker solves a window of its own (one CP-SAT thread with a strong linear relaxation did far better than several
threads on one window). A few windows are under way at a time, begun from the roster as it was then; what they find is
taken in the order in which they began, where it is still lawful and helps, so that a search limited by work finds the
same again. Kinds of windows that have helped are chosen more often, and each kind's size follows what can be solved.
Large neighbourhood search by Shaw (1998), adaptive as by Ropke and Pisinger (2006).
"""

import random
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field
from datetime import date
from time import monotonic

from ortools.sat.python.cp_model import CpSolver

from scheduler.agents import AgentId
from scheduler.draft import Draft
from scheduler.rules.base import Rule
from scheduler.rules.several import tied_groups
from scheduler.solution import Limits
from scheduler.strategies.hints import quick_solver
from scheduler.strategies.neighbourhoods import KINDS, Kind, Surroundings
from scheduler.strategies.proof import Proof
from scheduler.strategies.windows import Window, WindowModel, changed_lines, lines_are_lawful

LEAST_EFFORT, MOST_EFFORT = 0.5, 8.0  # work that a window may take, about as many seconds
IN_VAIN, MORE_EFFORT = 12, 1.5  # after so many windows without a gain a window may take so many times more
BUILDING_WORK, LINE_DAYS = (
    0.02,
    500.0,
)  # of making a window's model: so much, and as much again for so many days of lines
FIRST_SIZE, LEAST_SIZE, MOST_SIZE = 1_500.0, 60.0, 30_000.0  # options of a window
GROWTH = ((0.1, 1.5), (0.5, 1.15))  # of a window solved within a share of what it may take
SHRINK = 0.8
FADE = 0.9  # of what a kind has gained before
FLOOR = 0.15  # chance of a kind that has gained nothing of late, against the one that gains most
HEARTBEAT_SECONDS = 0.25
LEAST_SECONDS = 0.05
Keep = Callable[[], bool]
Tell = Callable[[tuple[int, ...]], None]


@dataclass
class Arm:
    """One kind of window: how many options it frees, and what it has gained for what work, of late more than long ago."""

    kind: Kind
    size: float = FIRST_SIZE
    gain: float = 0.0
    work: float = 0.0

    @property
    def rate(self) -> float:
        """What it gains for a unit of work; without end as long as it was not tried."""
        return self.gain / self.work if self.work else float("inf")

    def earn(self, gain: float, work: float) -> None:
        """Take note of what a window has gained, in hundredths of a point, and the work that it took."""
        self.gain, self.work = FADE * self.gain + gain, FADE * self.work + work

    def resize(self, status: str, *, share: float, freed: float) -> None:
        """Let the next window be larger or smaller than one with *freed* options that took *share* of the work it may take."""
        factor = next((factor for most, factor in GROWTH if share < most), 1.0) if status == "OPTIMAL" else SHRINK
        size = min(factor * self.size, 2 * freed)  # a window that is smaller than asked tells nothing of larger ones
        self.size = min(MOST_SIZE, max(LEAST_SIZE, size))


@dataclass
class Trial:
    """A window under way, begun after *taken* others had been taken, that may take the work *effort*."""

    arm: Arm
    model: WindowModel
    solver: CpSolver
    job: "Future[None]"
    taken: int
    effort: float


@dataclass
class Search:
    """One search under way; :meth:`run` ends it when the limits are reached or *keep* says so."""

    draft: Draft
    rules: Sequence[Rule]
    limits: Limits
    keep: Keep
    tell: Tell = lambda _standing: None
    arms: list[Arm] = field(default_factory=lambda: [Arm(kind) for kind in KINDS.values()])
    began: float = field(default_factory=monotonic)
    work: float = 0.0
    taken: int = 0
    changed: dict[AgentId, int] = field(default_factory=dict)
    stopped: bool = False
    effort: float = LEAST_EFFORT
    in_vain: int = 0
    trying: list[Arm] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.limits.seed)
        self.around = Surroundings(self.draft, self.random)
        self.tied = tied_groups(self.rules, self.draft.instance)
        self.standing = self.draft.standing

    def run(self) -> None:
        """Improve the draft until the limits are reached or *keep* says stop; when run again, go on from the draft as it is then."""
        self.stopped, self.standing = False, self.draft.standing
        under_way: deque[Trial] = deque()
        with ThreadPoolExecutor(max_workers=self.limits.workers) as pool:
            try:
                while self._goes_on():
                    while len(under_way) <= self.limits.workers:
                        under_way.append(self._begin(pool))
                    self._end(under_way.popleft())
            finally:
                for trial in under_way:
                    trial.solver.stop_search()
                    trial.job.cancel()

    def _begin(self, pool: ThreadPoolExecutor) -> Trial:
        arm = self._drawn()
        window = self._with_ties(arm.kind(self.around, arm.size))
        model = WindowModel.build(self.draft, window, self.rules)
        solver = self._solver()
        return Trial(arm, model, solver, pool.submit(model.solve, solver), self.taken, self.effort)

    def _end(self, trial: Trial) -> None:
        """Wait for *trial* and take what it has found if that does not make the draft worse."""
        while True:
            try:
                trial.job.result(timeout=HEARTBEAT_SECONDS)
                break
            except NotYet:
                if not self._goes_on():
                    trial.solver.stop_search()
        window, model = trial.model.window, trial.model
        work = model.work + BUILDING_WORK * (1 + len(window.free) * len(self.around.days) / LINE_DAYS)
        self.work += work
        gain = self._take(trial)
        trial.arm.earn(gain, work)
        freed = window.cells * self.around.options_a_day
        trial.arm.resize(model.status, share=model.work / trial.effort, freed=freed)
        self.in_vain = 0 if gain else self.in_vain + 1
        if self.in_vain == IN_VAIN:
            self.effort, self.in_vain = min(MOST_EFFORT, MORE_EFFORT * self.effort), 0

    def _drawn(self) -> Arm:
        """Return a kind that was not tried yet, else one with a chance by what it gains for its work."""
        untried = [arm for arm in self.arms if not arm.work and arm not in self.trying]
        if untried:
            self.trying.append(untried[0])
            return untried[0]
        rates = [arm.rate for arm in self.arms if arm.work]
        best = max(rates, default=0.0)
        chances = [FLOOR * best + arm.rate if arm.work else best for arm in self.arms]
        return self.random.choices(self.arms, chances if best else None)[0]

    def _take(self, trial: Trial) -> float:
        """Put what *trial* found into the draft unless that makes it worse or unlawful; return what it gains."""
        lines = changed_lines(self.draft, trial.model)
        if not lines or not self._is_lawful(trial, frozenset(lines)):
            return 0.0
        by_id = self.draft.instance.agent_by_id
        agents, free = (
            [by_id[agent_id] for agent_id in lines],
            [by_id[agent_id] for agent_id in trial.model.window.free],
        )
        before, shifts = self.draft.standing_about(agents), self.draft.snapshot(free)
        for agent in agents:
            self.draft.lift(agent)
        for agent in agents:
            self.draft.put(agent, lines[agent.id])
        for (agent_id, day), pattern in trial.model.patterns.items():
            self.draft.move_breaks(by_id[agent_id], day, pattern)
        self.draft.rearrange_breaks(free)
        now = self.draft.standing_about(agents)
        if now > before:
            self.draft.restore(free, shifts)
            return 0.0
        self.standing = tuple(old + new - was for old, new, was in zip(self.standing, now, before, strict=True))
        self.taken += 1
        self.changed |= dict.fromkeys(lines, self.taken)
        if now < before:
            self.tell(self.standing)
        return float(next((old - new for old, new in zip(before, now, strict=True) if old != new), 0))

    def _is_lawful(self, trial: Trial, agents: frozenset[AgentId]) -> bool:
        """Tell whether lines that were lawful when *trial* began are so with what has been taken since."""
        since = {agent_id for agent_id, number in self.changed.items() if number > trial.taken}
        if any(group & agents and group & since for group in self.tied):
            return False
        both = agents & since
        lines = {
            agent_id: line for agent_id, line in changed_lines(self.draft, trial.model).items() if agent_id in both
        }
        return not both or lines_are_lawful(self.draft.instance, lines, self.rules)

    def _with_ties(self, window: Window) -> Window:
        """Return *window* with those who are tied to its people, on the same days."""
        free = dict(window.free)
        for group in self.tied:
            within = [free[agent_id] for agent_id in group if agent_id in free]
            if within:
                free |= dict.fromkeys(sorted(group), frozenset[date]().union(*within))
        return Window(free)

    def _solver(self) -> CpSolver:
        solver = quick_solver()
        parameters = solver.parameters
        parameters.linearization_level = 2
        parameters.random_seed = self.random.randrange(1 << 30)
        parameters.max_deterministic_time = self.effort
        parameters.max_time_in_seconds = max(LEAST_SECONDS, self._seconds_left())
        return solver

    def _goes_on(self) -> bool:
        if not self.stopped:
            spent = self.limits.work is not None and self.work >= self.limits.work
            self.stopped = spent or self._seconds_left() <= 0 or not self.keep()
        return not self.stopped

    def _seconds_left(self) -> float:
        return self.limits.seconds - (monotonic() - self.began)


def improve(
    draft: Draft, rules: Sequence[Rule], limits: Limits, keep: Keep, tell: Tell = lambda _standing: None
) -> Proof:
    """Make *draft*, which is lawful, cheaper within *limits*; nothing is proven of other rosters.

    *tell* is told what is missing, which is nothing, and the cost by level whenever they got better. Where heads that hard
    rules want are missing, nothing is done: no window could be lawful.
    """
    if not draft.missing:
        Search(draft, rules, limits, keep, tell).run()
    return Proof()
