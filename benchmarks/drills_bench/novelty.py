"""How unlike each other drawn scenarios are.

A year's scenarios are chosen in four ways from the same draws: the first ones (plain seeds), those nearest to the points
of a Latin hypercube and of a Sobol sequence over template, level and figures, and greedy maximin. Told is the least
distance of any two, where 0 is twice the same: the look-alike that players would notice.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.stats import qmc

from benchmarks.simulation import Rows, show
from drills.roles import Form
from drills.scenario.catalogue import Catalogue, catalogue
from drills.scenario.frozen import Scenario
from drills.scenario.novelty import CANDIDATES, least_distance, novel_series, sub_seed
from drills.scenario.streams import Stream

FIGURES = 4  # of a scenario that are coordinates, besides template and level
Points = npt.NDArray[np.float64]


def main(words: Sequence[str]) -> None:
    """Choose several series in each way and print their least distances."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drills novelty", description=__doc__)
    parser.add_argument("--series", type=int, default=10, help="how many series")
    parser.add_argument("--scenarios", type=int, default=12, help="scenarios of a series")
    parser.add_argument("--candidates", type=int, default=CANDIDATES, help="draws for each of them")
    parser.add_argument("--json", type=Path, help="file to write the table's rows to")
    options = parser.parse_args(words)
    known = catalogue()
    found = [_least_distances(known, seed, options.scenarios, options.candidates) for seed in range(options.series)]
    rows: Rows = [
        {
            "chosen by": way,
            "least distance": round(float(np.mean([series[way] for series in found])), 2),
            "in the worst series": round(min(series[way] for series in found), 2),
        }
        for way in found[0]
    ]
    title = f"{options.series} series of {options.scenarios} scenarios, {options.candidates} draws for each: least distance of any two"
    show(title, rows)
    if options.json is not None:
        options.json.write_text(json.dumps({title: rows}, indent=1) + "\n", encoding="utf-8")


def _least_distances(known: Catalogue, seed: int, count: int, candidates: int) -> dict[str, float]:
    drawn = {
        number: _draw(known, number)
        for number in (sub_seed(seed, place, index) for place in range(count) for index in range(candidates))
    }
    pool = list(drawn.values())
    where = np.array([_coordinates(scenario, known) for scenario in pool])
    cube = qmc.LatinHypercube(where.shape[1], rng=np.random.default_rng(seed)).random(count)
    sobol = qmc.Sobol(where.shape[1], rng=np.random.default_rng(seed)).random_base2(int(np.ceil(np.log2(count))))
    return {
        "plain seeds": least_distance([drawn[sub_seed(seed, place, 0)] for place in range(count)]),
        "Latin hypercube": least_distance(_nearest(pool, where, cube)),
        "Sobol sequence": least_distance(_nearest(pool, where, sobol[:count])),
        "greedy maximin": least_distance(list(novel_series(drawn.__getitem__, seed, count, candidates=candidates))),
    }


def _draw(known: Catalogue, seed: int) -> Scenario:
    offer = Stream(seed, "offer").pick([offer for offer in known.offers() if Form.FULL in offer.forms])
    return known.draw(offer.id, seed, Form.FULL)


def _coordinates(scenario: Scenario, known: Catalogue) -> list[float]:
    """Return where *scenario* lies in the unit cube: its template, its level, and its first figures in their ranges."""
    names = [offer.id for offer in known.offers()]
    figures = [
        (value.number - value.least) / max(1, value.most - value.least)
        for value in scenario.values
        if value.number is not None and value.least is not None and value.most is not None
    ]
    padded = [*figures[:FIGURES], *[0.5] * (FIGURES - len(figures))]
    return [(names.index(scenario.template) + 0.5) / len(names), (scenario.level - 0.5) / 4, *padded]


def _nearest(pool: Sequence[Scenario], where: Points, wanted: Points) -> list[Scenario]:
    """Return for each of the points *wanted* the scenario nearest to it that none before it has taken."""
    left = np.ones(len(pool), dtype=bool)
    chosen = []
    for point in wanted:
        apart = np.where(left, np.linalg.norm(where - point, axis=1), np.inf)
        index = int(apart.argmin())
        left[index] = False
        chosen.append(pool[index])
    return chosen
