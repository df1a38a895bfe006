"""The words for what moves demand on some days: days off, working weekends and festivals with their phases."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from forecasting.messages import N_, Translate, english
from forecasting.site import OpeningHours, Span, clock
from forecasting.timegrid import MINUTES_A_DAY, local_instant

SALE = "sale"
WAVE = "wave"
DEPOSIT, FINAL_PAYMENT = "deposit", "final-payment"
DEPOSITS_OPEN, FINAL_PAYMENTS_OPEN = N_("deposits open at {time}"), N_("final payments open at {time}")
MAKE_UP_NAME = N_("make-up working day")
CLOSED_NAME = N_("closed")
PRESALE, FIRST_WAVE, PEAK = "presale", "wave-1", "peak"
PHASE_NAMES = {
    PRESALE: N_("presale"),
    DEPOSIT: N_("deposits are paid"),
    FINAL_PAYMENT: N_("final payments"),
    "sale": N_("sale"),
    FIRST_WAVE: N_("first wave"),
    "wave-2": N_("second wave"),
    "wave-3": N_("third wave"),
    "lull": N_("between the waves"),
    PEAK: N_("the day itself and the next"),
    "aftermath": N_("returns after the sale"),
    "returns": N_("tail of returns and price protection"),
    "winter": N_("winter vacation"),
    "summer": N_("summer vacation"),
}


@dataclass(frozen=True, slots=True)
class Phase:
    """One stretch of an event, half-open [start, end) in aware datetimes.

    Effects are learned for (event, phase) and shrunk towards (family, phase), so a family holds true look-alikes only.
    *multiplier* is what the planner expects of the phase against an ordinary day and goes before anything learned.
    *magnitude* is how large it is (budget, turnover target, planned traffic), in any unit that stays the same for the
    event's phase over the years; it scales the effect. *provisional* marks dates that nobody has published; *note* says where
    the dates come from, a marked sentence or the planner's own.
    """

    event: str
    family: str
    phase: str
    start: datetime
    end: datetime
    provisional: bool = False
    multiplier: float | None = None
    magnitude: float | None = None
    note: str = ""

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
        return self.phase in {SALE, FINAL_PAYMENT} or self.phase.startswith(WAVE)

    def days(self, zone: ZoneInfo) -> Iterator[date]:
        """Yield the local days in *zone* that the phase touches."""
        first = self.start.astimezone(zone).date()
        last = (self.end.astimezone(zone) - timedelta(microseconds=1)).date()
        return (first + timedelta(days=index) for index in range((last - first).days + 1))


@dataclass(frozen=True, slots=True)
class EventCalendar:
    """What is special about the local days from *first* to *last*, both included, in *zone*.

    *holidays* are days off by name, weekends within a holiday included; *statutory* those on which work pays 300 %
    (LL-44); *make_up* weekend days that are worked; *closed* days without any service, *part_days* those with service within
    the span alone. Public holidays of *provisional_years* are predicted: nobody has published them yet.
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
    part_days: Mapping[date, Span] = field(default_factory=dict)

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
        names.extend(name for phase in self.phases_on(day) for name in self._names_of(phase, day, translate))
        if day in self.closed or day in self.part_days:
            names.append(self.service_name(day, translate))
        return tuple(dict.fromkeys(names))

    def service_name(self, day: date, translate: Translate = english) -> str:
        """Return what people call the service of a closed *day* or half-day, empty for any other."""
        if day in self.closed:
            return translate(CLOSED_NAME)
        return _part_name(self.part_days[day], translate) if day in self.part_days else ""

    def _names_of(self, phase: Phase, day: date, translate: Translate) -> Iterator[str]:
        yield _name_of(phase, translate)
        start = phase.start.astimezone(self.zone)
        opening = self.opening_of(phase)
        if opening and start.date() == day:
            yield translate(opening).format(time=f"{start:%H:%M}")

    def opening_of(self, phase: Phase) -> str:
        """Return what opens with *phase*, a marked sentence with a place for its time, empty where it is nothing.

        Deposits are paid from a presale's beginning on, the rest from that of the first wave behind it.
        """
        if phase.phase == PRESALE:
            return DEPOSITS_OPEN
        presold = any(
            other.phase == PRESALE and other.event == phase.event and other.end == phase.start for other in self.phases
        )
        return FINAL_PAYMENTS_OPEN if phase.phase == FIRST_WAVE and presold else ""

    def promotion_days(self) -> frozenset[date]:
        """Return the days on which the longer hours of OS-2.3 hold: those touched by a sale wave of a festival.

        A wave that starts at 20:00 makes that day one of them; presales and the days of returns are none.
        """
        touched = {day for phase in self.phases if phase.is_sale for day in phase.days(self.zone)}
        return frozenset(day for day in touched if self.first <= day <= self.last)

    def provisional_events(self, first: date, last: date) -> tuple[str, ...]:
        """Return the events with provisional phases on the days from *first* to *last*, earliest first."""
        start = local_instant(first, 0, self.zone)
        end = local_instant(last + timedelta(days=1), 0, self.zone)
        met = (phase.event for phase in self.phases if phase.provisional and phase.start < end and phase.end > start)
        return tuple(dict.fromkeys(met))

    def limited(self, opening: OpeningHours) -> OpeningHours:
        """Return *opening* with the half-days of this calendar: no service outside of their spans."""
        return opening.within(self.part_days) if self.part_days else opening

    def is_day_off(self, day: date) -> bool:
        """Return whether *day* is a public holiday or a weekend day that nobody makes up for."""
        return day in self.holidays or (day.weekday() >= 5 and day not in self.make_up)


def _part_name(span: Span, translate: Translate) -> str:
    if span.opens and span.closes < MINUTES_A_DAY:
        return translate(N_("open from {opens} to {closes} alone")).format(
            opens=clock(span.opens), closes=clock(span.closes)
        )
    if span.closes < MINUTES_A_DAY:
        return translate(N_("closed from {time}")).format(time=clock(span.closes))
    return translate(N_("closed until {time}")).format(time=clock(span.opens))


def _name_of(phase: Phase, translate: Translate) -> str:
    if phase.phase not in PHASE_NAMES:
        return translate(phase.event)
    return translate(N_("{event}: {phase}")).format(
        event=translate(phase.event), phase=translate(PHASE_NAMES[phase.phase])
    )
