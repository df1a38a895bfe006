"""Compiles what rosters and simulations need, so that nobody waits for it later: ``python -m api.compiling``.

Compiled code is kept on disk, for all later processes of this installation. Where it is there already this takes about two
seconds, else some ten. ``make setup`` does so once; the demo does so in a process beside its own while it reads.
"""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from forecasting.simulation import Centre, Person, Stream, simulate
from forecasting.site import ALL_DAY, OpeningHours
from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, AgentId, Bounds, Contract, Team
from scheduler.demand import Demand
from scheduler.fairness import Burden
from scheduler.instance import Instance
from scheduler.objective.aims import Aims
from scheduler.rules.law import law_pack
from scheduler.shifts import BreakPlan, BreakWindow, DayPart, ShiftKind
from scheduler.solution import Limits
from scheduler.solve import solve

MONDAY = date(2024, 1, 1)
DAYS = 7
WORK = 0.1  # a few turns of everybody


@contextmanager
def compiling_beside() -> Iterator[subprocess.Popen[bytes]]:
    """Compile in a process of its own while the block runs; nobody waits for it, and what goes wrong in it is of no matter."""
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen([sys.executable, "-m", "api.compiling"], stdin=nowhere, stdout=nowhere, stderr=nowhere)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def compile_everything() -> None:
    """Roster a few people for a week and simulate an hour, which calls whatever is compiled; what a site needs first comes first."""
    _roster({Burden.NIGHTS: 100})
    calls = Stream("calls", np.full(4, 5.0), np.full(4, 60.0), patience_seconds=90.0)
    simulate(Centre((calls,), (Person("a", {"calls": 1}, ((0.0, 3600.0),)),)), 1)
    _roster({})  # people among whom nothing is shared take whole rounds of turns in compiled code


def _roster(shares: Mapping[Burden, int]) -> None:
    small = _centre()
    solve(small, law_pack("china"), Limits(30.0, 1, 1, WORK), objective=Aims(shares=shares).objective(small))


def _centre() -> Instance:
    """Return a team of four who answer calls early and at night."""
    breaks = BreakPlan((BreakWindow(60, 180, 300),))
    kinds = (
        ShiftKind("early", 7 * 60, 9 * 60, 540, breaks, DayPart.EARLY, 60),
        ShiftKind("night", 22 * 60, 22 * 60, 540, breaks, DayPart.NIGHT, 60),
    )
    contract = Contract("full-time", ("early", "night"), Bounds(None, 2400))
    grid = TimeGrid(ZoneInfo("UTC"), MONDAY, DAYS)
    team = Team("care", ("care",), OpeningHours((ALL_DAY,) * 7, ALL_DAY))
    people = tuple(Agent(AgentId(f"p{number}"), f"Person {number}", team.name, contract) for number in range(4))
    return Instance(grid, (team,), kinds, people, Demand(grid, {team.name: np.ones(grid.n_slots)}))


if __name__ == "__main__":
    compile_everything()
