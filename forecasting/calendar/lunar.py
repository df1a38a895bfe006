"""The Chinese lunar calendar: a lunar year, month and day as a day of the common calendar, by a table of new moons.

``lunar.csv`` beside this file has for each lunar year the day on which it begins, the month that comes twice (the leap
month) and the lengths of its months in order. It follows the rules of GB/T 33661-2017: months begin on the day of the new moon
at 120° east, the winter solstice lies in the eleventh month, and a month without a principal solar term is the leap month.
The new moons and terms were calculated with the ephemerides of PyEphem. The table ends before 2057, whose tenth new moon
falls ten seconds from midnight, so that sources differ.
"""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from forecasting.errors import CalendarError
from forecasting.messages import N_, Sentence

MONTHS, LONGEST_MONTH = 12, 30


@dataclass(frozen=True, slots=True)
class LunarYear:
    """A lunar year from *first_day* on, the lengths of its months in days; *leap_month* comes a second time."""

    first_day: date
    leap_month: int | None
    month_days: tuple[int, ...]

    def day(self, month: int, day: int) -> date:
        """Return the *day* of *month*, not of its second time; the 30th of a month of 29 days is its last day."""
        place = month - 1 + (self.leap_month is not None and month > self.leap_month)
        within = min(day, self.month_days[place])
        return self.first_day + timedelta(days=sum(self.month_days[:place]) + within - 1)


@cache
def lunar_years() -> dict[int, LunarYear]:
    """Return the lunar years of the table by the common year in which each begins."""
    text = (files("forecasting.calendar") / "lunar.csv").read_text(encoding="utf-8")
    return {
        int(row["year"]): LunarYear(
            date.fromisoformat(row["first_day"]),
            int(row["leap_month"]) if row["leap_month"] else None,
            tuple(int(length) for length in row["month_days"].split()),
        )
        for row in csv.DictReader(text.splitlines())
    }


def lunar_day(year: int, month: int, day: int) -> date:
    """Return when the lunar *year* that begins in that common year has the *day* of *month*.

    The last months of a lunar year lie in the next common year. Raises CalendarError for a year that the table has not.
    """
    years = lunar_years()
    if year not in years:
        raise CalendarError(
            Sentence(
                N_("no lunar dates are known for {year}; expected {first} to {last}"),
                year=year,
                first=min(years),
                last=max(years),
            )
        )
    return years[year].day(month, day)
