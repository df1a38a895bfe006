"""Events as if they had never been seen: each left out of the past in turn, forecast with its family and as nothing.

The days of the event are missing in what is known, so that neither forecast has learned them. One knows that the event
is coming and what family it belongs to, the other takes its days for ordinary ones.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from benchmarks.forecast_bench.series import Series, marks_on
from forecasting.calendar import EventCalendar
from forecasting.forecast import known_before, make_forecast
from forecasting.models import LogLinear
from forecasting.scores import by_day, wape
from forecasting.timegrid import TimeGrid

DAYS_BEFORE = 7
LEAST_KNOWN_DAYS = 56
MOST_OCCURRENCES = 3


@dataclass(frozen=True, slots=True)
class ColdStart:
    """Errors on the days of one event, as shares of what came: knowing its family, and taking it for nothing."""

    series: str
    event: str
    family: str
    relatives: int
    days: int
    with_family: float
    with_none: float
    came: float


def cold_starts(series: Series, horizon_days: int) -> Iterator[ColdStart]:
    """Yield the figures of every event of *series* that comes after the first eight weeks."""
    marks = _marks(series)
    for event in sorted(marks):
        days, family = marks[event]
        others = {name for name, (_days, other) in marks.items() if other == family and name != event}
        tried = (_pair(series, event, days, first, horizon_days) for first in _occurrences(days))
        found = [pair for pair in tried if pair is not None]
        if not found:
            continue
        knowing, none = (pd.concat([pair[place] for pair in found]) for place in (0, 1))
        yield ColdStart(
            series=series.name,
            event=event,
            family=family,
            relatives=len(others),
            days=len(knowing),
            with_family=_wape(knowing),
            with_none=_wape(none),
            came=float(knowing["came"].sum()),
        )


def _marks(series: Series) -> dict[str, tuple[frozenset[date], str]]:
    zone = str(series.site.zone)
    every = pd.Series([series.history["start"].min(), series.history["start"].max()]).dt.tz_convert(zone).dt.date
    found: dict[str, tuple[set[date], str]] = {}
    for index in range((every[1] - every[0]).days + 1):
        day = every[0] + timedelta(days=index)
        for name, family in marks_on(series.calendar, day):
            found.setdefault(name, (set(), family))[0].add(day)
    return {name: (frozenset(days), family) for name, (days, family) in found.items()}


def _occurrences(days: frozenset[date]) -> list[date]:
    """Return the first days of the last runs of *days* that lie within two weeks of each other."""
    ordered = sorted(days)
    runs = [day for place, day in enumerate(ordered) if place == 0 or day - ordered[place - 1] > timedelta(days=14)]
    return runs[-MOST_OCCURRENCES:]


def _pair(
    series: Series, event: str, days: frozenset[date], first: date, horizon_days: int
) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """Forecast from a week before *first* twice; None where too little is known before or nothing came after."""
    history, zone = series.history, str(series.site.zone)
    origin = first - timedelta(days=DAYS_BEFORE)
    if (origin - history["start"].min().tz_convert(zone).date()).days < LEAST_KNOWN_DAYS:
        return None
    grid = TimeGrid(series.site.zone, origin, horizon_days, series.site.slot_minutes)
    known = known_before(history, grid)
    known = known[~known["start"].dt.tz_convert(zone).dt.date.isin(days)].reset_index(drop=True)
    knowing, none = (
        _on_days(series, known, calendar, grid, days) for calendar in (series.calendar, without(series.calendar, event))
    )
    return (knowing, none) if len(knowing) else None


def _on_days(
    series: Series, known: pd.DataFrame, calendar: EventCalendar, grid: TimeGrid, days: frozenset[date]
) -> pd.DataFrame:
    model = LogLinear(series.step_minutes)
    forecast = make_forecast(known, series.site, calendar, grid, series.step_minutes, model)
    found = by_day(forecast, series.history, grid, series.step_minutes)
    return found[found["day"].isin(days - series.calendar.closed)]


def without(calendar: EventCalendar, event: str) -> EventCalendar:
    """Return *calendar* as if *event* did not exist."""
    return replace(
        calendar,
        holidays={day: name for day, name in calendar.holidays.items() if event not in calendar.holidays_on(day)},
        make_up=frozenset() if event == "makeup" else calendar.make_up,
        phases=tuple(phase for phase in calendar.phases if phase.event != event),
    )


def _wape(rows: pd.DataFrame) -> float:
    return wape(rows["came"].to_numpy(float), rows["mean"].to_numpy(float))


def show(found: Sequence[ColdStart], console: Console) -> None:
    """Print *found* and, by series, the mean over events of the error's logarithmic change."""
    headings = ("series", "event", "family", "relatives", "days", "known family", "no event")
    table = Table(*headings, title="Events never seen: WAPE of their days")
    for one in found:
        shares = [f"{share * 100:.1f}" for share in (one.with_family, one.with_none)]
        table.add_row(one.series, one.event, one.family, str(one.relatives), str(one.days), *shares)
    console.print(table)
    for name in dict.fromkeys(one.series for one in found):
        mine = [one for one in found if one.series == name]
        weights = np.array([one.came for one in mine])
        means = [
            float(np.average([getattr(one, side) for one in mine], weights=weights))
            for side in ("with_family", "with_none")
        ]
        console.print(f"{name}: {means[0]:.1%} with the family known, {means[1]:.1%} with no event")
