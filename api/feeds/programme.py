"""The programme of the year as calendars: all of it for planners, announced drills alone for those who may take part."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid5
from zoneinfo import ZoneInfo

from api.feeds.calendars import feed_bytes
from api.feeds.drills import DRILL_CATEGORY, PLAIN
from api.feeds.events import EventRevision, EventStatus, Feed, Phrase
from api.feeds.revisions import NAMESPACE
from drills.programme.entry import Entry, State
from drills.programme.programme import Programme
from drills.scenario.text import DRILL_MARK
from forecasting.messages import N_, Translate, english, listed
from forecasting.timegrid import local_instant

DAY = timedelta(days=1)


def programme_revisions(
    programme: Programme, *, planners: bool, translate: Translate = english
) -> tuple[EventRevision, ...]:
    """Return the drills of *programme* as events, by day.

    For *planners* every drill, with what it is about and who is named. For everybody else the announced ones alone, with their form:
    what an unannounced drill does to the programme leaves these events as they are, and no incident is given away. A drill whose time
    is open takes the whole day.
    """
    return tuple(
        _revision(programme, entry, planners=planners, translate=translate)
        for entry in programme.entries
        if planners or entry.announced
    )


def programme_feed(
    programme: Programme,
    now: datetime | None = None,
    *,
    planners: bool,
    language: str = "en",
    translate: Translate = english,
) -> bytes:
    """Return *programme* as a calendar; see :func:`programme_revisions`. With *now* only the usual window around it."""
    feed = drill_calendar(
        Place(programme.site, programme.zone), planners=planners, language=language, translate=translate
    )
    return feed_bytes(
        feed, programme_revisions(programme, planners=planners, translate=translate), now, translate=translate
    )


def _revision(programme: Programme, entry: Entry, *, planners: bool, translate: Translate) -> EventRevision:
    revision = entry.changed_in if planners else entry.shown_in
    place = Place(programme.site, programme.zone)
    return drill_event(
        place, entry, revision - 1, _told_at(programme, revision), planners=planners, translate=translate
    )


@dataclass(frozen=True, slots=True)
class Place:
    """The *site* whose drills a calendar shows, and the *zone* on whose clock they are."""

    site: str
    zone: ZoneInfo

    def uid(self, what: str, *, planners: bool) -> str:
        """Return the UID of *what*, a drill's name or nothing for the calendar itself; that of planners is another one."""
        whom = "planners" if planners else "everybody"
        return str(uuid5(NAMESPACE, f"programme for {whom} {len(self.site)}:{self.site}{what and f' {what}'}"))


def drill_event(
    place: Place, entry: Entry, sequence: int, made: datetime, *, planners: bool, translate: Translate = english
) -> EventRevision:
    """Return *entry* as an event in its *sequence*-th revision, made at *made*; what it tells is said to *planners* alone."""
    start = entry.start or local_instant(entry.day, 0, place.zone)
    end = entry.end or local_instant(entry.day + DAY, 0, place.zone)
    return EventRevision(
        uid=place.uid(entry.id, planners=planners),
        sequence=sequence,
        last_modified=made,
        dtstamp=made,
        start=start,
        end=end,
        zone=place.zone,
        summary=Phrase.of(PLAIN, text=_title(entry, translate, planners=planners)),
        status=EventStatus.CANCELLED if entry.state is State.CANCELLED else EventStatus.CONFIRMED,
        description=tuple(_lines(entry, translate, planners=planners)),
        location=place.site,
        categories=(Phrase.of(DRILL_CATEGORY),),
    )


def drill_calendar(place: Place, *, planners: bool, language: str, translate: Translate = english) -> Feed:
    """Return the calendar of the drills of *place*, named in the language of *translate*."""
    name = N_("Drill programme of {site}") if planners else N_("Announced drills of {site}")
    return Feed(place.uid("", planners=planners), translate(name).format(site=place.site), language)


def _told_at(programme: Programme, revision: int) -> datetime:
    if not programme.told_at:
        return local_instant(programme.first, 0, programme.zone)
    return programme.told_at[min(revision, len(programme.told_at)) - 1].astimezone(UTC).replace(microsecond=0)


def _title(entry: Entry, translate: Translate, *, planners: bool) -> str:
    form = translate(entry.form.label)
    if planners:
        form = translate(N_("{form}: {what}")).format(form=form, what=families_text(entry, translate))
    return f"{DRILL_MARK} {form}"


def families_text(entry: Entry, translate: Translate) -> str:
    """Return the kinds of incident of *entry* in the reader's language."""
    return listed((translate(family.label) for family in entry.families), translate)


def _lines(entry: Entry, translate: Translate, *, planners: bool) -> Iterator[Phrase]:
    yield Phrase.of(N_("This is a drill (演练), no real incident."))
    yield Phrase.of(N_("Form: {form}"), form=translate(entry.form.label))
    if entry.start is None:
        yield Phrase.of(N_("The time is set when the roster is made."))
    if not planners:
        return
    if entry.level is not None:
        yield Phrase.of(N_("Level at worst: {level}"), level=translate(entry.level.label))
    if not entry.announced:
        yield Phrase.of(N_("Not announced: nobody who may take part is told."))
    if entry.why is not None:
        yield Phrase.of(N_("Why: {reason}"), reason=entry.why.say(translate))
    for share in entry.shares:
        who = share.team if share.agent is None else listed((share.agent, share.team), translate)
        yield Phrase.of(N_("{role}: {who}"), role=translate(share.role.label), who=who)
    if entry.without is not None:
        yield Phrase.of(N_("Without: {who}"), who=entry.without)
    yield Phrase.of(N_("Drill {id} of the programme, revision {revision}"), id=entry.id, revision=str(entry.changed_in))
