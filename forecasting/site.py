"""The words for a site: opening hours, queues and their targets. Pure data, no frames."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from forecasting.absences import Absences
from forecasting.concurrency import ConcurrencyCurve
from forecasting.messages import N_, Sentence
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

    *exceptions* overrides single dates; None there closes the day. Within one of the *seasons*, which do not overlap, that
    season's hours hold instead of the regular and special ones. Defaults: OS-2.1 and OS-2.3.
    """

    regular: tuple[Span | None, ...] = (REGULAR_HOURS,) * 7
    special: Span | None = SPECIAL_HOURS
    special_days: frozenset[date] = frozenset()
    exceptions: Mapping[date, Span | None] = field(default_factory=dict)
    seasons: tuple["Season", ...] = ()

    def __post_init__(self) -> None:
        if len(self.regular) != 7:
            raise ValueError(f"opening hours: {len(self.regular)} weekdays given; expected 7, Monday first")
        ordered = sorted(self.seasons, key=lambda season: season.first)
        for before, after in pairwise(ordered):
            if before.last is None or before.last >= after.first:
                raise ValueError(f"opening hours: the seasons {before} and {after} overlap")

    def span_on(self, day: date) -> Span | None:
        """Return when the site is open on *day*, None where it is closed."""
        if day in self.exceptions:
            return self.exceptions[day]
        for season in self.seasons:
            if season.covers(day):
                return season.hours.span_on(day)
        if day in self.special_days:
            return self.special
        return self.regular[day.weekday()]

    def open_slots(self, grid: TimeGrid, day: date) -> range:
        """Return the slots of *day* in which the site is open; an empty range where it is closed."""
        span = self.span_on(day)
        if span is None:
            return range(0)
        return range(grid.slot_at(day, span.opens), grid.slot_at(day, span.closes))

    def within(self, limits: Mapping[date, Span]) -> "OpeningHours":
        """Return the same hours, on the days of *limits* what lies within the limit alone."""
        cut = {day: common(self.span_on(day), limit) for day, limit in limits.items()}
        return replace(self, exceptions={**self.exceptions, **cut})


@dataclass(frozen=True, slots=True)
class Season:
    """Days from *first* to *last*, both included, or for good where *last* is None, with opening *hours* of their own."""

    first: date
    last: date | None
    hours: OpeningHours

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise ValueError(f"opening hours: the season {self} ends before it starts")

    def __str__(self) -> str:
        return f"{self.first}..{self.last or ''}"

    def covers(self, day: date) -> bool:
        """Return whether *day* lies in the season."""
        return self.first <= day and (self.last is None or day <= self.last)


def common(span: Span | None, limit: Span) -> Span | None:
    """Return what *span* and *limit* have in common, None where that is nothing."""
    if span is None:
        return None
    opens, closes = max(span.opens, limit.opens), min(span.closes, limit.closes)
    return Span(opens, closes) if opens < closes else None


AROUND_THE_CLOCK = OpeningHours((ALL_DAY,) * 7, ALL_DAY)


@dataclass(frozen=True, slots=True)
class ServiceTarget:
    """At least *share* of contacts answered within *within_seconds* (default: HQ, phone 80 % in 20 s); 0 asks for no share.

    Besides, where they are given: a mean wait of at most *mean_wait_seconds*, and at most the share *abandoned* of
    contacts that leave unanswered. All of them hold together.
    """

    share: float = 0.80
    within_seconds: float = 20.0
    mean_wait_seconds: float | None = None
    abandoned: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.share < 1:
            raise ValueError(Sentence(_NO_SHARE, value=self.share))
        if self.within_seconds < 0:
            raise ValueError(Sentence(_NO_LENGTH, value=self.within_seconds))
        if self.mean_wait_seconds is not None and self.mean_wait_seconds <= 0:
            raise ValueError(Sentence(_NO_WAIT, value=f"{self.mean_wait_seconds:g}"))
        if self.abandoned is not None and not 0 < self.abandoned <= 1:
            raise ValueError(Sentence(_NO_LEAVING, value=f"{self.abandoned:g}"))


_ABOVE_ZERO = N_("queue {queue}: {field} {value}; expected above 0")
_SHARE = N_("queue {queue}: {field} {value}; expected 0 or more and below 1")
_PART = N_("queue {queue}: {field} {value}; expected above 0, at most 1")
_ONE_OR_MORE = N_("queue {queue}: {field} {value}; expected 1 or more")
_OF_LINES = N_("queue {queue}: {given} mean nothing to a backlog ({channel}); expected phone or chat")
_NO_WHOLE = N_("queue {queue}: the shares of its classes sum to {total}; expected 1")
_SAME_CLASS = N_("queue {queue}: its classes have the same name; expected a name of their own")
_NO_CLASS = N_("priority class {name}: share {value}; expected above 0, at most 1")
_NO_SHARE = N_("service target share {value}: expected 0 or more and below 1")
_NO_LENGTH = N_("service target within_seconds {value}: expected 0 or more")
_NO_WAIT = N_(
    "service target mean_wait_seconds {value} cannot be met by any number of people, because now and then all of them are "
    "busy; expected above 0"
)
_NO_LEAVING = N_(
    "service target abandoned {value} cannot be met by any number of people, because now and then all of them are busy "
    "and somebody leaves; expected above 0 and at most 1"
)
_NO_WORK = N_(
    "queue {queue}: max_occupancy {value} cannot be met by any number of people, because whoever serves is busy; "
    "expected above 0, at most 1"
)
_BALK_SHARE = N_(
    "queue {queue}: {target}% in {seconds} s cannot be met above {reachable}%, because {share}% of the customers leave "
    "before anybody could answer, however many people there are (balk_share)"
)
_BALK_LEAVING = N_(
    "queue {queue}: {target}% abandoned cannot be met below {share}%, because {share}% of the customers leave before "
    "anybody could answer, however many people there are (balk_share)"
)


@dataclass(frozen=True, slots=True)
class PriorityClass:
    """A *share* of a queue's contacts that is served before the classes after it, with a target of its own (OS-2.2)."""

    name: str
    share: float
    target: ServiceTarget

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise ValueError(Sentence(_NO_CLASS, name=self.name, value=self.share))


@dataclass(frozen=True, slots=True)
class Queue:
    """One stream of contacts with its target.

    *concurrency* contacts are served by one agent at a time, on average. *patience_seconds* is the mean time after
    which a waiting customer leaves; None means nobody leaves (Erlang C instead of Erlang A). *shrinkage* is the share
    of rostered time lost to what the roster does not show (sickness, meetings; rostered breaks are not in it).
    *aht_seconds* is used where the history has no handling times. *balk_share* of the customers leave before anybody could
    answer, in the menu or at the announcement: they are no work and count as not answered. *handling_spread* is the
    handling time's standard deviation in means; None is an exponential time, a number a lognormal one. *redial_share* of those who
    leave dial again, *redial_after_seconds* later on average: on top of a forecast that counts first attempts alone.
    *curve* says how long contacts take when several are served at once, *classes* which are served first, *handover_share* which
    share of the contacts a bot leaves to people where the forecast counts all of them.
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
    balk_share: float = 0.0
    handling_spread: float | None = None
    redial_share: float = 0.0
    redial_after_seconds: float = 300.0
    curve: ConcurrencyCurve | None = None
    classes: tuple[PriorityClass, ...] = ()
    handover_share: float = 1.0
    absences: Absences | None = None

    def __post_init__(self) -> None:
        if self.aht_seconds <= 0:
            raise ValueError(Sentence(_ABOVE_ZERO, queue=self.name, field="aht_seconds", value=self.aht_seconds))
        if self.patience_seconds is not None and self.patience_seconds <= 0:
            raise ValueError(
                Sentence(_ABOVE_ZERO, queue=self.name, field="patience_seconds", value=self.patience_seconds)
            )
        if self.concurrency < 1:
            raise ValueError(Sentence(_ONE_OR_MORE, queue=self.name, field="concurrency", value=self.concurrency))
        if not 0 <= self.shrinkage < 1:
            raise ValueError(Sentence(_SHARE, queue=self.name, field="shrinkage", value=self.shrinkage))
        if not 0 < self.max_occupancy <= 1:
            raise ValueError(Sentence(_NO_WORK, queue=self.name, value=f"{self.max_occupancy:g}"))
        self._check_customers()
        self._check_balking()

    @property
    def arrivals(self) -> OpeningHours:
        """When contacts can come: around the clock on a backlog channel, elsewhere while the queue is open."""
        return AROUND_THE_CLOCK if self.channel.is_backlog else self.opening

    def _check_customers(self) -> None:
        """Refuse shares and lengths that no customers have."""
        if not 0 <= self.balk_share < 1:
            raise ValueError(Sentence(_SHARE, queue=self.name, field="balk_share", value=self.balk_share))
        if self.handling_spread is not None and self.handling_spread <= 0:
            raise ValueError(
                Sentence(_ABOVE_ZERO, queue=self.name, field="handling_spread", value=self.handling_spread)
            )
        if not 0 <= self.redial_share < 1:
            raise ValueError(Sentence(_SHARE, queue=self.name, field="redial_share", value=self.redial_share))
        if self.redial_after_seconds <= 0:
            raise ValueError(
                Sentence(_ABOVE_ZERO, queue=self.name, field="redial_after_seconds", value=self.redial_after_seconds)
            )
        if not 0 < self.handover_share <= 1:
            raise ValueError(Sentence(_PART, queue=self.name, field="handover_share", value=self.handover_share))
        self._check_classes()

    def _check_classes(self) -> None:
        of_lines = {
            "classes": bool(self.classes),
            "curve": self.curve is not None,
            "balk_share": self.balk_share > 0,
            "redial_share": self.redial_share > 0,
            "handling_spread": self.handling_spread is not None,
        }
        if self.channel.is_backlog and any(of_lines.values()):
            given = ", ".join(name for name, is_given in of_lines.items() if is_given)
            raise ValueError(Sentence(_OF_LINES, queue=self.name, given=given, channel=self.channel))
        total = sum(one.share for one in self.classes)
        if self.classes and abs(total - 1) > 1e-6:
            raise ValueError(Sentence(_NO_WHOLE, queue=self.name, total=f"{total:g}"))
        if len({one.name for one in self.classes}) != len(self.classes):
            raise ValueError(Sentence(_SAME_CLASS, queue=self.name))

    def _check_balking(self) -> None:
        """Refuse targets that the customers who never wait put out of reach."""
        told = {"queue": self.name, "share": f"{100 * self.balk_share:g}"}
        if self.target.share > 1 - self.balk_share:
            reachable, seconds = f"{100 * (1 - self.balk_share):g}", f"{self.target.within_seconds:g}"
            target = f"{100 * self.target.share:g}"
            raise ValueError(Sentence(_BALK_SHARE, target=target, seconds=seconds, reachable=reachable, **told))
        if self.target.abandoned is not None and 0 < self.balk_share >= self.target.abandoned:
            raise ValueError(Sentence(_BALK_LEAVING, target=f"{100 * self.target.abandoned:g}", **told))


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
