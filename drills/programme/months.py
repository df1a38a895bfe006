"""Months and quarters of the calendar, for duties that return every year."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

YEAR_MONTHS = 12


def months_after(day: date, months: int) -> date:
    """Return the same day *months* later, earlier where that is negative; the last of a month that is shorter."""
    number = day.year * YEAR_MONTHS + day.month - 1 + months
    year, month = divmod(number, YEAR_MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def year_ending(day: date) -> date:
    """Return the first day of the twelve months whose last day is *day*: what was held then is not yet a year ago."""
    first = months_after(day, -YEAR_MONTHS) + timedelta(days=1)
    while months_after(first, YEAR_MONTHS) <= day:  # 29 February is a year old on 28 February
        first += timedelta(days=1)
    return first


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield the days from *first* to *last*, both included."""
    return (first + timedelta(days=index) for index in range((last - first).days + 1))


def quarter_of(day: date) -> tuple[int, int]:
    """Return year and number, 1 to 4, of the calendar quarter of *day*."""
    return day.year, (day.month - 1) // 3 + 1
