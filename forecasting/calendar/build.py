"""Puts holidays, festivals and the planner's own events together into one calendar."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from forecasting.calendar.editions import Edition, editions_of, replaced
from forecasting.calendar.events import EventCalendar, Phase
from forecasting.calendar.festivals import festival_editions, festival_name
from forecasting.calendar.lunardays import lunar_day_editions
from forecasting.calendar.public import CHINA, NOWHERE, public_holidays
from forecasting.calendar.rows import EventRow, EventTable, yearly_table
from forecasting.calendar.schools import school_editions
from forecasting.timegrid import local_instant

NO_TABLE = EventTable()


def event_calendar(
    country: str,
    zone: ZoneInfo,
    first: date,
    last: date,
    extra: tuple[Phase, ...] = (),
    closed: frozenset[date] = frozenset(),
    table: EventTable = NO_TABLE,
    yearly: tuple[EventRow, ...] = (),
    schools: str = NOWHERE,
) -> EventCalendar:
    """Return the calendar of *country* for the local days from *first* to *last*, both included.

    *country* is an ISO 3166 code, with or without subdivision ("GB-SCT"), or "none". China has the shopping festivals
    and lunar days that ship with the product. *schools* is a region whose vacations count ("CN-BJ"), or "none". A planner's
    rows of every year, *yearly* and those of *table*, replace what ships of the same event; *extra* phases and the dated
    rows of *table* (from ``read_events``) replace both, edition by edition. *table* adds holidays, working weekends
    and closed days, too; where it states the days of a predicted year that pay 300 %, its days off stand alone. For a forecast the calendar has to cover the history too. Raises CalendarError for a country or
    region that is not known.
    """
    public = public_holidays(country, first, last)
    every_year = yearly_table((*yearly, *table.yearly), zone, first, last)
    own = _merged(every_year, table)
    stated = table.stated_years & public.provisional_years
    days = {**{day: name for day, name in public.days.items() if day.year not in stated}, **own.holidays}
    statutory = frozenset(day for day in public.statutory if day.year not in stated)
    return EventCalendar(
        zone=zone,
        first=first,
        last=last,
        holidays={day: name for day, name in sorted(days.items()) if day not in own.make_up and first <= day <= last},
        statutory=(statutory | own.statutory) - own.make_up,
        make_up=frozenset(
            day for day in public.make_up | own.make_up if day not in own.holidays and first <= day <= last
        ),
        phases=_phases(
            country, schools, zone, (first, last), (every_year, replace(table, phases=extra + table.phases))
        ),
        closed=closed | own.closed,
        provisional_years=public.provisional_years - stated,
        part_days={day: span for day, span in sorted(own.part_days.items()) if day not in closed | own.closed},
    )


def _merged(below: EventTable, above: EventTable) -> EventTable:
    """Return what both say of days; where they speak of the same day, *above* has the last word."""
    told = {*above.holidays, *above.make_up}
    served = {*above.closed, *above.part_days}
    return EventTable(
        holidays={**{day: name for day, name in below.holidays.items() if day not in told}, **above.holidays},
        make_up=(below.make_up - told) | above.make_up,
        closed=(below.closed - served) | above.closed,
        statutory=(below.statutory - told) | above.statutory,
        part_days={**{day: span for day, span in below.part_days.items() if day not in served}, **above.part_days},
    )


def _phases(
    country: str, schools: str, zone: ZoneInfo, days: tuple[date, date], layers: Iterable[EventTable]
) -> tuple[Phase, ...]:
    """Return what ships and the *layers*, each in the place of the same editions below it; all of its last layer."""
    shipped = [*festival_editions(zone, *days), *lunar_day_editions(zone, *days)] if country == CHINA else []
    editions: list[Edition] = [*shipped, *school_editions(schools, zone, *days)]
    begin, end = local_instant(days[0], 0, zone), local_instant(days[1] + timedelta(days=1), 0, zone)
    for layer in layers:
        own = [_named(phase) for phase in layer.phases] if country == CHINA else list(layer.phases)
        absent = [(festival_name(event) if country == CHINA else event, day) for event, day in layer.absent]
        editions = [*replaced(editions, own, absent, zone), *editions_of(own)]
    kept = (phase for edition in editions for phase in edition.phases if phase.start < end and phase.end > begin)
    return tuple(sorted(kept, key=lambda phase: (phase.start, phase.event)))


def _named(phase: Phase) -> Phase:
    return replace(phase, event=festival_name(phase.event))
