"""From the history's step to the grid's slots: coarser ones add up, finer ones are divided smoothly, sums kept."""

import numpy as np
import pandas as pd

from forecasting.calendar import EventCalendar
from forecasting.errors import ModelError
from forecasting.messages import N_, Sentence
from forecasting.models.days import Floats, clock_places, open_slots
from forecasting.site import OpeningHours
from forecasting.timegrid import MINUTES_A_DAY, STEPS_MINUTES, TimeGrid

DAILY_FROM_MINUTES = 23 * 60


def step_of(history: pd.DataFrame) -> int:
    """Return the step of *history* in minutes, 1440 for daily totals; refuse one that is no whole step."""
    instants = np.unique(history["start"].to_numpy(dtype="datetime64[m]").astype(np.int64))
    if len(instants) < 2:
        raise ModelError(Sentence(N_("the history has one interval only; expected at least two weeks")))
    step = int(np.gcd.reduce(np.diff(instants)))
    least = int(np.diff(instants).min())
    if least >= DAILY_FROM_MINUTES:
        return MINUTES_A_DAY
    if step not in STEPS_MINUTES:
        raise ModelError(
            Sentence(
                N_("the history comes in steps of {minutes} minutes; expected one of {names} or a day"),
                minutes=step,
                names=STEPS_MINUTES,
            )
        )
    return step


def slot_weights(grid: TimeGrid, opening: OpeningHours, calendar: EventCalendar) -> Floats:
    """Return by grid slot 1 where *opening* has the queue open and 0 elsewhere."""
    rows, columns = clock_places(grid)
    return open_slots(list(grid.dates()), grid.slot_minutes, opening, calendar)[rows, columns].astype(float)


def onto_grid(table: Floats, step_minutes: int, grid: TimeGrid, weights: Floats) -> Floats:
    """Return contacts by slot of *grid* from *table*, contacts of its days by clock slot of *step_minutes*.

    A slot shown twice by the clock comes twice, a skipped one not at all; a daily total stays whole and spreads evenly
    over the slots with *weights* above 0.
    """
    rows, columns = clock_places(grid)
    if step_minutes == MINUTES_A_DAY:
        spread = np.bincount(rows, weights=weights, minlength=grid.days)
        shares = np.divide(weights, spread[rows], out=np.zeros(len(weights)), where=spread[rows] > 0)
        return np.asarray(table[rows, 0] * shares)
    if step_minutes > grid.slot_minutes:
        table = _divided(table, step_minutes // grid.slot_minutes)
    if step_minutes < grid.slot_minutes:
        parts = grid.slot_minutes // step_minutes
        table = table.reshape(table.shape[0], -1, parts).sum(axis=2)
    return np.asarray(table[rows, columns]) * (weights > 0)


def _divided(table: Floats, parts: int) -> Floats:
    """Divide each slot into *parts* along the line through its neighbours, sums kept, nothing below zero.

    Next to an empty slot (closing time) the line is flat: demand does not fade because the doors close.
    """
    before = np.where(np.roll(table, 1, axis=1) > 0, np.roll(table, 1, axis=1), table)
    after = np.where(np.roll(table, -1, axis=1) > 0, np.roll(table, -1, axis=1), table)
    before[:, 0], after[:, -1] = table[:, 0], table[:, -1]
    slope = np.where((after - table) * (table - before) > 0, (after - before) / 2, 0.0)
    slope = np.clip(slope, -table, table)
    place = (np.arange(parts) + 0.5) / parts - 0.5
    found = (table[:, :, None] + slope[:, :, None] * place) / parts
    return np.asarray(found.reshape(table.shape[0], -1))
