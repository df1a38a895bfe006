"""``python -m benchmarks.rostering made``: a centre of two- and three-shift people under the Chinese law pack, of any size."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from benchmarks.rostering.rows import measured, told
from forecasting.site import ALL_DAY, OpeningHours
from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, AgentId, Bounds, Contract, Team
from scheduler.demand import Demand
from scheduler.instance import Instance
from scheduler.rules.law import law_pack
from scheduler.shifts import BreakPlan, BreakWindow, DayPart, ShiftKind
from scheduler.solution import Limits

MONDAY = date(2026, 11, 2)
ROUND_THE_CLOCK = OpeningHours((ALL_DAY,) * 7, ALL_DAY)
BREAKS = BreakPlan((BreakWindow(60, 180, 300), BreakWindow(15, 390, 450, paid=True)), least_gap=60)


def made_centre(agents: int, days: int, seed: int) -> Instance:
    """Return a centre whose need is that of *agents*: two thirds work two shifts, a third nights too."""
    grid = TimeGrid(ZoneInfo("Asia/Shanghai"), MONDAY, days)
    kinds = (
        ShiftKind("early", 7 * 60, 10 * 60, 540, BREAKS, DayPart.EARLY, 30),
        ShiftKind("late", 13 * 60, 15 * 60, 540, BREAKS, DayPart.LATE, 30),
        ShiftKind("night", 22 * 60, 23 * 60, 540, BREAKS, DayPart.NIGHT, 30),
    )
    weekly = round(5 * 480 * days / 7)
    two = Contract("two shifts", ("early", "late"), Bounds(weekly - 480, weekly))
    three = Contract("three shifts", ("early", "late", "night"), Bounds(weekly - 480, weekly))
    people = tuple(
        Agent(AgentId(f"a{number:03d}"), f"Agent {number}", "care", three if number % 3 == 0 else two)
        for number in range(agents)
    )
    return Instance(
        grid,
        (Team("care", ("calls",), ROUND_THE_CLOCK),),
        kinds,
        people,
        Demand(grid, {"care": made_need(grid, agents, seed)}),
    )


def made_need(grid: TimeGrid, agents: int, seed: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return a need by slot that swings over the day and adds up to what *agents* can work."""
    random = np.random.default_rng(seed)
    need = np.zeros(grid.n_slots)
    for day in grid.dates():
        slots = grid.slots_of(day)
        hour = np.linspace(0, 24, len(slots), endpoint=False)
        swing = 0.15 + np.exp(-(((hour - 11) / 3) ** 2)) + 0.8 * np.exp(-(((hour - 19) / 2.5) ** 2))
        need[slots.start : slots.stop] = swing * random.normal(1.0, 0.05, len(slots))
    slots_worked = agents * 5 * grid.days / 7 * 480 / grid.slot_minutes
    need[: grid.slot_at(grid.first_day, 7 * 60)] = 0  # the night before belongs to nobody
    scaled: np.ndarray[tuple[int], np.dtype[np.float64]] = need * slots_worked / need.sum()
    return scaled


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rostering made", description=__doc__)
    parser.add_argument("--agents", type=int, nargs="+", default=[6, 24, 60], help="sizes of the centre")
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--seconds", type=float, default=20.0, help="wall time of a solve")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="file to write the rows to")
    options = parser.parse_args(arguments)
    limits = Limits(options.seconds, options.workers, options.seed)
    rows = [
        measured("made", made_centre(agents, options.days, options.seed), law_pack("china"), limits)
        for agents in options.agents
    ]
    told(rows, options.json)
