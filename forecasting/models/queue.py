"""One queue's model: level of each day, profile within the day, handling times, and how far off they were before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from forecasting.calendar import EventCalendar
from forecasting.intervals import Spread, Trials, fit_spread
from forecasting.models.days import DayTable, Floats, open_slots
from forecasting.models.design import Design, Designer, day_classes, event_shapes, eventful_days
from forecasting.models.handling import handling_times
from forecasting.models.levels import LevelModel, fit_levels
from forecasting.models.profile import Profile, day_levels, fit_profile
from forecasting.models.sundays import like_sunday
from forecasting.site import OpeningHours

LEAST_DAYS = 14
TRIAL_DAYS = 28
FEW_TRIALS, MOST_TRIALS = 12, 13
MOST_APART_DAYS = 84
USUAL_DAY_SD = 0.05


@dataclass(frozen=True, slots=True)
class DayForecast:
    """Expected contacts of days by clock slot, shape (days, slots), and how unsure each day's logarithm is."""

    slots: Floats
    sd: Floats
    lead: Floats
    eventful: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class QueueModel:
    """A queue's fitted model; *aht_seconds* has shape (9, slots), rows as ``handling_kinds`` counts days."""

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
        design, lead = self.levels.design(days), self.levels.ahead(days)
        slots = (np.exp(self.levels.predict_design(design, lead)) * self.levels.smear)[:, None] * rates * is_open
        return DayForecast(
            slots=slots,
            sd=self.levels.spread_design(design, lead, precision(slots.sum(axis=1))),
            lead=lead,
            eventful=eventful_days(days, self.calendar),
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


def fit_queue(table: DayTable, designer: Designer, opening: OpeningHours, otherwise_aht_seconds: float) -> QueueModel:
    """Fit one queue; the spread comes from trying the same on past origins, each with what was known then."""
    days, calendar = table.dates(), designer.calendar
    classes, events = day_classes(days, calendar), event_shapes(days, calendar)
    profile = fit_profile(table, classes, events)
    rest = like_sunday(table, days, classes, calendar)
    design = designer.build(days, table.n_days, like_sunday=rest)
    windows = [slice(known, min(table.n_days, known + TRIAL_DAYS)) for known in _origins(table.n_days, TRIAL_DAYS)]
    levels = _fit_levels(table, profile.of_days(classes, events), design, designer, None, windows)
    trials = _trials(_Past(table, designer, classes, events, design, profile, levels))
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


def precision(totals: Floats) -> Floats:
    """Return the relative precision of the logarithm of days with *totals* contacts: chance and a usual day's noise."""
    return np.asarray(1.0 / (USUAL_DAY_SD**2 + 1.0 / (totals + 1.0)))


def _fit_levels(
    table: DayTable,
    rates: Floats,
    design: Design,
    designer: Designer,
    whole: LevelModel | None,
    windows: Sequence[slice] = (),
) -> LevelModel:
    totals = day_levels(table.offered, table.exposure, rates)
    seen = np.minimum((table.exposure * rates).sum(axis=1), 1.0)
    weights = seen * precision(np.nan_to_num(totals))
    return fit_levels(table.first_day, totals, weights, design, designer, whole, windows)


@dataclass(frozen=True, slots=True)
class _Past:
    table: DayTable
    designer: Designer
    classes: npt.NDArray[np.int64]
    events: list[str | None]
    design: Design
    profile: Profile
    levels: LevelModel


def _origins(n_days: int, most_apart: int = MOST_APART_DAYS) -> list[int]:
    """Return the numbers of days known at the origins tried, the latest first.

    Windows of four weeks lie up to twelve weeks apart: thirteen of them meet every season once, in years that differ. A
    short history has them overlap, a week apart at the least.
    """
    length = min(TRIAL_DAYS, max(3, n_days // 4))
    latest, least = n_days - length, max(LEAST_DAYS, min(n_days // 2, 180))
    apart = min(most_apart, max(7, 7 * ((latest - least) // (7 * FEW_TRIALS))))
    return list(range(latest, least - 1, -apart))[:MOST_TRIALS]


def _trials(past: _Past) -> Trials:
    n_days, width = past.table.n_days, past.table.offered.shape[1]
    windows = [slice(known, min(n_days, known + TRIAL_DAYS)) for known in _origins(n_days)]
    rows = np.array([row for window in windows for row in range(window.start, window.stop)], dtype=np.int64)
    tried = [_try(past, window) for window in windows] or [(np.zeros((0, width)), np.zeros(0))]
    slots = np.concatenate([slots for slots, _sd in tried])
    exposure, offered = past.table.exposure[rows], past.table.offered[rows]
    return Trials(
        foretold=slots.sum(axis=1),
        came=offered.sum(axis=1),
        sd=np.concatenate([sd for _slots, sd in tried]),
        day=rows,
        eventful=eventful_days(past.table.dates(), past.designer.calendar)[rows],
        slots_foretold=slots,
        slots_came=np.where(exposure > 0, offered, np.nan),
    )


def _try(past: _Past, window: slice) -> tuple[Floats, Floats]:
    """Return expected contacts by slot seen in the days of *window*, and their spread, from what was known before."""
    known: int = window.start
    table = past.table.until(known)
    profile = fit_profile(table, past.classes[:known], past.events[:known], past.profile.settings)
    rates = profile.of_days(past.classes[: window.stop], past.events[: window.stop])
    design = past.design.rows(slice(0, known))
    levels = _fit_levels(table, rates[:known], design, past.designer, past.levels)
    ahead, later = np.arange(1.0, window.stop - known + 1), past.design.rows(window)
    slots = (np.exp(levels.predict_design(later, ahead)) * levels.smear)[:, None] * rates[window]
    seen = slots * past.table.exposure[window]
    return seen, levels.spread_design(later, ahead, precision(seen.sum(axis=1)))


def _closed_holidays(table: DayTable, profile: Profile, calendar: EventCalendar) -> frozenset[str]:
    """Return the holidays on which nothing ever came although their weekday is an open one.

    A day without rows is a gap and tells nothing; but who leaves out closed weekdays leaves out closed holidays too.
    """
    is_open = np.array([profile.rates[day.weekday()].sum() > 0 for day in table.dates()])
    seen = table.exposure.sum(axis=1) > 0
    tells = is_open & (seen | (not is_open.all() and not seen[~is_open].any()))
    came: dict[str, bool] = {}
    for row, day in enumerate(table.dates()):
        if not tells[row] or day in calendar.closed:
            continue
        for name in calendar.holidays_on(day):
            came[name] = came.get(name, False) or bool(table.offered[row].sum() > 0)
    return frozenset(name for name, any_came in came.items() if not any_came)
