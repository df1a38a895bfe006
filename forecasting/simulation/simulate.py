"""The door: customers, people and a number of replications in, what service follows out."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from forecasting.simulation.centre import Centre
from forecasting.simulation.engine import Advance, engine
from forecasting.simulation.outcome import Outcome, outcome_of
from forecasting.simulation.plan import plan_of
from forecasting.simulation.replication import Replication, run


def simulate(
    centre: Centre,
    replications: int = 20,
    seed: int = 0,
    *,
    workers: int = 1,
    progress: Callable[[int], bool] = lambda _done: True,
    advance: Advance | None = None,
    keep_logs: bool = False,
) -> Outcome:
    """Return what *replications* of *centre* count; the same *seed* gives the same customers whatever the people.

    *workers* replications run at the same time, in threads, with the same result. *progress* is told how many are done and
    ends the simulation early by returning False; what is done by then counts. *advance* is the compiled kernel unless given.
    """
    if replications < 1:
        raise ValueError(f"replications {replications}; expected at least 1")
    if seed < 0:
        raise ValueError(f"seed {seed}; expected 0 or more")
    runs = _runs(centre, range(replications), seed, max(workers, 1), advance or engine(), keep_logs=keep_logs)
    return outcome_of(centre, _until_stopped(runs, progress))


def _until_stopped(runs: Iterator[Replication], progress: Callable[[int], bool]) -> Iterator[Replication]:
    for done, each in enumerate(runs, start=1):
        yield each
        if not progress(done):
            return


def _runs(
    centre: Centre, numbers: range, seed: int, workers: int, advance: Advance, *, keep_logs: bool
) -> Iterator[Replication]:
    plan = plan_of(centre)
    if workers == 1:
        for number in numbers:
            yield run(centre, plan, seed, number, advance, keep_log=keep_logs)
        return
    with ThreadPoolExecutor(workers) as pool:
        # as many at a time as there are workers: whoever stops early waits for no more than these
        for first in range(0, len(numbers), workers):
            started = [
                pool.submit(run, centre, plan, seed, number, advance, keep_log=keep_logs)
                for number in numbers[first : first + workers]
            ]
            for each in started:
                yield each.result()
