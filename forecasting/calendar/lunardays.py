"""Days of the Chinese lunar year that people keep without a day off."""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from forecasting.calendar.editions import Edition, editions_of
from forecasting.calendar.lunar import lunar_years
from forecasting.calendar.rows import EventRow, yearly_table
from forecasting.calendar.yearday import YearDay, YearlySpan
from forecasting.messages import N_

# Gifts and visits, each day unlike the others: a family of its own.
LUNAR_DAYS = (
    (N_("Lantern Festival"), "lantern-festival", YearDay(1, 15, lunar=True)),
    (N_("Qixi Festival"), "qixi-festival", YearDay(7, 7, lunar=True)),
    (N_("Double Ninth Festival"), "double-ninth-festival", YearDay(9, 9, lunar=True)),
    (N_("Laba Festival"), "laba-festival", YearDay(12, 8, lunar=True)),
)


def lunar_day_editions(zone: ZoneInfo, first: date, last: date) -> list[Edition]:
    """Return these days from *first* to *last*, as far as lunar dates are known."""
    known = lunar_years()
    begin, end = date(min(known) + 2, 1, 1), date(max(known), 12, 31)
    if first > end or last < begin:
        return []
    return editions_of(yearly_table(_rows(), zone, max(first, begin), min(last, end)).phases)


def _rows() -> Iterator[EventRow]:
    return (EventRow(name, family, "day", YearlySpan(day, day)) for name, family, day in LUNAR_DAYS)
