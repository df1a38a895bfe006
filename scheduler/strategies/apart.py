"""Parts of a centre that nothing ties together, each solved by itself in a worker of the caller's executor, and joined again.

Of the time, or of the work, each part has a share by its people; as many parts as the limits name workers are expected to be
solved side by side. What comes of it hangs neither on the executor nor on who is done first.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass, replace
from importlib.metadata import version
from time import monotonic

from forecasting.messages import N_
from scheduler.checking import check_roster, is_lawful
from scheduler.instance import Instance
from scheduler.objective import SCALE, Objective, roster_terms
from scheduler.roster import Roster
from scheduler.rules.base import Rule
from scheduler.solution import Limits, Progress, Result, Status, Watcher
from scheduler.strategies.teams import Part, merged

SIDE_BY_SIDE = N_("teams side by side")
HEARTBEAT_SECONDS = 0.2
LEAST_SECONDS = 0.1  # of a part whose turn comes when somebody waits for the end: lines for everybody
Solver = Callable[[Part, Limits, Roster | None], Result]


@dataclass
class Apart:
    """One solve of *parts*; *solver* can be sent to a worker of *executor*, *start* is a roster of all parts to begin with."""

    parts: Sequence[Part]
    limits: Limits
    solver: Solver
    executor: Executor
    watch: Watcher
    start: Roster | None = None
    stopped: bool = False

    def __post_init__(self) -> None:
        self.began = monotonic()

    def results(self) -> list[Result]:
        """Return what came of each part, in their order; once the watcher says stop, parts that nobody has begun are made in a hurry."""
        people = [len(part.instance.agents) for part in self.parts]
        largest_first = sorted(range(len(people)), key=lambda place: (-people[place], place))
        jobs: dict[int, Future[Result]] = {}
        for place in largest_first:
            limits = self._share(people[place] / max(1, sum(people)))
            jobs[place] = self.executor.submit(self.solver, self.parts[place], limits, self.start)
        waiting = set(jobs.values())
        try:
            while waiting:
                waiting = wait(waiting, HEARTBEAT_SECONDS).not_done
                if not self._goes_on():
                    waiting = {job for job in waiting if not job.cancel()}
        finally:
            for job in waiting:
                job.cancel()
        return [self._result(self.parts[place], jobs[place]) for place in range(len(people))]

    def _share(self, share: float) -> Limits:
        part = min(1.0, self.limits.workers * share)
        work = None if self.limits.work is None else part * self.limits.work
        return replace(self.limits, seconds=part * self.limits.seconds, workers=1, work=work)

    def _goes_on(self) -> bool:
        seconds = monotonic() - self.began
        if not self.watch(Progress(SIDE_BY_SIDE, seconds, max(0.0, self.limits.seconds - seconds))):
            self.stopped = True
        return not self.stopped

    def _result(self, part: Part, job: "Future[Result]") -> Result:
        if job.cancelled():
            return self.solver(part, replace(self.limits, seconds=LEAST_SECONDS), self.start)
        return job.result()

    def joined(self, instance: Instance, rules: Sequence[Rule], aim: Objective) -> Result | None:
        """Return the results of all parts as one of *instance*; None where something ties them together that nobody knew of."""
        results = self.results()
        whole = Result(
            Status.INFEASIBLE if any(result.status is Status.INFEASIBLE for result in results) else Status.OUT_OF_TIME,
            None,
            None,
            None,
            monotonic() - self.began,
            SIDE_BY_SIDE,
            self.limits,
            version("watchbill"),
            conflicts=tuple(conflict for result in results for conflict in result.conflicts),
            stopped_early=self.stopped,
        )
        rosters = [result.roster for result in results if result.roster is not None]
        if len(rosters) < len(results):
            return whole
        roster = merged(instance, rosters)
        violations = check_roster(roster, instance, rules)
        if not is_lawful(violations):
            return None
        terms = roster_terms(roster, instance, aim)
        objective = round(SCALE * sum(terms.values())) / SCALE
        proven = all(result.status is Status.OPTIMAL for result in results)
        return replace(
            whole,
            status=Status.OPTIMAL if proven else Status.FEASIBLE,
            roster=roster,
            objective=objective,
            bound=min(objective, sum(result.bound or 0.0 for result in results)),
            terms=terms,
            violations=violations,
        )
