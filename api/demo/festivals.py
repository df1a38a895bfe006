"""What shopping festivals add to a channel, slot by slot, by phase."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from api.demo.shapes import Floats
from forecasting.calendar import EventCalendar, Phase
from forecasting.timegrid import local_instant

# Lifts are logarithms: 0.2 is 22 % more contacts.
PHASE_LIFT: Mapping[str, float] = MappingProxyType({
    "presale": 0.06, "wave-1": 0.12, "lull": 0.02, "wave-2": 0.10, "wave-3": 0.12, "sale": 0.15, "aftermath": 0.22,
})  # fmt: skip
FAMILY_STRENGTH: Mapping[str, float] = MappingProxyType({"major-sale": 1.0, "day-sale": 0.55, "new-year-goods": 0.5})
# Month, day and strength of the days that festivals are named after.
NAMESAKES: Mapping[str, tuple[int, int, float]] = MappingProxyType({
    "Double 11": (11, 11, 1.0), "618": (6, 18, 0.8), "Double 12": (12, 12, 0.45),
})  # fmt: skip
OPENING_RUSH, OPENING_HOURS = 0.30, 2.0  # the first hours after 20:00
FIRST_DAYS, FIRST_DAYS_HOURS = 0.18, 40.0
RETURNS_HOURS = 90.0
NAMESAKE_DAY, NAMESAKE_TAIL_HOURS = 0.45, 36.0


def festival_lift(starts: pd.DatetimeIndex, calendar: EventCalendar) -> Floats:
    """Return by slot of *starts* (UTC) the logarithm of the factor that festivals put on an ordinary channel."""
    lift = np.zeros(len(starts))
    for phase in calendar.phases:
        lift += FAMILY_STRENGTH.get(phase.family, 0.5) * _lift_of(phase, starts)
    for year in range(calendar.first.year, calendar.last.year + 1):
        for month, day_of_month, strength in NAMESAKES.values():
            lift += strength * _namesake(starts, date(year, month, day_of_month), calendar.zone)
    return lift


def _lift_of(phase: Phase, starts: pd.DatetimeIndex) -> Floats:
    hours = _hours_since(starts, pd.Timestamp(phase.start))
    inside = np.asarray((hours >= 0) & (starts < pd.Timestamp(phase.end)))
    lift = np.full(len(starts), PHASE_LIFT.get(phase.phase, 0.0))
    if phase.phase == "aftermath":
        lift *= np.exp(-np.maximum(hours, 0.0) / RETURNS_HOURS)
    if phase.is_sale:
        lift += OPENING_RUSH * np.exp(-np.maximum(hours, 0.0) / OPENING_HOURS)
        lift += FIRST_DAYS * np.exp(-np.maximum(hours, 0.0) / FIRST_DAYS_HOURS)
    return np.where(inside, lift, 0.0)


def _namesake(starts: pd.DatetimeIndex, day: date, zone: ZoneInfo) -> Floats:
    """The day that the festival is named after is its height; questions about parcels follow for some days."""
    opens = pd.Timestamp(local_instant(day, 0, zone))
    closes = pd.Timestamp(local_instant(day + timedelta(days=1), 0, zone))
    evening = pd.Timestamp(local_instant(day - timedelta(days=1), 20 * 60, zone))
    after = _hours_since(starts, closes)
    lift = np.where((starts >= opens) & (starts < closes), NAMESAKE_DAY, 0.0)
    lift = lift + np.where((starts >= evening) & (starts < opens), NAMESAKE_DAY / 2, 0.0)
    tail = 0.6 * NAMESAKE_DAY * np.exp(-np.maximum(after, 0.0) / NAMESAKE_TAIL_HOURS)
    return np.asarray(lift + np.where((after >= 0) & (after < 7 * NAMESAKE_TAIL_HOURS), tail, 0.0))


def _hours_since(starts: pd.DatetimeIndex, moment: pd.Timestamp) -> Floats:
    return ((starts - moment) / pd.Timedelta(hours=1)).to_numpy(float)
