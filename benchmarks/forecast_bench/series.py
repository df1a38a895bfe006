"""A history with the events that every compared model is given, read from files without knowing anything about them."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from forecasting.calendar import EventCalendar, EventTable, event_calendar, read_events
from forecasting.history import HistoryOptions, read_history
from forecasting.site import ALL_DAY, OpeningHours, Queue, Site
from forecasting.timegrid import MINUTES_A_DAY, STEPS_MINUTES

AROUND_THE_CLOCK = OpeningHours((ALL_DAY,) * 7, ALL_DAY)
AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Series:
    """A *history* laid out as HISTORY, its step (1440 for daily totals), a site of its queues and the calendar."""

    name: str
    history: pd.DataFrame
    step_minutes: int
    site: Site
    calendar: EventCalendar

    @property
    def is_daily(self) -> bool:
        """Whether there are no slots, only totals of days."""
        return self.step_minutes == MINUTES_A_DAY


def load(path: Path, events: Path | None = None, zone: str = "UTC") -> Series:
    """Read the history at *path* with *events*, by default those in ``NAME.events.csv`` beside it where there is one.

    Times without an offset are taken as the clock of *zone* shows them; UTC takes them as they stand. Public
    holidays are those in the table and no others: nobody gets a calendar that the rest has not.
    """
    clock = ZoneInfo(zone)
    read = read_history([path], HistoryOptions(zone=clock))
    beside = path.with_name(f"{path.stem}.events.csv")
    file = events or (beside if beside.exists() else None)
    table = read_events(file, clock) if file is not None else EventTable()
    first, last = _ends(read.history, clock)
    calendar = event_calendar("none", clock, first, last + AHEAD, table=table)
    queues = tuple(Queue(str(name), opening=AROUND_THE_CLOCK) for name in sorted(read.history["queue"].unique()))
    slot_minutes = read.step_minutes if read.step_minutes in STEPS_MINUTES else 60
    return Series(path.stem, read.history, read.step_minutes, Site(path.stem, clock, queues, slot_minutes), calendar)


def _ends(history: pd.DataFrame, zone: ZoneInfo) -> tuple[date, date]:
    days = pd.Series([history["start"].min(), history["start"].max()]).dt.tz_convert(str(zone)).dt.date
    return days[0], days[1]


def marks_on(calendar: EventCalendar, day: date) -> tuple[tuple[str, str], ...]:
    """Return the events of *day* as (name, family) pairs; a closed day is none."""
    marks = [(name, "holiday") for name in calendar.holidays_on(day)]
    marks += [("makeup", "makeup")] if day in calendar.make_up else []
    marks += [(phase.event, phase.family) for phase in calendar.phases_on(day)]
    return tuple(dict.fromkeys(marks))
