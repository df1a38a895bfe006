"""What a publication does to an agent's events: new ones, changed ones, cancelled ones; the rest stays as it was."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from api.feeds.events import EventRevision, EventStatus, Feed
from api.feeds.wording import ShiftText, shift_text
from forecasting.messages import N_, Translate, english
from scheduler.agents import Agent, AgentId
from scheduler.instance import Instance
from scheduler.roster import Assignment, Roster

NAMESPACE = uuid5(NAMESPACE_URL, "urn:watchbill:feeds")


def calendar_uid(site: str, agent: AgentId) -> str:
    """Return the fixed UID of an agent's calendar: a UUID, so that no name travels in it (RFC 7986 section 5.3)."""
    return str(uuid5(NAMESPACE, f"{len(site)}:{site}{agent}"))


def agent_feed(agent: Agent, site: str, *, language: str = "en", translate: Translate = english) -> Feed:
    """Return the calendar of the shifts of *agent*, named in the language of *translate*."""
    return Feed(calendar_uid(site, agent.id), translate(N_("Shifts of {name}")).format(name=agent.name), language)


def revisions_of(
    roster: Roster,
    instance: Instance,
    agent: Agent,
    published_at: datetime,
    previous: Iterable[EventRevision] = (),
    *,
    site: str = "",
    alarm_minutes: tuple[int, ...] = (),
) -> tuple[EventRevision, ...]:
    """Return the events of *agent* after *roster* is published at *published_at*, by start.

    *previous* are all the revisions that earlier publications stored for the agent (the latest of each event counts).
    On the days of the roster, an unchanged event comes back as it was, a changed one with the next SEQUENCE, one
    whose shift is gone cancelled with the next SEQUENCE, and a new shift gets a UID that was never used. Events on
    other days come back as they were. What is to be stored is what is not yet in *previous*.
    """
    shifts = [shift for shift in roster.assignments if shift.agent == agent.id]
    publication = _Publication(instance, agent, published_at.replace(microsecond=0), site, alarm_minutes)
    return publication.revisions(roster, shifts, _latest(previous))


def revisions_by_agent(
    roster: Roster,
    instance: Instance,
    published_at: datetime,
    previous: Mapping[AgentId, Iterable[EventRevision]] | None = None,
    *,
    site: str = "",
    alarm_minutes: tuple[int, ...] = (),
) -> dict[AgentId, tuple[EventRevision, ...]]:
    """Return what ``revisions_of`` gives for every agent of *instance*, reading the roster once."""
    lines, known = roster.by_agent(), previous or {}
    return {
        agent.id: _Publication(instance, agent, published_at.replace(microsecond=0), site, alarm_minutes).revisions(
            roster, lines.get(agent.id, []), _latest(known.get(agent.id, ()))
        )
        for agent in instance.agents
    }


def _covers(roster: Roster, day: date) -> bool:
    return roster.grid.first_day <= day <= roster.grid.last_day


def _latest(revisions: Iterable[EventRevision]) -> list[EventRevision]:
    latest: dict[str, EventRevision] = {}
    for revision in revisions:
        known = latest.get(revision.uid)
        if known is None or revision.sequence > known.sequence:
            latest[revision.uid] = revision
    return sorted(latest.values(), key=lambda revision: (revision.start.astimezone(UTC), revision.uid))


@dataclass(frozen=True, slots=True)
class _Publication:
    instance: Instance
    agent: Agent
    at: datetime
    site: str
    alarm_minutes: tuple[int, ...]

    def revisions(
        self, roster: Roster, shifts: Iterable[Assignment], previous: Iterable[EventRevision]
    ) -> tuple[EventRevision, ...]:
        """Return the events of the agent, whose *shifts* are those on *roster*, by start."""
        known: defaultdict[date, list[EventRevision]] = defaultdict(list)
        for revision in previous:
            known[revision.day].append(revision)
        rostered: defaultdict[date, list[Assignment]] = defaultdict(list)
        for shift in shifts:
            rostered[shift.day].append(shift)
        result = [revision for day, revisions in known.items() if not _covers(roster, day) for revision in revisions]
        for day in sorted({*rostered, *(day for day in known if _covers(roster, day))}):
            result += self.day(day, rostered[day], known[day])
        return tuple(sorted(result, key=lambda revision: (revision.start.astimezone(UTC), revision.uid)))

    def day(self, day: date, shifts: Sequence[Assignment], known: Sequence[EventRevision]) -> Iterator[EventRevision]:
        """Yield the events of one *day*: each shift takes over the event that is most like it."""
        kept = [revision for revision in known if not revision.is_cancelled]
        yield from (revision for revision in known if revision.is_cancelled)
        pairs, fresh = _pairs(shifts, kept)
        for shift, revision in pairs:
            yield self._revised(revision, shift)
        taken = {revision.uid for _, revision in pairs}
        for revision in kept:
            if revision.uid not in taken:
                yield self._stamped(replace(revision, status=EventStatus.CANCELLED), revision)
        for ordinal, shift in enumerate(fresh, start=len(known)):
            yield self._new(day, ordinal, shift)

    def _new(self, day: date, ordinal: int, shift: Assignment) -> EventRevision:
        """Return the first revision of an event; *ordinal* counts all events that the day ever had."""
        text = self._text(shift)
        return EventRevision(
            uid=str(uuid5(UUID(calendar_uid(self.site, self.agent.id)), f"{day.isoformat()}/{ordinal}")),
            sequence=0,
            last_modified=self.at,
            dtstamp=self.at,
            start=shift.start.astimezone(UTC),
            end=shift.end.astimezone(UTC),
            zone=self._zone,
            summary=text.summary,
            description=text.description,
            location=self.site,
            categories=text.categories,
            alarm_minutes=self.alarm_minutes,
        )

    def _revised(self, revision: EventRevision, shift: Assignment) -> EventRevision:
        text = self._text(shift)
        now = replace(
            revision,
            start=shift.start.astimezone(UTC),
            end=shift.end.astimezone(UTC),
            zone=self._zone,
            summary=text.summary,
            description=text.description,
            location=self.site,
            categories=text.categories,
            alarm_minutes=self.alarm_minutes,
        )
        return revision if now == revision else self._stamped(now, revision)

    def _stamped(self, changed: EventRevision, before: EventRevision) -> EventRevision:
        # RFC 5545 section 3.8.7.4; a clock set back must not make a later revision look older.
        at = max(self.at, before.last_modified)
        return replace(changed, sequence=before.sequence + 1, last_modified=at, dtstamp=at)

    def _text(self, shift: Assignment) -> ShiftText:
        return shift_text(shift, self.instance, self.agent, self.site)

    @property
    def _zone(self) -> ZoneInfo:
        return self.instance.zone_of(self.agent)


def _pairs(
    shifts: Sequence[Assignment], known: Sequence[EventRevision]
) -> tuple[list[tuple[Assignment, EventRevision]], list[Assignment]]:
    """Pair shifts with the events of their day: those at the same time first, the others in order of their start."""
    free = list(known)
    pairs: list[tuple[Assignment, EventRevision]] = []
    waiting: list[Assignment] = []
    for shift in sorted(shifts, key=lambda shift: shift.start.astimezone(UTC)):
        same = next((event for event in free if (event.start, event.end) == (shift.start, shift.end)), None)
        if same is None:
            waiting.append(shift)
        else:
            pairs.append((shift, same))
            free.remove(same)
    pairs += zip(waiting, free, strict=False)
    return pairs, waiting[len(free) :]
