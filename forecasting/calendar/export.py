"""Writes a calendar as an events table, so that a planner can change it and give it back."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from forecasting.calendar.editions import editions_of
from forecasting.calendar.events import CLOSED_NAME, MAKE_UP_NAME, EventCalendar, Phase
from forecasting.calendar.rows import CLOSED, HOLIDAY, MAKE_UP, STATUTORY, EventRow
from forecasting.calendar.table import COLUMNS
from forecasting.calendar.yearday import DaySpan
from forecasting.messages import Translate, english
from forecasting.site import clock
from forecasting.timegrid import MINUTES_A_DAY, local_instant

AROUND = timedelta(days=90)  # a festival that touches a year begins and ends within these days of it


def whole_events(calendar: EventCalendar, first: date, last: date) -> tuple[Phase, ...]:
    """Return all phases of the events of *calendar* that touch the days from *first* to *last*.

    *calendar* is expected to reach AROUND farther on either side.
    """
    begin = local_instant(first, 0, calendar.zone)
    end = local_instant(last + timedelta(days=1), 0, calendar.zone)
    touching = [
        edition
        for edition in editions_of(calendar.phases)
        if any(phase.start < end and phase.end > begin for phase in edition.phases)
    ]
    phases = (phase for edition in touching for phase in edition.phases)
    return tuple(sorted(phases, key=lambda phase: (phase.start, phase.event)))


def calendar_rows(calendar: EventCalendar, first: date, last: date) -> list[EventRow]:
    """Return what *calendar* says of the days from *first* to *last* as rows of an events table, earliest first."""
    rows = [*_holiday_rows(calendar, first, last), *_closed_rows(calendar, first, last)]
    for phase in whole_events(calendar, first, last):
        span = DaySpan.of(phase.start.astimezone(calendar.zone), phase.end.astimezone(calendar.zone))
        sizes = phase.multiplier, phase.magnitude
        rows.append(EventRow(phase.event, phase.family, phase.phase, span, *sizes, phase.provisional, phase.note))
    return sorted(rows, key=lambda row: (str(row.span.first), row.name, row.span.opens))


def day_runs(days: Mapping[date, object]) -> Iterator[tuple[date, date]]:
    """Yield the first and last of the *days* that follow one another with the same value, earliest first."""
    ordered = sorted(days)
    for index, day in enumerate(ordered):
        if index and ordered[index - 1] == day - timedelta(days=1) and days[ordered[index - 1]] == days[day]:
            continue
        last = day
        while last + timedelta(days=1) in days and days[last + timedelta(days=1)] == days[day]:
            last += timedelta(days=1)
        yield day, last


def _holiday_rows(calendar: EventCalendar, first: date, last: date) -> Iterator[EventRow]:
    named = {
        day: (name, STATUTORY if day in calendar.statutory else HOLIDAY)
        for day, name in calendar.holidays.items()
        if first <= day <= last
    }
    for start, end in day_runs(named):
        provisional = start.year in calendar.provisional_years
        yield EventRow(named[start][0], named[start][1], "", DaySpan(start, end), provisional=provisional)
    for day in sorted(calendar.make_up):
        if first <= day <= last:
            yield EventRow(MAKE_UP_NAME, MAKE_UP, "", DaySpan(day, day))


def _closed_rows(calendar: EventCalendar, first: date, last: date) -> Iterator[EventRow]:
    for start, end in day_runs(dict.fromkeys(day for day in calendar.closed if first <= day <= last)):
        yield EventRow(CLOSED_NAME, CLOSED, "", DaySpan(start, end))
    for day, span in calendar.part_days.items():
        if first <= day <= last:
            if span.opens:
                yield EventRow(CLOSED_NAME, CLOSED, "", DaySpan(day, day, 0, span.opens))
            if span.closes < MINUTES_A_DAY:
                yield EventRow(CLOSED_NAME, CLOSED, "", DaySpan(day, day, span.closes))


def events_csv(rows: Iterable[EventRow], translate: Translate = english) -> str:
    """Return *rows* as the text of an events table, notes in the language of *translate*."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_cells(row, translate) for row in rows)
    return text.getvalue()


def _cells(row: EventRow, translate: Translate) -> dict[str, str]:
    span = row.span
    return {
        "date": str(span.first),
        "last": "" if span.last == span.first else str(span.last),
        "from": clock(span.opens) if span.opens else "",
        "to": clock(span.closes) if span.closes < MINUTES_A_DAY else "",
        "cls": row.family,
        "name": row.name,
        "phase": row.phase,
        "multiplier": "" if row.multiplier is None else repr(row.multiplier),
        "magnitude": "" if row.magnitude is None else repr(row.magnitude),
        "provisional": "yes" if row.provisional else "",
        "note": translate(row.note) if row.note else "",
    }
