"""Days, instants and time zones as people write them, each read by one pure function as in ``values``."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from forecasting.calendar.yearday import YEAR_DAY_FORM, YearDay
from forecasting.messages import N_
from scheduler.formats.values import sequence, words, wrong

INSTANT_FORM = N_("a date-time with its offset, such as 2026-11-02T08:00+08:00")
LONGEST_LEAVE_DAYS = 3 * 366
FIRST_YEAR, LAST_YEAR = 1900, 2199


def day(value: object) -> date:
    """Read a day from 1900 to 2199: a date, or a text ``YYYY-MM-DD``."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip(), re.ASCII):
        try:
            value = date.fromisoformat(value.strip())
        except ValueError as error:
            raise wrong("YYYY-MM-DD", N_("is no day of the calendar")) from error
    if not isinstance(value, date) or isinstance(value, datetime):
        raise wrong("YYYY-MM-DD", N_("is no day"))
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise wrong(f"{FIRST_YEAR} to {LAST_YEAR}", N_("lies too far away"))
    return value


def days(value: object) -> frozenset[date]:
    """Read days: dates, texts and ranges ``first..last`` (both included), in a list or parted by ``;``."""
    found: set[date] = set()
    for span in sequence(_day_range)(words(value) if isinstance(value, str) else value):
        found |= span
    return frozenset(found)


def _day_range(value: object) -> frozenset[date]:
    if not isinstance(value, str) or ".." not in value:
        return frozenset({day(value)})
    first, last = (day(part) for part in value.split("..", 1))
    if first > last:
        raise wrong(N_("the earlier day first, as in 2026-11-02..2026-11-04"), N_("ends before it starts"))
    count = (last - first).days + 1
    if count > LONGEST_LEAVE_DAYS:
        raise wrong(N_("at most three years"), N_("is longer than three years"))
    return frozenset(first + timedelta(days=index) for index in range(count))


def zone(value: object) -> ZoneInfo:
    """Read a time zone by its IANA name."""
    expected = N_("an IANA name such as Asia/Shanghai")
    if not isinstance(value, str):
        raise wrong(expected, N_("is no time zone"))
    try:
        return ZoneInfo(value.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise wrong(expected, N_("is no time zone")) from error


def instant(value: object) -> datetime:
    """Read a date-time with its offset as UTC."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError as error:
            raise wrong(INSTANT_FORM, N_("is no date-time")) from error
    if not isinstance(value, datetime):
        raise wrong(INSTANT_FORM, N_("is no date-time"))
    if value.tzinfo is None:
        raise wrong(INSTANT_FORM, N_("names no offset"))
    return whole_minute(value).astimezone(UTC)


def whole_minute(moment: datetime) -> datetime:
    """Return *moment*; refuse one between two minutes or beyond the days that ``day`` reads."""
    if moment.second or moment.microsecond:
        raise wrong(N_("a time to the minute"), N_("lies between two minutes"))
    day(moment.date())
    return moment


def day_or_year_day(value: object) -> date | YearDay:
    """Read a day as ``day`` does, or a text such as ``12-24`` or ``lunar 7-7`` for the same day of every year."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-.*", value.strip(), re.ASCII):
        try:
            return YearDay.parse(value)
        except ValueError as error:
            raise wrong(YEAR_DAY_FORM, N_("is no day of the calendar")) from error
    return day(value)
