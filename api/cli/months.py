"""A long forecast as the terminal shows it: by month, because nobody reads hundreds of days."""

from collections.abc import Iterator

import pandas as pd

from forecasting.calendar import EventCalendar
from forecasting.whatif import Compared

MOST_DAYS = 62  # shown one by one


def is_long(days: int) -> bool:
    """Return whether a forecast of *days* days is shown by month."""
    return days > MOST_DAYS


def month_rows(forecast: pd.DataFrame, calendar: EventCalendar) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Yield by month and queue: expected contacts, those a day, and the sums of the days' 90 % bands.

    Far ahead days are mostly high or low together, so that the sums are about the month's own band; they never are
    narrower.
    """
    months = _months(forecast, calendar)
    for (month, queue), rows in forecast.assign(month=months).groupby(["month", "queue"], sort=True):
        days, expected = int(rows["day_p95"].notna().sum()), float(rows["mean"].sum())
        low, high = float(rows["day_p05"].sum()), float(rows["day_p95"].sum())
        yield str(month), str(queue), f"{expected:.0f}", f"{expected / max(days, 1):.0f}", f"{low:.0f}", f"{high:.0f}"


def month_differences(compared: Compared, calendar: EventCalendar) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield by month and queue the contacts before and after the change, and the difference."""
    frame = compared.base[["queue", "mean"]].assign(
        month=_months(compared.base, calendar), changed=compared.changed["mean"]
    )
    for (month, queue), rows in frame.groupby(["month", "queue"], sort=True):
        base, changed = float(rows["mean"].sum()), float(rows["changed"].sum())
        yield str(month), str(queue), f"{base:.0f}", f"{changed:.0f}", f"{changed - base:+.0f}"


def _months(forecast: pd.DataFrame, calendar: EventCalendar) -> pd.Series:
    months: pd.Series = forecast["start"].dt.tz_convert(str(calendar.zone)).dt.strftime("%Y-%m")
    return months
