"""Many questions side by side: each site, or each team by itself, in a worker of whatever executor the caller gives.

A question and its result can be pickled, so the executor may be one of threads, of processes or of a cluster. The same
question with a limit of work has the same roster wherever it is solved.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass

from scheduler.instance import Instance
from scheduler.objective import Objective
from scheduler.roster import Roster
from scheduler.rules.base import Rule
from scheduler.solution import Limits, Result
from scheduler.solve import solve


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of one site; *name* tells it from the others, *start* is a roster to begin with."""

    name: str
    instance: Instance
    rules: tuple[Rule, ...]
    limits: Limits
    objective: Objective | None = None
    start: Roster | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of the question *name*: a *result*, or the *error* that ended its solve."""

    name: str
    result: Result | None
    error: BaseException | None = None


Told = Callable[[Answer], None]


def solve_all(questions: Sequence[Question], executor: Executor, told: Told = lambda _: None) -> tuple[Answer, ...]:
    """Return the answers of *questions* in their order; one that fails loses no other. *told* hears of each as it comes.

    Raises ValueError for two questions of one name. Where *told* raises, questions that no worker has begun are called off.
    """
    names = [question.name for question in questions]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise ValueError(f"questions: {', '.join(doubled)} more than once; expected a name for each")
    jobs = {executor.submit(answered, question): question.name for question in questions}
    answers: dict[str, Answer] = {}
    try:
        for job in as_completed(jobs):
            answers[jobs[job]] = _answer(jobs[job], job)
            told(answers[jobs[job]])
    finally:
        for job in jobs:
            job.cancel()
    return tuple(answers[name] for name in names)


def answered(question: Question) -> Result:
    """Solve *question*, in whatever process this runs."""
    return solve(question.instance, question.rules, question.limits, objective=question.objective, start=question.start)


def _answer(name: str, job: "Future[Result]") -> Answer:
    error = job.exception()
    return Answer(name, None, error) if error is not None else Answer(name, job.result())
