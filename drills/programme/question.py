"""What a programme is asked for: days, people, kinds of drill, what was before, and the centre's own rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from drills.finding import Finding
from drills.incidents import Family, Level
from drills.notes import Note
from drills.programme.entry import Entry
from drills.programme.months import YEAR_MONTHS, months_after
from drills.programme.obligation import Choice
from drills.programme.occasions import LONG_HOLIDAY_DAYS, Occasion
from drills.programme.prices import DayPrices
from drills.programme.progress import REMEMBERED_MONTHS
from drills.programme.retests import RETEST_WEEKS
from drills.programme.weights import CourseWeights
from drills.timing import Timing
from scheduler.agents import AgentId

MOST_MONTHS = 18


@dataclass(frozen=True, slots=True)
class Leader:
    """Somebody of a commanding grade, their *team* and the days on which they are *away*."""

    agent: AgentId
    name: str
    team: str
    away: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Policy:
    """The centre's own rules; the defaults are those of Watchbill.

    Drills are *days_apart* at least. Nobody is named for more than *most_a_quarter*. *budget* is in point minutes, None for the usual
    one. Of functional exercises every *unannounced_every*-th is not announced, none where it is 0. *days_off* allows weekends and
    holidays. *timing* has the days around peaks and before rehearsed ones. *work* bounds each search for drills in deterministic seconds,
    *cast_work* that for people.
    """

    days_apart: int = 6
    most_a_quarter: int = 2
    budget: float | None = None
    retest_weeks: int = RETEST_WEEKS
    remembered_months: int = REMEMBERED_MONTHS
    long_holiday_days: int = LONG_HOLIDAY_DAYS
    unannounced_every: int = 4
    days_off: bool = False
    timing: Timing = Timing()  # noqa: RUF009  # frozen
    weights: CourseWeights = CourseWeights()  # noqa: RUF009  # frozen
    work: float = 5.0
    cast_work: float = 5.0

    def __post_init__(self) -> None:
        if self.unannounced_every < 0:
            raise ValueError(f"every {self.unannounced_every}-th drill is unannounced; expected 0 or more")
        if not min(self.work, self.cast_work) > 0:
            raise ValueError(f"work of {self.work} and {self.cast_work} deterministic seconds; expected above 0")


@dataclass(frozen=True, slots=True)
class Question:
    """A programme from *first* to *last*, both included, for the people of a *site* on the clock of *zone*.

    *levels* has the levels of each kind of drill that the templates can give. *closed* are days without drills, each with its reason.
    *past* are drills that were held. *key_people* are those of whom a drill leaves one out once a year; the leaders where none is named.
    """

    site: str
    zone: ZoneInfo
    first: date
    last: date
    levels: Mapping[Choice, tuple[Level, ...]]
    prices: DayPrices
    teams: tuple[str, ...]
    leaders: tuple[Leader, ...] = ()
    key_people: tuple[AgentId, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    closed: Mapping[date, Note] = field(default_factory=dict)
    past: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()
    policy: Policy = Policy()  # frozen
    seed: int = 0

    def __post_init__(self) -> None:
        if not self.first <= self.last < months_after(self.first, MOST_MONTHS):
            raise ValueError(f"programme from {self.first} to {self.last}; expected 1 day to {MOST_MONTHS} months")
        if not self.teams or not self.levels:
            raise ValueError(f"programme for {len(self.teams)} teams, {len(self.levels)} kinds; expected some of both")

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The kinds of drill that there are."""
        return tuple(self.levels)

    @property
    def families(self) -> tuple[Family, ...]:
        """The families for which there are templates, in the standard's order."""
        offered = {family for choice in self.levels for family in choice.families}
        return tuple(family for family in Family if family in offered)


def year_from(first: date) -> date:
    """Return the last day of the year that begins on *first*."""
    return date.fromordinal(months_after(first, YEAR_MONTHS).toordinal() - 1)
