"""How long a fit and a forecast of four weeks of half-hours take from two years of them, ours and others in one run."""

import importlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from resource import RUSAGE_SELF, getrusage
from statistics import median
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from benchmarks.forecast_bench.peers import OURS, compared
from benchmarks.forecast_bench.series import AROUND_THE_CLOCK
from forecasting.calendar import EventCalendar, event_calendar
from forecasting.models import Forecaster
from forecasting.site import Queue, Site
from forecasting.timegrid import TimeGrid

SLOT_MINUTES = 30
HORIZON_DAYS = 28
FIRST_DAY = date(2024, 1, 1)
SEED = 20240101
CLOCK = ZoneInfo("UTC")
RUNS = 3


@dataclass(frozen=True, slots=True)
class Timing:
    """*what* took *seconds*, the median of several runs; *peak_mb* is the most memory the process has had so far."""

    what: str
    queues: int
    rows: int
    seconds: float
    peak_mb: float


def made_history(queues: int, days: int) -> pd.DataFrame:
    """Return seeded half-hours of *queues* queues around the clock, laid out as HISTORY: weeks, seasons, Poisson noise."""
    random = np.random.default_rng(SEED)
    per_day = TimeGrid(CLOCK, FIRST_DAY, 1, SLOT_MINUTES).n_slots
    slot, day = np.arange(per_day), np.arange(days)
    shape = 1 + np.cos(2 * np.pi * (slot / per_day - 0.6))
    week = np.array([1.2, 1.1, 1.0, 1.0, 0.95, 0.6, 0.5])[day % 7]
    level = week * (1 + 0.2 * np.cos(2 * np.pi * day / 365.25)) * np.exp(random.normal(0, 0.05, days))
    size = random.lognormal(3.0, 0.7, queues)
    offered = random.poisson(size[:, None, None] * level[None, :, None] * shape[None, None, :]).reshape(-1)
    starts = pd.date_range(pd.Timestamp(FIRST_DAY, tz="UTC"), periods=days * per_day, freq="30min", unit="us")
    names = pd.array([f"queue {place:03d}" for place in range(queues)], dtype="str")
    return pd.DataFrame(
        {
            "queue": names.take(np.repeat(np.arange(queues), len(starts))),
            "start": starts.take(np.tile(np.arange(len(starts)), queues)),
            "offered": offered.astype("int64"),
            "aht_seconds": 300.0,
        }
    )


def timings(peers: Sequence[str], queues: int, days: int = 731) -> Iterator[Timing]:
    """Yield one queue with every model of *peers*, then *queues* queues with ours."""
    history = made_history(1, days)
    models = compared([name for name in peers if name != "naive"], SLOT_MINUTES)
    for name, model in models.items():
        yield _timing(name, history, partial(_forecast, model, history, days), 1)
    if "statsforecast" in peers:
        yield _timing("MSTL on half-hours", history, partial(_mstl_slots, history), 1)
    if "prophet" in peers:
        yield _timing("Prophet on half-hours", history, partial(_prophet_slots, history), 1, runs=1)
    if queues:
        many = made_history(queues, days)
        yield _timing(OURS, many, partial(_forecast, models[OURS], many, days), queues, runs=1)


def _timing(name: str, history: pd.DataFrame, work: Callable[[], object], queues: int, runs: int = RUNS) -> Timing:
    if runs > 1:
        work()  # the first run loads and compiles
    taken = []
    for _run in range(runs):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return Timing(name, queues, len(history), median(taken), getrusage(RUSAGE_SELF).ru_maxrss / 1024)


def _forecast(model: Forecaster, history: pd.DataFrame, days: int) -> pd.DataFrame:
    first_day = FIRST_DAY + timedelta(days=days)
    calendar: EventCalendar = event_calendar("none", CLOCK, FIRST_DAY, first_day + timedelta(days=HORIZON_DAYS))
    queues = tuple(Queue(str(name), opening=AROUND_THE_CLOCK) for name in history["queue"].unique())
    site = Site("speed", CLOCK, queues, SLOT_MINUTES)
    return model.fit(history, site, calendar).predict(TimeGrid(CLOCK, first_day, HORIZON_DAYS, SLOT_MINUTES))


def _mstl_slots(history: pd.DataFrame) -> object:
    models = importlib.import_module("statsforecast.models")
    per_day = TimeGrid(CLOCK, FIRST_DAY, 1, SLOT_MINUTES).n_slots
    model = models.MSTL(season_length=[per_day, 7 * per_day], trend_forecaster=models.AutoETS(model="ZZN"))
    return model.forecast(y=np.log1p(history["offered"].to_numpy(float)), h=HORIZON_DAYS * per_day, level=[90])


def _prophet_slots(history: pd.DataFrame) -> object:
    model = importlib.import_module("prophet").Prophet(interval_width=0.9, seasonality_mode="multiplicative")
    starts = history["start"].dt.tz_localize(None)
    model.fit(pd.DataFrame({"ds": starts, "y": history["offered"]}))
    per_day = TimeGrid(CLOCK, FIRST_DAY, 1, SLOT_MINUTES).n_slots
    ahead = pd.date_range(starts.max(), periods=HORIZON_DAYS * per_day + 1, freq="30min")[1:]
    return model.predict(pd.DataFrame({"ds": ahead}))


def show(found: Sequence[Timing], console: Console) -> None:
    """Print *found*, each beside how many times longer than ours it took."""
    ours = next(one.seconds for one in found if one.what == OURS)
    table = Table(
        "what", "queues", "rows", "seconds", "times ours", "peak MB", title="Fit and forecast, four weeks of half-hours"
    )
    for one in found:
        ratio = f"{one.seconds / ours:.1f}" if one.queues == 1 else ""
        table.add_row(one.what, str(one.queues), f"{one.rows:,}", f"{one.seconds:.3f}", ratio, f"{one.peak_mb:.0f}")
    console.print(table)
