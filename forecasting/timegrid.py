"""Aware datetimes to integer slots and back; nothing else in the product converts between them.

Slots are counted in elapsed time from the local midnight that begins the first day, so that a night with a clock
change has the slots it really has: a day of quarter hours has 92, 96 or 100 of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from forecasting.errors import TimeError

STEPS_MINUTES = (5, 15, 30, 60)
MINUTES_A_DAY = 24 * 60
MOST_KNOWN = 1 << 16  # instants of clocks that are kept: thousands of people start at the same ones


@lru_cache(maxsize=MOST_KNOWN)
def local_instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return the instant, in UTC, at which the clock of *zone* shows *minute* minutes after midnight of *day*.

    *minute* may be 1440 or more: the clock of a later day. A time that the clock skips is read with the offset from
    before the change, one that it shows twice is the first of the two (RFC 5545 section 3.3.5).
    """
    days, rest = divmod(minute, MINUTES_A_DAY)
    wall = datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), tzinfo=zone)
    return wall.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class TimeGrid:
    """The slots of *days* local days from *first_day* in *zone*, each *slot_minutes* long and half-open [start, end).

    Slots are integers; 0 starts at the local midnight of the first day. Conversions accept instants before and after
    the horizon (a night shift ends on the day after), ``n_slots`` tells where the horizon ends.
    """

    zone: ZoneInfo
    first_day: date
    days: int
    slot_minutes: int = 15
    origin: datetime = field(init=False, compare=False)
    n_slots: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError(f"grid: {self.days} days; expected at least one")
        if self.slot_minutes not in STEPS_MINUTES:
            raise ValueError(f"grid: slots of {self.slot_minutes} minutes; expected one of {STEPS_MINUTES}")
        object.__setattr__(self, "origin", local_instant(self.first_day, 0, self.zone))
        end = local_instant(self.first_day + timedelta(days=self.days), 0, self.zone)
        object.__setattr__(self, "n_slots", self.slot_of(end))

    @property
    def slot_length(self) -> timedelta:
        """Length of one slot."""
        return _length(self.slot_minutes)

    @property
    def last_day(self) -> date:
        """Last local day of the horizon."""
        return self.first_day + timedelta(days=self.days - 1)

    @property
    def end(self) -> datetime:
        """End of the horizon in UTC, itself outside."""
        return self.instant(self.n_slots)

    def dates(self) -> Iterator[date]:
        """Yield the local days of the horizon."""
        return (self.first_day + timedelta(days=index) for index in range(self.days))

    def slot_of(self, moment: datetime) -> int:
        """Return the slot that starts at *moment*; refuse a naive datetime or one between two slot starts."""
        slot, rest = divmod(self._elapsed(moment), self.slot_length)
        if rest:
            raise TimeError(f"{moment.isoformat()} is not the start of a slot of {self.slot_minutes} minutes")
        return slot

    def slot_containing(self, moment: datetime) -> int:
        """Return the slot in which *moment* lies."""
        return self._elapsed(moment) // self.slot_length

    def instant(self, slot: int) -> datetime:
        """Return the start of *slot* in UTC."""
        return self.origin + slot * self.slot_length

    def local(self, slot: int) -> datetime:
        """Return the start of *slot* on the site's clock."""
        return self.instant(slot).astimezone(self.zone)

    def slot_at(self, day: date, minute: int, zone: ZoneInfo | None = None) -> int:
        """Return the slot at *minute* minutes past midnight of *day* on the clock of *zone*, by default the site's."""
        return self.slot_of(local_instant(day, minute, zone or self.zone))

    def slots_of(self, day: date) -> range:
        """Return the slots of the local *day*: 92, 96 or 100 of them with quarter hours."""
        return range(self.slot_at(day, 0), self.slot_at(day + timedelta(days=1), 0))

    def date_of(self, slot: int) -> date:
        """Return the local day in which *slot* starts."""
        return self.local(slot).date()

    def slots_in(self, minutes: int) -> int:
        """Return how many slots *minutes* make; refuse a length that is not whole slots."""
        slots, rest = divmod(minutes, self.slot_minutes)
        if rest:
            raise TimeError(f"{minutes} minutes are not whole slots of {self.slot_minutes} minutes")
        return slots

    def _elapsed(self, moment: datetime) -> timedelta:
        if moment.tzinfo is None:
            raise TimeError(f"{moment.isoformat()} names no time zone; expected an aware datetime")
        return moment.astimezone(UTC) - self.origin


@cache
def _length(minutes: int) -> timedelta:
    return timedelta(minutes=minutes)
