"""When somebody can work, as people write it: ``Mon-Fri 09:00-18:00; not Sun; 2026-11-05 14:00-22:00``, and back."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from forecasting.messages import N_
from forecasting.timegrid import MINUTES_A_DAY
from scheduler.availability import WHOLE_DAY, Availability, Window, Windows
from scheduler.formats.moments import days
from scheduler.formats.values import Flaw, UnreadableError, clock_minute, length_minutes, words, wrong

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = {name: number for number, names in enumerate(zip(WEEKDAYS, NAMES, strict=True)) for name in names}
DAILY, NOT, OFF, ALL_DAY = "daily", "not", "off", "all day"
FORM = N_("days and hours such as Mon-Fri 09:00-18:00, not Sun, or 2026-11-05 off")
DATED = re.compile(r"\d{4}-\d\d-\d\d")
LOOSE = re.compile(r"\s*([,-]|\.\.)\s*")
Place = int | date


@dataclass
class _Reading:
    """The windows read so far, of weekdays by their number and of single days; no windows where a day is said to be off."""

    windows: dict[Place, set[Window]] = field(default_factory=dict)

    def add(self, item: str) -> None:
        """Take one item; raise UnreadableError where it cannot be read or contradicts an earlier one."""
        text = LOOSE.sub(r"\1", item.replace("\N{EN DASH}", "-")).strip().lower()
        negated, _, rest = text.partition(" ")
        first, _, hours = rest.strip().partition(" ") if negated == NOT else text.partition(" ")
        if (negated == NOT) == bool(hours.strip()):
            raise wrong(FORM, N_("names no hours") if negated != NOT else N_("says not, and hours too"))
        found = set() if negated == NOT else set(_windows(hours.strip()))
        for place in _places(first):
            known = self.windows.get(place)
            if known is not None and bool(known) != bool(found):
                raise wrong(N_("each day either with hours or off"), N_("contradicts what is said before"))
            self.windows[place] = found | (known or set())

    def availability(self) -> Availability:
        """Return what was said: weekdays that were not named are off where others have hours, else open all day."""
        week = {place: windows for place, windows in self.windows.items() if isinstance(place, int)}
        unsaid: set[Window] = set() if any(week.values()) else {WHOLE_DAY}
        dated = {place: windows for place, windows in self.windows.items() if isinstance(place, date)}
        return Availability(
            tuple(tuple(sorted(week.get(number, unsaid))) for number in range(len(WEEKDAYS))),
            tuple((day, tuple(sorted(windows))) for day, windows in sorted(dated.items())),
        )


def availability(value: object) -> Availability:
    """Read when somebody can work: a list of texts, or one text in which ``;`` parts them.

    An item names weekdays or days and their hours (``09:00-12:00,14:00-18:00``, ``22:00-06:00`` over midnight, ``all
    day``, ``off``), or ``not`` and days. Days of the calendar go before weekdays. Where hours are given for a weekday,
    those that are not named are off; without any, they are open.
    """
    reading, flaws = _Reading(), []
    items = words(value)
    if not items:
        raise wrong(FORM, N_("says nothing"))
    for index, item in enumerate(items, start=1):
        try:
            reading.add(item)
        except UnreadableError as error:
            flaws += [Flaw(flaw.reason, flaw.expected, f"[{index}]", item) for flaw in error.flaws]
    if flaws:
        raise UnreadableError(*flaws)
    return reading.availability()


def _places(text: str) -> Iterator[Place]:
    for part in text.split(","):
        if DATED.match(part):
            yield from sorted(days(part))
        elif part == DAILY:
            yield from range(len(WEEKDAYS))
        else:
            yield from _weekdays(part)


def _weekdays(text: str) -> Iterator[int]:
    ends = [NUMBERS.get(name) for name in text.split("-", 1)]
    first, last = ends[0], ends[-1]
    if first is None or last is None:
        raise wrong(N_("weekdays such as Mon or Mon-Fri, days such as 2026-11-05, or daily"), N_("names no days"))
    return ((first + ahead) % len(WEEKDAYS) for ahead in range((last - first) % len(WEEKDAYS) + 1))


def _windows(text: str) -> Iterator[Window]:
    if text == OFF:
        return
    if text == ALL_DAY:
        yield WHOLE_DAY
        return
    for part in text.split(","):
        if part.count("-") != 1:
            raise wrong(N_("hours such as 09:00-18:00, all day or off"), N_("names no hours"))
        opens, closes = part.split("-")
        first, end = clock_minute(opens), length_minutes(closes)
        end += MINUTES_A_DAY if end < first else 0
        try:
            yield Window(first, end)
        except ValueError as error:
            raise wrong(N_("a start before 24:00 and at most 24 hours"), N_("is no window of a day")) from error


def availability_text(found: Availability) -> str:
    """Return *found* as one text that :func:`availability` reads back."""
    runs = groupby(range(len(WEEKDAYS)), key=lambda number: found.week[number])
    items = [f"{_range(numbers)} {_hours(windows)}" for windows, numbers in runs]
    if not any(found.week):
        items = ["daily off"]
    elif all(windows in ((), (WHOLE_DAY,)) for windows in found.week):
        items = [item for item in items if not item.endswith(ALL_DAY)] or [f"daily {ALL_DAY}"]
    return "; ".join([*items, *(f"{day.isoformat()} {_hours(windows)}" for day, windows in found.dated)])


def _range(numbers: Iterable[int]) -> str:
    first, *_, last = [*numbers] * 2
    return WEEKDAYS[first].title() if first == last else f"{WEEKDAYS[first].title()}-{WEEKDAYS[last].title()}"


def _hours(windows: Windows) -> str:
    return ",".join(ALL_DAY if window == WHOLE_DAY else str(window) for window in windows) or OFF
