"""How soon there is a lawful roster: ``python -m benchmarks.rostering first --agents 120``.

Each question is asked in a new process, and its first lawful roster ends it. ``made`` is a centre of so many people for four
weeks under the Chinese law pack, ``crowd`` the made-up crowd of the same size with wishes and shared burdens, ``demo`` the
site that ``watchbill demo`` plans (120 people), from its exports on. Printed are the seconds from the start of the solve and
from the start of the process, until a roster has passed every check. Each is asked twice and the second time counts: by then all of its
code is compiled and kept. ``--cold`` asks once, with no compiled code at all, as the first run after an installation does.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from rich.console import Console
from rich.table import Table

from api.demo import write_demo_centre
from api.demo.centre import FIRST_DAY
from api.usecases.plan import Order, plan_site
from benchmarks.rostering.crowd import crowd_of
from benchmarks.rostering.made import made_centre
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.law import law_pack
from scheduler.solution import Limits, Progress
from scheduler.solve import solve

DAYS = 28
DEMO_AGENTS = 120
ALONE = Path(__file__).parents[2]


@dataclass
class Clock:
    """Notes when the solve began and when the first lawful roster came, and asks for an end then."""

    solving: float | None = None
    found: float | None = None
    points: float | None = None

    def __call__(self, progress: Progress, /) -> bool:
        """Take news of the solve; it began when it first told of itself."""
        if self.solving is None and progress.seconds_left is not None:
            self.solving = monotonic() - progress.seconds
        return self.found is None

    def lawful(self, _roster: Roster, points: float) -> None:
        """Take news of a lawful roster."""
        if self.found is None:
            self.found, self.points = monotonic(), points

    def kept(self, roster: Roster, _instance: Instance) -> None:
        """Do so where nobody says what it costs."""
        self.lawful(roster, 0.0)


@dataclass(frozen=True, slots=True)
class FirstRow:
    """Seconds to the first lawful roster of *what*, None where there was none in time; *points* are None where not told."""

    what: str
    agents: int
    cold: bool
    points: float | None
    solve_seconds: float | None
    process_seconds: float | None


def ask_made(agents: int, seed: int, limits: Limits, clock: Clock) -> None:
    """Ask for the made-up centre."""
    instance = made_centre(agents, DAYS, seed)
    solve(instance, law_pack("china"), limits, clock, found=clock.lawful, relax=False)


def ask_crowd(agents: int, seed: int, limits: Limits, clock: Clock) -> None:
    """Ask for the made-up crowd."""
    instance, aims = crowd_of(agents, DAYS, seed)
    solve(instance, law_pack("china"), limits, clock, aims, found=clock.lawful, relax=False)


def ask_demo(_agents: int, seed: int, limits: Limits, clock: Clock) -> None:
    """Plan the demo site."""
    with TemporaryDirectory() as folder:
        centre = write_demo_centre(Path(folder), seed, FIRST_DAY, DAYS)
        order = Order(
            centre.site,
            (centre.history,),
            FIRST_DAY,
            DAYS,
            limits,
            lambda options: options,
            None,
            seed,
            keep=clock.kept,
        )
        plan_site(order, clock)


QUESTIONS: Mapping[str, Callable[[int, int, Limits, Clock], None]] = {
    "made": ask_made,
    "crowd": ask_crowd,
    "demo": ask_demo,
}


def measured(what: str, agents: int, seed: int, limits: Limits, *, cold: bool = False) -> FirstRow:
    """Ask *what* in a process of its own."""
    words = [what, str(agents), str(seed), str(limits.seconds), str(limits.workers)]
    with TemporaryDirectory() as folder:
        of_its_own = {"NUMBA_CACHE_DIR": folder} if cold else {}
        if not cold:
            _asked(words, of_its_own)
        began = monotonic()
        solving, found, points = _asked(words, of_its_own)
    people = DEMO_AGENTS if what == "demo" else agents
    if found is None or solving is None:
        return FirstRow(what, people, cold, None, None, None)
    return FirstRow(what, people, cold, points or None, round(found - solving, 2), round(found - began, 2))


def _asked(words: Sequence[str], variables: Mapping[str, str]) -> tuple[float | None, float | None, float | None]:
    """Return when the solve began, when the first lawful roster came and its points, as a new process tells them."""
    asked = [sys.executable, "-m", "benchmarks.rostering.first", "--inside", *words]
    done = subprocess.run(  # noqa: S603 (its own name and numbers)
        asked, cwd=ALONE, env={**os.environ, **variables}, check=True, capture_output=True, text=True
    )
    solving, found, points = json.loads(done.stdout.splitlines()[-1])
    return solving, found, points


def _inside(words: Sequence[str]) -> None:
    what, agents, seed, seconds, workers = words
    clock = Clock()
    QUESTIONS[what](int(agents), int(seed), Limits(float(seconds), int(workers), int(seed)), clock)
    sys.stdout.write(json.dumps([clock.solving, clock.found, clock.points]) + "\n")


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    if arguments and arguments[0] == "--inside":
        _inside(arguments[1:])
        return
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rostering first", description=__doc__)
    parser.add_argument("--agents", type=int, default=DEMO_AGENTS)
    parser.add_argument("--what", choices=tuple(QUESTIONS), nargs="+", default=list(QUESTIONS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=120.0, help="when to give up")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--cold", action="store_true", help="begin with no compiled code")
    parser.add_argument("--json", type=Path, help="file to write the rows to")
    options = parser.parse_args(arguments)
    limits = Limits(options.seconds, options.workers, options.seed)
    rows = [measured(what, options.agents, options.seed, limits, cold=options.cold) for what in options.what]
    table = Table("what", "agents", "compiled before", "s from the solve on", "s from the process on", "points")
    for row in rows:
        figures = [row.solve_seconds, row.process_seconds, row.points]
        shown = ["-" if each is None else f"{each:,.2f}" for each in figures]
        table.add_row(row.what, str(row.agents), "no" if row.cold else "yes", *shown)
    Console(width=120).print(table)
    if options.json is not None:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
