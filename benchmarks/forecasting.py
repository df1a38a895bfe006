"""Forecasts of real series from rolling origins, beside what they have to beat: ``python -m benchmarks.forecasting``.

Every model gets the same history, closed days and events. Errors are WAPE of day totals 1 to 28 days ahead and of
slots; bands are the 5 % and 95 % quantiles. Fit times are given relative to the seasonal naive model in the same run,
because machines differ.
"""

import argparse
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from forecasting.calendar import EventCalendar, event_calendar, read_events
from forecasting.forecast import known_before
from forecasting.history import HistoryOptions, read_history
from forecasting.models import Forecaster, LogLinear
from forecasting.models.naive import WeeklyAverage
from forecasting.scores import beside, bias, by_day, coverage, wape
from forecasting.site import ALL_DAY, OpeningHours, Queue, Site
from forecasting.timegrid import TimeGrid

DATA = Path(os.environ.get("WATCHBILL_DATA", Path(__file__).parents[2] / "shared" / "data")) / "history"
SERIES = {
    "bank_calls_30min": "America/New_York",
    "online_retail_30min": "Europe/London",
    "nyc_ems_hourly": "America/New_York",
    "peyton_daily": "America/New_York",
    "yuebao_daily": "Asia/Shanghai",
}
AHEAD_DAYS = 28
AROUND_THE_CLOCK = OpeningHours((ALL_DAY,) * 7, ALL_DAY)


@dataclass(frozen=True, slots=True)
class Score:
    """One model on one series; shares, not percentages; *fit_ratio* against the seasonal naive model."""

    series: str
    model: str
    origins: int
    day_wape: float
    week_wape: float
    event_wape: float
    slot_wape: float
    bias: float
    day_coverage: float
    event_coverage: float
    slot_coverage: float
    fit_seconds: float
    fit_ratio: float


@dataclass(frozen=True, slots=True)
class Series:
    """A real history with the calendar that every model is given."""

    name: str
    history: pd.DataFrame
    step_minutes: int
    site: Site
    calendar: EventCalendar

    def grids(self, most: int) -> Iterator[TimeGrid]:
        """Yield horizons of four weeks in the second half of the history, evenly spread, the last one at its end."""
        local = self.history["start"].dt.tz_convert(str(self.site.zone)).dt.date
        first, last = local.min(), local.max()
        n_days = (last - first).days + 1
        latest = n_days - AHEAD_DAYS
        earliest = min(latest, max(n_days // 2, 84))
        for known in sorted({int(known) for known in np.linspace(earliest, latest, most)}):
            yield TimeGrid(self.site.zone, first + timedelta(days=known), AHEAD_DAYS, self.site.slot_minutes)


def load(name: str) -> Series:
    """Read the series called *name* with its events."""
    zone = ZoneInfo(SERIES[name])
    read = read_history([DATA / f"{name}.csv"], HistoryOptions(zone=zone))
    table = read_events(DATA / f"{name}.events.csv", zone)
    local = read.history["start"].dt.tz_convert(str(zone)).dt.date
    first, last = local.min(), local.max()
    calendar = event_calendar("none", zone, first, last + timedelta(days=AHEAD_DAYS), table=table)
    queues = tuple(Queue(str(queue), opening=AROUND_THE_CLOCK) for queue in sorted(read.history["queue"].unique()))
    slot_minutes = min(read.step_minutes, 60)
    return Series(name, read.history, read.step_minutes, Site(name, zone, queues, slot_minutes), calendar)


def score(series: Series, name: str, model: Forecaster, origins: int) -> Score:
    """Forecast *series* from several origins with *model* and compare with what came."""
    days, slots, seconds = [], [], 0.0
    for grid in series.grids(origins):
        known = known_before(series.history, grid)
        began = time.perf_counter()
        forecast = model.fit(known, series.site, series.calendar).predict(grid)
        seconds += time.perf_counter() - began
        days.append(by_day(forecast, series.history, grid, series.step_minutes))
        slots.append(beside(forecast, series.history, grid, series.step_minutes))
    day, slot = pd.concat(days), pd.concat(slots)
    day = day[[one not in series.calendar.closed for one in day["day"]]]
    special = np.array([bool(series.calendar.names_on(one)) for one in day["day"]])
    slot = slot[slot["mean"] > 0] if series.step_minutes <= 60 else slot[:0]
    return Score(
        series=series.name,
        model=name,
        origins=len(days),
        day_wape=_wape(day),
        week_wape=_wape(day[day["lead"] <= 7]),
        event_wape=_wape(day[special]),
        slot_wape=wape(slot["came"].to_numpy(float), slot["mean"].to_numpy(float)),
        bias=bias(day["came"].to_numpy(float), day["mean"].to_numpy(float)),
        day_coverage=_coverage(day[~special]),
        event_coverage=_coverage(day[special]),
        slot_coverage=coverage(slot["came"].to_numpy(float), slot["p05"].to_numpy(float), slot["p95"].to_numpy(float)),
        fit_seconds=seconds / len(days),
        fit_ratio=float("nan"),
    )


def _wape(day: pd.DataFrame) -> float:
    return wape(day["came"].to_numpy(float), day["mean"].to_numpy(float))


def _coverage(day: pd.DataFrame) -> float:
    known = day[day["p95"].notna() & (day["p95"] > 0)]
    return coverage(known["came"].to_numpy(float), known["p05"].to_numpy(float), known["p95"].to_numpy(float))


def scores_of(series: Series, origins: int) -> list[Score]:
    """Score every model on *series*."""
    step = series.step_minutes
    models: dict[str, Forecaster] = {
        "seasonal naive": WeeklyAverage(1, step),
        "weekly average": WeeklyAverage(4, step),
        "log-linear": LogLinear(step),
    }
    found = [score(series, name, model, origins) for name, model in models.items()]
    naive = found[0].fit_seconds
    return [Score(**{**asdict(one), "fit_ratio": one.fit_seconds / naive}) for one in found]


def show(scores: list[Score]) -> None:
    """Print the scores."""
    headings = ("series", "model", "origins", "WAPE 28 d", "7 d", "events", "slots", "bias", "band days", "band events", "band slots", "fit ratio")  # fmt: skip
    table = Table(*headings, title="Forecasts of real series")
    for one in scores:
        shares = (one.day_wape, one.week_wape, one.event_wape, one.slot_wape, one.bias)
        bands = (
            (one.day_coverage, one.event_coverage, one.slot_coverage) if one.model == "log-linear" else (np.nan,) * 3
        )
        cells = ["" if np.isnan(share) else f"{share:.1%}" for share in (*shares, *bands)]
        table.add_row(one.series, one.model, str(one.origins), *cells, f"{one.fit_ratio:.1f}")
    Console(width=160).print(table)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the scores to this file")
    parser.add_argument("--origins", type=int, default=8, help="how many origins a series")
    parser.add_argument("--series", nargs="*", default=list(SERIES), choices=list(SERIES))
    options = parser.parse_args()
    if not DATA.exists():
        print(f"skipped: {DATA} is missing")
        return
    scores = [one for name in options.series for one in scores_of(load(name), options.origins)]
    show(scores)
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in scores], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
