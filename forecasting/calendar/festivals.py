"""Shopping festivals: phase templates and each year's own dates, from ``festivals.toml`` beside this file."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import TypedDict
from zoneinfo import ZoneInfo

from forecasting.calendar.events import Phase
from forecasting.calendar.public import spring_festival
from forecasting.messages import N_
from forecasting.timegrid import local_instant

FESTIVAL_NAMES = (
    N_("Double 11"),
    N_("618"),
    N_("Double 12"),
    N_("3.8 festival"),
    N_("8.18 festival"),
    N_("9.9 festival"),
    N_("New Year goods festival"),
)
AFTERMATH = "aftermath"
AFTERMATH_DAYS = 7  # goods can be sent back for seven days without a reason


class YearEntry(TypedDict, total=False):
    """The phases of one year as announced: [phase, from, to)."""

    provisional: bool
    phases: list[tuple[str, str, str]]


class FestivalEntry(TypedDict, total=False):
    """One festival as ``festivals.toml`` has it."""

    name: str
    family: str
    anchor: str
    usual: dict[str, list[tuple[str, str, str]]]
    years: dict[str, YearEntry]


def festival_entries() -> list[FestivalEntry]:
    """Return the festivals of the table that ships with the product."""
    text = (files("forecasting.calendar") / "festivals.toml").read_text(encoding="utf-8")
    entries: list[FestivalEntry] = tomllib.loads(text)["festival"]
    return entries


def festival_phases(zone: ZoneInfo, first: date, last: date) -> tuple[Phase, ...]:
    """Return the phases that touch the local days from *first* to *last* in *zone*, earliest first."""
    start, end = local_instant(first, 0, zone), local_instant(last + timedelta(days=1), 0, zone)
    found = [
        phase
        for entry in festival_entries()
        for year in range(first.year - 1, last.year + 2)
        for phase in _phases_of(entry, year, zone)
        if phase.start < end and phase.end > start
    ]
    return tuple(sorted(found, key=lambda phase: (phase.start, phase.event)))


def _phases_of(entry: FestivalEntry, year: int, zone: ZoneInfo) -> Iterator[Phase]:
    rows, provisional = _rows(entry, year)
    if not rows:
        return
    anchor = spring_festival(year) if "anchor" in entry else None
    for phase, start, end in rows:
        yield Phase(
            entry["name"],
            entry["family"],
            phase,
            _moment(start, year, anchor, zone),
            _moment(end, year, anchor, zone),
            provisional,
        )
    over = _moment(rows[-1][2], year, anchor, zone)
    after = over + timedelta(days=AFTERMATH_DAYS)
    yield Phase(entry["name"], entry["family"], AFTERMATH, over, after, provisional)


def _rows(entry: FestivalEntry, year: int) -> tuple[list[tuple[str, str, str]], bool]:
    """Return the phases of *year* and whether they are provisional; no phases before the festival existed."""
    own = entry.get("years", {}).get(str(year))
    if own is not None:
        return own["phases"], own.get("provisional", False)
    since = [int(start) for start in entry["usual"] if int(start) <= year]
    return (entry["usual"][str(max(since))] if since else [], True)


def _moment(text: str, year: int, anchor: date | None, zone: ZoneInfo) -> datetime:
    day_text, clock_text = text.split()
    hour, minute = clock_text.split(":")
    if anchor is not None:
        day = anchor + timedelta(days=int(day_text))
    else:
        month, day_of_month = day_text.split("-")
        day = date(year, int(month), int(day_of_month))
    return local_instant(day, int(hour) * 60 + int(minute), zone).astimezone(zone)
