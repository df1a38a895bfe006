"""Agents, their teams and contracts."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

from forecasting.messages import N_, Sentence
from forecasting.site import OpeningHours
from forecasting.timegrid import MINUTES_A_DAY
from scheduler.availability import Availability

AgentId = NewType("AgentId", str)


class SkillLevel(IntEnum):
    """Skill levels; a higher one covers a lower one (SK)."""

    JUNIOR = 1
    INTERMEDIATE = 2
    SENIOR = 3


class Grade(StrEnum):
    """Professional grades (GR)."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    DIRECTOR = "director"


class Restriction(StrEnum):
    """Why an agent may do neither night work nor overtime."""

    PREGNANT = "pregnant"  # LL-61: seven months and more
    NURSING = "nursing"  # LL-63: a child below one year
    YOUNG = "young"  # site policy for ages 16 to 18; LL-64, LL-65


@dataclass(frozen=True, slots=True)
class Bounds:
    """From *least* to *most*, both included; None means no bound on that side."""

    least: int | None = None
    most: int | None = None

    def __post_init__(self) -> None:
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError(f"bounds: least {self.least} is above most {self.most}")


@dataclass(frozen=True, slots=True)
class Contract:
    """What an agent is hired for.

    *kinds* names the shift kinds it allows. *period_minutes* bounds the paid minutes of the planning period,
    *days_in_row* the consecutive days with a shift, *days_off_in_row* the consecutive days without. A run that
    touches the horizon's border counts as long enough. Each day of leave counts as *leave_day_minutes* worked, on at
    most five days a week.
    """

    name: str
    kinds: tuple[str, ...]
    period_minutes: Bounds = Bounds()
    days_in_row: Bounds = Bounds()
    days_off_in_row: Bounds = Bounds()
    leave_day_minutes: int = 480


@dataclass(frozen=True, slots=True)
class Team:
    """People who share the work of *queues*; the team's requirement bears the team's name as its skill."""

    name: str
    queues: tuple[str, ...]
    opening: OpeningHours = OpeningHours()


@dataclass(frozen=True, slots=True)
class Lock:
    """What a planner has fixed for one person's *day*: a shift of *kind*, or a day off where it is None.

    *start_minute* fixes the start too, in minutes after midnight on the agent's clock; None leaves it open.
    """

    day: date
    kind: str | None = None
    start_minute: int | None = None

    def __post_init__(self) -> None:
        if self.start_minute is None:
            return
        if self.kind is None:
            raise ValueError(Sentence(N_("the lock of {day} gives a start to a day off"), day=self.day))
        if not 0 <= self.start_minute < MINUTES_A_DAY:
            template = N_("the lock of {day} starts {minutes} minutes after midnight; expected less than a day")
            raise ValueError(Sentence(template, day=self.day, minutes=self.start_minute))


@dataclass(frozen=True, slots=True)
class Agent:
    """A person on the roster. *zone* is the clock their shifts follow, None for the site's; *leave* their days away.

    *locked* is what a planner has fixed of their days, one lock a day at most; *available* when they can work, None for
    any time. *hired* is their first day at work, *mentor* who shows them the ropes from then on. *home* is the team that they
    come from where people are rostered by skill set, *team* being the set then; None where *team* is it.
    """

    id: AgentId
    name: str
    team: str
    contract: Contract
    level: SkillLevel = SkillLevel.JUNIOR
    grade: Grade = Grade.AGENT
    languages: tuple[str, ...] = ()
    restrictions: frozenset[Restriction] = frozenset()
    leave: frozenset[date] = frozenset()
    zone: ZoneInfo | None = None
    locked: frozenset[Lock] = frozenset()
    available: Availability | None = None
    hired: date | None = None
    mentor: AgentId | None = None
    home: str | None = None

    def __post_init__(self) -> None:
        for day in sorted(day for day, count in Counter(lock.day for lock in self.locked).items() if count > 1):
            raise ValueError(Sentence(N_("agent {agent} has two locks on {day}"), agent=self.id, day=day))
        if self.mentor is not None and self.mentor == self.id:
            raise ValueError(Sentence(N_("agent {agent} is their own mentor"), agent=self.id))
        if self.mentor is not None and self.hired is None:
            template = N_("agent {agent} has a mentor but no day of hiring")
            raise ValueError(Sentence(template, agent=self.id))

    @property
    def home_team(self) -> str:
        """The team of the site that they belong to, which rules about teams mean."""
        return self.team if self.home is None else self.home

    def lock_on(self, day: date) -> Lock | None:
        """Return what is fixed of *day*, None where nothing is."""
        return next((lock for lock in self.locked if lock.day == day), None)

    def years_of_service(self, day: date) -> int:
        """Return the whole years from the day of hiring to *day*; 0 where it is unknown or not yet there."""
        if self.hired is None or day < self.hired:
            return 0
        return day.year - self.hired.year - ((day.month, day.day) < (self.hired.month, self.hired.day))
