"""Today, from the morning's actuals: what has come stands, the rest of the day follows it as far as it deserves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
from scipy import stats

from forecasting.errors import ModelError
from forecasting.frames import FORECAST, HISTORY
from forecasting.messages import N_, Sentence
from forecasting.models.days import Floats
from forecasting.rescale import SD_90, quantile_columns
from forecasting.rest_of_day import Expected, Followed, follow
from forecasting.timegrid import TimeGrid

LEAST_SD = 0.01


@dataclass(frozen=True, slots=True)
class Today:
    """What has been seen of one queue's day: *came* and *foretold* in contacts of the slots seen, *n_seen* of them.

    *factor* is how much higher the rest of the day is expected on the whole than before.
    """

    queue: str
    n_seen: int
    came: float
    foretold: float
    factor: float


@dataclass(frozen=True, slots=True)
class Reforecast:
    """The *forecast* with today's rest updated, laid out as FORECAST, and what it rests on by queue."""

    forecast: pd.DataFrame
    queues: tuple[Today, ...]


def reforecast(forecast: pd.DataFrame, actuals: pd.DataFrame, as_of: datetime, grid: TimeGrid) -> Reforecast:
    """Return *forecast* on *grid* after what *actuals*, laid out as HISTORY, say of the day of *as_of*.

    Slots that ended by *as_of* and were seen stand as they came. The rest follows the day's level, shrunk by how sure the
    forecast had been and how much has been seen, and the last hours beyond it, fading with a half-life of three
    hours. Slots that nobody saw are no zeros: they follow the level, too. Other days stay as they are. Raises
    ModelError where *as_of* is outside of *grid* or no slot of the day was seen.
    """
    FORECAST.check(forecast)
    HISTORY.check(actuals)
    now = grid.slot_containing(as_of)
    if not 0 <= now < grid.n_slots:
        raise ModelError(
            Sentence(
                N_("{moment} is not among the days forecast; expected {first} to {last}"),
                moment=as_of.isoformat(),
                first=grid.first_day,
                last=grid.last_day,
            )
        )
    day = grid.slots_of(grid.date_of(now))
    seen = _seen(actuals, grid, day, now)
    found = forecast.sort_values(["queue", "start"], kind="stable").reset_index(drop=True)
    told = []
    for place, name in enumerate(sorted(forecast["queue"].unique())):
        rows = slice(place * grid.n_slots + day.start, place * grid.n_slots + day.stop)
        part, today = _of_queue(str(name), found.iloc[rows], seen.get(str(name), {}), range(day.start, day.stop), grid)
        found.iloc[rows] = part
        told.append(today)
    if not any(today.n_seen for today in told):
        raise ModelError(
            Sentence(
                N_("the actuals have no whole slot of {day} before {moment}"),
                day=grid.date_of(now),
                moment=as_of.isoformat(),
            )
        )
    return Reforecast(FORECAST.check(found), tuple(told))


def _seen(actuals: pd.DataFrame, grid: TimeGrid, day: range, now: int) -> dict[str, dict[int, float]]:
    """Return contacts by queue and slot of *day* that ended before slot *now* and of which every part was seen."""
    elapsed = (actuals["start"] - pd.Timestamp(grid.origin)) / pd.Timedelta(grid.slot_length)
    slots = np.floor(elapsed.to_numpy(dtype=float)).astype(np.int64)
    steps = np.diff(np.unique(elapsed.to_numpy(dtype=float)))
    parts = max(1, round(1 / float(steps.min()))) if len(steps) else 1
    if len(steps) and steps.min() > 1 + 1e-9:
        raise ModelError(
            Sentence(N_("the actuals come in steps longer than {minutes} minutes"), minutes=grid.slot_minutes)
        )
    frame = pd.DataFrame({"queue": actuals["queue"], "slot": slots, "offered": actuals["offered"]})
    inside = frame[(slots >= day.start) & (slots < now)]
    sums = inside.groupby(["queue", "slot"], sort=True)["offered"].agg(["sum", "size"])
    found: dict[str, dict[int, float]] = {}
    whole = sums[sums["size"] >= parts].reset_index()
    for queue, slot, came in zip(whole["queue"], whole["slot"], whole["sum"], strict=True):
        found.setdefault(str(queue), {})[int(slot)] = float(came)
    return found


def _of_queue(
    name: str, rows: pd.DataFrame, seen: dict[int, float], slots: Sequence[int], grid: TimeGrid
) -> tuple[pd.DataFrame, Today]:
    known = np.array([slot in seen for slot in slots])
    means = rows["mean"].to_numpy()
    came = np.array([seen.get(slot, 0.0) for slot in slots])
    foretold = float(means[known].sum())
    if not known.any() or foretold <= 0:
        return rows, Today(name, int(known.sum()), float(came.sum()), foretold, 1.0)
    day_sd = _day_sd(rows)
    hours = np.arange(len(slots), dtype=np.float64) * (grid.slot_length / timedelta(hours=1))
    day = Expected(means, hours, day_sd, _slot_sd(rows, day_sd))
    followed, rest = follow(day, came, known), ~known
    changed = rows.copy()
    changed["mean"] = np.where(known, came, means * followed.factors)
    shrunk = _shrunk(day, followed)
    for column in quantile_columns(rows):
        changed[column] = np.where(known, came, _band(rows[column].to_numpy(), means, followed.factors, shrunk))
    expected = float((means * followed.factors)[rest].sum())
    first = int(np.flatnonzero(rows["day_p95"].notna().to_numpy())[0])
    for column, share in quantile_columns(rows, "day_").items():
        bounds = changed[column].to_numpy().copy()
        bounds[first] = came.sum() + max(0.0, expected + stats.norm.ppf(share) * followed.total_sd(means, rest))
        changed[column] = bounds
    factor = expected / float(means[rest].sum()) if means[rest].sum() > 0 else 1.0
    return changed, Today(name, int(known.sum()), float(came.sum()), foretold, factor)


def _shrunk(day: Expected, followed: Followed) -> Floats:
    """Return by slot how much surer its spread beyond chance has become, 1 for no surer."""
    left = np.maximum(np.diag(followed.covariance), 0.0) + followed.own
    return np.asarray(np.minimum(1.0, np.sqrt(left / (day.day_sd**2 + day.slot_sd**2))))


def _day_sd(rows: pd.DataFrame) -> float:
    """Return the standard deviation of the day's logarithm that its band stands for."""
    first = rows["day_p95"].notna()
    low, high = float(rows.loc[first, "day_p05"].iloc[0]), float(rows.loc[first, "day_p95"].iloc[0])
    return max(LEAST_SD, float(np.log((high + 0.5) / (low + 0.5))) / (2 * SD_90))


def _slot_sd(rows: pd.DataFrame, day_sd: float) -> float:
    """Return the usual spread of a slot's logarithm beyond the day's own and chance; busier slots count more."""
    means = rows["mean"].to_numpy()
    spread = ((rows["p95"] - rows["p05"]).to_numpy() / (2 * SD_90)) ** 2
    beyond = np.maximum(spread - means - (day_sd * means) ** 2, 0.0).sum() / max(float((means**2).sum()), 1e-9)
    return max(LEAST_SD, float(np.sqrt(beyond)))


def _band(values: Floats, means: Floats, factors: Floats, shrunk: Floats) -> Floats:
    """Return quantiles around the new means, as much narrower as the day is surer; never narrower than chance was."""
    away = (values - means) * factors
    chance = np.sqrt(np.maximum(means * factors, 0.0)) * SD_90
    narrow = np.sign(away) * np.maximum(np.abs(away) * shrunk, np.minimum(np.abs(away), chance))
    return np.asarray(np.maximum(means * factors + narrow, 0.0))
