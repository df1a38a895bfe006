"""What the first simulation of a process waits for: compiling, or reading compiled code."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

CODE = """
import time
began = time.perf_counter()
from benchmarks.simulation_bench.centres import centre
from forecasting.simulation import simulate
imported = time.perf_counter()
asked = centre(1000.0)
simulate(asked, 1)
first = time.perf_counter()
simulate(asked, 1)
print(imported - began, first - imported - (time.perf_counter() - first))
"""


def rows() -> Iterator[dict[str, object]]:
    """Yield seconds of two processes, one after the other, that begin without any compiled code."""
    with tempfile.TemporaryDirectory() as folder:
        for what in ("first process ever: compiles", "every later process: reads compiled code"):
            told = {**os.environ, "NUMBA_CACHE_DIR": folder}
            words = [sys.executable, "-c", CODE]
            done = subprocess.run(words, env=told, check=True, capture_output=True, text=True)  # noqa: S603  # our own words
            imported, first = map(float, done.stdout.split())
            yield {"what": what, "imports, seconds": round(imported, 2), "first simulation, seconds": round(first, 2)}
