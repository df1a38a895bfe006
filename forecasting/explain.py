"""How a forecast comes about: by queue and day the factors that multiply to what is expected."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
import pandas as pd

from forecasting.calendar import EventCalendar
from forecasting.messages import N_
from forecasting.models.days import Floats, clock_places
from forecasting.models.design import Design, Designer
from forecasting.models.levels import LevelModel
from forecasting.models.loglinear import FittedLogLinear
from forecasting.models.queue import QueueModel
from forecasting.models.slow import slow_columns
from forecasting.timegrid import TimeGrid

WEEKS_BACK_DAYS = 28
FAR_DAYS = 20_000
A_MONDAY = date(1990, 1, 1)  # long before any history: a week without holidays


class Reason(StrEnum):
    """What a factor stands for. ``LEVEL`` is in contacts a day, everything else is a multiplier."""

    LEVEL = "level"
    LAST_WEEKS = "last weeks"
    WEEKDAY = "weekday"
    SEASON = "season"
    MONTH = "day of month"
    HOLIDAY = "holiday"
    EVENT = "event"
    HOURS = "hours"
    CONTAINMENT = "containment"


REASON_NAMES = {
    Reason.LEVEL: N_("level of an average day, four weeks before the end of the history"),
    Reason.LAST_WEEKS: N_("what the last four weeks changed, and the trend since"),
    Reason.WEEKDAY: N_("weekday"),
    Reason.SEASON: N_("season"),
    Reason.MONTH: N_("day of the month"),
    Reason.HOLIDAY: N_("holidays and the days around them"),
    Reason.EVENT: N_("event"),
    Reason.HOURS: N_("opening hours and shape of the day"),
    Reason.CONTAINMENT: N_("share that the bot solves"),
}
OF_THE_CALENDAR = (Reason.WEEKDAY, Reason.SEASON, Reason.MONTH, Reason.HOLIDAY)


@dataclass(frozen=True, slots=True)
class Factor:
    """One step of the explanation: *value* in contacts a day for the level, else a multiplier of what stands above.

    *event* is the event's name where *reason* is one, else empty.
    """

    queue: str
    day: date
    reason: Reason
    value: float
    event: str = ""


def explain(fitted: FittedLogLinear, forecast: pd.DataFrame, grid: TimeGrid) -> tuple[Factor, ...]:
    """Return the factors of every queue and day of *forecast*, which *fitted* predicted on *grid*, in their order.

    For each queue and day their product is the sum of the day's ``mean``. Effects that are the same for every day are
    part of the level; events are told one by one, earliest first.
    """
    rows, _columns = clock_places(grid)
    found: list[Factor] = []
    for name, model in fitted.queues.items():
        means = forecast.loc[forecast["queue"] == name, "mean"].to_numpy()
        totals = np.bincount(rows, weights=means, minlength=grid.days).astype(float)
        found += _of_queue(name, model, list(grid.dates()), totals)
    return tuple(found)


def with_containment(
    factors: Sequence[Factor], forecast: pd.DataFrame, shares: Floats, grid: TimeGrid
) -> tuple[Factor, ...]:
    """Return *factors* of *forecast* and one more a queue and day where *shares*, one a row, change what people get."""
    days = forecast["start"].dt.tz_convert(str(grid.zone)).dt.date
    sums = forecast.assign(day=days, after=forecast["mean"] * shares).groupby(["queue", "day"])[["mean", "after"]].sum()
    totals = {key: (float(row[0]), float(row[1])) for key, row in zip(sums.index, sums.to_numpy(), strict=True)}
    found: list[Factor] = []
    for factor in factors:
        found.append(factor)
        if factor.reason is not Reason.HOURS:
            continue
        before, after = totals[factor.queue, factor.day]
        if before > 0 and abs(after / before - 1) > 1e-9:
            found.append(Factor(factor.queue, factor.day, Reason.CONTAINMENT, after / before))
    return tuple(found)


def _of_queue(name: str, model: QueueModel, days: Sequence[date], totals: Floats) -> Iterator[Factor]:
    levels = model.levels
    back, recent = _slow(levels, days)
    design = levels.design(days)
    week = levels.design([A_MONDAY + timedelta(days=one) for one in range(7)])
    centre = float(np.mean(_log_of(week, levels, Reason.WEEKDAY)))
    parts = {reason: _log_of(design, levels, reason) for reason in OF_THE_CALENDAR}
    events = dict(_event_logs(model, days))
    base = np.exp(levels.predict(days)) * levels.smear
    for row, day in enumerate(days):
        yield Factor(name, day, Reason.LEVEL, float(np.exp(back + centre)) * levels.smear)
        yield Factor(name, day, Reason.LAST_WEEKS, float(np.exp(recent[row])))
        for reason, values in parts.items():
            shift = centre if reason is Reason.WEEKDAY else 0.0
            yield Factor(name, day, reason, float(np.exp(values[row] - shift)))
        for event, values in events.items():
            if abs(values[row]) > 1e-9:
                yield Factor(name, day, Reason.EVENT, float(np.exp(values[row])), event)
        yield Factor(name, day, Reason.HOURS, float(totals[row] / base[row]))


def _reason_of(group: str) -> Reason:
    """Return what a group of the model's effects stands for."""
    if group.startswith("holiday"):
        return Reason.HOLIDAY
    if group.endswith("season"):
        return Reason.SEASON
    if group.startswith("month"):
        return Reason.MONTH
    return Reason.WEEKDAY if group == "weekday" else Reason.EVENT


def _slow(levels: LevelModel, days: Sequence[date]) -> tuple[float, Floats]:
    """Return the logarithm of the level four weeks before the end, and by day what has been added to it since."""
    ahead = levels.ahead(days)
    last = levels.n_days - 1
    positions = np.concatenate([[max(0.0, last - WEEKS_BACK_DAYS)], last + ahead])
    columns = slow_columns(levels.n_days, positions)
    found = columns @ levels.solution.coefficients[-columns.shape[1] :]
    return float(found[0]), found[1:] - found[0] + levels.last_residual * levels.memory**ahead


def _log_of(design: Design, levels: LevelModel, reason: Reason) -> Floats:
    chosen = [group.columns for group in design.groups if _reason_of(group.name) is reason]
    columns = np.concatenate([np.zeros(0, dtype=np.int64), *chosen])
    return np.asarray(design.matrix[:, columns] @ levels.solution.coefficients[columns])


def _event_logs(model: QueueModel, days: Sequence[date]) -> Iterator[tuple[str, Floats]]:
    """Yield each event's part of the logarithm: what goes when it is moved far away after those before it were."""
    touched = [phase for day in days for phase in model.calendar.phases_on(day)]
    calendar, before = model.calendar, _festival_log(model.levels, model.calendar, days)
    for event in dict.fromkeys(phase.event for phase in touched):
        calendar = _without(calendar, event)
        after = _festival_log(model.levels, calendar, days)
        yield event, before - after
        before = after


def _without(calendar: EventCalendar, event: str) -> EventCalendar:
    """Return *calendar* with the event's phases far in the future: the model still knows the event but not these days."""
    far = timedelta(days=FAR_DAYS)
    moved = tuple(
        replace(phase, start=phase.start + far, end=phase.end + far) if phase.event == event else phase
        for phase in calendar.phases
    )
    return replace(calendar, phases=moved)


def _festival_log(levels: LevelModel, calendar: EventCalendar, days: Sequence[date]) -> Floats:
    design = replace(levels, designer=Designer(calendar)).design(days)
    return _log_of(design, levels, Reason.EVENT) + design.given
