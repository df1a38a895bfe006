"""How long a contact takes, by kind of day and clock slot; thin slots (the night) lean on the rest."""

import numpy as np

from forecasting.models.days import DayTable, Floats
from forecasting.models.profile import smoothing_kernel

HALF_LIFE_DAYS = 56.0
SLOT_CONTACTS = 100.0
KIND_CONTACTS = 300.0
BANDWIDTH_MINUTES = 30.0


def handling_times(
    table: DayTable, off: np.ndarray[tuple[int], np.dtype[np.bool_]], otherwise_seconds: float
) -> Floats:
    """Return expected handling times in seconds, shape (2, slots): working days first, then days *off*.

    Means are weighted by contacts and by recency. A slot leans on the queue's mean with the weight of 100 contacts, a
    kind of day on all days with that of 300. *otherwise_seconds* stands where the history has no handling times.
    """
    timed = np.isfinite(table.aht_seconds)
    age = np.arange(table.n_days, 0, -1, dtype=float)[:, None]
    weights = np.where(timed, table.offered, 0.0) * 0.5 ** (age / HALF_LIFE_DAYS)
    seconds = weights * np.nan_to_num(table.aht_seconds)
    if weights.sum() <= 0:
        return np.full((2, table.offered.shape[1]), otherwise_seconds)
    smooth = smoothing_kernel(table.offered.shape[1], table.step_minutes, BANDWIDTH_MINUTES)
    overall = float(seconds.sum() / weights.sum())
    by_slot = _leaning(seconds.sum(axis=0) @ smooth, weights.sum(axis=0) @ smooth, overall, SLOT_CONTACTS)
    kinds = [
        _leaning(seconds[mine].sum(axis=0) @ smooth, weights[mine].sum(axis=0) @ smooth, by_slot, KIND_CONTACTS)
        for mine in (~off, off)
    ]
    return np.array(kinds)


def _leaning(seconds: Floats, weights: Floats, prior: Floats | float, contacts: float) -> Floats:
    return (seconds + contacts * prior) / (weights + contacts)
