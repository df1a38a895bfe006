"""``python -m benchmarks.rostering peers``: the same rosters asked of pyworkforce and of us, in one run.

pyworkforce's MinHoursRoster gives named people shifts so that every shift of every day has at least the heads it needs,
in as few hours as can be. Of what rosters are held to it can express: one shift a day, days on which somebody cannot work,
a day off after each night (one forbidden succession forbids every shift of the next day in its model, and a shift with
two of them can never be worked), and the least hours of the period. Ours is asked for the same with its ordinary rules,
a head missing costing more than anything else and each one too many the hours of its shift. It knows no bound, no rest
by the week and no days in a row; neither is asked for here.
"""

import argparse
import json
import random
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from benchmarks.forecast_bench import environment
from benchmarks.rostering.made import MONDAY, ROUND_THE_CLOCK
from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, AgentId, Bounds, Contract, Team
from scheduler.demand import Demand
from scheduler.instance import Instance
from scheduler.objective import SCALE, Objective, Weights
from scheduler.rules.contract import OneShiftADay, PeriodHours, ShiftOfContract
from scheduler.rules.leave import Leave
from scheduler.rules.succession import ForbiddenSuccessions
from scheduler.shifts import DayPart, ShiftKind
from scheduler.solution import Limits
from scheduler.solve import solve
from scheduler.streams import ShiftDemand, shift_cover

HOURS = {"early": 8, "late": 8, "night": 10}
STARTS = {
    "early": 0,
    "late": 8,
    "night": 13,
}  # all end on their day: it has no clock, and a day off is not touched by a night before
BARRED = (("night", "early"), ("night", "late"), ("night", "night"))
ITS_PAIRS = ({"origin": "night", "destination": "early"},)  # by its model no shift at all follows then
MISSING = 10_000  # points a head
LEAST_SHARE = 0.55  # of the days, worked at eight hours
DAYS_A_WEEK, DAYS_WORKED = 7, 5


@dataclass(frozen=True, slots=True)
class Question:
    """*need* heads of each shift by day; *away* tells the days on which somebody, by number, cannot work."""

    people: int
    days: int
    need: dict[str, list[int]]
    away: tuple[tuple[int, int], ...]

    @property
    def least_hours(self) -> int:
        """The least hours of everybody."""
        return int(LEAST_SHARE * self.days * HOURS["early"])


@dataclass(frozen=True, slots=True)
class Row:
    """What a program made of a question: *hours* worked by all, *missing* heads, None where it found no roster."""

    people: int
    days: int
    program: str
    status: str
    hours: int | None
    missing: int | None
    seconds: float


def question(people: int, days: int, seed: int) -> Question:
    """Return a question that nearly all people are needed for."""
    chance = random.Random(seed)
    heads = people * DAYS_WORKED / DAYS_A_WEEK * 0.75 / len(HOURS)
    need = {shift: [max(1, round(chance.gauss(heads, 0.1 * heads))) for _day in range(days)] for shift in HOURS}
    away = tuple((person, day) for person in range(people) for day in sorted(chance.sample(range(days), days // 7)))
    return Question(people, days, need, away)


def ours(asked: Question, limits: Limits) -> Row:
    """Ask our solver."""
    grid = TimeGrid(ZoneInfo("UTC"), MONDAY, asked.days, 60)
    kinds = tuple(
        ShiftKind(name, 60 * STARTS[name], 60 * STARTS[name], 60 * hours, part=DayPart(name))
        for name, hours in HOURS.items()
    )
    contract = Contract("all", tuple(HOURS), Bounds(60 * asked.least_hours, None), leave_day_minutes=0)
    agents = tuple(
        Agent(
            AgentId(f"p{number}"),
            f"P{number}",
            "care",
            contract,
            leave=frozenset(MONDAY + timedelta(days=day) for person, day in asked.away if person == number),
        )
        for number in range(asked.people)
    )
    instance = Instance(grid, (Team("care", (), ROUND_THE_CLOCK),), kinds, agents, Demand(grid, {}))
    rows = [
        ShiftDemand(MONDAY + timedelta(days=day), shift, heads, SCALE * MISSING, SCALE * HOURS[shift])
        for shift, by_day in asked.need.items()
        for day, heads in enumerate(by_day)
    ]
    pairs = frozenset(f"{first}>{second}" for first, second in BARRED)
    rules = (OneShiftADay(), ShiftOfContract(), Leave(), PeriodHours(), ForbiddenSuccessions(pairs))
    goal = Objective(Weights((), ()), streams=(shift_cover(instance, rows),))
    result = solve(instance, rules, limits, None, goal, relax=False)
    shifts = [] if result.roster is None else [(shift.day, shift.kind) for shift in result.roster.assignments]
    missing = sum(max(0, row.heads - shifts.count((row.day, row.kind))) for row in rows)
    hours = sum(HOURS[kind] for _, kind in shifts)
    found = result.roster is not None
    return Row(
        asked.people,
        asked.days,
        "watchbill",
        result.status.value,
        hours if found else None,
        missing if found else None,
        round(result.wall_seconds, 2),
    )


def theirs(asked: Question, limits: Limits) -> Row:
    """Ask pyworkforce, which lives in an environment of its own."""
    people = [f"p{number}" for number in range(asked.people)]
    words = {
        "num_days": asked.days,
        "resources": people,
        "shifts": list(HOURS),
        "shifts_hours": list(HOURS.values()),
        "min_working_hours": asked.least_hours,
        "max_resting": asked.days,
        "banned_shifts": [
            {"resource": people[person], "shift": shift, "day": day} for person, day in asked.away for shift in HOURS
        ],
        "non_sequential_shifts": list(ITS_PAIRS),
        "required_resources": asked.need,
        "max_search_time": limits.seconds,
        "num_search_workers": limits.workers,
    }
    python = environment.ENVIRONMENT / "bin" / "python"
    if not environment.up_to_date():
        environment.make(python)
    command = [str(python), "-m", "benchmarks.rostering.pyworkforce_peer"]
    run = subprocess.run(  # noqa: S603  # our own module
        command, input=json.dumps(words), capture_output=True, text=True, check=True, cwd=environment.ROOT
    )
    found = json.loads(run.stdout)
    missing = None if found["hours"] is None else 0  # its heads are a constraint
    told = found["program"], found["status"], found["hours"], missing, found["seconds"]
    return Row(asked.people, asked.days, *told)


def main(arguments: Sequence[str]) -> None:
    """Ask both and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rostering peers", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[10, 30, 60, 120])
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--seconds", type=float, default=30.0, help="wall time of a solve")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="file to write the rows to")
    options = parser.parse_args(arguments)
    limits = Limits(options.seconds, options.workers, options.seed)
    asked = [question(people, options.days, options.seed) for people in options.people]
    rows = [row for each in asked for row in (theirs(each, limits), ours(each, limits))]
    table = Table("people", "days", "program", "status", "hours", "missing", "seconds", title="the same rosters")
    for row in rows:
        table.add_row(*("-" if value is None else str(value) for value in asdict(row).values()))
    Console(width=100).print(table)
    if options.json is not None:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")
