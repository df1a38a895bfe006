"""How long a contact takes, by kind of day and clock slot; thin slots (the night) lean on the rest."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from forecasting.models.days import DayTable, Floats
from forecasting.models.profile import smoothing_kernel

HALF_LIFE_DAYS = 56.0
SLOT_CONTACTS = 100.0
KIND_CONTACTS = 300.0
KIND_DAYS = 0.5  # days differ by half as much (in variance) as weekdays do: one of them tells two thirds of its weekday
BANDWIDTH_MINUTES = 30.0
SATURDAY, DAY_OFF, WORKED_WEEKEND = 5, 7, 8
KINDS = 9

Flags = npt.NDArray[np.bool_]


def handling_kinds(days: Sequence[date], off: Flags) -> npt.NDArray[np.int64]:
    """Return each day's row in ``handling_times``: 0 to 6 by weekday, 7 a weekday that is *off*, 8 a weekend that is not."""
    weekdays = np.array([day.weekday() for day in days], dtype=np.int64)
    otherwise = np.where(off, DAY_OFF, WORKED_WEEKEND)
    return np.asarray(np.where(off == (weekdays >= SATURDAY), weekdays, otherwise), dtype=np.int64)


def handling_times(table: DayTable, off: Flags, otherwise_seconds: float) -> Floats:
    """Return expected handling times in seconds, shape (9, slots), rows as ``handling_kinds`` counts them.

    Means are weighted by contacts and by recency. A slot leans on the queue's mean with the weight of 100 contacts,
    working days and days *off* on all days with that of 300, a weekday on those with that of half a day, its slots with
    that of 100 contacts. *otherwise_seconds* stands where the history has no handling times.
    """
    timed = np.isfinite(table.aht_seconds)
    recency = 0.5 ** (np.arange(table.n_days, 0, -1, dtype=float)[:, None] / HALF_LIFE_DAYS)
    weights = np.where(timed, table.offered, 0.0) * recency
    seconds = weights * np.nan_to_num(table.aht_seconds)
    if weights.sum() <= 0:
        return np.full((KINDS, table.offered.shape[1]), otherwise_seconds)
    smooth = smoothing_kernel(table.offered.shape[1], table.step_minutes, BANDWIDTH_MINUTES)
    overall = float(seconds.sum() / weights.sum())
    by_slot = _leaning(seconds.sum(axis=0) @ smooth, weights.sum(axis=0) @ smooth, overall, SLOT_CONTACTS)
    worked, rested = (
        _leaning(seconds[mine].sum(axis=0) @ smooth, weights[mine].sum(axis=0) @ smooth, by_slot, KIND_CONTACTS)
        for mine in (~off, off)
    )
    kinds = handling_kinds(table.dates(), off)
    priors = [*[worked] * SATURDAY, rested, rested, rested, worked]
    found = []
    for kind, prior in enumerate(priors):
        mine = (kinds == kind) & (weights.sum(axis=1) > 0)
        own = _of_kind(seconds[mine].sum(axis=0), weights[mine].sum(axis=0), prior, smooth)
        days = float(recency[mine].sum())
        share = days / (days + KIND_DAYS)
        found.append(share * own + (1 - share) * prior)
    return np.array(found)


def _of_kind(seconds: Floats, weights: Floats, prior: Floats, smooth: Floats) -> Floats:
    """Return what the days of one kind say by themselves: first how long all day, then by slot."""
    usual = float(prior.mean())
    factor = (float(seconds.sum()) + KIND_CONTACTS * usual) / (float(weights @ prior) + KIND_CONTACTS * usual)
    return np.asarray(_leaning(seconds @ smooth, weights @ smooth, factor * prior, SLOT_CONTACTS))


def _leaning(seconds: Floats, weights: Floats, prior: Floats | float, contacts: float) -> Floats:
    return (seconds + contacts * prior) / (weights + contacts)
