"""The days on which the clock changes, with what the export does about them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from forecasting.history.report import ClockChange, RepeatedHour
from forecasting.history.rows import FileRows
from forecasting.timegrid import MINUTES_A_DAY, local_instant


def clock_changes(
    first: datetime, end: datetime, zone: ZoneInfo, files: Iterable[FileRows], rows_on: frozenset[date]
) -> tuple[ClockChange, ...]:
    """Return the days of [first, end) that are shorter or longer than 24 hours and have rows (*rows_on*)."""
    outcomes: dict[date, RepeatedHour] = {}
    for file in files:
        outcomes |= dict.fromkeys(file.told_apart_days, RepeatedHour.TOLD_APART)
        outcomes |= dict.fromkeys(file.unresolved_days, RepeatedHour.FIRST_ONLY)
        outcomes |= dict.fromkeys(file.skipped_days, RepeatedHour.SKIPPED_EMPTY)
    changes = []
    day, beyond = first.astimezone(zone).date(), end.astimezone(zone).date()
    start = local_instant(day, 0, zone)
    while day <= beyond:
        following = local_instant(day + timedelta(days=1), 0, zone)
        minutes = (following - start) // timedelta(minutes=1)
        if minutes != MINUTES_A_DAY and (day in rows_on or day in outcomes):
            changes.append(ClockChange(day, minutes, outcomes.get(day, RepeatedHour.NOTHING)))
        day, start = day + timedelta(days=1), following
    return tuple(changes)
