"""The words for what moves demand on some days: days off, working weekends and festivals with their phases."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from forecasting.messages import N_, Translate, english
from forecasting.timegrid import local_instant

SALE = "sale"
WAVE = "wave"
MAKE_UP_NAME = N_("make-up working day")
CLOSED_NAME = N_("closed")
PHASE_NAMES = {
    "presale": N_("presale"),
    "sale": N_("sale"),
    "wave-1": N_("first wave"),
    "wave-2": N_("second wave"),
    "wave-3": N_("third wave"),
    "lull": N_("between the waves"),
    "aftermath": N_("returns after the sale"),
}


@dataclass(frozen=True, slots=True)
class Phase:
    """One stretch of an event, half-open [start, end) in aware datetimes.

    Effects are learned for (event, phase) and shrunk towards (family, phase), so a family holds true look-alikes only.
    *multiplier* is what the planner expects of the phase against an ordinary day and goes before anything learned.
    *magnitude* is how large it is (budget, turnover target, planned traffic), in any unit that stays the same for the
    event's phase over the years; it scales the effect. *provisional* marks dates that nobody has published.
    """

    event: str
    family: str
    phase: str
    start: datetime
    end: datetime
    provisional: bool = False
    multiplier: float | None = None
    magnitude: float | None = None

    def __post_init__(self) -> None:
        for moment in (self.start, self.end):
            if moment.tzinfo is None:
                raise ValueError(f"{self.event} {self.phase}: {moment.isoformat()} names no time zone")
        if self.start >= self.end:
            raise ValueError(f"{self.event} {self.phase}: start {self.start} is not before end {self.end}")
        if self.multiplier is not None and self.multiplier <= 0:
            raise ValueError(f"{self.event} {self.phase}: multiplier {self.multiplier}; expected above 0")
        if self.magnitude is not None and not 0 < self.magnitude < math.inf:
            raise ValueError(f"{self.event} {self.phase}: magnitude {self.magnitude}; expected above 0")

    @property
    def is_sale(self) -> bool:
        """Whether goods are sold at festival prices in it: waves, but neither the presale nor what comes after."""
        return self.phase == SALE or self.phase.startswith(WAVE)

    def days(self, zone: ZoneInfo) -> Iterator[date]:
        """Yield the local days in *zone* that the phase touches."""
        first = self.start.astimezone(zone).date()
        last = (self.end.astimezone(zone) - timedelta(microseconds=1)).date()
        return (first + timedelta(days=index) for index in range((last - first).days + 1))


@dataclass(frozen=True, slots=True)
class EventCalendar:
    """What is special about the local days from *first* to *last*, both included, in *zone*.

    *holidays* are days off by name, weekends within a holiday included; *statutory* those on which work pays 300 %
    (LL-44); *make_up* weekend days that are worked; *closed* days without any service. Public holidays of
    *provisional_years* are predicted: nobody has published them yet.
    """

    zone: ZoneInfo
    first: date
    last: date
    holidays: Mapping[date, str] = field(default_factory=dict)
    statutory: frozenset[date] = frozenset()
    make_up: frozenset[date] = frozenset()
    phases: tuple[Phase, ...] = ()
    closed: frozenset[date] = frozenset()
    provisional_years: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"calendar: first day {self.first} is after last day {self.last}")

    def phases_on(self, day: date) -> tuple[Phase, ...]:
        """Return the phases that touch the local *day*, earliest first."""
        start = local_instant(day, 0, self.zone)
        end = local_instant(day + timedelta(days=1), 0, self.zone)
        return tuple(phase for phase in self.phases if phase.start < end and phase.end > start)

    def holidays_on(self, day: date) -> tuple[str, ...]:
        """Return the names of the day off; a day can be two holidays at once (Mid-Autumn within National Day)."""
        return tuple(name for name in self.holidays.get(day, "").split("; ") if name)

    def names_on(self, day: date, translate: Translate = english) -> tuple[str, ...]:
        """Return what people call *day*: holidays, make-up day, festivals with their phase, closure."""
        names = [translate(name) for name in self.holidays_on(day)]
        if day in self.make_up:
            names.append(translate(MAKE_UP_NAME))
        names.extend(_name_of(phase, translate) for phase in self.phases_on(day))
        if day in self.closed:
            names.append(translate(CLOSED_NAME))
        return tuple(dict.fromkeys(names))

    def promotion_days(self) -> frozenset[date]:
        """Return the days on which the longer hours of OS-2.3 hold: those touched by a sale wave of a festival.

        A wave that starts at 20:00 makes that day one of them; presales and the days of returns are none.
        """
        touched = {day for phase in self.phases if phase.is_sale for day in phase.days(self.zone)}
        return frozenset(day for day in touched if self.first <= day <= self.last)

    def is_day_off(self, day: date) -> bool:
        """Return whether *day* is a public holiday or a weekend day that nobody makes up for."""
        return day in self.holidays or (day.weekday() >= 5 and day not in self.make_up)


def _name_of(phase: Phase, translate: Translate) -> str:
    if phase.phase not in PHASE_NAMES:
        return translate(phase.event)
    return translate(N_("{event}: {phase}")).format(
        event=translate(phase.event), phase=translate(PHASE_NAMES[phase.phase])
    )
