"""The cost of a drill told here and that by which windows are ranked: two programs, one definition."""

from datetime import timedelta

import pytest

from benchmarks.drills_bench.floors import made_floor
from benchmarks.drills_bench.simulation import setting_on
from drills.availability import Availability
from drills.drill import Window
from drills.simulation import live_cost
from drills.windows.estimated import teams_of
from drills.windows.simulated import LiveReplay, PeopleAway

AGENTS, MINUTES, HOUR, REPLICATIONS = 40, 60, 10, 150


def test_the_predicted_cost_of_a_drill_is_that_of_its_window() -> None:
    made, floor = made_floor(AGENTS, 1), setting_on(AGENTS).floor
    grid = made.instance.grid
    first = grid.slot_at(grid.first_day, HOUR * 60)
    end = first + MINUTES // grid.slot_minutes
    away = Availability.of(made.roster, made.instance).free(first, end)[:3]
    replay = LiveReplay(made.live, teams_of(made.live, made.instance), timedelta(minutes=30), REPLICATIONS)
    window = Window(grid.instant(first), grid.instant(end), grid.zone)
    ranked = replay.verdicts([PeopleAway(window, {agent.id: agent.team for agent in away})])[0].cost
    told = live_cost(floor, first, MINUTES, [agent.id for agent in away], REPLICATIONS).everything
    assert told.points_lost == pytest.approx(ranked.points, rel=0.15, abs=0.3)
    assert told.points_lost_p10 == pytest.approx(ranked.points_p10, rel=0.2, abs=0.5)
    assert told.extra_left == pytest.approx(ranked.abandoned, rel=0.2, abs=0.5)
