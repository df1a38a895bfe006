"""The values that a feed is made of: revisions of events, and the calendar that they stand in."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from forecasting.messages import Translate
from scheduler.roster import elapsed


class EventStatus(StrEnum):
    """Whether an event takes place (RFC 5545 section 3.8.1.11)."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A marked sentence with *values* for its places; it is put into the reader's language when the feed is written.

    Facts are stored, not sentences: a better translation moves no SEQUENCE, and one event serves readers of any
    language.
    """

    template: str
    values: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if not self.template:
            raise ValueError("phrase: empty; gettext translates nothing into the head of its catalogue")

    @staticmethod
    def of(template: str, **values: str) -> "Phrase":
        """Return *template* with *values* by the names of its places."""
        return Phrase(template, tuple(sorted(values.items())))

    def text(self, translate: Translate) -> str:
        """Return the sentence in the language of *translate*."""
        return translate(self.template).format(**dict(self.values))


@dataclass(frozen=True, slots=True)
class EventRevision:
    """One event as it stood from *last_modified* on, half-open [start, end), its times shown on the clock of *zone*.

    *uid* belongs to this event for good. *sequence* counts its changes from 0. *dtstamp* is when this revision was
    made; without a METHOD it says the same as LAST-MODIFIED (RFC 5545 section 3.8.7.2). *description* is one phrase a
    line. *alarm_minutes* are reminders before the start.
    """

    uid: str
    sequence: int
    last_modified: datetime
    dtstamp: datetime
    start: datetime
    end: datetime
    zone: ZoneInfo
    summary: Phrase
    status: EventStatus = EventStatus.CONFIRMED
    description: tuple[Phrase, ...] = ()
    location: str = ""
    categories: tuple[Phrase, ...] = ()
    alarm_minutes: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        faults = [
            f"{name} {moment.isoformat()} names no time zone"
            for name in ("last_modified", "dtstamp", "start", "end")
            if (moment := getattr(self, name)).tzinfo is None
        ]
        if not faults and elapsed(self.start, self.end) <= timedelta(0):
            faults.append(f"end {self.end.isoformat()} is not after start {self.start.isoformat()}")
        if not self.uid.strip():
            faults.append("uid is empty")
        if self.sequence < 0:
            faults.append(f"sequence {self.sequence} is below 0")
        faults += [f"alarm of {minutes} minutes is below 0" for minutes in self.alarm_minutes if minutes < 0]
        if faults:
            raise ValueError(f"event {self.uid}: {'; '.join(faults)}")

    @property
    def day(self) -> date:
        """Local date on which the event starts."""
        return self.start.astimezone(self.zone).date()

    @property
    def is_cancelled(self) -> bool:
        """Whether the event no longer takes place."""
        return self.status is EventStatus.CANCELLED


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar that somebody subscribes to.

    *uid* is fixed for good. *name* is what calendars show, in *language* (``en``, ``zh_CN``). Clients are asked to
    look again after *refresh*.
    """

    uid: str
    name: str
    language: str = "en"
    refresh: timedelta = timedelta(hours=1)

    def __post_init__(self) -> None:
        if not self.uid.strip():
            raise ValueError("feed: uid is empty")
        if self.refresh <= timedelta(0):
            raise ValueError(f"feed {self.uid}: refresh {self.refresh} is not above 0")
