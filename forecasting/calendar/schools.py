"""School vacations and the days of the university entrance examination, from ``schools.toml`` beside this file."""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import TypedDict
from zoneinfo import ZoneInfo

from forecasting.calendar.editions import Edition
from forecasting.calendar.events import Phase
from forecasting.calendar.public import NOWHERE, spring_festival
from forecasting.calendar.yearday import DaySpan
from forecasting.errors import CalendarError
from forecasting.messages import N_, Sentence

VACATION, GAOKAO = N_("school vacation"), N_("Gaokao")
WINTER, SUMMER = "winter", "summer"
PUBLISHED = N_("published by the region's education authority")
USUAL = N_("the usual dates; the region's own calendar was not at hand")
GAOKAO_NOTE = N_("the usual days, in some provinces a day or two longer")
POSTPONED = {2020: (7, 7)}  # a month later than usual, because of the epidemic
GAOKAO_DAYS = 2


class Usual(TypedDict):
    """What holds where a year has no dates of its own: days counted from the Spring Festival, months and days."""

    winter: list[int]
    summer: list[str]


class Region(TypedDict, total=False):
    """One region as ``schools.toml`` has it."""

    code: str
    usual: Usual
    winter: dict[str, list[str]]
    summer: dict[str, list[str]]


@cache
def regions() -> dict[str, Region]:
    """Return the regions of the table by their codes."""
    text = (files("forecasting.calendar") / "schools.toml").read_text(encoding="utf-8")
    found: list[Region] = tomllib.loads(text)["region"]
    return {region["code"]: region for region in found}


def school_editions(code: str, zone: ZoneInfo, first: date, last: date) -> list[Edition]:
    """Return the vacations and examination days of the years from *first* to *last* in the region *code*, or "none".

    Raises CalendarError for a region that the table has not.
    """
    if code == NOWHERE:
        return []
    if code not in regions():
        known = ", ".join([*regions(), NOWHERE])
        raise CalendarError(
            Sentence(
                N_("no school vacations are known for {code}; expected one of {known}"), code=repr(code), known=known
            )
        )
    return [
        Edition((phase,)) for year in range(first.year, last.year + 1) for phase in _phases(regions()[code], year, zone)
    ]


def _phases(region: Region, year: int, zone: ZoneInfo) -> Iterator[Phase]:
    before, after = region["usual"]["winter"]
    anchor = spring_festival(year)
    winter = (anchor + timedelta(days=before), anchor + timedelta(days=after))
    summer = [date.fromisoformat(f"{year}-{day}") for day in region["usual"]["summer"]]
    for season, usual, known in ((WINTER, winter, region.get("winter")), (SUMMER, summer, region.get("summer"))):
        published = [date.fromisoformat(day) for day in (known or {}).get(str(year), [])]
        span, note = DaySpan(*(published or usual)), PUBLISHED if published else USUAL
        yield Phase(VACATION, "school-vacation", season, span.start(zone), span.end(zone), not published, note=note)
    month, day = POSTPONED.get(year, (6, 7))
    examined = date(year, month, day)
    span = DaySpan(examined, examined + timedelta(days=GAOKAO_DAYS - 1))
    yield Phase(GAOKAO, "gaokao", "day", span.start(zone), span.end(zone), provisional=True, note=GAOKAO_NOTE)
