"""The same slots and target, solved by pyworkforce and by us in one run."""

import importlib
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version

import numpy as np
import numpy.typing as npt

from forecasting.site import Queue, ServiceTarget
from forecasting.staffing import least_agents

SLOTS = 4032  # six weeks of quarter hours
AHT_SECONDS, SLOT_SECONDS, SHARE, WITHIN_SECONDS = 180.0, 900.0, 0.80, 20.0
QUEUE = Queue("phone", target=ServiceTarget(SHARE, WITHIN_SECONDS), max_occupancy=1.0)


def rows(runs: int) -> Iterator[dict[str, object]]:
    """Yield a row for each size of centre: seconds of both, and whether the answers are the same."""
    random = np.random.default_rng(1)
    for most in (30, 100, 300, 1000):
        calls = np.ceil(random.uniform(0.05, 1.0, SLOTS) * most * SLOT_SECONDS / AHT_SECONDS)
        theirs, their_seconds = timed(lambda calls=calls: _pyworkforce(calls), 1)  # type: ignore[misc]  # bound now
        ours, our_seconds = timed(lambda calls=calls: _ours(calls), runs)  # type: ignore[misc]  # bound now
        yield {
            "what": f"{SLOTS} slots up to {most} erlangs, 80% in 20 s",
            "watchbill s": round(our_seconds, 4),
            f"pyworkforce {version('pyworkforce')} s": round(their_seconds, 3),
            "times faster": round(their_seconds / our_seconds, 1),
            "same answers": f"{float((theirs == ours).mean()):.2%}",
        }


def timed(work: Callable[[], npt.NDArray[np.float64]], runs: int) -> tuple[npt.NDArray[np.float64], float]:
    """Return what *work* answers and the least processor time of *runs*: another program may be busy beside it."""
    taken = []
    for _run in range(runs):
        began = time.process_time()
        answer = work()
        taken.append(time.process_time() - began)
    return answer, min(taken)


def _ours(calls: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return least_agents(QUEUE, calls * AHT_SECONDS / SLOT_SECONDS, AHT_SECONDS).agents


def _pyworkforce(calls: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    erlang_c = importlib.import_module("pyworkforce.queuing").ErlangC  # only where the programs to compare with are
    minute = 60.0
    found = []
    for count in calls:
        erlang = erlang_c(
            transactions=count,
            asa=WITHIN_SECONDS / minute,
            aht=AHT_SECONDS / minute,
            interval=int(SLOT_SECONDS / minute),
        )
        found.append(erlang.required_positions(service_level=SHARE, max_occupancy=1.0)["raw_positions"])
    return np.array(found, float)
