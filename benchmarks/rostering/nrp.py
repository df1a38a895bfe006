"""``python -m benchmarks.rostering nrp FILE… --seconds N``: files of the public shift-scheduling benchmark (Curtois and Qu 2014).

Each is read as an ordinary question and solved as any other. Printed are the objective, the bound that no roster
undercuts, the gap, and the seconds at which each improvement came; at the end a line for each file, beside the best known
objectives where ``--known`` gives them. OUT gets a CSV a file with the columns
``agent,day,shift``, days from 0, one row a shift, which a checker of its own (``nrp_check``) counts again.
"""

import argparse
import csv
import json
import resource
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from rich.console import Console
from rich.table import Table

from benchmarks.rostering.nrp_check import verdict
from scheduler.formats.nrp import FIRST_DAY, read_nrp
from scheduler.roster import Roster
from scheduler.solution import Limits
from scheduler.solve import solve

SHOWN = 12  # improvements in the table; the JSON has all
NOTHING_KNOWN: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Row:
    """One solve; *objective* and *bound* in points, None without a roster; *improvements* are (seconds, objective).

    *checked* is the objective as the checker counts it, *broken* the hard rules that it finds broken. *peak_mb* is the most
    memory that the process has had until then.
    """

    instance: str
    agents: int
    days: int
    kinds: int
    status: str
    objective: float | None
    bound: float | None
    gap: float | None
    checked: int | None
    broken: tuple[str, ...]
    improvements: tuple[tuple[float, float], ...]
    limit_seconds: float
    seconds: float
    peak_mb: int
    best_known: float | None = None

    @property
    def above(self) -> float | None:
        """By what share of the best known objective this one lies above it; None where one of them is missing."""
        if self.objective is None or not self.best_known:
            return None
        return self.objective / self.best_known - 1


def measured(path: Path, limits: Limits, out: Path, known: Mapping[str, float] = NOTHING_KNOWN) -> Row:
    """Solve the file at *path*, write its roster to *out* and return what came of it; *known* are objectives by instance."""
    case = read_nrp(path)
    result = solve(case.instance, case.rules, limits, None, case.objective, relax=False)
    checked = None
    if result.roster is not None:
        written = write_shifts(result.roster, out / f"{case.name}.csv")
        checked = verdict(path, written)
    return Row(
        case.name,
        len(case.instance.agents),
        case.instance.grid.days,
        len(case.instance.kinds),
        result.status.value,
        result.objective,
        result.bound,
        result.gap,
        checked.cost if checked else None,
        checked.broken if checked else (),
        tuple((round(each.seconds, 2), each.objective) for each in result.improvements),
        limits.seconds,
        round(result.wall_seconds, 2),
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        known.get(case.name),
    )


def write_shifts(roster: Roster, path: Path) -> Path:
    """Write ``agent,day,shift`` to *path*, days counted from the first."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["agent", "day", "shift"])
        rows.writerows((shift.agent, (shift.day - FIRST_DAY).days, shift.kind) for shift in roster.assignments)
    return path


def printed(row: Row) -> None:
    """Print *row* as a table."""
    table = Table("", title=f"{row.instance}: {row.agents} agents, {row.days} days, {row.kinds} shift kinds")
    table.add_column("")
    table.add_row("status", row.status)
    for name, value in (("objective", row.objective), ("counted by the checker", row.checked), ("bound", row.bound)):
        table.add_row(name, "-" if value is None else f"{value:,.10g}")
    if row.best_known is not None:
        table.add_row("best known", f"{row.best_known:,.10g}")
        table.add_row("above it", "-" if row.above is None else f"{row.above:.3%}")
    table.add_row("gap", "-" if row.gap is None else f"{row.gap:.3%}")
    table.add_row("hard rules broken", "; ".join(row.broken) or "none")
    every = row.improvements if len(row.improvements) <= SHOWN else thinned(row.improvements)
    table.add_row("improvements", "\n".join(f"{seconds:8.1f} s  {objective:,.10g}" for seconds, objective in every))
    table.add_row("seconds", f"{row.seconds:.1f} of {row.limit_seconds:.0f}")
    table.add_row("memory", f"{row.peak_mb:,} MB")
    Console(width=100).print(table)


def summed_up(rows: Sequence[Row]) -> None:
    """Print a line for each of *rows*."""
    heads = ("instance", "agents", "days", "kinds", "objective", "best known", "above", "bound", "gap")
    table = Table(*heads, "first", "last better", "seconds", title="shift-scheduling benchmark")
    for row in rows:
        numbers = ("-" if value is None else f"{value:,.10g}" for value in (row.objective, row.best_known))
        above, gap = ("-" if share is None else f"{share:.2%}" for share in (row.above, row.gap))
        times = (f"{place[0]:.1f}" for place in (row.improvements[:1] + row.improvements[-1:]))
        table.add_row(
            row.instance,
            *(str(count) for count in (row.agents, row.days, row.kinds)),
            *numbers,
            above,
            "-" if row.bound is None else f"{row.bound:,.10g}",
            gap,
            *(list(times) or ["-", "-"]),
            f"{row.seconds:.1f}",
        )
    Console(width=130).print(table)


def known_of(path: Path | None) -> dict[str, float]:
    """Read the columns ``instance,objective`` of the CSV at *path*."""
    if path is None:
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["instance"]: float(row["objective"]) for row in csv.DictReader(file)}


def thinned(improvements: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return about SHOWN of *improvements*, the first and the last among them."""
    step = -(-len(improvements) // SHOWN)
    return [*improvements[:-1:step], improvements[-1]]


def main(arguments: Sequence[str]) -> None:
    """Measure each file and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rostering nrp", description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--seconds", type=float, default=180.0, help="wall time of a solve")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="folder for the rosters; made where it is missing")
    parser.add_argument("--known", type=Path, help="CSV instance,objective of the best known rosters")
    parser.add_argument("--json", type=Path, help="file to write the rows to")
    options = parser.parse_args(arguments)
    rows, known = [], known_of(options.known)
    with TemporaryDirectory() as aside:
        out = options.out or Path(aside)
        out.mkdir(parents=True, exist_ok=True)
        for path in options.files:
            rows.append(measured(path, Limits(options.seconds, options.workers, options.seed), out, known))
            printed(rows[-1])
    if len(rows) > 1:
        summed_up(rows)
    if options.json is not None:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")
