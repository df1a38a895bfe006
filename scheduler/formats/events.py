"""The planner's own events of a site file."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from forecasting.calendar import Phase
from forecasting.messages import N_
from forecasting.timegrid import local_instant
from scheduler.formats.moments import day, whole_minute
from scheduler.formats.sections import Section, build
from scheduler.formats.values import MINUTES_AN_HOUR, number, text, wrong

KEYS = ("name", "family", "phases")
PHASE_KEYS = ("phase", "first", "last", "start", "end", "multiplier", "magnitude")


def read_event(section: Section, zone: ZoneInfo) -> Iterator[Phase]:
    """Read one event and yield its phases that are sound; local times are of *zone*."""
    section.only(KEYS)
    name = section.need("name", text, N_("the event's name"))
    family = section.read("family", text, name)
    if not section.values.get("phases"):
        section.refuse(
            "phases",
            N_("is missing"),
            N_("a list of phases, such as [{ phase = 'sale', first = 2026-09-01, last = 2026-09-03 }]"),
        )
    for part in section.tables("phases"):
        phase = _phase(part, name or "", family or "", zone)
        if phase is not None:
            yield phase


def _phase(section: Section, event: str, family: str, zone: ZoneInfo) -> Phase | None:
    section.only(PHASE_KEYS)
    name = section.need("phase", text, N_("the phase's name, such as sale or presale"))
    multiplier = section.read("multiplier", number(least=0), None)
    magnitude = section.read("magnitude", number(least=0), None)
    span = _span(section, zone)
    if span is None:
        return None
    if span[0] >= span[1]:
        section.refuse("last" if section.has("last") else "end", N_("the phase ends before it starts"))
    return build(
        section,
        lambda: Phase(
            event,
            family,
            name or "",
            span[0].astimezone(zone),
            span[1].astimezone(zone),
            multiplier=multiplier,
            magnitude=magnitude,
        ),
    )


def _span(section: Section, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Return the half-open time of a phase, in UTC."""
    by_day = section.has("first") or section.has("last")
    if by_day == (section.has("start") or section.has("end")):
        section.refuse(
            "", N_("the phase has no time"), N_("either first and last (days) or start and end (date-times)")
        )
        return None
    if by_day:
        first = section.need("first", day, N_("the first day"))
        last: date | None = section.read("last", day, first)
        if first is None or last is None:
            return None
        return local_instant(first, 0, zone), local_instant(last + timedelta(days=1), 0, zone)
    start = section.need("start", _local_time, N_("a local date-time"))
    end = section.need("end", _local_time, N_("a local date-time"))
    if start is None or end is None:
        return None
    return _instant(start, zone), _instant(end, zone)


def _local_time(value: object) -> datetime:
    expected = N_("a local date-time without an offset, such as 2026-09-05T20:00:00")
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError as error:
            raise wrong(expected, N_("is no date-time")) from error
    if not isinstance(value, datetime):
        raise wrong(expected, N_("is no date-time"))
    if value.tzinfo is not None:
        raise wrong(expected, N_("names an offset"))
    return whole_minute(value)


def _instant(local: datetime, zone: ZoneInfo) -> datetime:
    minute = local.hour * MINUTES_AN_HOUR + local.minute
    return local_instant(local.date(), minute, zone)
