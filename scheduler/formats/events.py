"""The planner's own events of a site file, of one year or of every year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from forecasting.calendar import EventRow, Phase
from forecasting.calendar.rows import ABSENT
from forecasting.calendar.yearday import DaySpan, YearDay, YearlySpan
from forecasting.messages import N_
from forecasting.timegrid import MINUTES_A_DAY
from scheduler.formats.moments import day_or_year_day, days, whole_minute
from scheduler.formats.sections import Section, build
from scheduler.formats.values import UnreadableError, clock_minute, number, text, wrong

KEYS = ("name", "family", "phases", "absent")
PHASE_KEYS = ("phase", "first", "last", "start", "end", "multiplier", "magnitude")
LOCAL_TIME_FORM = N_("a local date-time without an offset, such as 2026-09-05T20:00:00, 12-24 14:00 or lunar 7-6 20:00")


def read_event(section: Section, zone: ZoneInfo) -> Iterator[Phase]:
    """Read one event of one year and yield its phases that are sound; local times are of *zone*."""
    for row in read_event_rows(section):
        if row.family == ABSENT or isinstance(row.span, YearlySpan):
            section.refuse("phases", N_("comes every year"), N_("days of one year"))
        else:
            yield row.phased(zone)


def read_event_rows(section: Section) -> Iterator[EventRow]:
    """Read one event and yield its phases that are sound, and the days about which it does not take place."""
    section.only(KEYS)
    name = section.need("name", text, N_("the event's name"))
    family = section.read("family", text, name)
    absent = section.read("absent", days, frozenset())
    if not section.values.get("phases") and not absent:
        section.refuse(
            "phases",
            N_("is missing"),
            N_("a list of phases, such as [{ phase = 'sale', first = 2026-09-01, last = 2026-09-03 }]"),
        )
    for part in section.tables("phases"):
        row = _row(part, name or "", family or "")
        if row is not None:
            yield row
    if section.sound:
        yield from (EventRow(name or "", ABSENT, "", DaySpan(day, day)) for day in sorted(absent))


def _row(section: Section, event: str, family: str) -> EventRow | None:
    section.only(PHASE_KEYS)
    name = section.need("phase", text, N_("the phase's name, such as sale or presale"))
    multiplier = section.read("multiplier", number(least=0), None)
    magnitude = section.read("magnitude", number(least=0), None)
    span = _span(section)
    if span is None:
        return None
    return build(section, lambda: EventRow(event, family, name or "", span, multiplier, magnitude))


@dataclass(frozen=True, slots=True)
class _Time:
    """A *minute* of a day of one year or of every year."""

    day: date | YearDay
    minute: int


def _span(section: Section) -> DaySpan | YearlySpan | None:
    by_day = section.has("first") or section.has("last")
    if by_day == (section.has("start") or section.has("end")):
        section.refuse(
            "", N_("the phase has no time"), N_("either first and last (days) or start and end (date-times)")
        )
        return None
    if by_day:
        first = section.need("first", day_or_year_day, N_("the first day"))
        last: date | YearDay | None = section.read("last", day_or_year_day, first)
        if first is None or last is None:
            return None
        return _between(section, _Time(first, 0), _Time(last, MINUTES_A_DAY), "last")
    start = section.need("start", _local_time, N_("a local date-time"))
    end = section.need("end", _local_time, N_("a local date-time"))
    return None if start is None or end is None else _between(section, start, end, "end")


def _between(section: Section, start: _Time, end: _Time, key: str) -> DaySpan | YearlySpan | None:
    try:
        if isinstance(start.day, YearDay) and isinstance(end.day, YearDay):
            return YearlySpan(start.day, end.day, start.minute, end.minute)
        if isinstance(start.day, date) and isinstance(end.day, date):
            return DaySpan(start.day, end.day, start.minute, end.minute)
    except ValueError:
        section.refuse(key, N_("the phase ends before it starts"))
        return None
    section.refuse(key, N_("one day is of every year, the other of one year"), N_("both written alike"))
    return None


def _local_time(value: object) -> _Time:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return _yearly_time(str(value))
    if not isinstance(value, datetime):
        raise wrong(LOCAL_TIME_FORM, N_("is no date-time"))
    if value.tzinfo is not None:
        raise wrong(LOCAL_TIME_FORM, N_("names an offset"))
    moment = whole_minute(value)
    return _Time(moment.date(), moment.hour * 60 + moment.minute)


def _yearly_time(value: str) -> _Time:
    day_text, _space, clock_text = value.strip().rpartition(" ")
    try:
        return _Time(YearDay.parse(day_text), clock_minute(clock_text))
    except (ValueError, UnreadableError) as error:
        raise wrong(LOCAL_TIME_FORM, N_("is no date-time")) from error
