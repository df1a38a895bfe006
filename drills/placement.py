"""The words for where a drill fits: a window with its people and its price, a refused one with its reasons."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from drills.cast import Cast
from drills.drill import Window
from drills.errors import NoWindowError
from drills.notes import Note
from forecasting.messages import N_, Sentence, joined


class ReasonKind(StrEnum):
    """What a window can be refused for."""

    PEAK = "peak"
    REHEARSAL = "rehearsal"
    SHORT_ALREADY = "short-already"
    PEOPLE = "people"
    COMMANDER = "commander"
    SEAT = "seat"
    PAIR = "pair"
    SERVICE_ALREADY = "service-already"
    SERVICE = "service"

    @property
    def label(self) -> str:
        """Marked words for tables."""
        return _KINDS[self]


_KINDS = {
    ReasonKind.PEAK: N_("too near a peak"),
    ReasonKind.REHEARSAL: N_("not 45 to 10 days before the peak"),
    ReasonKind.SHORT_ALREADY: N_("heads lacking without a drill"),
    ReasonKind.PEOPLE: N_("too few people can leave"),
    ReasonKind.COMMANDER: N_("nobody to command"),
    ReasonKind.SEAT: N_("nobody for a seat"),
    ReasonKind.PAIR: N_("primary and backup both away"),
    ReasonKind.SERVICE_ALREADY: N_("service too low without a drill"),
    ReasonKind.SERVICE: N_("service would be too low"),
}

_WRONG_DAY = frozenset({ReasonKind.PEAK, ReasonKind.REHEARSAL})


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason against a window, and how many people it lacks (0 where people are not the reason)."""

    kind: ReasonKind
    note: Note
    shortfall: float = 0.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What a drill takes from customers, from its start until its tail is over.

    *points*: percentage points by which less is answered in time, all live queues together, on average; in one case of ten more
    than *points_p10* are lost. *late* more contacts are answered late or not at all, *abandoned* more leave, both on average.
    *by_queue* has the points of each queue. *chance* is the least probability, over the queues, that service reaches its floor.
    *simulated*: with these very people; otherwise estimated from a table by the number of people. *tail_minutes* is how long the
    drill is felt after its end.
    """

    points: float
    points_p10: float
    late: float
    abandoned: float
    chance: float
    simulated: bool
    tail_minutes: int
    replications: int
    by_queue: Mapping[str, float] = field(default_factory=dict)


class Term(StrEnum):
    """The soft rules by which windows are ranked; each is shown, in points of service level that it is worth."""

    LIVE = "live"
    COVER = "cover"
    LOAD = "load"
    CAP = "cap"
    COMMANDER = "commander"
    TEAMS = "teams"
    SHIFTS = "shifts"
    SKILL = "skill"
    BACKUP = "backup"
    WEEKDAY = "weekday"
    HOUR = "hour"
    RETEST = "retest"

    @property
    def label(self) -> str:
        """Marked words for tables."""
        return _TERMS[self]


_TERMS = {
    Term.LIVE: N_("live service"),
    Term.COVER: N_("people left to spare"),
    Term.LOAD: N_("load of the people"),
    Term.CAP: N_("people above the cap"),
    Term.COMMANDER: N_("commander again"),
    Term.TEAMS: N_("load of teams"),
    Term.SHIFTS: N_("load of shifts"),
    Term.SKILL: N_("levels that do not fit"),
    Term.BACKUP: N_("no backup for the commander"),
    Term.WEEKDAY: N_("same weekday"),
    Term.HOUR: N_("same hour"),
    Term.RETEST: N_("re-test overdue"),
}


@dataclass(frozen=True, slots=True)
class Placement:
    """A window that keeps its cover, with its cast; *slack* is the least that any team can still spare in any slot.

    *terms* are what the soft rules cost, *value* their sum in points: the lower the better. *cost* is None where no forecast was given.
    """

    window: Window
    cast: Cast
    slack: float
    value: float = 0.0
    terms: Mapping[Term, float] = field(default_factory=dict)
    cost: Cost | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A window that cannot be used, and every reason for that; at least one."""

    window: Window
    reasons: tuple[Reason, ...]

    @property
    def reason(self) -> Note:
        """The first reason."""
        return self.reasons[0].note

    @property
    def kinds(self) -> frozenset[ReasonKind]:
        """The kinds of all reasons."""
        return frozenset(reason.kind for reason in self.reasons)

    @property
    def shortfall(self) -> float:
        """How many people the window lacks; 0 where people are not the reason."""
        return sum(reason.shortfall for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Search:
    """Every candidate window of a roster: usable ones best first, refused ones in time order."""

    placements: tuple[Placement, ...]
    refusals: tuple[Refusal, ...]

    def best(self) -> Placement:
        """Return the best placement; raises NoWindowError naming the nearest window where there is none."""
        if self.placements:
            return self.placements[0]
        raise _no_window(self.refusals)

    def by_kind(self) -> Counter[ReasonKind]:
        """Return how many windows each kind of reason refuses; a window with several reasons counts for each."""
        return Counter(kind for item in self.refusals for kind in item.kinds)

    def by_day(self) -> dict[date, Counter[ReasonKind]]:
        """Return by local day how many of its windows each kind of reason refuses."""
        found: dict[date, Counter[ReasonKind]] = {}
        for item in self.refusals:
            day = found.setdefault(item.window.local_start.date(), Counter())
            day.update(item.kinds)
        return found


def _no_window(refusals: tuple[Refusal, ...]) -> NoWindowError:
    if not refusals:
        return NoWindowError(N_("no window: the roster has no day with enough time within the hours for drills"), None)
    counts = Counter(refusal.reason.say() for refusal in refusals).most_common()
    lacking = [refusal for refusal in refusals if refusal.shortfall > 0 and not _WRONG_DAY & refusal.kinds]
    told = [Sentence(N_("no window keeps every required head; {count} were tried"), count=len(refusals))]
    if lacking:
        nearest = min(lacking, key=lambda refusal: (refusal.shortfall, refusal.window.start))
        start = nearest.window.local_start.isoformat(timespec="minutes")
        template = N_("the nearest, at {start}, lacks {people} people: {reason}")
        people = f"{nearest.shortfall:.1f}"
        told.append(Sentence(template, start=start, people=people, reason=nearest.reason.sentence))
    reasons = {refusal.reason.say(): refusal.reason.sentence for refusal in refusals}
    listed = joined(Sentence(N_("{reason} ({count})"), reason=reasons[reason], count=count) for reason, count in counts)
    told.append(Sentence(N_("reasons: {reasons}"), reasons=listed))
    return NoWindowError(joined(told), min((item.shortfall for item in lacking), default=None), counts)
