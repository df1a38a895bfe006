"""The door of the solver: an instance and its rules in, a roster with its proof out."""

import math
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.metadata import version
from time import monotonic, sleep

from ortools.util.python.solve_interrupter import SolveInterrupter

from forecasting.messages import N_
from scheduler.bound import lower_bound
from scheduler.checking import check_roster, is_lawful
from scheduler.conflicts import Conflict
from scheduler.draft import Draft
from scheduler.explain.relaxed_solve import relaxed
from scheduler.explain.spared import plain
from scheduler.instance import Instance
from scheduler.likeness import likeness
from scheduler.objective import SCALE, Objective, roster_terms
from scheduler.rules.base import Rule, Severity, Violation
from scheduler.solution import Limits, Progress, Result, Status, Watcher
from scheduler.staggering import stagger_breaks
from scheduler.strategies import exact, first_lines, neighbourhood_search
from scheduler.strategies.crowd import Crowd
from scheduler.streams import Stream
from scheduler.training.choice import Effort
from scheduler.training.cost import most_saved
from scheduler.training.keeping import clear_kept, with_kept
from scheduler.training.placement import place_training

BUILDING = N_("building lines")
IMPROVING = N_("improving lines")
POLISHING = N_("solving everybody at once")
PROVING = N_("proving the bound")
HEARTBEAT_SECONDS = 0.2
NO_GAP = 1e-4  # relative; below it the roster is called optimal


def solve(
    instance: Instance,
    rules: Sequence[Rule],
    limits: Limits,
    watch: Watcher | None = None,
    objective: Objective | None = None,
    *,
    relax: bool = True,
) -> Result:
    """Return the best roster found within *limits*, checked by every rule, with a bound that no roster undercuts.

    *watch* is told how things stand a few times a second; once it answers False the best roster so far is returned.
    *objective* is cover alone by default; what soft rules cost is added. Everybody gets a line before the time limit counts, so that a short limit still
    yields a lawful roster. Where none exists, the answer is a draft that gives up the least of the rules, unless *relax* is False.
    """
    aim = (objective or Objective()).under(rules, instance)

    def under(held: Sequence[Rule]) -> Result:
        return _Run(instance, held, limits, watch or (lambda _: True), aim).result()

    result = under(rules)
    if result.roster is None and relax:
        return relaxed(instance, rules, result, under, likeness)
    return result


@dataclass
class _Run:
    """One solve under way."""

    instance: Instance
    rules: Sequence[Rule]
    limits: Limits
    watch: Watcher
    aim: Objective
    began: float = field(default_factory=monotonic)
    stage: str = BUILDING
    objective: float | None = None
    proof: "Future[tuple[float, bool]] | None" = None
    stopped: bool = False
    possible: bool = True

    def result(self) -> Result:
        draft = Draft.empty(self.instance, self.aim, self.rules)
        interrupter = SolveInterrupter()
        with ThreadPoolExecutor(max_workers=1) as pool:
            asked = (self.instance, self.rules, self.aim.weights, self.limits.seconds, interrupter)
            proof = self.proof = pool.submit(lower_bound, *asked)
            try:
                conflicts = self._settle(draft)
                if not conflicts and self.possible:
                    self._polish(draft)
                    self._await(proof)
            finally:
                interrupter.interrupt()
            bound, _complete = proof.result()
        if conflicts:
            self.possible = not any(conflict.proven for conflict in conflicts)
            return self._without_roster(conflicts)
        return self._with_roster(draft, bound)

    def _settle(self, draft: Draft) -> list[Conflict]:
        """Give everybody a line, on long horizons one that few shifts were looked at for; return why somebody has none."""
        if first_lines.is_long(self.instance, self.rules):
            return first_lines.settle(draft, self.rules, self.limits, lambda: self._keep(math.nan))
        crowd = Crowd(draft, self.rules, self.limits, self._keep)
        conflicts = crowd.settle()
        self.possible = crowd.possible
        return conflicts

    def _polish(self, draft: Draft) -> None:
        """Improve windows of long rosters; solve everybody at once where the roster is small enough and there is time."""
        self.objective = draft.cost() / SCALE
        left = self._left()
        if self.stopped or left <= 0:
            return
        if first_lines.is_long(self.instance, self.rules):
            self.stage = IMPROVING
            limits = Limits(left, self.limits.workers, self.limits.seed, self.limits.work)
            neighbourhood_search.improve(draft, self.rules, limits, self._go_on, self._better)
            return
        if exact.choices_in(self.instance) > exact.MOST_CHOICES:
            return
        self.stage = POLISHING
        limits = Limits(left, self.limits.workers, self.limits.seed)
        self.possible = exact.improve(draft, self.rules, limits, self._go_on)
        self.objective = draft.cost() / SCALE

    def _better(self, standing: tuple[int, ...]) -> None:
        """Take the news of a search: what is missing, then the cost level by level."""
        self.objective = sum(standing[1:]) / SCALE

    def _await(self, proof: "Future[tuple[float, bool]]") -> None:
        self.stage = PROVING
        while not proof.done() and self._go_on() and self._left() > 0:
            sleep(HEARTBEAT_SECONDS)

    def _keep(self, cost: float) -> bool:
        """Take the news of the turns: the cost in hundredths of a point, not a number before there is a roster."""
        if not math.isnan(cost):
            self.stage, self.objective = IMPROVING, cost / SCALE
        return self._go_on() and self._left() > 0

    def _go_on(self) -> bool:
        seconds = monotonic() - self.began
        bound = self.proof.result()[0] if self.proof is not None and self.proof.done() else None
        report = Progress(self.stage, seconds, max(0.0, self._left()), self.objective, bound)
        if not self.watch(report):
            self.stopped = True
        return not self.stopped

    def _left(self) -> float:
        return self.limits.seconds - (monotonic() - self.began)

    def _without_roster(self, conflicts: Sequence[Conflict]) -> Result:
        return Result(
            Status.OUT_OF_TIME if self.possible else Status.INFEASIBLE,
            None,
            None,
            None,
            monotonic() - self.began,
            N_("crowd"),
            self.limits,
            version("watchbill"),
            conflicts=tuple(conflicts),
            stopped_early=self.stopped,
        )

    def _with_roster(self, draft: Draft, bound: float) -> Result:
        held = [plain(rule) for rule in self.rules]
        stagger_breaks(draft, held)
        clear_kept(draft, held)
        roster = with_kept(draft.roster(), held)
        roster = place_training(roster, self.instance, held, self.aim.weights, self._effort())
        terms = roster_terms(roster, self.instance, self.aim)
        objective = sum(terms.values())
        violations = check_roster(roster, self.instance, self.rules)
        if not is_lawful(violations):
            return self._without_roster(
                [_broken(violation, draft.streams) for violation in violations if violation.severity is Severity.HARD]
            )
        bound = min(max(0.0, bound - most_saved(roster, self.instance, self.aim.weights)), objective)
        status = Status.OPTIMAL if self._is_proven(objective, bound) else Status.FEASIBLE
        small = exact.choices_in(self.instance) <= exact.MOST_CHOICES
        return Result(
            status,
            roster,
            objective,
            bound,
            monotonic() - self.began,
            N_("exact") if small else N_("crowd"),
            self.limits,
            version("watchbill"),
            terms,
            violations,
            stopped_early=self.stopped,
        )

    def _effort(self) -> Effort:
        """Return how hard to look for places of training: not at all once somebody waits for the end."""
        return Effort.within(0.0 if self.stopped else self.limits.seconds, self.limits.seed)

    def _is_proven(self, objective: float, bound: float) -> bool:
        """Tell whether no roster is better: a bound on the sum proves nothing of an order, unless nothing is left to gain."""
        if len(self.aim.levels) > 1:
            return objective == 0
        return objective - bound <= NO_GAP * objective


def _broken(violation: Violation, streams: Sequence[Stream]) -> Conflict:
    """Return the conflict that *violation* is, with those whose heads are counted where it is about heads of *streams*."""
    about = violation.rule, violation.values.get("about")
    counted = [stream.members for stream in streams if (stream.name, stream.of) == about]
    people = tuple(sorted(counted[0])) if counted else ()
    return Conflict(violation.agent, violation.template, violation.values, rule=violation.rule, people=people)
