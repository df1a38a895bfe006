"""What a channel of the made-up shop can expect, and what then comes: noise, failures and rebounds included."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from api.demo.festivals import festival_lift
from api.demo.shapes import LEVEL_DAY, QUIETER_HOLIDAYS, Bot, Flags, Floats, Shape, Wholes
from forecasting.calendar import EventCalendar
from forecasting.site import OpeningHours
from forecasting.timegrid import TimeGrid

FAILING = 0.03  # what gets through while a channel is down
COMES_BACK = 0.45  # share of the customers turned away who try again
COMES_BACK_HOURS = 1.5
YEAR_DAYS = 365.25


@dataclass(frozen=True)
class Horizon:
    """The slots to be filled: their UTC *starts*, and of each the local minute and the number of its day."""

    grid: TimeGrid
    calendar: EventCalendar
    starts: pd.DatetimeIndex
    local_minutes: Wholes
    day_of: Wholes
    lift: Floats

    @staticmethod
    def of(grid: TimeGrid, calendar: EventCalendar) -> "Horizon":
        """Return the horizon of *grid*."""
        starts = pd.date_range(grid.origin, periods=grid.n_slots, freq=grid.slot_length).as_unit("us")
        local = starts.tz_convert(str(grid.zone))
        day_of = (local.tz_localize(None).normalize() - pd.Timestamp(grid.first_day)).days.to_numpy(np.int64)
        minutes = (local.hour * 60 + local.minute).to_numpy(np.int64)
        return Horizon(grid, calendar, starts, minutes, day_of, festival_lift(starts, calendar))

    def opening(self, shape: Shape) -> OpeningHours:
        """Return the hours of the channel, the longer ones on holidays and promotion days (OS-2.3) included."""
        special = frozenset(self.calendar.holidays) | self.calendar.promotion_days()
        return OpeningHours(shape.opening.regular, shape.opening.special, special)

    def is_open(self, shape: Shape) -> Flags:
        """Tell for each slot whether the channel is served."""
        hours = self.opening(shape)
        flags = np.zeros(self.grid.n_slots, bool)
        for day in self.grid.dates():
            flags[list(hours.open_slots(self.grid, day))] = True
        return flags


def expected_contacts(shape: Shape, horizon: Horizon) -> Floats:
    """Return the contacts to expect in each slot, before noise and failures; 0 while the channel is closed."""
    span = shape.usual_span
    a_slot = shape.contacts_a_day * horizon.grid.slot_minutes / (span.closes - span.opens)
    rate = a_slot * _day_level(shape, horizon)[horizon.day_of] * shape.share_at(horizon.local_minutes)
    return np.where(horizon.is_open(shape), rate * np.exp(shape.festival * horizon.lift), 0.0)


def _day_level(shape: Shape, horizon: Horizon) -> Floats:
    """Return by day the product of weekday or holiday, the year's course, growth and what the bot leaves."""
    days = list(horizon.grid.dates())
    numbers = np.array([(day - LEVEL_DAY).days for day in days], float)
    level = np.array([_kind_of_day(shape, horizon.calendar, day) for day in days])
    level *= (1.0 + shape.growth_a_year) ** (numbers / YEAR_DAYS)
    level *= 1.0 + 0.03 * np.cos(2 * np.pi * (numbers - 40) / YEAR_DAYS)
    return level * Bot().human_share(numbers) if shape.bot else level


def _kind_of_day(shape: Shape, calendar: EventCalendar, day: date) -> float:
    names = calendar.holidays_on(day)
    if names:
        return shape.holiday * min(QUIETER_HOLIDAYS.get(name, 1.0) for name in names)
    if day in calendar.make_up:
        return shape.weekdays[4] * 0.97
    return shape.weekdays[day.weekday()]


def drawn_contacts(shape: Shape, horizon: Horizon, busy_days: Floats, random: np.random.Generator) -> Wholes:
    """Return what comes in each slot: *busy_days* (a factor a day), slot noise above Poisson, failures and rebounds."""
    own = np.exp(wandering(horizon.grid.days, 0.03, random))
    shape_parameter = 1.0 / shape.busyness**2
    busy_slots = random.gamma(shape_parameter, 1.0 / shape_parameter, horizon.grid.n_slots)
    rate = expected_contacts(shape, horizon) * (busy_days * own)[horizon.day_of]
    return random.poisson(with_outages(shape, horizon, rate, random) * busy_slots)


def wandering(days: int, step: float, random: np.random.Generator) -> Floats:
    """Return logarithms of a level that drifts from day to day and comes back (autoregressive, 0.6)."""
    pushes = random.normal(0.0, step, days)
    level = np.zeros(days)
    for day in range(1, days):
        level[day] = 0.6 * level[day - 1] + pushes[day]
    return level


def with_outages(shape: Shape, horizon: Horizon, rate: Floats, random: np.random.Generator) -> Floats:
    """Return *rate* with failures of the channel: next to nothing for some hours, then many who try again."""
    result = rate.copy()
    slots_an_hour = 60 // horizon.grid.slot_minutes
    for _failure in range(random.poisson(shape.outages_a_year * horizon.grid.days / YEAR_DAYS)):
        first = int(random.integers(horizon.grid.days)) * (horizon.grid.n_slots // horizon.grid.days)
        first += int(random.integers(9 * slots_an_hour, 19 * slots_an_hour))
        end = min(first + int(random.integers(round(1.5 * slots_an_hour), 4 * slots_an_hour)), len(rate))
        turned_away = float(rate[first:end].sum()) * (1.0 - FAILING)
        result[first:end] *= FAILING
        back = np.exp(-np.arange(len(rate) - end) / (COMES_BACK_HOURS * slots_an_hour)) * (rate[end:] > 0)
        if back.any():
            result[end:] += COMES_BACK * turned_away * back / back.sum()
    return result
