"""How a day's contacts spread over its clock slots: by weekday, smoothed, recent weeks first, festivals apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from forecasting.models.days import DayTable, Floats

CHOICES = {
    "half_life_days": (28.0, 84.0, 365.0),
    "shrinkage_contacts": (50.0, 500.0, 5000.0),
    "bandwidth_minutes": (0.0, 12.0, 30.0),
}
HELD_OUT_DAYS = 28
SHAPE_CONTACTS = 150.0  # an event's own shape weighs as much as the usual one after so many contacts an hour's slot
SEEN_SHARE = 0.3
CERTAIN_CONTACTS = 5.0
RECENT_OF_CLASS = 12


@dataclass(frozen=True, slots=True)
class Settings:
    """How much the profile forgets, borrows and smooths; chosen by what foretells the last four weeks best."""

    half_life_days: float
    shrinkage_contacts: float
    bandwidth_minutes: float


USUAL = Settings(half_life_days=84.0, shrinkage_contacts=500.0, bandwidth_minutes=12.0)


@dataclass(frozen=True, slots=True)
class Profile:
    """Rates by class of day, shape (classes, slots), each summing to one over its usual hours; *shapes* of events.

    Class 0 to 6 are weekdays, Monday first, 7 a public holiday, 8 a make-up working day. A slot in which nothing ever
    came has rate 0.
    """

    rates: Floats
    shapes: Mapping[str, Floats]
    settings: Settings

    def of_days(self, classes: npt.NDArray[np.int64], events: Sequence[str | None]) -> Floats:
        """Return the rates of days of the given *classes*, reshaped by their *events* where one was learned."""
        rates: Floats = self.rates[classes]
        for row, event in enumerate(events):
            if event is not None and event in self.shapes:
                shaped = rates[row] * self.shapes[event]
                total = shaped.sum()
                rates[row] = shaped * (rates[row].sum() / total) if total > 0 else rates[row]
        return rates


def fit_profile(
    table: DayTable, classes: npt.NDArray[np.int64], events: Sequence[str | None], settings: Settings | None = None
) -> Profile:
    """Learn the profile of *table*, whose days have *classes* and perhaps *events*; *settings* None chooses them."""
    if table.offered.shape[1] == 1:
        return Profile(np.ones((9, 1)), {}, Settings(0.0, 0.0, 0.0))
    level = day_levels(table.offered, table.exposure, _pooled(table, np.ones(table.n_days)))
    usual = np.array([event is None for event in events])
    chosen = settings or _choose(table, classes, usual, level)
    rates = _rates(table, classes, usual, level, chosen)
    return Profile(rates, _shapes(table, rates[classes], events), chosen)


def day_levels(offered: Floats, exposure: Floats, rates: Floats) -> Floats:
    """Return what each day would have brought with its usual hours seen in full; NaN where too little was seen."""
    seen = (exposure * rates).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(seen >= SEEN_SHARE, offered.sum(axis=1) / seen, np.nan)


def _pooled(table: DayTable, weights: Floats) -> Floats:
    counts = weights @ table.offered
    seen = weights @ table.exposure
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = np.where(seen > 0, counts / seen, 0.0)
    total = rate.sum()
    return rate / total if total > 0 else rate


def _choose(table: DayTable, classes: npt.NDArray[np.int64], usual: npt.NDArray[np.bool_], level: Floats) -> Settings:
    known = table.n_days - HELD_OUT_DAYS
    if known < HELD_OUT_DAYS:
        return USUAL
    past, later = table.until(known), slice(known, None)
    counted = usual[later]

    def surprise(settings: Settings) -> float:
        rates = _rates(past, classes[:known], usual[:known], level[:known], settings)[classes[later]][counted]
        seen = rates * table.exposure[later][counted]
        share = np.maximum(seen / np.maximum(seen.sum(axis=1, keepdims=True), 1e-12), 1e-6)
        return -float((table.offered[later][counted] * np.log(share)).sum())

    chosen = USUAL
    for name, values in CHOICES.items():
        chosen = min((replace(chosen, **{name: value}) for value in values), key=surprise)
    return chosen


def _rates(
    table: DayTable,
    classes: npt.NDArray[np.int64],
    usual: npt.NDArray[np.bool_],
    level: Floats,
    settings: Settings,
) -> Floats:
    """Return rates by class, each borrowing from its kind of day (working or off), which borrows from all days."""
    age = np.arange(table.n_days, 0, -1, dtype=float)
    weights = 0.5 ** (age / settings.half_life_days) * np.where(usual, 1.0, 0.1) * (np.nan_to_num(level) > 0)
    scale = np.where(np.nan_to_num(level) > 0, level, 1.0)
    typical = float(np.median(scale))
    # Every day counts alike, however busy: its shares matter, not its volume.
    counts = weights[:, None] * table.offered / scale[:, None] * typical
    never = ~(table.offered.sum(axis=0) > 0)
    seen = weights[:, None] * np.where(never, 0.0, table.exposure) * typical  # no smoothing across closing time
    smooth = smoothing_kernel(table.offered.shape[1], table.step_minutes, settings.bandwidth_minutes)

    def rate_of(mine: npt.NDArray[np.bool_], borrowed: float, prior: Floats) -> Floats:
        return _ratio(counts[mine].sum(axis=0) @ smooth, seen[mine].sum(axis=0) @ smooth, borrowed, prior)

    pooled = rate_of(np.ones(table.n_days, dtype=bool), 0.0, np.zeros(len(never)))
    rates = np.zeros((9, len(never)))
    for kind in (range(5), range(5, 8)):
        member = np.isin(classes, [*kind, 8] if 0 in kind else list(kind))
        parent = rate_of(member, settings.shrinkage_contacts, pooled)
        for one in kind:
            mine = classes == one
            rates[one] = rate_of(mine, settings.shrinkage_contacts, parent)
            rates[one][_closed(table, mine, typical, rates[one], pooled) | never] = 0.0
    rates[8] = rates[:5].mean(axis=0)
    return np.array([_to_one(rate, table, classes == one) for one, rate in enumerate(rates)])


def _ratio(counts: Floats, seen: Floats, borrowed: float, prior: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(seen + borrowed > 0, (counts + borrowed * prior) / (seen + borrowed), 0.0)


def _closed(
    table: DayTable, mine: npt.NDArray[np.bool_], typical: float, rate: Floats, pooled: Floats
) -> npt.NDArray[np.bool_]:
    """Return the slots in which days of a class lately had no contact although several should have come.

    A class of which nothing at all came lately is closed whole, and so is a weekday that was never seen.
    """
    lately = np.flatnonzero(mine & (table.exposure.sum(axis=1) > 0))[-RECENT_OF_CLASS:]
    if not len(lately):
        weekday_was_due = mine.any()
        return np.full(len(rate), bool(weekday_was_due))
    seen, came = table.exposure[lately].sum(axis=0), table.offered[lately].sum(axis=0)
    if came.sum() == 0 and float((pooled * seen).sum()) * typical > CERTAIN_CONTACTS:
        return np.ones(len(rate), dtype=bool)
    return np.asarray((came == 0) & (rate * seen * typical > CERTAIN_CONTACTS))


def _to_one(rate: Floats, table: DayTable, mine: npt.NDArray[np.bool_]) -> Floats:
    exposure = table.exposure[mine] if mine.any() else table.exposure
    seen_days = exposure.sum(axis=1) > 0
    usual = np.median(exposure[seen_days], axis=0) if seen_days.any() else np.ones(len(rate))
    total = float((rate * usual).sum()) or float(rate.sum())
    return rate / total if total > 0 else rate


@cache
def smoothing_kernel(n_slots: int, step_minutes: int, bandwidth_minutes: float) -> Floats:
    """Return a matrix whose product with counts by slot smooths them, sums kept; bandwidth 0 changes nothing."""
    distance = np.abs(np.arange(n_slots)[:, None] - np.arange(n_slots)[None, :]) * step_minutes
    near = distance <= 3 * bandwidth_minutes
    weights = np.exp(-0.5 * (distance / max(bandwidth_minutes, 1e-9)) ** 2) * near
    scaled: Floats = weights / weights.sum(axis=0)
    scaled.flags.writeable = False  # remembered: nobody may change it
    return scaled


def _shapes(table: DayTable, usual_rates: Floats, events: Sequence[str | None]) -> dict[str, Floats]:
    """Return by event how its days differ from the usual profile, slot by slot, shrunk towards no difference."""
    level = day_levels(table.offered, table.exposure, usual_rates)
    shapes = {}
    for event in sorted({event for event in events if event is not None}):
        mine = np.array([other == event for other in events]) & (np.nan_to_num(level) > 0)
        expected = (table.exposure[mine] * usual_rates[mine] * level[mine][:, None]).sum(axis=0)
        smooth = smoothing_kernel(len(expected), table.step_minutes, 30.0)
        came, due = table.offered[mine].sum(axis=0) @ smooth, expected @ smooth
        shapes[event] = (came + SHAPE_CONTACTS) / (due + SHAPE_CONTACTS)
    return shapes
