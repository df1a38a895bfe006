"""How good a roster gets in how long: ``python -m benchmarks.rostering [made | centre FOLDER] --seconds N``.

``made`` (the short form) is a centre of two- and three-shift people under the Chinese law pack, of any size; ``centre``
a folder with the site.json and volume_15min.csv of a real contact centre, whose month of volumes is taken as known.
Printed are the objective, the bound that no roster undercuts, the gap between them and the share of the people needed
who are missing.
"""

import argparse
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from forecasting.calendar import EventCalendar
from forecasting.frames import FORECAST, QUANTILES
from forecasting.history import read_history
from forecasting.site import ALL_DAY, OpeningHours
from forecasting.staffing import pool, required_people
from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, AgentId, Bounds, Contract, Team
from scheduler.checking import check_roster, is_lawful
from scheduler.coverage import on_duty, shortage
from scheduler.demand import Demand
from scheduler.formats import read_site
from scheduler.instance import Instance
from scheduler.rules.base import Rule
from scheduler.rules.law import law_pack
from scheduler.shifts import BreakPlan, BreakWindow, DayPart, ShiftKind
from scheduler.solution import Limits, Result
from scheduler.solve import solve

MONDAY = date(2026, 11, 2)
ROUND_THE_CLOCK = OpeningHours((ALL_DAY,) * 7, ALL_DAY)
BREAKS = BreakPlan((BreakWindow(60, 180, 300), BreakWindow(15, 390, 450, paid=True)), least_gap=60)


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement; *objective* and *bound* in points, *gap* and *short* shares, None without a roster."""

    what: str
    agents: int
    days: int
    status: str
    objective: float | None
    bound: float | None
    gap: float | None
    short: float | None
    lawful: bool
    limit_seconds: float
    seconds: float


def measured(what: str, instance: Instance, rules: tuple[Rule, ...], limits: Limits) -> Row:
    """Solve *instance* and return what came of it."""
    result = solve(instance, rules, limits)
    return Row(
        what,
        len(instance.agents),
        instance.grid.days,
        result.status.value,
        result.objective,
        result.bound,
        result.gap,
        short_share(result, instance),
        result.roster is not None and is_lawful(check_roster(result.roster, instance, rules)),
        limits.seconds,
        round(result.wall_seconds, 2),
    )


def short_share(result: Result, instance: Instance) -> float | None:
    """Return the missing head-slots of the roster as a share of those needed; None without a roster."""
    if result.roster is None:
        return None
    missing = shortage(on_duty(result.roster, instance), instance)
    needed = sum(float(heads.sum()) for heads in instance.demand.scheduled.values())
    return sum(float(heads.sum()) for heads in missing.values()) / needed if needed else 0.0


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


def real_centre(folder: Path, days: int | None) -> tuple[Instance, tuple[Rule, ...]]:
    """Return the centre in *folder* with its month of volumes as the forecast, or with its first *days*."""
    site_file = read_site(folder / "site.json")
    read = read_history([folder / "volume_15min.csv"], site_file.history)
    zone = site_file.site.zone
    first = read.history["start"].min().tz_convert(str(zone)).date()
    last = read.history["start"].max().tz_convert(str(zone)).date()
    grid = TimeGrid(zone, first, days or (last - first).days + 1, site_file.site.slot_minutes)
    queues = required_people(as_forecast(read.history, grid), site_file.site, grid)
    teams = pool(queues, site_file.queues_by_team, site_file.site, grid, site_file.floor)
    return site_file.instance(grid, teams, EventCalendar(zone, first, grid.last_day)), site_file.rules


def as_forecast(history: pd.DataFrame, grid: TimeGrid) -> pd.DataFrame:
    """Return *history* within *grid* as if it had been forecast without error, laid out as FORECAST."""
    rows = history[(history["start"] >= grid.origin) & (history["start"] < grid.end)].reset_index(drop=True)
    volumes = rows["offered"].astype(float)
    frame = rows[["queue", "start"]].assign(
        mean=volumes,
        **dict.fromkeys(QUANTILES, volumes),
        aht_seconds=rows["aht_seconds"].fillna(rows["aht_seconds"].median()),
        day_p05=np.nan,
        day_p95=np.nan,
    )
    return FORECAST.check(frame)


def printed(rows: Iterable[Row]) -> None:
    """Print *rows* as a table."""
    table = Table(
        "what", "agents", "days", "status", "objective", "bound", "gap", "short", "lawful", "seconds", title="rostering"
    )
    for row in rows:
        table.add_row(
            row.what,
            str(row.agents),
            str(row.days),
            row.status,
            *("-" if value is None else f"{value:,.0f}" for value in (row.objective, row.bound)),
            *("-" if value is None else f"{value:.2%}" for value in (row.gap, row.short)),
            "yes" if row.lawful else "NO",
            f"{row.seconds:.1f} of {row.limit_seconds:.0f}",
        )
    Console(width=120).print(table)


def options_of(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rostering", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["made", "centre"], default="made")
    parser.add_argument("folder", nargs="?", type=Path, help="centre: where site.json and volume_15min.csv are")
    parser.add_argument("--agents", type=int, nargs="+", default=[6, 24, 60], help="made: sizes of the centre")
    parser.add_argument("--days", type=int, help="days to roster; made: 14, centre: all of the volumes")
    parser.add_argument("--seconds", type=float, default=20.0, help="wall time of a solve")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="file to write the rows to")
    options = parser.parse_args(arguments)
    if options.what == "centre" and options.folder is None:
        parser.error("centre needs the folder")
    return options


def rows_of(options: argparse.Namespace) -> list[Row]:
    """Measure what *options* ask for."""
    limits = Limits(options.seconds, options.workers, options.seed)
    if options.what == "centre":
        instance, rules = real_centre(options.folder, options.days)
        return [measured(options.folder.name, instance, rules, limits)]
    return [
        measured("made", made_centre(agents, options.days or 14, options.seed), law_pack("china"), limits)
        for agents in options.agents
    ]


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    options = options_of(arguments)
    rows = rows_of(options)
    printed(rows)
    if options.json is not None:
        found: list[Mapping[str, object]] = [asdict(row) for row in rows]
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
