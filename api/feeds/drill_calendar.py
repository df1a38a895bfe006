"""What calendars of drills show over all versions of a site's programme: each drill's revisions only ever count up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.feeds.calendars import Window, feed_bytes
from api.feeds.programme import Place, drill_calendar, drill_event
from drills.programme.entry import Entry, State
from drills.programme.programme import Programme
from drills.programme.reading import entry_of
from drills.programme.record import Record, entry_record
from forecasting.messages import Translate, english

# The whole of the longest programme stands in its calendar.
WINDOW = Window(ahead=timedelta(weeks=80))


@dataclass(frozen=True, slots=True)
class Stamp:
    """The SEQUENCE of an event and the instant at which it got it, in whole seconds (RFC 5545 sections 3.8.7.3 and 3.8.7.4)."""

    sequence: int
    at: datetime

    @staticmethod
    def after(before: "Stamp | None", at: datetime) -> "Stamp":
        """Return the stamp of a change at *at*; a clock set back does not make it look older than what was *before*."""
        at = at.replace(microsecond=0)
        return Stamp(0, at) if before is None else Stamp(before.sequence + 1, max(at, before.at))


@dataclass(frozen=True, slots=True)
class Shown:
    """A drill as one calendar shows it."""

    entry: Entry
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class ShownDrill:
    """A drill as calendars show it: to *planners* always, to *everybody* from when it was announced, None where it never was."""

    planners: Shown
    everybody: Shown | None

    @property
    def entry(self) -> Entry:
        """The drill as planners know it."""
        return self.planners.entry


def next_calendar(shown: Sequence[ShownDrill], programme: Programme, at: datetime) -> tuple[ShownDrill, ...]:
    """Return what calendars show once *programme* is told at *at*, by name of drill, after what was *shown* before.

    A drill that is neither in *programme* nor before its first day is called off. What nobody sees changed keeps its stamp: an
    unannounced drill moves none of everybody's.
    """
    before = {one.entry.id: one for one in shown}
    now = {entry.id: entry for entry in programme.entries}
    gone = {
        name: _called_off(one.entry)
        for name, one in before.items()
        if name not in now and one.entry.day >= programme.first and one.entry.counts
    }
    changed = {name: _shown(before.get(name), entry, at) for name, entry in {**gone, **now}.items()}
    return tuple(({**before, **changed})[name] for name in sorted({*before, *now}))


def _called_off(entry: Entry) -> Entry:
    return replace(entry, state=State.CANCELLED)


def _shown(before: ShownDrill | None, entry: Entry, at: datetime) -> ShownDrill:
    if before is None:
        first = Shown(entry, Stamp.after(None, at))
        return ShownDrill(first, first if entry.announced else None)
    public = _public(before, entry)
    return ShownDrill(
        _revised(before.planners, entry, at, planners=True),
        None if public is None else _revised(before.everybody, public, at, planners=False),
    )


def _public(before: ShownDrill, entry: Entry) -> Entry | None:
    """Return what everybody may know of *entry*; one that is no longer announced is called off, and stays where it was."""
    if entry.announced:
        return entry
    return None if before.everybody is None else _called_off(before.everybody.entry)


def _revised(before: Shown | None, entry: Entry, at: datetime, *, planners: bool) -> Shown:
    if before is not None and _told(before.entry, planners=planners) == _told(entry, planners=planners):
        return before
    return Shown(entry, Stamp.after(None if before is None else before.stamp, at))


def _told(entry: Entry, *, planners: bool) -> tuple[object, ...]:
    told = (entry.day, entry.start, entry.end, entry.form, entry.state is State.CANCELLED)
    if not planners:
        return told
    why = None if entry.why is None else entry.why.say()
    return (*told, entry.announced, entry.families, entry.level, entry.shares, entry.without, why)


def drill_feed_of(
    drills: Iterable[ShownDrill],
    place: Place,
    now: datetime,
    *,
    planners: bool,
    language: str = "en",
    translate: Translate = english,
) -> bytes:
    """Return the subscribed calendar of *drills*; a function of what is stored and the day."""
    feed = drill_calendar(place, planners=planners, language=language, translate=translate)
    shown = [one.planners if planners else one.everybody for one in drills]
    events = [
        drill_event(place, one.entry, one.stamp.sequence, one.stamp.at, planners=planners, translate=translate)
        for one in shown
        if one is not None
    ]
    return feed_bytes(feed, events, now, translate=translate, window=WINDOW)


def calendar_record(drills: Iterable[ShownDrill], zone: ZoneInfo) -> list[Record]:
    """Return *drills* as plain data, for a store."""
    return [
        {
            "planners": _shown_record(one.planners, zone),
            "everybody": None if one.everybody is None else _shown_record(one.everybody, zone),
        }
        for one in drills
    ]


def calendar_of_record(rows: Iterable[Mapping[str, Any]]) -> tuple[ShownDrill, ...]:
    """Return the drills that :func:`calendar_record` wrote."""
    return tuple(
        ShownDrill(_shown_of(row["planners"]), None if row["everybody"] is None else _shown_of(row["everybody"]))
        for row in rows
    )


def _shown_record(shown: Shown, zone: ZoneInfo) -> Record:
    entry = entry_record(shown.entry, zone)
    return {"entry": entry, "sequence": shown.stamp.sequence, "at": shown.stamp.at.isoformat()}


def _shown_of(record: Mapping[str, Any]) -> Shown:
    return Shown(entry_of(record["entry"]), Stamp(record["sequence"], datetime.fromisoformat(record["at"])))
