"""A feed's bytes: the same revisions give the same bytes, whoever asks and however often."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Component, Event, Timezone
from icalendar.prop import vDuration

from api.feeds.events import EventRevision, Feed
from api.feeds.plaintext import clean_line, clean_text
from api.feeds.timezones import FIRST_YEAR, zone_block
from forecasting.messages import Translate, english

MOST_BYTES = 1_000_000
ALWAYS_KNOWN = ZoneInfo("Etc/UTC")  # the one component of a calendar without events


@dataclass(frozen=True, slots=True)
class Window:
    """What part of the stored revisions a feed shows, in whole UTC days so that it moves once a day at most.

    Events that touch [today - back, today + ahead), and cancelled ones for *cancelled* after their cancellation.
    """

    back: timedelta = timedelta(weeks=4)
    ahead: timedelta = timedelta(weeks=13)
    cancelled: timedelta = timedelta(weeks=4)

    def shows(self, revision: EventRevision, now: datetime) -> bool:
        """Tell whether a feed asked for at *now* has *revision* in it."""
        today = datetime.combine(now.astimezone(UTC).date(), time(), tzinfo=UTC)
        if revision.end <= today - self.back or revision.start >= today + self.ahead + timedelta(days=1):
            return False
        return not revision.is_cancelled or revision.last_modified >= today - self.cancelled


def feed_bytes(
    feed: Feed,
    revisions: Iterable[EventRevision],
    now: datetime | None = None,
    *,
    translate: Translate = english,
    window: Window = Window(),
) -> bytes:
    """Return *feed* as an iCalendar object (RFC 5545, RFC 7986) with the latest of *revisions* of each event.

    With *now* only the *window* around it is shown; without it everything is, as in a file that is imported once.
    At most a million bytes: what would go beyond is left off at the far end.
    """
    latest: dict[str, EventRevision] = {}
    for revision in revisions:
        known = latest.get(revision.uid)
        if known is None or revision.sequence > known.sequence:
            latest[revision.uid] = revision
    shown = [revision for revision in latest.values() if now is None or window.shows(revision, now)]
    shown.sort(key=lambda revision: (revision.start.astimezone(UTC), revision.uid))
    blocks = _zone_blocks(shown)
    events = [_event(revision, translate, local=revision.zone.key in blocks) for revision in shown]
    content = _written(feed, [*blocks.values(), *events])
    if len(content) > MOST_BYTES:
        head = len(_written(feed, blocks.values()))
        content = _written(feed, [*blocks.values(), *_fitting(events, MOST_BYTES - head)])
    return content


def _fitting(events: Sequence[Event], most_bytes: int) -> list[Event]:
    """Return the first of *events* that together take *most_bytes*."""
    sizes = accumulate(len(event.to_ical(sorted=False)) for event in events)
    return [event for event, size in zip(events, sizes, strict=True) if size <= most_bytes]


def _written(feed: Feed, components: Iterable[Component]) -> bytes:
    calendar = _calendar(feed)
    for component in components:
        calendar.add_component(component)
    return _quiet_uid(bytes(calendar.to_ical(sorted=False)))


def _quiet_uid(content: bytes) -> bytes:
    """Return *content* with the calendar's own UID (RFC 7986 section 5.3) in small letters.

    iCalendar's names may be in any case. vdirsyncer takes the first line that begins with ``UID:`` for the event's,
    and would fold all shifts into one (its issue 1222).
    """
    return content.replace(b"\r\nUID:", b"\r\nuid:", 1)


def _calendar(feed: Feed) -> Calendar:
    name = clean_line(feed.name)
    calendar = Calendar()
    # The public identifier ends in its language (RFC 5545 section 3.7.3) and bears no version: a release changes no feed.
    calendar.add("prodid", f"-//Watchbill//Calendar feed//{feed.language.partition('_')[0].upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    # No METHOD: it would turn DTSTAMP into the time of each request (RFC 5545 section 3.8.7.2).
    calendar.add("uid", feed.uid)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    # RFC 7986 section 5.7 asks for the VALUE parameter, which the package leaves out.
    calendar.add("refresh-interval", vDuration(feed.refresh, params={"VALUE": "DURATION"}))
    calendar.add("x-published-ttl", vDuration(feed.refresh))
    return calendar


def _zone_blocks(revisions: Iterable[EventRevision]) -> dict[str, Timezone]:
    """Return the VTIMEZONE of each zone that a plain rule describes; at least one component (RFC 5545 section 3.6)."""
    years: dict[ZoneInfo, int] = {}
    for revision in revisions:
        year = revision.start.astimezone(UTC).year - 1
        years[revision.zone] = min(year, years.get(revision.zone, year))
    years = years or {ALWAYS_KNOWN: FIRST_YEAR}
    blocks = {zone.key: zone_block(zone, years[zone]) for zone in sorted(years, key=str)}
    return {key: block for key, block in blocks.items() if block is not None}


def _event(revision: EventRevision, translate: Translate, *, local: bool) -> Event:
    event = Event()
    event.add("uid", revision.uid)
    event.add("sequence", revision.sequence)
    event.add("dtstamp", _utc(revision.dtstamp))
    event.add("last-modified", _utc(revision.last_modified))
    start, end = _times(revision, local=local)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", clean_line(revision.summary.text(translate)))
    if revision.description:
        event.add("description", clean_text("\n".join(line.text(translate) for line in revision.description)))
    if revision.location:
        event.add("location", clean_line(revision.location))
    if revision.categories:
        event.add("categories", [clean_line(category.text(translate)) for category in revision.categories])
    event.add("status", revision.status.value.upper())
    event.add("transp", "TRANSPARENT" if revision.is_cancelled else "OPAQUE")
    for minutes in () if revision.is_cancelled else revision.alarm_minutes:
        event.add_component(_alarm(minutes, clean_line(revision.summary.text(translate))))
    return event


def _times(revision: EventRevision, *, local: bool) -> tuple[datetime, datetime]:
    """Return start and end on the event's clock, or both in UTC where that clock cannot say them.

    A local time that the clock shows twice means the first one (RFC 5545 section 3.3.5): a shift that starts or ends
    in the second is written in UTC.
    """
    pair = _utc(revision.start), _utc(revision.end)
    walls = tuple(moment.astimezone(revision.zone) for moment in pair)
    if local and not any(wall.fold for wall in walls):
        return walls[0], walls[1]
    return pair


def _alarm(minutes: int, text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(minutes=-minutes))
    alarm.add("description", text)  # required of a DISPLAY alarm, RFC 5545 section 3.6.6
    return alarm


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
