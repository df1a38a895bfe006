"""One measurement of a roster, and the table of several."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from scheduler.checking import check_roster, is_lawful
from scheduler.coverage import on_duty, shortage
from scheduler.instance import Instance
from scheduler.rules.base import Rule
from scheduler.solution import Limits, Result
from scheduler.solve import solve


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement; *objective* and *bound* in points, *gap* and *short* shares, None without a roster; *given_up* claims of a draft."""

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
    given_up: int = 0


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
        len(result.relaxations),
    )


def short_share(result: Result, instance: Instance) -> float | None:
    """Return the missing head-slots of the roster as a share of those needed; None without a roster."""
    if result.roster is None:
        return None
    missing = shortage(on_duty(result.roster, instance), instance)
    needed = sum(float(heads.sum()) for heads in instance.demand.scheduled.values())
    return sum(float(heads.sum()) for heads in missing.values()) / needed if needed else 0.0


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
            "yes" if row.lawful else f"NO, {row.given_up} given up",
            f"{row.seconds:.1f} of {row.limit_seconds:.0f}",
        )
    Console(width=120).print(table)


def told(rows: Sequence[Row], json_file: Path | None) -> None:
    """Print *rows* and write them to *json_file*."""
    printed(rows)
    if json_file is not None:
        found: list[Mapping[str, object]] = [asdict(row) for row in rows]
        json_file.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
