"""The opening hours of a site, a queue or a team as a site file gives them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from forecasting.messages import N_
from forecasting.site import REGULAR_HOURS, SPECIAL_HOURS, OpeningHours, Span
from scheduler.formats.moments import day
from scheduler.formats.sections import Section
from scheduler.formats.values import Reader, UnreadableError, opening_span, wrong

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
KEYS = ("every_day", *WEEKDAYS, "special", "exceptions")


@dataclass(frozen=True, slots=True)
class OpeningPlan:
    """Opening *hours* whose special days are not known yet; *keeps_special*: whether they differ from regular days."""

    hours: OpeningHours = OpeningHours()
    keeps_special: bool = True

    def on(self, special_days: Iterable[date]) -> OpeningHours:
        """Return the hours with the *special_days* filled in."""
        return replace(self.hours, special_days=frozenset(special_days) if self.keeps_special else frozenset())

    def closed_on(self, closed: Iterable[date]) -> "OpeningPlan":
        """Return the plan with the *closed* days closed, whatever it says of them."""
        exceptions = {**self.hours.exceptions, **dict.fromkeys(closed)}
        return replace(self, hours=replace(self.hours, exceptions=exceptions))


def read_opening(section: Section) -> OpeningPlan:
    """Read a table of opening hours.

    Without regular hours the defaults of OS-2.1 and OS-2.3 hold; where regular hours are given and ``special`` is not, special days
    are like any other.
    """
    section.only(KEYS)
    every_day = section.read("every_day", opening_span, REGULAR_HOURS)
    regular = tuple(section.read(name, opening_span, every_day) for name in WEEKDAYS)
    given = any(section.has(key) for key in ("every_day", *WEEKDAYS))
    special = section.read("special", opening_span, SPECIAL_HOURS)
    exceptions = section.read("exceptions", by_day(opening_span), {})
    hours = OpeningHours(regular, special, exceptions=exceptions)
    return OpeningPlan(hours, keeps_special=section.has("special") or not given)


def by_day(read: Reader[Span | None]) -> Reader[Mapping[date, Span | None]]:
    """Return the reader of a table whose keys are days and whose values *read* reads."""

    def read_table(value: object) -> Mapping[date, Span | None]:
        if not isinstance(value, Mapping):
            raise wrong(N_("a table such as { 2026-12-31 = '08:00-18:00' }"), N_("is no table"))
        found: dict[date, Span | None] = {}
        for key, hours in value.items():
            try:
                found[day(key)] = read(hours)
            except UnreadableError as error:
                raise wrong(
                    error.flaws[0].expected or "", f"the exception {key} = {hours!r} {error.flaws[0].reason}"
                ) from error
        return found

    return read_table
