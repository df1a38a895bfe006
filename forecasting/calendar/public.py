"""Public holidays by country: days off, working weekends, and the days on which Chinese law pays 300 %."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar
import holidays as world
from chinese_calendar import constants as published

from forecasting.calendar.lunar import lunar_day, lunar_years
from forecasting.errors import CalendarError
from forecasting.messages import N_, Sentence

NOWHERE = "none"
CHINA = "CN"
# Both sources' words for one holiday, so that its effect is learned under one name.
CHINESE_NAMES = {
    "New Year's Day": N_("New Year's Day"),
    "Spring Festival": N_("Spring Festival"),
    "Chinese New Year (Spring Festival)": "Spring Festival",
    "Chinese New Year's Eve": "Spring Festival",
    "Tomb-sweeping Day": N_("Qingming Festival"),
    "Tomb-Sweeping Day": "Qingming Festival",
    "Labour Day": N_("Labour Day"),
    "Labor Day": "Labour Day",
    "Dragon Boat Festival": N_("Dragon Boat Festival"),
    "Mid-autumn Festival": N_("Mid-Autumn Festival"),
    "Mid-Autumn Festival": "Mid-Autumn Festival",
    "National Day": N_("National Day"),
    "Anti-Fascist 70th Day": N_("Victory Day"),
}
OBSERVED = " (observed)"


@dataclass(frozen=True, slots=True)
class PublicHolidays:
    """Public holidays between two days: see EventCalendar for the fields."""

    days: dict[date, str]
    statutory: frozenset[date]
    make_up: frozenset[date]
    provisional_years: frozenset[int]


def public_holidays(country: str, first: date, last: date) -> PublicHolidays:
    """Return the public holidays of *country* from *first* to *last*, both included.

    *country* is an ISO 3166 code, with a subdivision where holidays differ by one ("GB-SCT"), or "none". China's come
    as published by the State Council with make-up days; years beyond the last one published are predicted without.
    Raises CalendarError for a country that is not known.
    """
    if country == NOWHERE:
        return PublicHolidays({}, frozenset(), frozenset(), frozenset())
    if country == CHINA:
        return _china(first, last)
    names = _predicted(country, first, last, observed=True)
    days = {day: _joined(name.removesuffix(OBSERVED) for name in text.split("; ")) for day, text in names.items()}
    return PublicHolidays(days, frozenset(), frozenset(), frozenset())


def _china(first: date, last: date) -> PublicHolidays:
    covered = {day.year for day in published.holidays}
    days: dict[date, str] = {}
    for day, text in _predicted(CHINA, first, last, observed=True).items():
        if day.year not in covered:
            days[day] = _joined(_chinese_name(name) for name in text.split("; "))
    make_up = set()
    for day in _days(first, last):
        if day.year not in covered:
            continue
        off, name = chinese_calendar.get_holiday_detail(day)
        if off and name:
            days[day] = CHINESE_NAMES[name]
        elif name and day.weekday() >= 5:
            make_up.add(day)
    return PublicHolidays(
        dict(sorted(days.items())),
        _statutory(first, last),
        frozenset(make_up),
        frozenset(year for year in range(first.year, last.year + 1) if year > max(covered)),
    )


def _statutory(first: date, last: date) -> frozenset[date]:
    """Return the days off that the law itself names, without days taken in lieu (LL-44, LL-40; 13 a year since 2025)."""
    names = _predicted(CHINA, first, last, observed=False)
    return frozenset(day for day, text in names.items() if any(name in CHINESE_NAMES for name in text.split("; ")))


def spring_festival(year: int) -> date:
    """Return the first day of the Chinese lunar year that begins in *year*."""
    if year in lunar_years():
        return lunar_day(year, 1, 1)
    named = world.country_holidays(CHINA, years=[year], language="en_US", observed=False)
    return min(day for day, name in named.items() if "Chinese New Year (Spring Festival)" in name)


def _predicted(country: str, first: date, last: date, *, observed: bool) -> dict[date, str]:
    code, _, subdivision = country.partition("-")
    unknown = CalendarError(
        Sentence(
            N_("no public holidays are known for {country}; expected a code such as CN, GB or GB-SCT, or none"),
            country=repr(country),
        )
    )
    if len(code) != 2 or not code.isupper():
        raise unknown
    try:
        known = world.country_holidays(
            code,
            subdiv=subdivision or None,
            years=range(first.year, last.year + 1),
            observed=observed,
            language=_language(code),
        )
    except NotImplementedError as error:
        raise unknown from error
    return {day: name for day, name in sorted(known.items()) if first <= day <= last}


def _language(code: str) -> str | None:
    return "en_US" if "en_US" in world.country_holidays(code).supported_languages else None


def _chinese_name(name: str) -> str:
    plain = name.removesuffix(OBSERVED)
    return CHINESE_NAMES.get(plain, plain)


def _joined(names: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(names))


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=index) for index in range((last - first).days + 1))
