"""``python -m benchmarks.simulation_bench.scaling DAYS``: seconds and peak memory of so many days of 100,000 contacts, as JSON."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.simulation_bench.centres import SLOTS, centre
from forecasting.simulation import simulate

DAYS = (1, 3, 10, 30, 100)
CONTACTS = 100_000


def rows() -> Iterator[dict[str, object]]:
    """Yield a row for each number of days, each in a process of its own so that its peak is its own."""
    for days in DAYS:
        words = [sys.executable, "-m", "benchmarks.simulation_bench.scaling", str(days)]
        done = subprocess.run(words, check=True, capture_output=True, text=True)  # noqa: S603  # our own module
        yield json.loads(done.stdout)


def measure(days: int) -> dict[str, object]:
    """Simulate one replication of *days* days and tell what it took."""
    small = centre(1000.0)
    simulate(small, 1)
    asked = centre(float(CONTACTS), days)
    began = time.process_time()
    found = simulate(asked, 1, seed=1)
    taken = time.process_time() - began
    offered = int(found.offered.sum())
    return {
        "contacts": offered,
        "days": days,
        "slots": SLOTS * days,
        "seconds": round(taken, 3),
        "seconds a million": round(taken / offered * 1e6, 3),
        "peak of the process, MB": peak_megabytes(),
        "answered": float(np.round(found.answered.sum() / offered, 4)),
    }


def peak_megabytes() -> int:
    """Return the most memory that this process has held; where only the older counter is there, its parent's counts, too."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(each for each in status.read_text(encoding="ascii").splitlines() if each.startswith("VmHWM"))
        return round(int(line.split()[1]) / 1024)
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
