"""The door of the solver: an instance and its rules in, a roster with its proof out."""

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from threading import Event
from time import monotonic, sleep

from ortools.util.python.solve_interrupter import SolveInterrupter

from forecasting.messages import N_
from scheduler.best_so_far import BestSoFar, Found, finished
from scheduler.checking import check_roster, is_lawful
from scheduler.conflicts import Conflict
from scheduler.draft import Draft
from scheduler.explain.relaxed_solve import relaxed
from scheduler.explain.spared import Spared
from scheduler.fluid.bounds import lower_bound
from scheduler.fluid.exchange import Exchange
from scheduler.instance import Instance
from scheduler.likeness import likeness
from scheduler.lines.programme import LineProgramme
from scheduler.objective import SCALE, Objective, roster_terms
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity, Violation
from scheduler.solution import Limits, Progress, Result, Status, Watcher
from scheduler.strategies import exact, first_lines
from scheduler.strategies.apart import Apart
from scheduler.strategies.polishing import polish
from scheduler.strategies.swept_crowd import SweptCrowd
from scheduler.strategies.teams import Part, parts_of
from scheduler.streams import Stream
from scheduler.training.choice import Effort
from scheduler.training.cost import most_saved
from scheduler.warm_start import begin_with

BUILDING = N_("building lines")
IMPROVING = N_("improving lines")
POLISHING = N_("solving everybody at once")
PROVING = N_("proving the bound")
HEARTBEAT_SECONDS = 0.2
HEAD_START_SECONDS = 2.0  # in which the first roster has the processors to itself; a bound is looked for after it
LEAST_GRACE_SECONDS = 5.0
TIMES_THE_COST = 9.0  # as long as to add up the cost takes it to write a roster and to check it
Finished = tuple[Roster, dict[str, float], tuple[Violation, ...]]
NO_GAP = 1e-4  # relative; below it the roster is called optimal


def solve(
    instance: Instance,
    rules: Sequence[Rule],
    limits: Limits,
    watch: Watcher | None = None,
    objective: Objective | None = None,
    *,
    relax: bool = True,
    found: Found | None = None,
    start: Roster | None = None,
    executor: Executor | None = None,
) -> Result:
    """Return the best roster found within *limits*, checked by every rule, with a bound that no roster undercuts.

    *watch* is told how things stand a few times a second; once it answers False the best roster so far is returned.
    *objective* is cover alone by default; what soft rules cost is added. Everybody gets a line before the time limit counts, and heads that hard rules want
    are looked for up to as long again, so that a short limit still yields a lawful roster. With a limit of work in *limits* the same question has the same roster, as long as the time suffices. *found* is
    told of lawful rosters on the way with their points, each better than the one before. *start* is a roster to begin with: its lines
    are taken over where each is lawful, and mended where not. Where no lawful roster exists, the answer is a draft that gives up the least of the rules, unless *relax* is False.
    With an *executor* teams that nothing ties together are solved in its workers, side by side, and joined; what comes of it hangs
    on none of them, but *found* is told of the end alone.
    """
    aim = (objective or Objective()).under(rules, instance)

    def under(held: Sequence[Rule]) -> Result:
        best = BestSoFar(rules, aim, found)
        return _Run(instance, held, limits, watch or (lambda _: True), aim, best, start).result()

    parts = () if executor is None else parts_of(instance, rules, objective or Objective())
    joined = None
    if executor is not None and len(parts) > 1:
        joined = Apart(parts, limits, solve_part, executor, watch or (lambda _: True), start).joined(
            instance, rules, aim
        )
    if joined is not None and joined.roster is not None and joined.objective is not None and found is not None:
        found(joined.roster, joined.objective)
    result = joined or under(rules)
    if result.roster is None and relax:
        return relaxed(instance, rules, result, under, likeness)
    return result


def solve_part(part: Part, limits: Limits, start: Roster | None) -> Result:
    """Return what comes of *part* alone, in whatever process this runs."""
    return solve(part.instance, part.rules, limits, objective=part.objective, relax=False, start=start)


@dataclass
class _Run:
    """One solve under way."""

    instance: Instance
    rules: Sequence[Rule]
    limits: Limits
    watch: Watcher
    aim: Objective
    best: BestSoFar
    start: Roster | None = None
    began: float = field(default_factory=monotonic)
    stage: str = BUILDING
    objective: float | None = None
    proof: "Future[tuple[float, bool]] | None" = None
    stopped: bool = False
    possible: bool = True
    floor: float = 0.0
    standing: Callable[[], Draft | None] = lambda: None
    first: Event = field(default_factory=Event)
    seconds_to_finish: float = 0.0

    def __post_init__(self) -> None:
        self.draft = Draft.empty(self.instance, self.aim, self.rules)

    def result(self) -> Result:
        draft = self.draft
        interrupter = SolveInterrupter()
        ended: Finished | None = None
        with ThreadPoolExecutor(max_workers=1) as pool:
            exchange = Exchange()
            # what one side hears of the other hangs on the time: where work is counted, nothing
            heard = exchange if self.limits.work is None else Exchange()
            crowd = SweptCrowd(
                draft, self.rules, self.limits, self._keep, grace=self._has_grace, exchange=heard, began=self.began
            )
            self.standing = lambda: crowd.standing
            asked = (self.instance, self.rules, self.aim, self.limits.seconds, interrupter, exchange)
            bounding = partial(lower_bound, *asked, self._programmes(crowd))
            proof = self.proof = pool.submit(self._after_first, bounding)
            try:
                conflicts = self._settle(draft, crowd)
                if not conflicts and self.possible:
                    self._polish(draft, crowd)
                    self._await(proof, crowd)
                    ended = self._finished(draft)
            finally:
                interrupter.interrupt()
                self.first.set()
            bound, _complete = proof.result()
        if conflicts:
            self.possible = not any(conflict.proven for conflict in conflicts)
            return self._without_roster(conflicts)
        return self._with_roster(ended or self._finished(draft), max(bound, self.floor))

    def _programmes(self, crowd: SweptCrowd) -> list[LineProgramme] | None:
        """Return the line programmes that *crowd* and the bound share, None where the bound has to do with others."""
        alike = not self.aim.shares and not any(isinstance(rule, Spared) for rule in self.rules)
        if not alike or first_lines.is_long(self.instance, self.rules, self.aim):
            return None
        wanted = self.instance.demand.scheduled
        return [programme for programme in crowd.programmes.values() if programme.agent.team in wanted]

    def _after_first(self, bound: Callable[[], tuple[float, bool]]) -> tuple[float, bool]:
        """Return *bound*, begun once there is a roster or the head start of the first one is over."""
        self.first.wait(min(HEAD_START_SECONDS, self.limits.seconds))
        return bound()

    def _settle(self, draft: Draft, crowd: SweptCrowd) -> list[Conflict]:
        """Give everybody a line, on long horizons one that few shifts were looked at for; return why somebody has none."""
        if self.start is not None:
            begin_with(self.start, draft, self.rules, self.limits.seed)
        if first_lines.is_long(self.instance, self.rules, self.aim):
            return first_lines.settle(draft, self.rules, self.limits, lambda: self._keep(math.nan))
        conflicts = crowd.settle()
        self.possible = crowd.possible
        return conflicts

    def _polish(self, draft: Draft, crowd: SweptCrowd) -> None:
        """Improve the roster by what suits its size, where there is time."""
        began = monotonic()
        self.objective = draft.cost() / SCALE
        self.seconds_to_finish = TIMES_THE_COST * (monotonic() - began)
        self._note()
        left, work = self._left(), None if self.limits.work is None else self.limits.work - crowd.work
        if self.stopped or left <= 0 or (work is not None and work <= 0):
            return
        limits = Limits(left, self.limits.workers, self.limits.seed, work)
        self.stage = IMPROVING if first_lines.is_long(self.instance, self.rules, self.aim) else POLISHING
        spared = any(isinstance(rule, Spared) for rule in self.rules)
        known = crowd.programmes if self.stage == POLISHING and not spared else None
        proof = polish(draft, self.rules, limits, self._go_on, self._better, known)
        self.possible, self.floor = proof.possible, proof.bound
        self.objective = draft.cost() / SCALE

    def _better(self, standing: tuple[int, ...]) -> None:
        """Take the news of a search: what is missing, then the cost level by level."""
        self.objective = sum(standing[1:]) / SCALE
        self._note()

    def _await(self, proof: "Future[tuple[float, bool]]", crowd: SweptCrowd) -> None:
        """Wait for the bound until the time is up, and let *crowd* follow what is known by then of people in fractions.

        Where work is counted, for about as many seconds: it changes no roster then.
        """
        self.stage = PROVING
        left = self._left() - self.seconds_to_finish
        until = monotonic() + min(left, self.limits.work or left)
        while not proof.done() and self._go_on() and monotonic() < until - crowd.seconds_to_follow:
            self.stage = PROVING
            if not crowd.follow():
                sleep(HEARTBEAT_SECONDS)
        crowd.follow(last=True)
        self.stage = PROVING
        while not proof.done() and self._go_on() and monotonic() < until:
            sleep(HEARTBEAT_SECONDS)

    def _keep(self, cost: float) -> bool:
        """Take the news of the turns: the cost in hundredths of a point, not a number before there is a roster."""
        if not math.isnan(cost):
            self.stage, self.objective = IMPROVING, cost / SCALE
            self._note()
        return self._go_on() and self._left() > 0

    def _has_grace(self) -> bool:
        """Tell whether to look on for heads that hard rules miss: for as long again as the limit, as without them all is in vain."""
        return self._go_on() and self._left() > -max(LEAST_GRACE_SECONDS, self.limits.seconds)

    def _note(self) -> None:
        if self.objective is not None and not self.draft.missing:
            self.first.set()
            self.best.note(monotonic() - self.began, self.objective, self._bound)

    @property
    def _bound(self) -> float | None:
        return self.proof.result()[0] if self.proof is not None and self.proof.done() else None

    def _go_on(self) -> bool:
        seconds = monotonic() - self.began
        report = Progress(self.stage, seconds, max(0.0, self._left()), self.objective, self._bound)
        self.best.offer(self.standing)
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

    def _finished(self, draft: Draft) -> Finished:
        """Return the roster of *draft*, what each term costs and what the rules find."""
        roster = finished(draft, self.rules, self.aim, self._effort())
        terms = roster_terms(roster, self.instance, self.aim)
        return roster, terms, check_roster(roster, self.instance, self.rules)

    def _with_roster(self, found: Finished, bound: float) -> Result:
        roster, terms, violations = found
        objective = round(SCALE * sum(terms.values())) / SCALE
        if not is_lawful(violations):
            streams = self.draft.streams
            return self._without_roster(
                [_broken(violation, streams) for violation in violations if violation.severity is Severity.HARD]
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
            improvements=self.best.until(monotonic() - self.began, objective, bound),
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
