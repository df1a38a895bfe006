"""Time zones as calendars read them: one STANDARD block, or two blocks with a yearly rule, or none."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

# Weekdays fall on the same dates again after 28 years: a rule that holds that long is no coincidence.
YEARS_TO_HOLD = 28
# Calendars write the years before their first event by today's rule too; RFC 5545 section 3.6.5 asks for the events'.
FIRST_YEAR = 1970
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a zone's clock: *wall* is what it showed, by the offset *before*, when it changed to *after*."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str


@dataclass(frozen=True, slots=True)
class YearlyRule:
    """A change every year: in *month* on the *nth* *weekday* (-1 = last), at the time of *sample*."""

    month: int
    nth: int
    weekday: str
    sample: Change


def zone_block(zone: ZoneInfo, first_year: int) -> Timezone | None:
    """Return the VTIMEZONE of *zone* for events from *first_year* on; None where no plain rule describes it.

    A plain rule names the n-th or last weekday of a month: the form that every client reads. RDATE lists, which
    Outlook misreads, are never written; where None is returned the events are written in UTC (RFC 5545 section
    3.3.5, form 2).
    """
    rules = yearly_rules(zone, first_year)
    if rules is None:
        return None
    block = Timezone()
    block.add("tzid", zone.key)
    if not rules:
        block.add_component(_fixed(zone, first_year))
    for rule in rules:
        block.add_component(_yearly(rule))
    return block


@lru_cache(maxsize=256)
def yearly_rules(zone: ZoneInfo, first_year: int) -> tuple[YearlyRule, ...] | None:
    """Return the clock changes of *zone* from *first_year* on as rules: none or two; None where they follow no rule."""
    by_year = [changes_in(zone, year) for year in range(first_year, first_year + YEARS_TO_HOLD)]
    if not any(by_year):
        return ()
    if any(len(changes) != 2 for changes in by_year):
        return None
    rules = tuple(_rule([changes[which] for changes in by_year]) for which in (0, 1))
    return None if None in rules else tuple(rule for rule in rules if rule is not None)


def changes_in(zone: ZoneInfo, year: int) -> list[Change]:
    """Return the clock changes of *zone* that happen in *year*, UTC, in order."""
    start, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    days = [start + timedelta(days=day) for day in range((end - start).days + 1)]
    return [
        _change(zone, before, after)
        for before, after in pairwise(days)
        if _offset(zone, before) != _offset(zone, after)
    ]


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    offset = moment.astimezone(zone).utcoffset()
    if offset is None:
        raise ValueError(f"time zone {zone.key} has no offset at {moment.isoformat()}")
    return offset


def _change(zone: ZoneInfo, low: datetime, high: datetime) -> Change:
    before, after = _offset(zone, low), _offset(zone, high)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return Change((high + before).replace(tzinfo=None), before, after, high.astimezone(zone).tzname() or zone.key)


def _rule(changes: list[Change]) -> YearlyRule | None:
    sample = changes[0]
    same = {(c.wall.month, c.wall.weekday(), c.wall.time(), c.before, c.after) for c in changes}
    if len(same) != 1:
        return None
    places = {(c.wall.day - 1) // 7 + 1 for c in changes}
    if len(places) == 1:
        nth = places.pop()
    elif all((c.wall + timedelta(days=7)).month != c.wall.month for c in changes):
        nth = -1
    else:
        return None
    return YearlyRule(sample.wall.month, nth, WEEKDAYS[sample.wall.weekday()], sample)


def _yearly(rule: YearlyRule) -> TimezoneStandard | TimezoneDaylight:
    change = rule.sample
    # The greater offset is called daylight time whatever a country calls it (Ireland's law has it the other way round).
    block = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
    block.add("dtstart", _first_onset(rule))
    block.add("rrule", {"freq": "yearly", "bymonth": rule.month, "byday": f"{rule.nth}{rule.weekday}"})
    block.add("tzoffsetfrom", change.before)
    block.add("tzoffsetto", change.after)
    block.add("tzname", change.name)
    return block


def _first_onset(rule: YearlyRule) -> datetime:
    """Return the rule's change in FIRST_YEAR, on the clock before it (RFC 5545 section 3.6.5: DTSTART is an onset)."""
    weekday = WEEKDAYS.index(rule.weekday)
    first = datetime(FIRST_YEAR, rule.month, 1)  # noqa: DTZ001  # a VTIMEZONE's DTSTART is local by definition
    days = [first + timedelta(days=offset) for offset in range(31)]
    fitting = [day for day in days if day.month == rule.month and day.weekday() == weekday]
    return datetime.combine(fitting[rule.nth if rule.nth < 0 else rule.nth - 1], rule.sample.wall.time())


def _fixed(zone: ZoneInfo, year: int) -> TimezoneStandard:
    moment = datetime(year, 1, 1, tzinfo=UTC)
    block = TimezoneStandard()
    block.add("dtstart", datetime(FIRST_YEAR, 1, 1))  # noqa: DTZ001  # a VTIMEZONE's DTSTART is local by definition
    block.add("tzoffsetfrom", _offset(zone, moment))
    block.add("tzoffsetto", _offset(zone, moment))
    block.add("tzname", moment.astimezone(zone).tzname() or zone.key)
    return block
