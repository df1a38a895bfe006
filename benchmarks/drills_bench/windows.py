"""How fast the weeks ahead are searched for windows, how well the table foretells the simulation, and whether casts are the cheapest.

``python -m benchmarks.drills windows`` makes up centres of 120 and of 1,000 people with five weeks of shifts, ranks every window for a
drill of each form asked for, and simulates the best ten with their people. ``--quality`` compares what the table says of windows all
over the ranking with a simulation of them; ``--exact`` prices random casts against the one found.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.drills_bench.floors import MadeFloor, made_floor
from drills.cast import Needs, needs_of
from drills.incidents import Family
from drills.placement import Placement, Search
from drills.planning import scenario_of
from drills.roles import Form
from drills.timing import Timing
from drills.windows.confirmed import confirmed, people_away
from drills.windows.estimated import estimate_of, teams_of
from drills.windows.finder import Finder, starts_on
from drills.windows.network import Market
from drills.windows.simulated import LiveReplay
from forecasting.simulation.engine import engine

TIMING = Timing()
WEEKS, TOP, WORKERS = 5, 10, 2
LIMITS_SECONDS = {120: 10.0, 1000: 60.0}
SAMPLE = 40
Row = dict[str, object]


def main(words: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drills windows", description=__doc__)
    parser.add_argument("--agents", type=int, nargs="+", default=[120, 1000], help="sizes of the centres")
    parser.add_argument("--form", type=Form, nargs="+", default=[Form.TABLETOP], help="forms of the drill")
    parser.add_argument("--weeks", type=int, default=WEEKS, help="weeks of the roster")
    parser.add_argument("--seed", type=int, default=7, help="draws centre and drill")
    parser.add_argument("--quality", action="store_true", help="hold the table against simulation")
    parser.add_argument("--exact", action="store_true", help="hold casts against random ones")
    options = parser.parse_args(words)
    engine()  # compiled or read from disk before any time is taken
    rows: list[Row] = []
    for agents in options.agents:
        made = made_floor(agents, options.weeks, options.seed)
        for form in options.form:
            needs = needs_of(scenario_of(Family.SYSTEM_OUTAGE, options.seed, form))
            if options.quality:
                rows.append(quality(made, needs, agents))
            elif options.exact:
                rows.append(exactness(made, needs, agents, options.seed))
            else:
                rows.append(speed(made, needs, agents))
    show(rows)


def speed(made: MadeFloor, needs: Needs, agents: int) -> Row:
    """Return how long the parts of one search take, in seconds of wall clock and of processor."""
    clock = _Clock()
    finder = _finder(made, needs)
    clock.lap("table")
    search = finder.search()
    clock.lap("ranking")
    found = confirmed(search, finder, _replay(made), TOP)
    clock.lap("simulation")
    limit = LIMITS_SECONDS.get(agents)
    return {
        "agents": agents,
        "form": needs.form.value,
        "windows": len(search.placements) + len(search.refusals),
        "usable": len(search.placements),
        **{name: f"{seconds:.1f}" for name, seconds in clock.laps.items()},
        "seconds": f"{clock.seconds:.1f}",
        "processor": f"{clock.processor:.1f}",
        "allowed": "-" if limit is None else f"{limit:.0f}",
        "best, points": _best(found),
    }


def quality(made: MadeFloor, needs: Needs, agents: int) -> Row:
    """Return how the table's figures of windows all over the ranking agree with a simulation with their people."""
    finder = _finder(made, needs)
    ranked = finder.search().placements
    chosen = [ranked[place] for place in np.unique(np.linspace(0, len(ranked) - 1, SAMPLE).astype(int))]
    verdicts = _replay(made).verdicts([people_away(one) for one in chosen])
    table = np.array([one.cost.points for one in chosen if one.cost is not None])
    simulated = np.array([verdict.cost.points for verdict in verdicts])
    chances = [
        (one.cost.chance, verdict.cost.chance) for one, verdict in zip(chosen, verdicts, strict=True) if one.cost
    ]
    return {
        "agents": agents,
        "form": needs.form.value,
        "windows": len(chosen),
        "points, table": f"{table.mean():.2f}",
        "points, simulated": f"{simulated.mean():.2f}",
        "mean difference": f"{np.abs(table - simulated).mean():.2f}",
        "correlation": f"{np.corrcoef(table, simulated)[0, 1]:.2f}",
        "rank correlation": f"{np.corrcoef(_ranks(table), _ranks(simulated))[0, 1]:.2f}",
        "chance off by": f"{np.mean([abs(one - other) for one, other in chances]):.2f}",
        "refuted": sum(bool(verdict.below) for verdict in verdicts),
    }


def exactness(made: MadeFloor, needs: Needs, agents: int, seed: int) -> Row:
    """Return how the casts found compare with the cheapest of many random ones."""
    finder, random = _finder(made, needs), np.random.default_rng(seed)
    beaten, tried, gaps = 0, 0, []
    for first, placement in _placed(finder):
        taken = finder.bench(first, placement.window.local_start.date()).cast()
        if taken is None or tried == SAMPLE:
            break
        market = finder.bench(first, placement.window.local_start.date()).market()
        prices = [price for price in (random_price(market, random) for _try in range(500)) if price is not None]
        if prices:
            tried += 1
            beaten += min(prices) < taken.paid
            gaps.append((min(prices) - taken.paid) / 10_000_000)
    return {
        "agents": agents,
        "form": needs.form.value,
        "windows": tried,
        "beaten by a random cast": beaten,
        "best of 500 random casts, points above": f"{np.mean(gaps):.2f}" if gaps else "-",
    }


def random_price(market: Market, random: np.random.Generator) -> int | None:
    """Return the price of people drawn for the parts of *market*, None where teams or service do not let them go."""
    people: list[int] = []
    parts = [part for part, count in enumerate(market.wanted) for _place in range(count)]
    for part in parts:
        able = np.setdiff1d(np.flatnonzero(market.prices[:, part] >= 0), people)
        if not len(able):
            return None
        people.append(int(random.choice(able)))
    teams = np.bincount(market.team_of[people], minlength=len(market.steps))
    groups = np.bincount(market.group_of, weights=teams, minlength=len(market.group_steps)).astype(int)
    pairs = [*zip(market.steps, teams.tolist(), strict=True), *zip(market.group_steps, groups.tolist(), strict=True)]
    if any(len(steps) < away for steps, away in pairs):
        return None
    return int(sum(int(steps[:away].sum()) for steps, away in pairs) + market.prices[people, parts].sum())


def show(rows: Sequence[Row]) -> None:
    """Print *rows* as a table."""
    table = Table(*rows[0])
    for row in rows:
        table.add_row(*map(str, row.values()))
    Console(width=170).print(table)


class _Clock:
    """Wall and processor seconds since it was made."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._began, self._processor = time.perf_counter(), time.process_time()

    def lap(self, name: str) -> None:
        self.laps[name] = self.seconds - sum(self.laps.values())

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._began

    @property
    def processor(self) -> float:
        return time.process_time() - self._processor


def _finder(made: MadeFloor, needs: Needs) -> Finder:
    estimate = estimate_of(made.live, needs, made.instance, TIMING, WORKERS)
    return Finder(needs, made.roster, made.instance, TIMING, estimate=estimate)


def _replay(made: MadeFloor) -> LiveReplay:
    return LiveReplay(
        made.live, teams_of(made.live, made.instance), timedelta(minutes=TIMING.tail_minutes), workers=WORKERS
    )


def _placed(finder: Finder) -> Iterator[tuple[int, Placement]]:
    for day in finder.instance.grid.dates():
        for first in starts_on(day, finder.needs, finder.instance, finder.timing):
            found = finder.attempt(first, day)
            if isinstance(found, Placement):
                yield first, found


def _best(search: Search) -> str:
    cost = search.placements[0].cost if search.placements else None
    return "-" if cost is None else f"{cost.points:.2f}, one in ten {cost.points_p10:.2f}"


def _ranks(values: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.argsort(np.argsort(values))
