"""Agents, their teams and contracts."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

from forecasting.site import OpeningHours

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
class Agent:
    """A person on the roster. *zone* is the clock their shifts follow, None for the site's; *leave* their days away."""

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
