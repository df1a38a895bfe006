"""The opening hours of a site, a queue or a team as a site file gives them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from forecasting.calendar.yearday import YearDay
from forecasting.messages import N_, Sentence, joined
from forecasting.site import REGULAR_HOURS, SPECIAL_HOURS, OpeningHours, Season, Span
from scheduler.formats.moments import day, day_or_year_day
from scheduler.formats.sections import Section
from scheduler.formats.values import Reader, UnreadableError, opening_span, wrong

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEK_KEYS = ("every_day", *WEEKDAYS, "special")
KEYS = (*WEEK_KEYS, "exceptions", "seasons")
SEASON_KEYS = ("first", "last", *WEEK_KEYS)


@dataclass(frozen=True, slots=True)
class OpeningPlan:
    """Opening *hours* whose special days are not known yet; *keeps_special*: whether they differ from regular days.

    *seasons_keep* says the same of each of the seasons, *yearly* are the exceptions that come back every year.
    """

    hours: OpeningHours = OpeningHours()
    keeps_special: bool = True
    seasons_keep: tuple[bool, ...] = ()
    yearly: Mapping[YearDay, Span | None] = field(default_factory=dict)

    def on(self, special_days: Iterable[date]) -> OpeningHours:
        """Return the hours with the *special_days* filled in."""
        known = frozenset(special_days)
        seasons = tuple(
            replace(season, hours=replace(season.hours, special_days=known if keeps else frozenset()))
            for season, keeps in zip(self.hours.seasons, self.seasons_keep, strict=True)
        )
        return replace(self.hours, special_days=known if self.keeps_special else frozenset(), seasons=seasons)

    def between(self, first: date, last: date) -> "OpeningPlan":
        """Return the plan with the exceptions of every year as those of the days from *first* to *last*."""
        found = {day: hours for yearly, hours in self.yearly.items() for day in yearly.between(first, last)}
        return replace(self, hours=replace(self.hours, exceptions={**found, **self.hours.exceptions}), yearly={})

    def closed_on(self, closed: Iterable[date]) -> "OpeningPlan":
        """Return the plan with the *closed* days closed, whatever it says of them."""
        exceptions = {**self.hours.exceptions, **dict.fromkeys(closed)}
        return replace(self, hours=replace(self.hours, exceptions=exceptions))


@dataclass(frozen=True, slots=True)
class _Week:
    """The hours of a week: *keeps_special* says whether public holidays and promotion days differ."""

    hours: OpeningHours
    keeps_special: bool


def read_opening(section: Section) -> OpeningPlan:
    """Read a table of opening hours.

    Without regular hours the defaults of OS-2.1 and OS-2.3 hold; where regular hours are given and ``special`` is not, special days
    are like any other. Seasons have weeks of their own; one without an end lasts until the next begins.
    """
    section.only(KEYS)
    week = _read_week(section)
    exceptions = section.read("exceptions", by_day(opening_span), {})
    dated = {key: hours for key, hours in exceptions.items() if not isinstance(key, YearDay)}
    yearly = {key: hours for key, hours in exceptions.items() if isinstance(key, YearDay)}
    seasons = _read_seasons(section)
    hours = replace(week.hours, exceptions=dated, seasons=tuple(season for season, _keeps in seasons))
    return OpeningPlan(hours, week.keeps_special, tuple(keeps for _season, keeps in seasons), yearly)


def _read_week(section: Section) -> _Week:
    every_day = section.read("every_day", opening_span, REGULAR_HOURS)
    regular = tuple(section.read(name, opening_span, every_day) for name in WEEKDAYS)
    given = any(section.has(key) for key in ("every_day", *WEEKDAYS))
    special = section.read("special", opening_span, SPECIAL_HOURS)
    return _Week(OpeningHours(regular, special), keeps_special=section.has("special") or not given)


def _read_seasons(section: Section) -> list[tuple[Season, bool]]:
    """Return the sound seasons in their order; overlaps are refused."""
    found: list[tuple[Section, date, date | None, _Week]] = []
    for part in section.tables("seasons"):
        part.only(SEASON_KEYS)
        first = part.need("first", day, N_("the first day of these hours"))
        last: date | None = part.read("last", day, None)
        if not any(part.has(key) for key in WEEK_KEYS):
            part.refuse("", N_("the season has no hours"), N_("every_day, a weekday or special"))
        week = _read_week(part)
        if first is not None and last is not None and last < first:
            part.refuse("last", N_("the season ends before it starts"))
        elif first is not None and part.sound:
            found.append((part, first, last, week))
    found.sort(key=lambda season: season[1])
    return list(_without_overlaps(found))


def _without_overlaps(found: list[tuple[Section, date, date | None, _Week]]) -> Iterator[tuple[Season, bool]]:
    for (_, first, last, week), (part, next_first, *_) in pairwise(found):
        if next_first == first or (last is not None and last >= next_first):
            reason = Sentence(N_("the season overlaps the one from {first}"), first=first)
            part.refuse("first", reason, N_("seasons one after another"))
        else:
            yield Season(first, last or next_first - timedelta(days=1), week.hours), week.keeps_special
    for _, first, last, week in found[-1:]:
        yield Season(first, last, week.hours), week.keeps_special


def by_day(read: Reader[Span | None]) -> Reader[Mapping[date | YearDay, Span | None]]:
    """Return the reader of a table whose keys are days, of one year or of every year, and whose values *read* reads."""

    def read_table(value: object) -> Mapping[date | YearDay, Span | None]:
        if not isinstance(value, Mapping):
            raise wrong(N_("a table such as { 2026-12-31 = '08:00-18:00' }"), N_("is no table"))
        found: dict[date | YearDay, Span | None] = {}
        for key, hours in value.items():
            try:
                found[day_or_year_day(key)] = read(hours)
            except UnreadableError as error:
                flaw = error.flaws[0]
                template = N_("the exception {day} = {hours} {reason}")
                reason = Sentence(template, day=key, hours=repr(hours), reason=joined((flaw.reason,)))
                raise wrong(flaw.expected or "", reason) from error
        return found

    return read_table
