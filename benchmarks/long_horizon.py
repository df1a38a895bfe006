"""How forecasts of eighteen months fare, quarter by quarter: ``python -m benchmarks.long_horizon FILE...``.

From one, two and three years of history, beside the same weekday 364 days (or 728) before. Series are CSVs with
``start,queue,offered`` that are long enough, and made-up ones: steady, growing by 18.6 % a year (OS-3), and drifting.
"""

import argparse
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from benchmarks.forecast_bench.series import AHEAD, AROUND_THE_CLOCK, Series, load
from benchmarks.forecast_bench.speed import CLOCK
from forecasting.calendar import event_calendar
from forecasting.models import LogLinear
from forecasting.scores import bias, by_day, coverage, wape
from forecasting.site import Queue, Site
from forecasting.timegrid import MINUTES_A_DAY, TimeGrid

DATA = Path(os.environ.get("WATCHBILL_DATA", Path(__file__).parents[2] / "shared" / "data")) / "history"
HORIZON_DAYS = 546
QUARTER_DAYS = 91
SAME_WEEKDAY_DAYS = 364
KNOWN_YEARS = (1, 2, 3)
MADE_FIRST_DAY = date(2019, 1, 7)
MADE_DAYS = 1911  # three years known, 18 months ahead, four origins
MADE = {"steady": (0.0, 0.0), "growing 18.6 % a year": (0.186, 0.0), "drifting 2 % a week": (0.0, 0.02)}


@dataclass(frozen=True, slots=True)
class Quarter:
    """The errors of days in the *quarter* ahead, 1 for the first 91 days, from *known_years* of history."""

    series: str
    known_years: int
    quarter: int
    days: int
    wape: float
    naive_wape: float
    bias: float
    coverage90: float
    width: float


def quarters(series: Series, years: int, most_origins: int) -> Iterator[Quarter]:
    """Yield the errors by quarter; origins lie a quarter apart or more. Nothing where the history is too short."""
    tried = [_tried(series, years, origin) for origin in _origins(series, years, most_origins)]
    if not tried:
        return
    days = pd.concat(tried).dropna(subset=["naive"])
    for quarter, rows in days.groupby((days["lead"] - 1) // QUARTER_DAYS + 1):
        came, mean = rows["came"].to_numpy(float), rows["mean"].to_numpy(float)
        banded = rows.dropna(subset=["p05", "p95"])
        low, high = banded["p05"].to_numpy(float), banded["p95"].to_numpy(float)
        yield Quarter(
            series=series.name,
            known_years=years,
            quarter=int(quarter),
            days=len(rows),
            wape=wape(came, mean),
            naive_wape=wape(came, rows["naive"].to_numpy(float)),
            bias=bias(came, mean),
            coverage90=coverage(banded["came"].to_numpy(float), low, high),
            width=float((high - low).sum() / mean.sum()),
        )


def _origins(series: Series, years: int, most: int) -> list[date]:
    ends = [moment.tz_convert(str(series.site.zone)).date() for moment in _span(series.history)]
    earliest = ends[0] + timedelta(days=SAME_WEEKDAY_DAYS * years)
    spare = (ends[1] - earliest).days + 1 - HORIZON_DAYS
    if spare < 0:
        return []
    count = min(most, spare // QUARTER_DAYS + 1)
    return [earliest + timedelta(days=int(place)) for place in np.linspace(0, spare, count)]


def _span(history: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp]:
    return history["start"].min(), history["start"].max()


def _tried(series: Series, years: int, origin: date) -> pd.DataFrame:
    grid = TimeGrid(series.site.zone, origin, HORIZON_DAYS, 60)
    start = TimeGrid(series.site.zone, origin - timedelta(days=SAME_WEEKDAY_DAYS * years), 1, 60).origin
    rows = series.history
    known = rows[(rows["start"] >= start) & (rows["start"] < grid.origin)].reset_index(drop=True)
    model = LogLinear(series.step_minutes).fit(known, series.site, series.calendar)
    found = by_day(model.predict(grid), rows, grid, series.step_minutes)
    found = found[~found["day"].isin(series.calendar.closed)]
    return found.assign(naive=_same_weekday(found, known, series))


def _same_weekday(
    found: pd.DataFrame, known: pd.DataFrame, series: Series
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return what came 364 days before each day of *found*, or 728 where that is not known yet either."""
    days = known["start"].dt.tz_convert(str(series.site.zone)).dt.date
    totals = known.groupby(["queue", days.rename("day")])["offered"].sum().to_dict()
    back = ((found["lead"] - 1) // SAME_WEEKDAY_DAYS + 1) * SAME_WEEKDAY_DAYS
    keys = zip(found["queue"], found["day"], back, strict=True)
    return np.array([totals.get((queue, day - timedelta(days=int(ago))), np.nan) for queue, day, ago in keys])


def made(name: str, growth: float, drift_a_week: float, queues: int = 3) -> Series:
    """Return made-up day totals: weekdays, a yearly season, growth, a level that drifts, 6 % noise and chance."""
    random = np.random.default_rng(2019)
    place = np.arange(MADE_DAYS)
    week = np.array([1.1, 1.05, 1.0, 1.0, 1.05, 0.9, 0.85])[place % 7]
    season = 0.25 * np.cos(2 * np.pi * (place - 330) / 365.25)
    grid = TimeGrid(CLOCK, MADE_FIRST_DAY, MADE_DAYS, 60)
    starts = pd.to_datetime([grid.instant(grid.slot_at(day, 0)) for day in grid.dates()], utc=True).as_unit("us")
    frames = []
    for number in range(queues):
        walk = np.cumsum(random.normal(0, drift_a_week / np.sqrt(7), MADE_DAYS))
        logs = season + np.log1p(growth) * place / 365.25 + walk + random.normal(0, 0.06, MADE_DAYS)
        offered = random.poisson(2000 * week * np.exp(logs)).astype("int64")
        queue = pd.Series([f"q{number}"] * MADE_DAYS, dtype="str")
        frames.append(pd.DataFrame({"queue": queue, "start": starts, "offered": offered, "aht_seconds": 300.0}))
    calendar = event_calendar("none", CLOCK, MADE_FIRST_DAY, grid.last_day + AHEAD)
    site = Site(name, CLOCK, tuple(Queue(f"q{at}", opening=AROUND_THE_CLOCK) for at in range(queues)), 60)
    return Series(name, pd.concat(frames, ignore_index=True), MINUTES_A_DAY, site, calendar)


def show(found: Sequence[Quarter], console: Console) -> None:
    """Print *found*."""
    headings = ("series", "years", "quarter", "days", "WAPE", "364 days before", "bias", "in 90 % band", "band's width")
    table = Table(*headings, title="Eighteen months ahead: errors of day totals by quarter, %")
    for one in found:
        shares = (one.wape, one.naive_wape, one.bias, one.coverage90, one.width)
        counts = (str(one.known_years), str(one.quarter), str(one.days))
        table.add_row(one.series, *counts, *(f"{100 * share:.1f}" for share in shares))
    console.print(table)


def main(words: Sequence[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.long_horizon", description=__doc__)
    parser.add_argument("files", metavar="FILE", nargs="*", type=Path, help="CSV with start, queue, offered")
    parser.add_argument("--zone", default="UTC", help="the clock of times without an offset")
    parser.add_argument("--origins", type=int, default=4, help="from how many days to forecast at most (default 4)")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(words)
    console = Console(width=150, highlight=False)
    files = options.files or [path for path in sorted(DATA.glob("*.csv")) if not path.name.endswith(".events.csv")]
    every = [load(path, None, options.zone) for path in files]
    if not options.files:
        every += [made(name, *how) for name, how in MADE.items()]
    found = [one for series in every for years in KNOWN_YEARS for one in quarters(series, years, options.origins)]
    show(found, console)
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in found], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
