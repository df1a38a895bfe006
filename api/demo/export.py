"""The volume history as the shop's contact platform would export it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from api.demo.shapes import SHAPES, Floats, Shape, Wholes
from api.demo.volumes import Horizon, drawn_contacts, wandering
from forecasting.calendar import event_calendar
from forecasting.timegrid import TimeGrid

ZONE = ZoneInfo("Asia/Shanghai")
COLUMNS = {
    "start": "interval_start",
    "queue": "channel",
    "offered": "contacts_offered",
    "handled": "contacts_handled",
    "abandoned": "contacts_abandoned",
    "aht_seconds": "avg_handle_time_s",
}


def demo_history(seed: int, first: date, last: date) -> pd.DataFrame:
    """Return the export of the local days from *first* to *last*, both included, under the platform's column names.

    One row an interval of 15 minutes and channel, in local time of Asia/Shanghai. While a channel is closed its rows
    are absent, or zero for the one that reports them. The handling time is missing where nothing was handled.
    """
    grid = TimeGrid(ZONE, first, (last - first).days + 1)
    horizon = Horizon.of(grid, event_calendar("CN", ZONE, first, last))
    stamps = horizon.starts.tz_convert(str(ZONE)).strftime("%Y-%m-%d %H:%M").to_numpy()
    shop, *channels = np.random.SeedSequence(seed).spawn(1 + len(SHAPES))
    busy_days = np.exp(wandering(grid.days, 0.035, np.random.default_rng(shop)))
    parts = []
    for shape, stream in zip(SHAPES, channels, strict=True):
        random = np.random.default_rng(stream)
        offered = drawn_contacts(shape, horizon, busy_days, random)
        rows = dict(_served(shape, horizon, offered, random), start=stamps, queue=shape.queue)
        shown = horizon.is_open(shape) | (offered > 0) | shape.zeros_while_closed
        parts.append(pd.DataFrame(rows)[shown])
    table = pd.concat(parts, ignore_index=True)
    return table[list(COLUMNS)].rename(columns=COLUMNS)


def write_history(table: pd.DataFrame, path: Path) -> None:
    """Write the export as CSV, the same bytes for the same table."""
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def _served(
    shape: Shape, horizon: Horizon, offered: Wholes, random: np.random.Generator
) -> Iterator[tuple[str, Wholes | Floats]]:
    """Yield what became of the contacts: more leave in a rush, and more questions of a rush are short ones."""
    rush = shape.festival * horizon.lift
    abandoned = random.binomial(offered, np.minimum(0.35, shape.impatient * np.exp(2.0 * rush)))
    handled = offered - abandoned
    evening = np.where(horizon.local_minutes >= 20 * 60, 0.97, 1.0)
    typical = shape.aht_seconds * evening * np.exp(-0.08 * rush)
    noise = random.normal(0.0, 1.0, len(offered)) * 0.45 / np.sqrt(np.maximum(handled, 1))
    yield "offered", offered
    yield "handled", handled
    yield "abandoned", abandoned
    yield "aht_seconds", np.where(handled > 0, np.round(typical * np.exp(noise), 1), np.nan)
