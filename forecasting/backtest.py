"""Models tried on the past: from several origins each forecasts what was still to come, and meets what came."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecasting.calendar import EventCalendar
from forecasting.errors import ModelError
from forecasting.forecast import known_before
from forecasting.frames import HISTORY, UTC_TIME, Column, Layout
from forecasting.messages import N_, Sentence
from forecasting.models import Forecaster
from forecasting.models.answer import checked_answer
from forecasting.models.resolution import step_of
from forecasting.scores import beside
from forecasting.site import Site
from forecasting.timegrid import MINUTES_A_DAY, TimeGrid

LEAST_KNOWN_DAYS = 28
LEAST_QUEUE_DAYS = 28

BACKTEST = Layout(
    "BACKTEST",
    (
        Column("model", "str", "name of the model"),
        Column("origin", UTC_TIME, "first instant forecast; everything before it was known"),
        Column("queue", "str", "queue name"),
        Column("start", UTC_TIME, "start of the slot, or of the local day for daily totals"),
        Column("lead_days", "int64", "1 for the first local day from the origin on", least=1),
        Column("came", "float64", "contacts that arrived", least=0),
        Column("mean", "float64", "contacts foretold", least=0),
        Column("p05", "float64", "5% quantile foretold", least=0),
        Column("p50", "float64", "median foretold", least=0),
        Column("p95", "float64", "95% quantile foretold", least=0),
        Column("day_mean", "float64", "contacts foretold for the whole local day", least=0),
        Column("day_p05", "float64", "5% quantile foretold for the local day's total", nullable=True, least=0),
        Column("day_p95", "float64", "95% quantile foretold for the local day's total", nullable=True, least=0),
        Column(
            "day_scale",
            "float64",
            "mean absolute change of the queue's day totals from week to week before the origin",
            nullable=True,
            least=0,
        ),
        Column("seconds", "float64", "wall time of fit and forecast of all queues from this origin", least=0),
    ),
    key=("model", "origin", "queue", "start"),
)


@dataclass(frozen=True, slots=True)
class Origins:
    """From how many days to forecast, evenly spread, and *horizon_days* how far.

    The first lies where half of the history is known, four weeks at least; the last horizon ends with the history.
    Where horizons leave days between them, each is moved within its share of the days to meet the most event days.
    """

    count: int = 8
    horizon_days: int = 28

    def __post_init__(self) -> None:
        if self.count < 1 or self.horizon_days < 1:
            raise ValueError(f"origins: {self.count} of {self.horizon_days} days; expected at least one of each")

    def first_days(self, first: date, last: date, events: frozenset[date] = frozenset()) -> list[date]:
        """Return the first days to forecast in a history from *first* to *last*, both included, with *events* on days.

        Raises ModelError for a history that is too short for a single one.
        """
        n_days = (last - first).days + 1
        latest = n_days - self.horizon_days
        if latest < LEAST_KNOWN_DAYS:
            raise ModelError(
                Sentence(
                    N_("the history has {days} days; expected at least {least} to forecast {horizon} days of it"),
                    days=n_days,
                    least=LEAST_KNOWN_DAYS + self.horizon_days,
                    horizon=self.horizon_days,
                )
            )
        earliest = min(latest, max(n_days // 2, LEAST_KNOWN_DAYS))
        eventful = np.array([first + timedelta(days=index) in events for index in range(n_days)])
        even = np.unique(np.linspace(latest, earliest, self.count).astype(int))
        return [first + timedelta(days=self._moved(int(known), even, eventful)) for known in even]

    def _moved(self, known: int, even: npt.NDArray[np.int64], eventful: npt.NDArray[np.bool_]) -> int:
        """Return the origin near *known*, in days of history, whose horizon meets the most event days."""
        slack = (int(np.diff(even).min()) - self.horizon_days) // 2 if len(even) > 1 else 0
        places = range(max(int(even[0]), known - slack), min(int(even[-1]), known + slack) + 1)
        met = {place: int(eventful[place : place + self.horizon_days].sum()) for place in places}
        return max(met, key=lambda place: (met[place], -abs(place - known))) if met else known


@dataclass(frozen=True, slots=True)
class Tried:
    """How far a backtest is: *model* has just been tried from *first_day*, *done* of *total* trials are over."""

    model: str
    first_day: date
    done: int
    total: int


def backtest(
    history: pd.DataFrame,
    site: Site,
    calendar: EventCalendar,
    models: Mapping[str, Forecaster],
    origins: Origins = Origins(),
    step_minutes: int | None = None,
    watch: Callable[[Tried], None] | None = None,
) -> pd.DataFrame:
    """Return what each of *models*, by name, foretold and what came, laid out as BACKTEST.

    *history* is laid out as HISTORY; *calendar* has to cover it. Rows are slots of the site, or of the history
    where its *step_minutes* are longer. A model gets the rows before the origin only, and of queues with at least four
    weeks of them. Slots without a row in the history are
    left out, and closed days of live queues. Raises ModelError for a history that
    is too short.
    """
    HISTORY.check(history)
    step = step_minutes or step_of(history)
    grids = list(grids_of(history, site, calendar, step, origins))
    frames = []
    for place, grid in enumerate(grids):
        known = settled(known_before(history, grid), grid)
        scales = _scales(known, grid, calendar)
        for number, (name, model) in enumerate(models.items(), start=1):
            frames.append(_tried(name, model, known, history, site, calendar, grid, step, scales))
            if watch is not None:
                done = place * len(models) + number
                watch(Tried(name, grid.first_day, done, len(grids) * len(models)))
    return BACKTEST.check(pd.concat(frames, ignore_index=True))


def grids_of(
    history: pd.DataFrame, site: Site, calendar: EventCalendar, step_minutes: int, origins: Origins
) -> Iterator[TimeGrid]:
    """Yield the horizons that are tried on *history*, the earliest first."""
    ends = pd.Series([history["start"].min(), history["start"].max()]).dt.tz_convert(str(site.zone)).dt.date
    slot_minutes = site.slot_minutes if step_minutes == MINUTES_A_DAY else max(site.slot_minutes, step_minutes)
    every = (ends[0] + timedelta(days=index) for index in range((ends[1] - ends[0]).days + 1))
    events = frozenset(day for day in every if day not in calendar.closed and calendar.names_on(day))
    for first_day in origins.first_days(ends[0], ends[1], events):
        yield TimeGrid(site.zone, first_day, origins.horizon_days, slot_minutes)


def settled(known: pd.DataFrame, grid: TimeGrid) -> pd.DataFrame:
    """Return the rows of queues that began at least four weeks before *grid*; raise ModelError where none did."""
    began = known.groupby("queue")["start"].transform("min").dt.tz_convert(str(grid.zone)).dt.tz_localize(None)
    whole_days = (pd.Timestamp(grid.first_day) - began.dt.normalize()).dt.days
    kept: pd.DataFrame = known[whole_days >= LEAST_QUEUE_DAYS].reset_index(drop=True)
    if kept.empty:
        raise ModelError(Sentence(N_("no queue has four weeks of history before {day}"), day=grid.first_day))
    return kept


def _scales(known: pd.DataFrame, grid: TimeGrid, calendar: EventCalendar) -> pd.Series:
    """Return by queue how much day totals change from week to week; NaN where it cannot be said or nothing changes."""
    days = known["start"].dt.tz_convert(str(grid.zone)).dt.tz_localize(None).dt.normalize()
    served = ~days.isin(pd.to_datetime(sorted(calendar.closed)))
    totals = known.assign(day=days)[served].pivot_table("offered", "day", "queue", "sum").asfreq("D")
    changes: pd.Series = totals.diff(7).abs().mean()
    return changes.where(changes > 0).rename("day_scale")


def _tried(
    name: str,
    model: Forecaster,
    known: pd.DataFrame,
    history: pd.DataFrame,
    site: Site,
    calendar: EventCalendar,
    grid: TimeGrid,
    step_minutes: int,
    scales: pd.Series,
) -> pd.DataFrame:
    began = time.perf_counter()
    forecast = model.fit(known, site, calendar).predict(grid)
    seconds = time.perf_counter() - began
    checked_answer(name, forecast, known["queue"].unique(), grid)
    found = beside(forecast, history, grid, step_minutes)
    backlogs = [queue.name for queue in site.queues if queue.channel.is_backlog]
    found = found[~found["day"].isin(calendar.closed) | found["queue"].isin(backlogs)]
    lead = pd.to_datetime(found["day"]) - pd.Timestamp(grid.first_day)
    found = found.assign(
        model=name,
        origin=pd.Timestamp(grid.origin).as_unit("us"),
        lead_days=lead.dt.days.astype("int64") + 1,
        seconds=seconds,
    ).join(scales, on="queue")
    return found[[column.name for column in BACKTEST.columns]].astype({"model": "str", "start": UTC_TIME})
