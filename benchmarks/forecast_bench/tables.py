"""The scores as people read them: on the terminal and in Markdown."""

from collections.abc import Sequence

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.forecast_bench.rows import Row

HEADINGS = (
    "series", "model", "WAPE", "events", "n", "slots", "MASE", "pinball", "90 %", "90 % events", "floor", "s a fit",
)  # fmt: skip


def cells(row: Row) -> tuple[str, ...]:
    """Return the cells of *row* under HEADINGS, empty where there is nothing to say."""
    return (
        row.series,
        row.model,
        _share(row.wape),
        _share(row.event_wape),
        str(row.event_days),
        _share(row.slot_wape),
        _number(row.mase),
        _number(row.pinball),
        _share(row.coverage90, 0),
        _share(row.coverage90_events, 0),
        _share(row.floor_wape),
        _number(row.seconds, 3),
    )


def show(rows: Sequence[Row], console: Console) -> None:
    """Print *rows*."""
    table = Table(*HEADINGS, title="Forecasts from rolling origins: errors of day totals")
    for place, row in enumerate(rows):
        ends = place + 1 == len(rows) or rows[place + 1].series != row.series
        table.add_row(*cells(row), end_section=ends)
    console.print(table)


def markdown(rows: Sequence[Row]) -> str:
    """Return *rows* as a Markdown table."""
    lines = [HEADINGS, ("---",) * len(HEADINGS), *(cells(row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _share(value: float, digits: int = 1) -> str:
    return "" if np.isnan(value) else f"{value * 100:.{digits}f}"


def _number(value: float, digits: int = 2) -> str:
    return "" if np.isnan(value) else f"{value:.{digits}f}"
