"""Dates and times of day as people and exporters write them.

Read: ``2024-03-01``, ``2024/3/1``, ``2024.3.1``, ``20240301``, ``2024年3月1日``, ``01/03/2024`` with a known order; times
``9``, ``09:00``, ``9:00:00.000``, ``9:00 AM``, ``9时30分``; both in one text with ``T`` or a space between; behind the
time an offset (``Z``, ``+08:00``) or the interval's end (``09:00-09:15``, ``9:00~9:30``).
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from forecasting.history.options import DateOrder
from forecasting.messages import N_
from forecasting.timegrid import MINUTES_A_DAY

YEARS = range(1990, 2101)
NO_CLOCK = N_("this is no date or time")
NO_DAY = N_("there is no such day")
NO_TIME = N_("there is no such time of day")
FAR_YEAR = N_("the year cannot be meant")

_DATE = re.compile(
    r"(?P<y>\d{4})(?:(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})|年(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日?|(?P<m3>\d\d)(?P<d3>\d\d))"
    r"|(?P<a>\d{1,2})(?P<sep2>[-/.])(?P<b>\d{1,2})(?P=sep2)(?P<c>\d{4})"
)
_TIME = re.compile(
    r"(?P<h>\d{1,2})(?!\d)(?:[:：](?P<mi>\d{1,2})(?:[:：](?P<s>\d{1,2})(?:[.,](?P<f>\d{1,9}))?)?|[时点](?:(?P<mi2>\d{1,2})分?)?)?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?"
)
_OFFSET = re.compile(r"\s*(?:(?P<utc>[Zz]|UTC)|(?P<sign>[+-])(?P<oh>\d\d):?(?P<om>\d\d))")
_END = re.compile(r"\s*[-~–—至到]\s*(?P<eh>\d{1,2})[:：](?P<em>\d{2})(?:[:：]00)?")


@dataclass(frozen=True, slots=True)
class ClockText:
    """What one text says: the day, the time of day, minutes east of UTC, the interval's end in minutes after midnight.

    ``-05:00`` behind a time can be an offset and an end; both are given then and the whole column decides.
    """

    day: date | None = None
    moment: time | None = None
    offset_minutes: int | None = None
    end_minute: int | None = None

    @property
    def length_minutes(self) -> int | None:
        """Minutes from the time to the interval's end, None where no end is written."""
        if self.moment is None or self.end_minute is None:
            return None
        return (self.end_minute - self.moment.hour * 60 - self.moment.minute) % MINUTES_A_DAY or None


class ClockTextError(ValueError):
    """A text that is no date or time; *reason* is a marked sentence."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def read_clock_text(cell: object, order: DateOrder | None) -> ClockText:
    """Read one *cell* of a date, time or combined column; raise ClockTextError where it says neither."""
    if isinstance(cell, datetime):
        shift = cell.utcoffset()
        minutes = None if shift is None else round(shift.total_seconds() / 60)
        return ClockText(_checked(cell.date()), cell.time(), minutes)
    if isinstance(cell, date):
        return ClockText(_checked(cell))
    if isinstance(cell, time):
        return ClockText(moment=cell)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return _read_text(str(cell), order)


def _read_text(text: str, order: DateOrder | None) -> ClockText:
    found = _DATE.match(text)
    if found is None:
        return _read_time(text, None)
    day = _checked(_day(found, order))
    rest = text[found.end() :]
    if not rest:
        return ClockText(day)
    if rest[0] not in "Tt \t" and text[found.end() - 1] != "日":
        raise ClockTextError(NO_CLOCK)
    return _read_time(rest[1:].strip() if rest[0] in "Tt" else rest.strip(), day)


def _day(found: re.Match[str], order: DateOrder | None) -> date:
    if found["c"] is not None:
        first, second = int(found["a"]), int(found["b"])
        day, month = (second, first) if order is DateOrder.MONTH_FIRST else (first, second)
        year = int(found["c"])
    else:
        year = int(found["y"])
        month = int(found["m"] or found["m2"] or found["m3"])
        day = int(found["d"] or found["d2"] or found["d3"])
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ClockTextError(NO_DAY if year else FAR_YEAR) from error


def _checked(day: date) -> date:
    if day.year not in YEARS:
        raise ClockTextError(FAR_YEAR)
    return day


def _read_time(text: str, day: date | None) -> ClockText:
    found = _TIME.match(text)
    if found is None:
        raise ClockTextError(NO_CLOCK)
    moment = _moment(found)
    tail = text[found.end() :]
    if not tail:
        return ClockText(day, moment)
    offset = _OFFSET.fullmatch(tail)
    end = _END.fullmatch(tail)
    if offset is None and end is None:
        raise ClockTextError(NO_CLOCK)
    return ClockText(day, moment, _offset_minutes(offset), _end_minute(end))


def _moment(found: re.Match[str]) -> time:
    hour = int(found["h"])
    half = (found["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ClockTextError(NO_TIME)
        hour = hour % 12 + (12 if half == "p" else 0)
    microsecond = int((found["f"] or "0").ljust(6, "0")[:6])
    try:
        return time(hour, int(found["mi"] or found["mi2"] or 0), int(found["s"] or 0), microsecond)
    except ValueError as error:
        raise ClockTextError(NO_TIME) from error


def _offset_minutes(found: re.Match[str] | None) -> int | None:
    if found is None:
        return None
    if found["utc"]:
        return 0
    minutes = int(found["oh"]) * 60 + int(found["om"])
    return -minutes if found["sign"] == "-" else minutes


def _end_minute(found: re.Match[str] | None) -> int | None:
    if found is None:
        return None
    minute = int(found["eh"]) * 60 + int(found["em"])
    if minute > MINUTES_A_DAY or int(found["em"]) > 59:
        raise ClockTextError(NO_TIME)
    return minute
