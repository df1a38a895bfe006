"""``python -m benchmarks.simulation``: how fast a day is simulated, and that what comes out is right."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.forecast_bench.environment import with_packages
from benchmarks.simulation_bench import agreement, scaling, speed, starting

Rows = Sequence[dict[str, object]]


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="file to write the tables' rows to")
    parser.add_argument("--contacts", type=float, default=100_000, help="contacts of the day that others simulate, too")
    options = parser.parse_args(words)
    with_packages(["simpy", "ciw"])
    tables = measured(options.contacts)
    for title, rows in tables.items():
        show(title, rows)
    if options.json is not None:
        options.json.write_text(json.dumps(tables, indent=1) + "\n", encoding="utf-8")


def measured(contacts: float) -> dict[str, Rows]:
    """Return the rows of each table by its title."""
    erlang = list(agreement.erlang())
    return {
        f"a day of {contacts:,.0f} contacts, processor seconds after compilation": list(speed.rows(contacts)),
        "starting": list(starting.rows()),
        "days of 100,000 contacts in one replication": list(scaling.rows()),
        "published values": list(agreement.published()),
        f"Erlang C and A: {sum(bool(row['inside']) for row in erlang)} of {len(erlang)} inside": erlang,
    }


def show(title: str, rows: Rows) -> None:
    """Print *rows* as a table."""
    table = Table(*rows[0], title=title)
    for row in rows:
        table.add_row(*(f"{value:,.4g}" if isinstance(value, float) else str(value) for value in row.values()))
    Console().print(table)


if __name__ == "__main__":
    main()
