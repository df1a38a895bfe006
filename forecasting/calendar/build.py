"""Puts holidays, festivals and the planner's own events together into one calendar."""

from datetime import date
from zoneinfo import ZoneInfo

from forecasting.calendar.events import EventCalendar, Phase
from forecasting.calendar.festivals import festival_phases
from forecasting.calendar.public import CHINA, public_holidays
from forecasting.calendar.table import EventTable

NO_TABLE = EventTable()


def event_calendar(
    country: str,
    zone: ZoneInfo,
    first: date,
    last: date,
    extra: tuple[Phase, ...] = (),
    closed: frozenset[date] = frozenset(),
    table: EventTable = NO_TABLE,
) -> EventCalendar:
    """Return the calendar of *country* for the local days from *first* to *last*, both included.

    *country* is an ISO 3166 code, with or without subdivision ("GB-SCT"), or "none". China has the shopping festivals
    that ship with the product. A planner's *extra* phases replace those of the same event in the same
    year; *table* (from ``read_events``) adds phases, holidays, working weekends and closed days. For a forecast
    the calendar has to cover the history too. Raises CalendarError for a country that is not known.
    """
    public = public_holidays(country, first, last)
    own = extra + table.phases
    shipped = festival_phases(zone, first, last) if country == CHINA else ()
    replaced = {(phase.event, phase.start.astimezone(zone).year) for phase in own}
    kept = [phase for phase in shipped if (phase.event, phase.start.astimezone(zone).year) not in replaced]
    working = public.make_up | table.make_up
    days = {**public.days, **table.holidays}
    return EventCalendar(
        zone=zone,
        first=first,
        last=last,
        holidays={day: name for day, name in sorted(days.items()) if day not in table.make_up and first <= day <= last},
        statutory=public.statutory,
        make_up=frozenset(day for day in working if day not in table.holidays and first <= day <= last),
        phases=tuple(sorted([*kept, *own], key=lambda phase: (phase.start, phase.event))),
        closed=closed | table.closed,
        provisional_years=public.provisional_years,
    )
