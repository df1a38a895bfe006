"""The words for a site: opening hours, queues and their targets. Pure data, no frames."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from forecasting.timegrid import MINUTES_A_DAY, TimeGrid


class Channel(StrEnum):
    """How customers reach a queue (OS-2.2, OS-3.1)."""

    PHONE = "phone"
    CHAT = "chat"
    EMAIL = "email"
    TICKET = "ticket"
    SOCIAL = "social"

    @property
    def is_backlog(self) -> bool:
        """Whether contacts wait in a backlog until somebody has time, instead of the customer waiting on the line."""
        return self in {Channel.EMAIL, Channel.TICKET, Channel.SOCIAL}


@dataclass(frozen=True, slots=True)
class Span:
    """Opening time of one day in minutes after local midnight, half-open [opens, closes); 1440 is the next midnight."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= MINUTES_A_DAY:
            raise ValueError(f"opening hours {self}: expected 00:00 <= opens < closes <= 24:00")

    def __str__(self) -> str:
        return f"{clock(self.opens)}-{clock(self.closes)}"


def clock(minute: int) -> str:
    """Write minutes after midnight as HH:MM; 1440 is 24:00, later minutes go on counting (30:00 is 6 in the morning)."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


ALL_DAY = Span(0, MINUTES_A_DAY)
REGULAR_HOURS = Span(8 * 60, 22 * 60)  # OS-2.1
SPECIAL_HOURS = Span(8 * 60, 24 * 60)  # OS-2.3: public holidays and promotion days


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When customers are served: *regular* by weekday (Monday first, None = closed), *special* on *special_days*.

    *exceptions* overrides single dates; None there closes the day. Defaults: OS-2.1 and OS-2.3.
    """

    regular: tuple[Span | None, ...] = (REGULAR_HOURS,) * 7
    special: Span | None = SPECIAL_HOURS
    special_days: frozenset[date] = frozenset()
    exceptions: Mapping[date, Span | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.regular) != 7:
            raise ValueError(f"opening hours: {len(self.regular)} weekdays given; expected 7, Monday first")

    def span_on(self, day: date) -> Span | None:
        """Return when the site is open on *day*, None where it is closed."""
        if day in self.exceptions:
            return self.exceptions[day]
        if day in self.special_days:
            return self.special
        return self.regular[day.weekday()]

    def open_slots(self, grid: TimeGrid, day: date) -> range:
        """Return the slots of *day* in which the site is open; an empty range where it is closed."""
        span = self.span_on(day)
        if span is None:
            return range(0)
        return range(grid.slot_at(day, span.opens), grid.slot_at(day, span.closes))


AROUND_THE_CLOCK = OpeningHours((ALL_DAY,) * 7, ALL_DAY)


@dataclass(frozen=True, slots=True)
class ServiceTarget:
    """At least *share* of contacts answered within *within_seconds* (default: HQ, phone 80 % in 20 s)."""

    share: float = 0.80
    within_seconds: float = 20.0

    def __post_init__(self) -> None:
        if not 0 < self.share < 1:
            raise ValueError(f"service target share {self.share}: expected above 0 and below 1")
        if self.within_seconds < 0:
            raise ValueError(f"service target within_seconds {self.within_seconds}: expected 0 or more")


@dataclass(frozen=True, slots=True)
class Queue:
    """One stream of contacts with its target.

    *concurrency* contacts are served by one agent at a time, on average. *patience_seconds* is the mean time after
    which a waiting customer leaves; None means nobody leaves (Erlang C instead of Erlang A). *shrinkage* is the share
    of rostered time lost to what the roster does not show (sickness, meetings; rostered breaks are not in it).
    *aht_seconds* is used where the history has no handling times.
    """

    name: str
    channel: Channel = Channel.PHONE
    target: ServiceTarget = ServiceTarget()
    opening: OpeningHours = OpeningHours()
    aht_seconds: float = 300.0
    patience_seconds: float | None = None
    concurrency: float = 1.0
    shrinkage: float = 0.10
    max_occupancy: float = 0.90

    def __post_init__(self) -> None:
        if self.aht_seconds <= 0:
            raise ValueError(f"queue {self.name}: aht_seconds {self.aht_seconds}; expected above 0")
        if self.patience_seconds is not None and self.patience_seconds <= 0:
            raise ValueError(f"queue {self.name}: patience_seconds {self.patience_seconds}; expected above 0")
        if self.concurrency < 1:
            raise ValueError(f"queue {self.name}: concurrency {self.concurrency}; expected 1 or more")
        if not 0 <= self.shrinkage < 1:
            raise ValueError(f"queue {self.name}: shrinkage {self.shrinkage}; expected 0 or more and below 1")
        if not 0 < self.max_occupancy <= 1:
            raise ValueError(f"queue {self.name}: max_occupancy {self.max_occupancy}; expected above 0, at most 1")

    @property
    def arrivals(self) -> OpeningHours:
        """When contacts can come: around the clock on a backlog channel, elsewhere while the queue is open."""
        return AROUND_THE_CLOCK if self.channel.is_backlog else self.opening


@dataclass(frozen=True, slots=True)
class Site:
    """A service centre: its clock, its queues, the slots that it plans in and whose public holidays it keeps."""

    name: str
    zone: ZoneInfo
    queues: tuple[Queue, ...]
    slot_minutes: int = 15
    holidays: str = "CN"

    def __post_init__(self) -> None:
        names = [queue.name for queue in self.queues]
        if len(set(names)) != len(names):
            raise ValueError(f"site {self.name}: queue names {sorted(names)} are not unique")

    def queue(self, name: str) -> Queue:
        """Return the queue called *name*."""
        for queue in self.queues:
            if queue.name == name:
                return queue
        raise KeyError(name)
