"""Fits many queues, one after the other or in several processes."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from forecasting.calendar import EventCalendar
from forecasting.models.days import DayTable
from forecasting.models.design import Designer
from forecasting.models.linear_algebra import on_one_thread
from forecasting.models.queue import QueueModel, fit_queue
from forecasting.site import OpeningHours

SHARES_A_WORKER = 4  # so that nobody waits long for the slowest


@dataclass(frozen=True, slots=True)
class Job:
    """One queue to fit; *opening* and *calendar* say when contacts can come."""

    name: str
    table: DayTable
    opening: OpeningHours
    otherwise_aht_seconds: float
    calendar: EventCalendar


def fit_queues(jobs: Sequence[Job], workers: int) -> dict[str, QueueModel]:
    """Return the fitted queues by name, in the order of *jobs*.

    With more than one of *workers* each is a fresh process, so a script has to guard its main part by
    ``if __name__ == "__main__"``.
    """
    if workers <= 1 or len(jobs) <= 1:
        return _fit_share(jobs)
    length = max(1, -(-len(jobs) // (workers * SHARES_A_WORKER)))
    shares = [jobs[first : first + length] for first in range(0, len(jobs), length)]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(_fit_share, shares))
    return {name: model for share in found for name, model in share.items()}


def _fit_share(jobs: Sequence[Job]) -> dict[str, QueueModel]:
    designers: dict[int, Designer] = {id(job.calendar): Designer(job.calendar) for job in jobs}  # queues share theirs
    with on_one_thread():
        return {
            job.name: fit_queue(job.table, designers[id(job.calendar)], job.opening, job.otherwise_aht_seconds)
            for job in jobs
        }
