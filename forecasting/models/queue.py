"""One queue's model: level of each day, profile within the day, handling times, and how far off they were before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from forecasting.calendar import EventCalendar
from forecasting.intervals import Spread, Trials, fit_spread
from forecasting.models.days import DayTable, Floats, open_slots
from forecasting.models.design import Design, build_design, day_classes, event_shapes
from forecasting.models.handling import handling_times
from forecasting.models.levels import LevelModel, fit_levels
from forecasting.models.profile import Profile, day_levels, fit_profile
from forecasting.site import OpeningHours

LEAST_DAYS = 14
TRIAL_DAYS = 28
MOST_TRIALS = 26
USUAL_DAY_SD = 0.05


@dataclass(frozen=True, slots=True)
class DayForecast:
    """Expected contacts of days by clock slot, shape (days, slots); *totals* add up days seen once by the clock."""

    slots: Floats
    lead: Floats
    eventful: npt.NDArray[np.bool_]
    unforeseen: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class QueueModel:
    """A queue's fitted model; *aht_seconds* has shape (2, slots): working days, then days off."""

    table: DayTable
    calendar: EventCalendar
    opening: OpeningHours
    profile: Profile
    levels: LevelModel
    closed_names: frozenset[str]
    aht_seconds: Floats
    spread: Spread

    def predict(self, days: Sequence[date]) -> DayForecast:
        """Return what *days* after the history will bring."""
        rates = self.profile.of_days(day_classes(days, self.calendar), event_shapes(days, self.calendar))
        is_open = open_slots(list(days), self.table.step_minutes, self.opening, self.calendar)
        is_open &= ~self._shut(days)[:, None]
        levels = np.exp(self.levels.predict(days)) * self.levels.smear
        return DayForecast(
            slots=levels[:, None] * rates * is_open,
            lead=np.array([(day - self.table.last_day).days for day in days], dtype=float),
            eventful=eventful_days(days, self.calendar),
            unforeseen=self.levels.unforeseen(days),
        )

    def _shut(self, days: Sequence[date]) -> npt.NDArray[np.bool_]:
        """Return the days on which the history says that nobody is there: its closed weekdays and holidays."""
        weekdays = self.profile.rates[:7].sum(axis=1) > 0
        return np.array(
            [
                (not weekdays[day.weekday()] and day not in self.calendar.make_up)
                or any(name in self.closed_names for name in self.calendar.holidays_on(day))
                for day in days
            ]
        )


def eventful_days(days: Sequence[date], calendar: EventCalendar) -> npt.NDArray[np.bool_]:
    """Return which days are a holiday, a make-up day, or lie in a phase of an event."""
    touched = {day for phase in calendar.phases for day in phase.days(calendar.zone)}
    return np.array([day in calendar.holidays or day in calendar.make_up or day in touched for day in days])


def fit_queue(
    table: DayTable, calendar: EventCalendar, opening: OpeningHours, otherwise_aht_seconds: float
) -> QueueModel:
    """Fit one queue; the spread comes from trying the same on past origins, each with what was known then."""
    days = table.dates()
    classes, events = day_classes(days, calendar), event_shapes(days, calendar)
    profile = fit_profile(table, classes, events)
    design = build_design(days, calendar, table.n_days)
    levels = _fit_levels(table, profile.of_days(classes, events), design, calendar, None)
    trials = _trials(_Past(table, calendar, classes, events, design, profile, levels))
    off = np.array([calendar.is_day_off(day) for day in days])
    return QueueModel(
        table=table,
        calendar=calendar,
        opening=opening,
        profile=profile,
        levels=levels,
        closed_names=_closed_holidays(table, profile, calendar),
        aht_seconds=handling_times(table, off, otherwise_aht_seconds),
        spread=fit_spread(trials),
    )


def _fit_levels(
    table: DayTable, rates: Floats, design: Design, calendar: EventCalendar, whole: LevelModel | None
) -> LevelModel:
    totals = day_levels(table.offered, table.exposure, rates)
    seen = np.minimum((table.exposure * rates).sum(axis=1), 1.0)
    weights = seen / (USUAL_DAY_SD**2 + 1.0 / (np.nan_to_num(totals) + 1.0))
    return fit_levels(table.first_day, totals, weights, design, calendar, whole)


@dataclass(frozen=True, slots=True)
class _Past:
    table: DayTable
    calendar: EventCalendar
    classes: npt.NDArray[np.int64]
    events: list[str | None]
    design: Design
    profile: Profile
    levels: LevelModel


def _origins(n_days: int) -> list[int]:
    """Return the numbers of days known at the origins tried: windows of up to four weeks, the latest first."""
    length = min(TRIAL_DAYS, max(3, n_days // 4))
    least = max(LEAST_DAYS, min(n_days // 2, 180))
    return list(range(n_days - length, least - 1, -length))[:MOST_TRIALS]


def _trials(past: _Past) -> Trials:
    n_days = past.table.n_days
    found = []
    for known in _origins(n_days):
        window = slice(known, min(n_days, known + TRIAL_DAYS))
        foretold = _try(past, known, window)
        exposure, offered = past.table.exposure[window], past.table.offered[window]
        slots = foretold * exposure
        lead = np.arange(1, slots.shape[0] + 1, dtype=float)
        found.append(
            (slots.sum(axis=1), offered.sum(axis=1), lead, slots, np.where(exposure > 0, offered, np.nan), window)
        )
    days = past.table.dates()
    eventful = eventful_days(days, past.calendar)
    if not found:
        empty = np.zeros(0)
        none = np.zeros((0, past.table.offered.shape[1]))
        return Trials(empty, empty, empty, np.zeros(0, dtype=bool), none, none)
    return Trials(
        foretold=np.concatenate([one[0] for one in found]),
        came=np.concatenate([one[1] for one in found]),
        lead=np.concatenate([one[2] for one in found]),
        eventful=np.concatenate([eventful[one[5]] for one in found]),
        slots_foretold=np.concatenate([one[3] for one in found]),
        slots_came=np.concatenate([one[4] for one in found]),
    )


def _try(past: _Past, known: int, window: slice) -> Floats:
    """Return expected contacts by slot of the days in *window* from what was known after *known* days."""
    table = past.table.until(known)
    profile = fit_profile(table, past.classes[:known], past.events[:known], past.profile.settings)
    rates = profile.of_days(past.classes[: window.stop], past.events[: window.stop])
    design = past.design.rows(slice(0, known))
    levels = _fit_levels(table, rates[:known], design, past.calendar, past.levels)
    ahead = np.arange(1, window.stop - known + 1, dtype=float)
    logs = levels.predict_design(past.design.rows(window), ahead)
    return np.exp(logs)[:, None] * levels.smear * rates[window]


def _closed_holidays(table: DayTable, profile: Profile, calendar: EventCalendar) -> frozenset[str]:
    """Return the holidays on which nothing ever came although their weekday is an open one."""
    open_weekdays = profile.rates[:7].sum(axis=1) > 0
    came: dict[str, bool] = {}
    for row, day in enumerate(table.dates()):
        if not open_weekdays[day.weekday()] or day in calendar.closed:
            continue
        for name in calendar.holidays_on(day):
            came[name] = came.get(name, False) or bool(table.offered[row].sum() > 0)
    return frozenset(name for name, any_came in came.items() if not any_came)
