"""``python -m benchmarks.rostering sites --sites N --on processes|dask|both``: many small sites side by side.

Each site is a made centre of its own size and seed, solved with one core within a limit of work, so that its roster is the
same wherever it is made. ``both`` solves all of them in local processes and on a local cluster of dask.distributed, which
is in the environment of the benchmarks and no part of the product, and fails where a roster differs.
"""

import argparse
import hashlib
import json
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from time import monotonic

from benchmarks.forecast_bench.environment import with_packages
from benchmarks.rostering.made import made_centre
from scheduler.checking import check_roster, is_lawful
from scheduler.rules.law import law_pack
from scheduler.sites import Answer, Question, solve_all
from scheduler.solution import Limits

PLACES = ("processes", "dask")
LEAST_PEOPLE, SIZES = 4, 5  # people of a site: so many, up to four more
LONGEST_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Row:
    """One run of all sites; *rosters* are digests by site, *lawful* how many of them keep every rule."""

    place: str
    sites: int
    workers: int
    lawful: int
    objective: float
    seconds: float
    rosters: dict[str, str]


def questions_of(sites: int, days: int, work: float) -> list[Question]:
    """Return *sites* questions, each with people and a need of its own."""
    limits = Limits(LONGEST_SECONDS, workers=1, seed=1, work=work)
    return [
        Question(f"site {number}", made_centre(LEAST_PEOPLE + number % SIZES, days, number), law_pack("china"), limits)
        for number in range(1, sites + 1)
    ]


@contextmanager
def executor_on(place: str, workers: int) -> Iterator[Executor]:
    """Yield an executor of *workers* processes, those of this machine or of a cluster on it."""
    if place == "processes":
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
            yield pool
        return
    distributed = import_module("distributed")
    with (
        distributed.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client.get_executor(pure=False)


def measured(place: str, questions: Sequence[Question], workers: int) -> Row:
    """Solve *questions* on *place* and check what comes of it."""
    began = monotonic()
    with executor_on(place, workers) as executor:
        answers = solve_all(questions, executor)
    seconds = round(monotonic() - began, 1)
    lawful = sum(_is_lawful(question, answer) for question, answer in zip(questions, answers, strict=True))
    points = sum(answer.result.objective or 0.0 for answer in answers if answer.result is not None)
    return Row(place, len(questions), workers, lawful, points, seconds, {each.name: _digest(each) for each in answers})


def _is_lawful(question: Question, answer: Answer) -> bool:
    roster = None if answer.result is None else answer.result.roster
    return roster is not None and is_lawful(check_roster(roster, question.instance, question.rules))


def _digest(answer: Answer) -> str:
    """Return a digest of every shift and break of the roster; what went wrong where there is none."""
    if answer.result is None:
        return repr(answer.error)
    return hashlib.sha256(repr(answer.result.roster).encode()).hexdigest()


def main(arguments: Sequence[str]) -> None:
    """Measure, print, and fail where two places have different rosters."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rostering sites", description=__doc__)
    parser.add_argument("--sites", type=int, default=50)
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--work", type=float, default=0.02, help="work of each site, about seconds")
    parser.add_argument("--on", choices=(*PLACES, "both"), default="processes")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--json", type=Path, help="file to write the rows to")
    options = parser.parse_args(arguments)
    places = PLACES if options.on == "both" else (options.on,)
    if "dask" in places:
        with_packages(["distributed"])
    questions = questions_of(options.sites, options.days, options.work)
    rows = [measured(place, questions, options.workers) for place in places]
    for row in rows:
        print(f"{row.place}: {row.sites} sites, {row.lawful} lawful, {row.objective:,.2f} points, {row.seconds} s")
    if options.json is not None:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")
    unlike = [name for name, digest in rows[0].rosters.items() if any(row.rosters[name] != digest for row in rows[1:])]
    if unlike:
        raise SystemExit(f"rosters differ: {', '.join(unlike)}")
    if len(rows) > 1:
        print(f"the rosters of all {len(questions)} sites are equal")
