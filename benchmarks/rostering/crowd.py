"""Thousands of named people: ``python -m benchmarks.rostering crowd --agents N --days 28 --seed S --seconds N``.

The people are made up, the same for a seed. Half of them serve calls, three in ten chats, the others mails. Of each ten five
work early and late shifts, three nights as well, and two are part-timers with short shifts; every tenth lives on another
clock. Each has up to five days of leave on end, and on one day in ten a wish: to be off, or for a kind of shift. They are
held to the Chinese law pack, their hours to within a shift of the contract's. What is needed swings over day and week, adds
up to what the people can work, and is half theirs by day and a little at night. Printed are the objective, the bound that no
roster undercuts, the gap, when each stage began, and the greatest memory of the process.
"""

import argparse
import json
import resource
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo

import numpy as np

from forecasting.site import ALL_DAY, OpeningHours
from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, AgentId, Bounds, Contract, SkillLevel, Team
from scheduler.checking import check_roster, is_lawful
from scheduler.demand import Demand, Heads
from scheduler.instance import Instance
from scheduler.objective import Objective
from scheduler.objective.aims import Aims
from scheduler.objective.requests import OFF, Request
from scheduler.rules.law import law_pack
from scheduler.shifts import BreakPlan, BreakWindow, DayPart, ShiftKind
from scheduler.solution import Limits, Progress
from scheduler.solve import solve

MONDAY = date(2026, 11, 2)
HERE, THERE = ZoneInfo("Asia/Shanghai"), ZoneInfo("Asia/Bangkok")
ROUND_THE_CLOCK = OpeningHours((ALL_DAY,) * 7, ALL_DAY)
WHOLE = BreakPlan(
    (BreakWindow(60, 180, 300), BreakWindow(15, 75, 150, paid=True), BreakWindow(15, 375, 465, paid=True)), least_gap=45
)
SHORT = BreakPlan((BreakWindow(15, 105, 165, paid=True),))
KINDS = (
    ShiftKind("early", 6 * 60, 10 * 60, 540, WHOLE, DayPart.EARLY),
    ShiftKind("late", 12 * 60, 15 * 60, 540, WHOLE, DayPart.LATE),
    ShiftKind("night", 21 * 60, 23 * 60, 540, WHOLE, DayPart.NIGHT, 30),
    ShiftKind("short", 9 * 60, 17 * 60, 300, SHORT, DayPart.LATE, 30),
)
TEAMS = {"calls": 0.5, "chats": 0.3, "mails": 0.2}
CONTRACTS = {"two shifts": 0.5, "three shifts": 0.3, "part-time": 0.2}
OFFERED = {
    "two shifts": ("early", "late"),
    "three shifts": ("early", "late", "night"),
    "part-time": ("short",),
}
MOST_LEAVE_DAYS = 5
WISHES = 0.1  # a person and day


def people_of(agents: int, grid: TimeGrid, random: np.random.Generator) -> tuple[Agent, ...]:
    """Return the people."""
    contracts = {name: _contract(name, grid.days) for name in OFFERED}
    teams = random.choice(list(TEAMS), agents, p=list(TEAMS.values()))
    hired = random.choice(list(CONTRACTS), agents, p=list(CONTRACTS.values()))
    levels = random.choice([1, 2, 3], agents, p=[0.5, 0.35, 0.15])
    return tuple(
        Agent(
            AgentId(f"p{number:06d}"),
            f"Person {number}",
            str(teams[number]),
            contracts[str(hired[number])],
            SkillLevel(int(levels[number])),
            leave=_leave(grid, random),
            zone=THERE if number % 10 == 0 else None,
        )
        for number in range(agents)
    )


def _contract(name: str, days: int) -> Contract:
    weekly, shift = (5 * 480, 480) if name != "part-time" else (4 * 300, 300)
    hours = round(weekly * days / 7)
    return Contract(
        name, OFFERED[name], Bounds(hours - shift, hours), Bounds(None, 6), Bounds(), leave_day_minutes=weekly // 5
    )


def _leave(grid: TimeGrid, random: np.random.Generator) -> frozenset[date]:
    days = int(random.integers(0, MOST_LEAVE_DAYS + 1))
    first = int(random.integers(0, max(1, grid.days - days + 1)))
    return frozenset(grid.first_day + timedelta(days=first + number) for number in range(min(days, grid.days)))


def wishes_of(people: Sequence[Agent], grid: TimeGrid, random: np.random.Generator) -> Iterator[Request]:
    """Yield what people ask for."""
    days = list(grid.dates())
    for agent in people:
        for place in np.flatnonzero(random.random(len(days)) < WISHES).tolist():
            off = random.random() < 0.5
            kind = OFF if off else str(random.choice(agent.contract.kinds))
            yield Request(agent.id, days[place], kind)


def needs_of(people: Sequence[Agent], grid: TimeGrid, random: np.random.Generator) -> dict[str, Heads]:
    """Return by team a need that swings over day and week and adds up to what its people can work."""
    return {team: _need([agent for agent in people if agent.team == team], grid, random) for team in TEAMS}


def _need(people: Sequence[Agent], grid: TimeGrid, random: np.random.Generator) -> Heads:
    need = np.zeros(grid.n_slots)
    for day in grid.dates():
        slots = grid.slots_of(day)
        hour = np.linspace(0, 24, len(slots), endpoint=False)
        swing = 0.12 + np.exp(-(((hour - 11) / 3.2) ** 2)) + 0.8 * np.exp(-(((hour - 18) / 2.8) ** 2))
        weekend = 0.85 if day.weekday() >= 5 else 1.0
        need[slots.start : slots.stop] = weekend * swing * random.normal(1.0, 0.04) * random.normal(1, 0.03, len(slots))
    need[: grid.slot_at(grid.first_day, 6 * 60)] = 0  # the night before belongs to nobody
    minutes = sum(_paid(agent) for agent in people)
    scaled: Heads = need * (minutes / grid.slot_minutes / need.sum() if people else 0.0)
    return scaled


def _paid(agent: Agent) -> int:
    """Return about the minutes that *agent* serves: those of the contract less leave and the paid breaks."""
    most = agent.contract.period_minutes.most or 0
    at_work = max(0, most - len(agent.leave) * agent.contract.leave_day_minutes)
    return int(at_work * 0.94)


def crowd_of(agents: int, days: int, seed: int) -> tuple[Instance, Objective]:
    """Return *agents* people for *days* days from a Monday, and what their rosters are measured by."""
    random = np.random.default_rng(seed)
    grid = TimeGrid(HERE, MONDAY, days)
    people = people_of(agents, grid, random)
    wishes = tuple(wishes_of(people, grid, random))
    teams = tuple(Team(name, (name,), ROUND_THE_CLOCK) for name in TEAMS)
    instance = Instance(grid, teams, KINDS, people, Demand(grid, needs_of(people, grid, random)))
    return instance, Aims(asked=wishes).objective(instance)


@dataclass
class Stages:
    """When each stage of a solve began, and how good the roster was then, in points."""

    rows: list[tuple[str, float, float | None, float | None]] = field(default_factory=list)

    def __call__(self, progress: Progress, /) -> bool:
        """Note the first report of a stage, and every one in which the roster or the bound is better by a thousandth."""
        last = self.rows[-1] if self.rows else ("", 0.0, None, None)
        if progress.stage != last[0] or _moved(last[2], progress.objective) or _moved(last[3], progress.bound):
            self.rows.append((progress.stage, round(progress.seconds, 2), progress.objective, progress.bound))
        return True


def _moved(before: float | None, now: float | None) -> bool:
    return now is not None and (before is None or abs(before - now) > 0.001 * abs(now))


@dataclass(frozen=True, slots=True)
class CrowdRow:
    """One measurement; seconds of making the crowd, of the solve within its limit and of the checks after it; memory in gigabytes."""

    agents: int
    days: int
    seed: int
    status: str
    objective: float | None
    bound: float | None
    gap: float | None
    lawful: bool
    limit_seconds: float
    making_seconds: float
    seconds: float
    checking_seconds: float
    gigabytes: float
    stages: tuple[tuple[str, float, float | None, float | None], ...]


def measured(agents: int, days: int, seed: int, limits: Limits) -> CrowdRow:
    """Make a crowd, solve it and check what comes of it once more."""
    began = monotonic()
    instance, objective = crowd_of(agents, days, seed)
    rules = law_pack("china")
    made = monotonic()
    stages = Stages()
    result = solve(instance, rules, limits, stages, objective)
    solved = monotonic()
    lawful = result.roster is not None and is_lawful(check_roster(result.roster, instance, rules))
    return CrowdRow(
        agents,
        days,
        seed,
        result.status.value,
        result.objective,
        result.bound,
        result.gap,
        lawful,
        limits.seconds,
        round(made - began, 2),
        round(solved - made, 2),
        round(monotonic() - solved, 2),
        round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
        tuple(stages.rows),
    )


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rostering crowd", description=__doc__)
    parser.add_argument("--agents", type=int, nargs="+", default=[200], help="sizes of the crowd")
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=30.0, help="wall time of a solve")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path, help="file to write the rows to")
    options = parser.parse_args(arguments)
    limits = Limits(options.seconds, options.workers, options.seed)
    rows = []
    for agents in options.agents:
        row = measured(agents, options.days, options.seed, limits)
        rows.append(row)
        for stage, seconds, objective, bound in row.stages:
            print(f"  {seconds:8.1f} s  {stage}  objective {objective}  bound {bound}")
        gap = "-" if row.gap is None else f"{row.gap:.2%}"
        print(
            f"{row.agents} agents, {row.days} days: {row.status}, objective {row.objective}, bound {row.bound}, gap {gap}, "
            f"lawful {'yes' if row.lawful else 'NO'}, {row.seconds} of {row.limit_seconds} s, checked in "
            f"{row.checking_seconds} s, {row.gigabytes} GB",
            flush=True,
        )
    if options.json is not None:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")
