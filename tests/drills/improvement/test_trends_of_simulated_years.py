"""Whole years of drills that simulated people play: trends find in them what was put there, and nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache

from drills.drill import Drill, Window
from drills.improvement import Trends, scored_drill, trends
from drills.improvement.trends import Direction
from drills.incidents import Family
from drills.planning import scenario_of
from drills.practice import Circumstances, rehearsed_run
from drills.roles import Form
from drills.scenario.catalogue import catalogue
from drills.simulation import Prediction, predict
from drills.simulation.habits import PACE, Habits
from tests.drills.practice.seated import seated

DAYS_APART = 25


@cache
def programme() -> tuple[tuple[Drill, Prediction], ...]:
    """Return fourteen drills of a year, two of each family, each with what was told of it before."""
    return tuple(_drills())


def _drills() -> Iterator[tuple[Drill, Prediction]]:
    known = catalogue(())
    for number, family in enumerate([*Family, *Family]):
        scenario = scenario_of(family, 100 + number, Form.TABLETOP, None, known.templates)
        drill, later = seated(scenario), timedelta(days=DAYS_APART * number)
        window = Window(drill.window.start + later, drill.window.end + later, drill.window.zone)
        yield replace(drill, id=f"D{number}", window=window), predict(scenario, replications=200)


def year(seed: int, first_pace: float = 1.0, last_pace: float = 1.0) -> Trends:
    """Return the trends of a year in which people's times go from *first_pace* to *last_pace* of what was predicted."""
    drills = programme()
    played = []
    for number, (drill, told) in enumerate(drills):
        pace = first_pace + (last_pace - first_pace) * number / (len(drills) - 1)
        habits = Habits(pace={level: factor * pace for level, factor in PACE.items()})
        circumstances = Circumstances(prediction=told, sheets=False)
        run = rehearsed_run(drill, 1000 * seed + number, habits=habits, circumstances=circumstances)
        played.append(scored_drill(run.log))
    return trends(played)


def test_people_who_are_as_predicted_are_neither_better_nor_worse_nor_changing() -> None:
    estimates = [
        trend.estimate
        for seed in range(4)
        for found in [year(seed)]
        for trend in (found.everything, *found.capabilities)
        if trend.estimate is not None
    ]
    assert len(estimates) > 35
    covered = sum(one.gain.low <= 0 <= one.gain.high for one in estimates)
    assert covered >= 0.8 * len(estimates)  # of intervals that are meant to hold nine times in ten
    assert sum(not 0.05 < one.rising < 0.95 for one in estimates) <= 0.1 * len(estimates)


def test_people_who_become_faster_show_a_rise_and_those_who_become_slower_a_fall() -> None:
    assert year(1, 1.3, 0.6).everything.course is Direction.RISING
    assert year(1, 0.6, 1.3).everything.course is Direction.FALLING


def test_faster_people_are_better_than_predicted() -> None:
    found = year(2, 0.6, 0.6).everything
    assert found.estimate is not None
    assert found.estimate.gain.low > 0
    assert found.expected is not None
    assert found.share is not None
    assert found.share.middle > found.expected
