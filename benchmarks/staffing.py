"""``python -m benchmarks.staffing``: how fast the people needed are worked out, and how exact Erlang's formulas stay."""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

import numpy as np
from rich.console import Console
from rich.table import Table

from forecasting.site import Queue, ServiceTarget
from forecasting.staffing import erlang_b, least_agents
from forecasting.timegrid import TimeGrid

QUEUES = {
    "Erlang C, phone 80% in 20 s": Queue("phone"),
    "Erlang A, patience 90 s": Queue("phone", patience_seconds=90.0),
    "Erlang A, chat, 3 at once": Queue("chat", target=ServiceTarget(0.85, 60), patience_seconds=180.0, concurrency=3.0),
}


def seconds_of(work: Callable[[], object], runs: int) -> float:
    """Return the median wall time of *work*."""
    taken = []
    for _run in range(runs):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return median(taken)


def slot_by_slot(queue: Queue, loads: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[float]:
    """Answer one slot after the other, counting up by the textbook recursion: what most spreadsheets do."""
    return [_counted_up(queue, float(load)) for load in loads]


def _counted_up(queue: Queue, load: float) -> float:
    blocked, agents = 1.0, 0
    while True:
        agents += 1
        blocked = load * blocked / (agents + load * blocked)
        if agents <= load:
            continue
        waits = agents * blocked / (agents - load * (1.0 - blocked))
        late = waits * np.exp(-(agents - load) * queue.target.within_seconds / queue.aht_seconds)
        if 1.0 - late >= queue.target.share and load / agents <= queue.max_occupancy:
            return float(agents)


def rows(runs: int) -> Iterator[dict[str, object]]:
    """Yield one row a measurement."""
    random = np.random.default_rng(1)
    slots = TimeGrid(ZoneInfo("UTC"), date(2026, 11, 1), days=30).n_slots
    for size in (10.0, 1_000.0, 50_000.0):
        loads = random.uniform(0.1, 1.0, slots) * size
        for name, queue in QUEUES.items():
            taken = seconds_of(partial(least_agents, queue, loads, 300.0), runs)
            yield {"what": name, "erlangs up to": size, "slots": slots, "seconds": round(taken, 4)}
    loads = random.uniform(0.1, 1.0, slots) * 100
    queue = QUEUES["Erlang C, phone 80% in 20 s"]
    same = slot_by_slot(queue, loads) == least_agents(queue, loads, queue.aht_seconds).agents.tolist()
    taken = seconds_of(partial(slot_by_slot, queue, loads), runs)
    yield {
        "what": f"counting up, same answers: {same}",
        "erlangs up to": 100.0,
        "slots": slots,
        "seconds": round(taken, 4),
    }
    taken = seconds_of(partial(least_agents, queue, loads, queue.aht_seconds), runs)
    yield {"what": "bisection, same question", "erlangs up to": 100.0, "slots": slots, "seconds": round(taken, 4)}
    yield {
        "what": "Erlang B at 100,000 lines: relative error",
        "erlangs up to": 1e5,
        "slots": 1,
        "seconds": _error(100_000),
    }


def _error(lines: int) -> float:
    blocked = 1.0
    for line in range(1, lines + 1):
        blocked = lines * blocked / (line + lines * blocked)
    return float(abs(erlang_b(lines, lines) / blocked - 1.0))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="file to write the rows to")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    found = list(rows(options.runs))
    table = Table(*found[0], title="people needed")
    for row in found:
        table.add_row(*(f"{value:,.4g}" if isinstance(value, float) else str(value) for value in row.values()))
    Console().print(table)
    if options.json is not None:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
