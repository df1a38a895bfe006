"""Shopping festivals: phase templates and each year's own dates, from ``festivals.toml`` beside this file."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import TypedDict
from zoneinfo import ZoneInfo

from forecasting.calendar.editions import Edition
from forecasting.calendar.events import PEAK, Phase
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
ANNOUNCED, USUAL = "announced", "usual"
NOTES = {
    ANNOUNCED: N_("announced by the platform or reported by the press"),
    "partly": N_("some of these dates were reported, the others are not confirmed"),
    "unconfirmed": N_("recollected; no announcement was at hand to check these dates"),
    "substitute": N_("cancelled by the platform; another festival took its place, whose end is not confirmed"),
    USUAL: N_("the usual dates; no announcement of this year was at hand"),
}
LARGE = "major-sale"
AFTERMATH, AFTERMATH_DAYS = "aftermath", 7  # goods can be sent back for seven days without a reason
LONG_WAVE = timedelta(hours=48)
PEAK_DAYS = timedelta(days=2)  # questions about parcels come the day after
RETURNS, PROTECTED_DAYS = "returns", 15  # prices are protected so long after the large sales

Row = tuple[str, str, str]
Span = tuple[str, datetime, datetime]


class YearEntry(TypedDict):
    """The phases of one year as announced: [phase, from, to), and how sure they are."""

    note: str
    phases: list[Row]


class FestivalEntry(TypedDict, total=False):
    """One festival as ``festivals.toml`` has it; *day* is the one that it is named after."""

    name: str
    family: str
    aliases: list[str]
    anchor: str
    day: str
    usual: dict[str, list[Row]]
    years: dict[str, YearEntry]


@cache
def festival_entries() -> tuple[FestivalEntry, ...]:
    """Return the festivals of the table that ships with the product."""
    text = (files("forecasting.calendar") / "festivals.toml").read_text(encoding="utf-8")
    entries: list[FestivalEntry] = tomllib.loads(text)["festival"]
    return tuple(entries)


def festival_name(name: str) -> str:
    """Return the festival's name in the table where *name* is another one of it (``双11``), else *name* as it stands."""
    plain = name.replace(" ", "").casefold()
    for entry in festival_entries():
        if plain in {alias.replace(" ", "").casefold() for alias in (entry["name"], *entry["aliases"])}:
            return entry["name"]
    return name


def festival_editions(zone: ZoneInfo, first: date, last: date) -> list[Edition]:
    """Return the festivals of the years about the local days from *first* to *last* in *zone*."""
    found = [
        _phases_of(entry, year, zone) for entry in festival_entries() for year in range(first.year - 1, last.year + 2)
    ]
    return [Edition(tuple(phases)) for phases in map(list, found) if phases]


def _phases_of(entry: FestivalEntry, year: int, zone: ZoneInfo) -> Iterator[Phase]:
    rows, note = _rows(entry, year)
    if not rows:
        return
    anchor = spring_festival(year) if "anchor" in entry else None
    spans: list[Span] = [
        (phase, _moment(start, year, anchor, zone), _moment(end, year, anchor, zone)) for phase, start, end in rows
    ]
    over = spans[-1][2]
    sent_back = over + timedelta(days=AFTERMATH_DAYS)
    spans.append((AFTERMATH, over, sent_back))
    if entry["family"] == LARGE:
        spans.append((RETURNS, sent_back, over + timedelta(days=PROTECTED_DAYS)))
    if "day" in entry:
        spans += _peak(entry["day"], year, spans, zone)
    for phase, start, end in sorted(spans, key=lambda span: span[1:]):
        yield Phase(entry["name"], entry["family"], phase, start, end, provisional=note != ANNOUNCED, note=NOTES[note])


def _peak(day: str, year: int, spans: list[Span], zone: ZoneInfo) -> Iterator[Span]:
    """Yield the day that the festival is named after, where it is one of several: it stays the height of the sale."""
    start = _moment(f"{day} 00:00", year, None, zone)
    around = [span for span in spans if span[0].startswith("wave") and span[1] <= start < span[2]]
    several = sum(span[0].startswith("wave") for span in spans) > 1
    if any(several or end - begin > LONG_WAVE for _, begin, end in around):
        yield PEAK, start, local_instant(start.date() + PEAK_DAYS, 0, zone).astimezone(zone)


def _rows(entry: FestivalEntry, year: int) -> tuple[list[Row], str]:
    """Return the phases of *year* and the note on them; no phases before the festival existed."""
    own = entry.get("years", {}).get(str(year))
    if own is not None:
        return own["phases"], own["note"]
    since = [int(start) for start in entry["usual"] if int(start) <= year]
    return (entry["usual"][str(max(since))] if since else [], USUAL)


def _moment(text: str, year: int, anchor: date | None, zone: ZoneInfo) -> datetime:
    day_text, clock_text = text.split()
    hour, minute = clock_text.split(":")
    if anchor is not None:
        day = anchor + timedelta(days=int(day_text))
    else:
        month, day_of_month = day_text.split("-")
        day = date(year, int(month), int(day_of_month))
    return local_instant(day, int(hour) * 60 + int(minute), zone).astimezone(zone)
