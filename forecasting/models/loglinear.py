"""The core model: log-linear day levels, a smoothed intraday profile, conformal intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from forecasting.calendar import EventCalendar
from forecasting.errors import CalendarError, ModelError
from forecasting.frames import FORECAST, HISTORY, QUANTILES
from forecasting.intervals import Unsure, day_quantiles, slot_quantiles
from forecasting.messages import N_, Sentence, joined
from forecasting.models.arrivals import ArrivalDays
from forecasting.models.days import Floats, clock_places, day_table
from forecasting.models.far_ahead import far_sd
from forecasting.models.handling import handling_kinds
from forecasting.models.linear_algebra import on_one_thread
from forecasting.models.many import Job, fit_queues
from forecasting.models.queue import LEAST_DAYS, QueueModel
from forecasting.models.resolution import onto_grid, slot_weights, step_of
from forecasting.site import AROUND_THE_CLOCK, Queue, Site
from forecasting.timegrid import MINUTES_A_DAY, TimeGrid

OTHERWISE_AHT_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class LogLinear:
    """The model to use unless there is a reason for another one; fits a year of four queues in well under a second.

    *step_minutes* is the step of the history (1440 for daily totals); None finds it. *workers* are the processes that
    share the queues: more than one pays from dozens of queues on; the forecast is the same. *levels* are more quantiles
    to foretell, see ``FittedLogLinear.predict_levels``.
    """

    step_minutes: int | None = None
    workers: int = 1
    levels: tuple[float, ...] = ()

    def fit(self, history: pd.DataFrame, site: Site, calendar: EventCalendar) -> "FittedLogLinear":
        """Learn each queue of *history*, laid out as HISTORY; see Forecaster.

        Queues that the site does not name are taken as open around the clock; contacts reach backlog channels around the
        clock and on closed days, as far as the history shows any. Raises ModelError naming every queue
        with less than two weeks of contacts, CalendarError where the calendar does not cover the history.
        """
        HISTORY.check(history)
        if history.empty:
            raise ModelError(Sentence(N_("the history has no rows; expected at least two weeks of contacts")))
        step = self.step_minutes or step_of(history)
        first, last = (
            moment.astimezone(calendar.zone).date() for moment in (history["start"].min(), history["start"].max())
        )
        cover(calendar, first, last)
        step_minutes = step if step == MINUTES_A_DAY else max(step, site.slot_minutes)
        arrival_days = ArrivalDays(calendar)
        jobs, faults = [], []
        for name, rows in history.groupby("queue", sort=True):
            queue = _queue_of(site, str(name))
            known = arrival_days.of(queue, rows)
            table = day_table(rows, step, step_minutes, queue.arrivals, known)
            lively = int((table.offered.sum(axis=1) > 0).sum())
            if lively < LEAST_DAYS:
                faults.append(
                    Sentence(
                        N_("queue {queue} has contacts on {days} days, expected at least {least}"),
                        queue=name,
                        days=lively,
                        least=LEAST_DAYS,
                    )
                )
                continue
            jobs.append(Job(str(name), table, queue.arrivals, queue.aht_seconds, known))
        if faults:
            raise ModelError(Sentence(N_("no forecast can rest on this history: {faults}"), faults=joined(faults)))
        return FittedLogLinear(fit_queues(jobs, self.workers), calendar, self.levels)


@dataclass(frozen=True, slots=True)
class FittedLogLinear:
    """The fitted queues by name."""

    queues: Mapping[str, QueueModel]
    calendar: EventCalendar
    levels: tuple[float, ...] = ()

    def predict(self, grid: TimeGrid) -> pd.DataFrame:
        """Return the forecast on *grid*, laid out as FORECAST; see Fitted.

        A grid finer than the history's step divides it smoothly, daily totals evenly over the open hours. Raises
        ModelError for a grid that begins within the history, CalendarError for days that the calendar does not cover.
        """
        cover(self.calendar, grid.first_day, grid.last_day)
        return self.predict_levels(grid, self.levels)

    def predict_levels(self, grid: TimeGrid, levels: Sequence[float]) -> pd.DataFrame:
        """Return the same with more quantiles: *levels* are shares above 0 and below 1.

        A level of 0.9 adds the columns ``p90`` and ``day_p90``, one of 0.975 ``p97.5`` and ``day_p97.5``.
        """
        wrong = [level for level in levels if not 0 < level < 1]
        if wrong:
            raise ValueError(f"quantile levels {wrong}: expected above 0 and below 1")
        cover(self.calendar, grid.first_day, grid.last_day)
        labels = {**QUANTILES, **{_label(level): level for level in levels}}
        shares = dict(sorted(labels.items(), key=lambda item: item[1]))
        with on_one_thread():  # as in the fit
            frames = [_queue_frame(name, model, grid, shares) for name, model in self.queues.items()]
        return FORECAST.check(pd.concat(frames, ignore_index=True))


def _label(level: float) -> str:
    return f"p{100 * level:02.0f}" if abs(100 * level - round(100 * level)) < 1e-9 else f"p{100 * level:g}"


def cover(calendar: EventCalendar, first: date, last: date) -> None:
    """Refuse days that *calendar* does not cover: their holidays would pass for ordinary days."""
    if first < calendar.first or last > calendar.last:
        raise CalendarError(
            Sentence(
                N_("the calendar covers {covered_first} to {covered_last}; expected {first} to {last}"),
                covered_first=calendar.first,
                covered_last=calendar.last,
                first=first,
                last=last,
            )
        )


def _queue_of(site: Site, name: str) -> Queue:
    found = [queue for queue in site.queues if queue.name == name]
    return found[0] if found else Queue(name, opening=AROUND_THE_CLOCK, aht_seconds=OTHERWISE_AHT_SECONDS)


def _queue_frame(name: str, model: QueueModel, grid: TimeGrid, labels: Mapping[str, float]) -> pd.DataFrame:
    if grid.first_day <= model.table.last_day:
        raise ModelError(
            Sentence(
                N_("queue {queue} has a history to {last}; expected a forecast from {next} on"),
                queue=name,
                last=model.table.last_day,
                next=model.table.last_day + timedelta(days=1),
            )
        )
    days = list(grid.dates())
    ahead = model.predict(days)
    rows, _columns = clock_places(grid)
    weights = slot_weights(grid, model.opening, model.calendar)
    means = onto_grid(ahead.slots, model.table.step_minutes, grid, weights)
    totals = np.bincount(rows, weights=means, minlength=grid.days).astype(float)
    unsure, shares = Unsure(far_sd(model, days, ahead), ahead.eventful), list(labels.values())
    slots = slot_quantiles(model.spread, means, unsure.at(rows), shares)
    bounds = day_quantiles(model.spread, totals, unsure, shares)
    first_rows = np.searchsorted(rows, np.arange(grid.days))
    of_day = [label for label in labels if label in {"p05", "p95"} or label not in QUANTILES]
    places = {label: place for place, label in enumerate(labels)}
    return pd.DataFrame(
        {
            "queue": pd.Series([name] * grid.n_slots, dtype="str"),
            "start": pd.date_range(grid.origin, periods=grid.n_slots, freq=pd.Timedelta(grid.slot_length), unit="us"),
            "mean": means,
            **{label: slots[:, place] for label, place in places.items()},
            "aht_seconds": _aht(model, grid, days),
            **{f"day_{label}": _on_first_rows(bounds[:, places[label]], first_rows, grid.n_slots) for label in of_day},
        }
    )


def _aht(model: QueueModel, grid: TimeGrid, days: list[date]) -> Floats:
    rows, columns = clock_places(grid)
    kinds = handling_kinds(days, np.array([model.calendar.is_day_off(day) for day in days]))
    places = columns * grid.slot_minutes // model.table.step_minutes
    return np.asarray(model.aht_seconds[kinds[rows], places])


def _on_first_rows(values: Floats, first_rows: np.ndarray[tuple[int], np.dtype[np.int64]], n_slots: int) -> Floats:
    column = np.full(n_slots, np.nan)
    column[first_rows] = values
    return column
