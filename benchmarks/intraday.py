"""How much a forecast of today gains from the morning's actuals: ``python -m benchmarks.intraday FILE...``.

Every day of the horizons of a backtest is forecast anew at each hour of the day. What the rest of it was off, in
total, is compared with the forecast left alone and with the same forecast scaled by what has come against what had been
expected by then.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from benchmarks.forecast_bench.series import Series, load
from benchmarks.forecasting import DATA
from forecasting.backtest import Origins, grids_of
from forecasting.errors import ModelError
from forecasting.forecast import known_before
from forecasting.intraday import reforecast
from forecasting.models import LogLinear
from forecasting.timegrid import MINUTES_A_DAY, TimeGrid, local_instant

HOURS = (8, 10, 12, 14, 16, 18, 20)
HORIZON_DAYS = 7
MOST_KNOWN_DAYS = 731


@dataclass(frozen=True, slots=True)
class Update:
    """At *hour* of the day: errors of the rest of the day as shares of what came in it, and how often its band held."""

    series: str
    hour: int
    days: int
    followed: float
    left_alone: float
    scaled: float
    coverage90: float


@dataclass(frozen=True, slots=True)
class Found:
    """What *came* in the rest of one queue's day after *hour*, what was expected *before* and *after* the update.

    *scaled* is what was expected before, times what had come by then against what had been expected by then. *held*
    says whether the day's total fell within its 90 % band.
    """

    hour: int
    came: float
    before: float
    after: float
    scaled: float
    held: bool


def updates(series: Series, origins: int) -> Iterator[Update]:
    """Yield the errors by hour, summed over days and queues."""
    found = [one for grid in _grids(series, origins) for one in _from_origin(series, grid)]
    for hour in HOURS:
        mine = [one for one in found if one.hour == hour]
        came = sum(one.came for one in mine)
        if came <= 0:
            continue
        yield Update(
            series=series.name,
            hour=hour,
            days=len(mine),
            followed=sum(abs(one.after - one.came) for one in mine) / came,
            left_alone=sum(abs(one.before - one.came) for one in mine) / came,
            scaled=sum(abs(one.scaled - one.came) for one in mine) / came,
            coverage90=sum(one.held for one in mine) / len(mine),
        )


def _grids(series: Series, origins: int) -> list[TimeGrid]:
    return list(
        grids_of(series.history, series.site, series.calendar, series.step_minutes, Origins(origins, HORIZON_DAYS))
    )


def _from_origin(series: Series, grid: TimeGrid) -> list[Found]:
    known = known_before(series.history, grid)
    lately = known["start"] >= pd.Timestamp(grid.origin) - pd.Timedelta(days=MOST_KNOWN_DAYS)
    model = LogLinear(series.step_minutes).fit(known[lately].reset_index(drop=True), series.site, series.calendar)
    forecast = model.predict(grid)
    rows = series.history
    actuals = _by_slot(rows[(rows["start"] >= grid.origin) & (rows["start"] < grid.end)], grid)
    days = [day for day in grid.dates() if day not in series.calendar.closed]
    return [found for day in days for hour in HOURS for found in _at_hour(forecast, actuals, grid, day, hour)]


def _at_hour(forecast: pd.DataFrame, actuals: pd.DataFrame, grid: TimeGrid, day: date, hour: int) -> list[Found]:
    """Return what became of each queue's rest of *day*; nothing of queues of which nothing was expected by *hour*."""
    as_of = local_instant(day, 60 * hour, grid.zone)
    try:
        after = reforecast(forecast, actuals[actuals["start"] < as_of], as_of, grid).forecast
    except ModelError:  # nobody has called yet
        return []
    slots = grid.slots_of(day)
    begin, end = grid.instant(slots.start), grid.instant(slots.stop)
    updated = after.rename(columns={"mean": "after"})[["queue", "start", "after", "day_p05", "day_p95"]]
    rows = forecast[["queue", "start", "mean"]].merge(updated, on=["queue", "start"])
    rows = rows[(rows["start"] >= begin) & (rows["start"] < end)].merge(actuals, on=["queue", "start"], how="left")
    return [found for _name, part in rows.groupby("queue") for found in _rest(part, as_of, hour)]


def _by_slot(actuals: pd.DataFrame, grid: TimeGrid) -> pd.DataFrame:
    """Return *actuals* laid out as HISTORY with steps finer than the slots added up."""
    elapsed = (actuals["start"] - pd.Timestamp(grid.origin)) // pd.Timedelta(grid.slot_length)
    starts = pd.Timestamp(grid.origin) + elapsed * pd.Timedelta(grid.slot_length)
    sums = actuals.assign(start=starts).groupby(["queue", "start"], as_index=False)
    return sums.agg(offered=("offered", "sum"), aht_seconds=("aht_seconds", "mean"))


def _rest(rows: pd.DataFrame, as_of: datetime, hour: int) -> Iterator[Found]:
    low, high = float(rows["day_p05"].max()), float(rows["day_p95"].max())
    known = rows[rows["offered"].notna()]
    seen = known["start"] < as_of.astimezone(UTC)
    foretold, so_far = float(known.loc[seen, "mean"].sum()), float(known.loc[seen, "offered"].sum())
    rest = known[~seen]
    expected = float(rest["mean"].sum())
    if foretold <= 0 or expected <= 0:
        return
    came = float(rest["offered"].sum())
    held = low <= so_far + came <= high
    yield Found(hour, came, expected, float(rest["after"].sum()), expected * so_far / foretold, held)


def show(found: Sequence[Update], console: Console) -> None:
    """Print *found* and, by series, the geometric mean over hours of the error beside the forecast left alone."""
    headings = ("series", "at", "days", "followed", "left alone", "scaled", "in 90 % band")
    table = Table(*headings, title="Rest of the day after an update: error of its total, %")
    for one in found:
        shares = (one.followed, one.left_alone, one.scaled, one.coverage90)
        table.add_row(one.series, f"{one.hour}:00", str(one.days), *(f"{100 * share:.1f}" for share in shares))
    console.print(table)
    for name in dict.fromkeys(one.series for one in found):
        mine = [one for one in found if one.series == name]
        against = [
            np.exp(np.mean([np.log(one.followed / getattr(one, side)) for one in mine]))
            for side in ("left_alone", "scaled")
        ]
        console.print(
            f"{name}: {against[0]:.2f} of the error of the forecast left alone, {against[1]:.2f} of the scaled one"
        )


def main(words: Sequence[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intraday", description=__doc__)
    parser.add_argument("files", metavar="FILE", nargs="*", type=Path, help="CSV with start, queue, offered, in slots")
    parser.add_argument("--zone", default="UTC", help="the clock of times without an offset")
    parser.add_argument("--origins", type=int, default=8, help="from how many days to forecast a week (default 8)")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(words)
    console = Console(width=150, highlight=False)
    files = options.files or [path for path in sorted(DATA.glob("*.csv")) if not path.name.endswith(".events.csv")]
    every = [
        series for series in (load(path, None, options.zone) for path in files) if series.step_minutes < MINUTES_A_DAY
    ]
    if not every:
        console.print(f"skipped: {DATA} has no series in slots, and no FILE is named")
        return
    found = [one for series in every for one in updates(series, options.origins)]
    show(found, console)
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in found], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
