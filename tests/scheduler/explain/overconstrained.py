"""Months that no lawful roster can meet: builders of people, shifts and needs that are quick to read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from forecasting.site import OpeningHours
from scheduler.agents import Agent, Bounds, Restriction
from scheduler.instance import Instance
from scheduler.rules.base import Rule, Severity
from scheduler.rules.heads import HeadsOnDuty
from scheduler.rules.law import law_pack, with_parameters
from scheduler.shifts import ShiftKind
from tests.scheduler.tiny import MONDAY, ROUND_THE_CLOCK, centre, contract, kind, next_days, pause, person

DAY = kind("day", "08:00", 9, pause(60, "04:00"))  # eight hours paid
LATE = kind("late", "13:00", 9, pause(60, "04:00"))
NIGHT = kind("night", "22:00", 9, pause(60, "04:00"))
SHORT = kind("short", "08:00", 7, pause(60, "03:00"))
LONG = kind("long", "08:00", 11, pause(60, "05:00"))
KINDS = (DAY, LATE, NIGHT, SHORT, LONG)
CHINA = law_pack("china")
NONE = law_pack("none")


def at_least(heads: int, rules: tuple[Rule, ...] = CHINA) -> tuple[Rule, ...]:
    """Return *rules* with a floor of *heads* that must be kept."""
    return tuple(
        replace(rule, heads=heads, severity=Severity.HARD) if isinstance(rule, HeadsOnDuty) else rule for rule in rules
    )


def with_site(tables: Mapping[str, object], rules: tuple[Rule, ...] = CHINA) -> tuple[Rule, ...]:
    """Return *rules* with what a site asks for in *tables*."""
    return with_parameters(rules, tables)


def worker(
    name: str,
    *kinds: ShiftKind,
    hours: tuple[int | None, int | None] = (None, None),
    in_row: tuple[int | None, int | None] = (None, None),
    off_in_row: tuple[int | None, int | None] = (None, None),
    leave: Iterable[int] = (),
    why: Iterable[Restriction] = (),
) -> Agent:
    """Return a person whose leave is told in days after the first."""
    terms = contract(
        *(kinds or (DAY,)),
        hours=Bounds(*hours),
        in_row=Bounds(*in_row),
        off_in_row=Bounds(*off_in_row),
        name=f"of {name}",
    )
    return person(terms, name, leave=[day(ahead) for ahead in leave], restrictions=why)


def day(ahead: int) -> date:
    """Return the day *ahead* days after the first, a Monday."""
    return next_days(MONDAY, ahead + 1)[-1]


def opening_need(days: int, heads: float = 1.0, first: int = 8, last: int = 17) -> dict[int, float]:
    """Need *heads* from *first* to *last* o'clock every day."""
    return {24 * ahead + hour: heads for ahead in range(days) for hour in range(first, last)}


@dataclass(frozen=True)
class Month:
    """An overconstrained month, what is least to give up as (rule, person or team), and words that the sentences have."""

    name: str
    people: tuple[Agent, ...]
    given_up: tuple[tuple[str, str], ...]
    says: tuple[str, ...]
    days: int = 7
    rules: tuple[Rule, ...] = CHINA
    need: Mapping[int, float] | None = None
    opening: OpeningHours = ROUND_THE_CLOCK

    def instance(self) -> Instance:
        """Return the month as a question."""
        need = opening_need(self.days) if self.need is None else self.need
        return centre(self.people, KINDS, days=self.days, need=need, opening=self.opening)
