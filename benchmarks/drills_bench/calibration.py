"""Chances told before a drill against rehearsals of it, by decile of the chance.

Each scenario is predicted, then rehearsed as often with other seeds, every rehearsal from a seed of its own with its people's
pace and luck drawn anew and read off the events that it tells. The second table has the same for times that nine in
ten rehearsals should not exceed, the third for the queues. The last one rehearses people who are not as assumed: how far predictions are off then.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.drills_bench.drawn import drawn
from benchmarks.drills_bench.simulation import setting_on
from benchmarks.simulation import Rows, show
from drills.scenario.frozen import Scenario, Standing
from drills.simulation import EventKind, Habits, RehearsedEvent, predict, rehearse

WITHIN = 0.05
FEWEST = 100  # rehearsals in which a clock ran; fewer say little
SOME = 12  # scenarios that stand for all where one takes long
AGENTS, HOURS = 60, 80  # of the centre; rehearsals of queues for each scenario
OTHER_SEEDS = 1_000_000  # where the seeds of rehearsals begin, far from those of predictions


class Pair(NamedTuple):
    """A chance that was *told*, what was *seen* in so many *rehearsals*, and the share that did not exceed the time told for nine in ten."""

    told: float
    seen: float
    rehearsals: int
    within_p90: float | None


def main(words: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drills calibration", description=__doc__)
    parser.add_argument("--rehearsals", type=int, default=500, help="rehearsals of each scenario")
    parser.add_argument("--seeds", type=int, default=1, help="scenarios of each template or combination and form")
    parser.add_argument("--json", type=Path, help="file to write the tables' rows to")
    options = parser.parse_args(words)
    scenarios = [scenario for _kind, scenario in drawn(options.seeds)]
    pairs = [
        pair for number, each in enumerate(scenarios) for pair in pairs_of(each, options.rehearsals, Habits(), number)
    ]
    tables: dict[str, Rows] = {
        f"chances told and seen, {len(scenarios)} scenarios, {options.rehearsals} rehearsals each": list(
            by_decile(pairs)
        ),
        "times told for nine rehearsals in ten": list(times(pairs)),
        "hours of the incident within what was told of its queues": list(_hours(scenarios)),
        "people who are not as assumed": list(_others(scenarios, options.rehearsals)),
    }
    for title, rows in tables.items():
        show(title, rows)
    if options.json is not None:
        options.json.write_text(json.dumps(tables, indent=1) + "\n", encoding="utf-8")


def pairs_of(scenario: Scenario, rehearsals: int, habits: Habits, seed: int) -> Iterator[Pair]:
    """Yield a pair for each expectation of *scenario* whose clock runs out within the drill often enough.

    Predicted are people as assumed, from *seed*; rehearsed are people as *habits* says.
    """
    told = predict(scenario, replications=rehearsals, seed=seed)
    seeds = range(OTHER_SEEDS * (seed + 1), OTHER_SEEDS * (seed + 1) + rehearsals)
    runs = [_seen(scenario, rehearse(scenario, other, habits=habits)) for other in seeds]
    for task in told.tasks:
        minutes = np.array([run[task.id] for run in runs if task.id in run])
        if task.met is None or task.standing is not Standing.OBSERVED or len(minutes) < FEWEST:
            continue
        took, right = minutes[:, 0], minutes[:, 1] > 0
        p90 = task.response_minutes.p90
        within = None if p90 is None else float((took <= p90 + 1 / 60).mean())
        yield Pair(task.met, float((right & (took <= task.within_minutes)).mean()), len(minutes), within)


def _seen(scenario: Scenario, events: Iterable[RehearsedEvent]) -> dict[str, tuple[float, float]]:
    """Return by expectation whose clock started the minutes until it was done (infinite: not) and whether it was judged met."""
    given = {event.of: event.second for event in events if event.kind is EventKind.INJECT}
    done = {event.of: event for event in events if event.kind is EventKind.DONE}
    found = {}
    for item in scenario.expectations:
        if item.clock.basis not in given:
            continue
        began = given[item.clock.basis]
        if began + 60 * item.clock.within_minutes > 60 * scenario.minutes:
            continue
        event = done.get(item.id)
        in_time = event is not None and bool(event.in_time)
        minutes = np.inf if event is None else (event.second - began) / 60
        minutes = min(minutes, item.clock.within_minutes) if in_time else minutes  # seconds are rounded
        found[item.id] = minutes, float(event is not None and bool(event.right))
    return found


def by_decile(pairs: Sequence[Pair]) -> Iterator[dict[str, object]]:
    """Yield a row for each tenth of chances told, with the difference to what was seen."""
    for tenth in range(10):
        inside = [pair for pair in pairs if tenth <= min(10 * pair.told, 9.999) < tenth + 1]
        if not inside:
            continue
        told, seen = (float(np.mean([pair[at] for pair in inside])) for at in (0, 1))
        yield {
            "chance": f"{tenth / 10:.1f}-{(tenth + 1) / 10:.1f}",
            "expectations": len(inside),
            "rehearsed clocks": sum(pair.rehearsals for pair in inside),
            "told": told,
            "seen": seen,
            "difference": seen - told,
            "worst single": float(max((pair.seen - pair.told for pair in inside), key=abs)),
            "within ±0.05": "yes" if abs(seen - told) <= WITHIN else "NO",
        }


def times(pairs: Sequence[Pair]) -> Iterator[dict[str, object]]:
    """Yield how many rehearsals kept the time told for nine in ten."""
    known = [pair.within_p90 for pair in pairs if pair.within_p90 is not None]
    yield {
        "expectations": len(known),
        "should keep it": 0.9,
        "kept it": float(np.mean(known)),
        "least": min(known),
        "most": max(known),
    }


def _hours(scenarios: Sequence[Scenario]) -> Iterator[dict[str, object]]:
    """Yield how many rehearsals of other seeds lie between the quantiles told, which should hold eight in ten."""
    setting = setting_on(AGENTS)
    inside: dict[str, list[bool]] = {"service_level": [], "left_share": []}
    for number, scenario in enumerate(scenarios[:: max(len(scenarios) // SOME, 1)]):
        told = predict(scenario, setting, service_replications=200, seed=7 * number).queues[0].whole
        for other in range(HOURS):
            seed = OTHER_SEEDS * (number + 1) + other
            seen = predict(scenario, setting, replications=1, service_replications=1, seed=seed).queues[0].whole
            for name, found in inside.items():
                band, value = getattr(told, name), getattr(seen, name).mean
                found.append(band.p10 <= value <= band.p90)
    for name, found in inside.items():
        yield {"what": name, "rehearsals": len(found), "should lie within": 0.8, "lie within": float(np.mean(found))}


def _others(scenarios: Sequence[Scenario], rehearsals: int) -> Iterator[dict[str, object]]:
    usual = Habits()
    cases = {
        "as assumed": usual,
        "a fifth slower": replace(usual, pace={level: 1.2 * pace for level, pace in usual.pace.items()}),
        "a fifth faster": replace(usual, pace={level: 0.8 * pace for level, pace in usual.pace.items()}),
        "twice as many slips": replace(usual, slips={level: 2 * slips for level, slips in usual.slips.items()}),
        "twice as different from each other": replace(usual, pace_spread=2 * usual.pace_spread),
        "not held up by the floor": replace(usual, floor_attention=0.0),
    }
    some = scenarios[:: max(len(scenarios) // SOME, 1)]
    for name, habits in cases.items():
        pairs = [pair for number, each in enumerate(some) for pair in pairs_of(each, rehearsals // 2, habits, number)]
        yield {
            "people": name,
            "told": float(np.mean([pair.told for pair in pairs])),
            "seen": float(np.mean([pair.seen for pair in pairs])),
            "difference": float(np.mean([pair.seen - pair.told for pair in pairs])),
        }
