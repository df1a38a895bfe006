"""Days on which no drill may be: near a peak, without service, public holidays and weekends."""

from datetime import date

from drills.notes import Note
from drills.programme.months import days_between
from drills.timing import Timing
from forecasting.calendar import EventCalendar
from forecasting.messages import N_

WEEKEND = N_("a weekend")


def closed_days(
    calendar: EventCalendar, timing: Timing, first: date, last: date, *, days_off: bool = False
) -> dict[date, Note]:
    """Return the days from *first* to *last* without drills, each with its reason; *days_off* allows weekends and holidays.

    *calendar* has to reach beyond *last* by the days that *timing* keeps free before a peak, and before *first* likewise.
    """
    found = {}
    for day in days_between(first, last):
        reason = _reason(calendar, timing, day, days_off=days_off)
        if reason is not None:
            found[day] = reason
    return found


def _reason(calendar: EventCalendar, timing: Timing, day: date, *, days_off: bool) -> Note | None:
    if day in calendar.closed:
        return Note(N_("nobody is served that day"))
    peak = timing.peak_near(day)
    if peak is not None:
        return Note(N_("the day is too near the peak on {day}"), {"day": peak.isoformat()})
    if days_off or not calendar.is_day_off(day):
        return None
    names = calendar.holidays_on(day)
    return Note(N_("a public holiday: {name}"), {}, {"name": names[0]}) if names else Note(WEEKEND)
