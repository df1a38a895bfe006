"""Numbers, dates and durations as readers of a language write them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

from forecasting.messages import Translate


def number(value: float, digits: int = 0) -> str:
    """Return *value* with thousands separated and *digits* after the point; no minus before a zero."""
    rounded = round(value, digits)
    return f"{rounded + 0.0:,.{digits}f}"


def share(value: float) -> str:
    """Return *value* as a percentage, small ones with more digits."""
    return f"{value:.2%}" if 0 < abs(value) < 0.0995 else f"{value:.1%}"


def weekday(day: date, language: str) -> str:
    """Return the short name of the weekday."""
    return format_date(day, "EEE", locale=language)


def day_text(day: date, language: str) -> str:
    """Return the date in ISO order with its weekday."""
    return f"{day.isoformat()} {weekday(day, language)}"


def moment_text(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """Return day and time of *moment* on the clock of *zone*."""
    local = moment.astimezone(zone)
    return f"{day_text(local.date(), language)} {local:%H:%M}"


def span_text(start: datetime, end: datetime, zone: ZoneInfo, language: str) -> str:
    """Return a half-open stretch; the end's day is named only where it is another, midnight is 24:00 of the day before."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    if last.date() == first.date():
        return f"{day_text(first.date(), language)} {first:%H:%M}–{last:%H:%M}"
    if f"{last:%H:%M}" == "00:00" and (last - timedelta(minutes=1)).date() == first.date():
        return f"{day_text(first.date(), language)} {first:%H:%M}–24:00"
    return f"{day_text(first.date(), language)} {first:%H:%M} – {day_text(last.date(), language)} {last:%H:%M}"


def duration_text(seconds: float, _: Translate) -> str:
    """Return a stretch of wall time in seconds, or in minutes and seconds from two minutes on."""
    if seconds < 120:
        return _("{seconds} s").format(seconds=number(seconds, 1))
    minutes, rest = divmod(round(seconds), 60)
    return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)
