"""``python -m benchmarks.staffing``: published values, speed beside pyworkforce, and an opening jump."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.forecast_bench.environment import with_packages
from benchmarks.staffing_bench import against_pyworkforce, exactness, jump_plot, opening_jump, published, simulated_jump

SLOT_MINUTES = (5, 15)
PLOTTED = ("rush", 15)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="file to write the rows to")
    parser.add_argument("--plot", type=Path, help="file to write the opening jump to, as SVG")
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    with_packages(["pyworkforce"])
    days = {
        (profile, minutes): list(opening_jump.days(minutes, profile))
        for profile in opening_jump.PROFILES
        for minutes in SLOT_MINUTES
    }
    tables = {
        "published values": list(published.rows()),
        "exactness at 100,000 erlangs": list(exactness.rows()),
        "beside pyworkforce": list(against_pyworkforce.rows(options.runs)),
        "over time": [day.row() for both in days.values() for day in both],
        "over time, simulated": [
            row for (_, minutes), both in days.items() if minutes == PLOTTED[1] for row in simulated_jump.rows(both)
        ],
    }
    for title, rows in tables.items():
        show(title, rows)
    if options.plot is not None:
        jump_plot.write_plot(days[PLOTTED], options.plot)
    if options.json is not None:
        rows = [{"table": title, **row} for title, found in tables.items() for row in found]
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def show(title: str, rows: Sequence[dict[str, object]]) -> None:
    """Print *rows* as a table."""
    table = Table(*rows[0], title=title)
    for row in rows:
        table.add_row(*(f"{value:,.6g}" if isinstance(value, float) else str(value) for value in row.values()))
    Console().print(table)


if __name__ == "__main__":
    main()
