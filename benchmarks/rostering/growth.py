"""What more people cost: ``python -m benchmarks.rostering growth --agents 250 500 1000 2000 --json FILE``.

Crowds of each size (see ``crowd``) are solved one after the other, each in a process of its own, within a time in proportion
to the number of people; a solve ends sooner where nothing is left to prove. Printed are the seconds, the gap and the memory of
each, and the power of the number of people that the seconds grow with from the first size to the last: 1 is in proportion.
``plots --growth FILE`` draws them.
"""

import argparse
import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from math import log
from multiprocessing import get_context
from pathlib import Path

from benchmarks.rostering.crowd import measured
from scheduler.solution import Limits

LEAST_SECONDS = 20.0
MEGABYTES = 1024  # of a gigabyte


@dataclass(frozen=True, slots=True)
class GrowthRow:
    """One size: *seconds* of the whole solve, *peak_mb* of its process."""

    agents: int
    days: int
    seed: int
    status: str
    objective: float | None
    bound: float | None
    gap: float | None
    lawful: bool
    seconds: float
    checking_seconds: float
    peak_mb: int


def row_of(agents: int, days: int, seed: int, limits: Limits) -> GrowthRow:
    """Measure one size."""
    row = measured(agents, days, seed, limits)
    return GrowthRow(
        row.agents,
        row.days,
        row.seed,
        row.status,
        row.objective,
        row.bound,
        row.gap,
        row.lawful,
        row.seconds,
        row.checking_seconds,
        round(row.gigabytes * MEGABYTES),
    )


def power(rows: Sequence[GrowthRow]) -> float | None:
    """Return the power of people with which seconds grow from the first of *rows* to the last; None where they are of one size."""
    first, last = rows[0], rows[-1]
    if first.agents == last.agents:
        return None
    return log(last.seconds / first.seconds) / log(last.agents / first.agents)


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rostering growth", description=__doc__)
    parser.add_argument("--agents", type=int, nargs="+", default=[250, 500, 1000, 2000], help="sizes of the crowd")
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds-a-person", type=float, default=0.03, help="wall time of a solve by person")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path, help="file to write the rows to")
    options = parser.parse_args(arguments)
    rows: list[GrowthRow] = []
    for agents in options.agents:
        limits = Limits(max(LEAST_SECONDS, options.seconds_a_person * agents), options.workers, options.seed)
        with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
            row = pool.submit(row_of, agents, options.days, options.seed, limits).result()
        rows.append(row)
        gap = "-" if row.gap is None else f"{row.gap:.2%}"
        print(f"{agents} agents: {row.seconds} s, gap {gap}, {row.peak_mb} MB, lawful {'yes' if row.lawful else 'NO'}")
        if options.json is not None:
            options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")
    grown = power(rows)
    if grown is not None:
        print(f"seconds grow with the power {grown:.2f} of the number of people")
