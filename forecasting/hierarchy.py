"""Queues sum to the site: a forecast of the whole that agrees with its parts, and parts that agree with the whole."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from forecasting.errors import FrameError
from forecasting.frames import FORECAST, HISTORY
from forecasting.models.days import Floats
from forecasting.rescale import SD_90, quantile_columns, rescaled
from forecasting.site import Queue, Site

SHRINKAGE_WEEKS = 8.0
USUAL_CORRELATION = 0.3


def site_history(history: pd.DataFrame, name: str, site: Site | None = None) -> pd.DataFrame:
    """Return the sum of all queues of *history*, laid out as HISTORY, as one queue called *name*.

    Only instants that every queue knows count: a gap in one is none in the sum. With *site*, a queue to which nothing can
    come at an instant need not know it: at night the backlogs are the sum. Handling times go by volume.
    """
    HISTORY.check(history)
    timed = history["offered"].where(history["aht_seconds"].notna(), 0)
    seconds = (timed * history["aht_seconds"]).fillna(0.0)
    sums = (
        history.assign(timed=timed, seconds=seconds)
        .groupby("start", sort=True)
        .agg(offered=("offered", "sum"), timed=("timed", "sum"), seconds=("seconds", "sum"), known=("queue", "nunique"))
    )
    expected = np.full(len(sums), history["queue"].nunique())
    if site is not None:
        known = {str(queue) for queue in history["queue"].unique()}
        expected -= np.sum([_silent(queue, sums.index, site) for queue in site.queues if queue.name in known], axis=0)
    whole = sums[sums["known"].to_numpy() >= expected].reset_index()
    return HISTORY.check(
        pd.DataFrame(
            {
                "queue": pd.Series([name] * len(whole), dtype="str"),
                "start": whole["start"],
                "offered": whole["offered"].astype("int64"),
                "aht_seconds": (whole["seconds"] / whole["timed"].where(whole["timed"] > 0)).astype("float64"),
            }
        )
    )


def _silent(queue: Queue, starts: pd.Index, site: Site) -> npt.NDArray[np.int64]:
    """Return 1 for each of *starts* at which nothing can come to *queue*, 0 elsewhere."""
    local = pd.DatetimeIndex(starts).tz_convert(str(site.zone))
    spans = {day: queue.arrivals.span_on(day) for day in set(local.date)}
    minutes = local.hour * 60 + local.minute
    return np.array(
        [
            0 if (span := spans[day]) is not None and span.opens <= minute < span.closes else 1
            for day, minute in zip(local.date, minutes, strict=True)
        ]
    )


def correlations(history: pd.DataFrame, queues: list[str], zone: str) -> Floats:
    """Return how the *queues* go up and down together from one week to the next, shape (queues, queues).

    From the change of each day's logarithm against the same weekday a week before; few weeks lean on 0.3.
    """
    days = history["start"].dt.tz_convert(zone).dt.tz_localize(None).dt.normalize()
    daily = history.assign(day=days).pivot_table(index="day", columns="queue", values="offered", aggfunc="sum")
    logs = np.log(daily.reindex(columns=queues).to_numpy(dtype=float) + 0.5)
    changes = logs[7:] - logs[:-7]
    changes = changes[np.isfinite(changes).all(axis=1)]
    usual = np.full((len(queues), len(queues)), USUAL_CORRELATION) + (1 - USUAL_CORRELATION) * np.eye(len(queues))
    spread = changes.std(axis=0) if len(changes) > 2 else np.zeros(len(queues))
    if not bool((spread > 0).all()):
        return usual
    limit = 3 * spread
    found = np.atleast_2d(np.corrcoef(np.clip(changes, -limit, limit), rowvar=False))
    weight = len(changes) / (len(changes) + 7 * SHRINKAGE_WEEKS)
    return np.asarray(weight * found + (1 - weight) * usual)


def site_total(forecast: pd.DataFrame, name: str, together: Floats) -> pd.DataFrame:
    """Return the forecast of the sum of all queues, laid out as FORECAST with *name* as its queue.

    *together* are the correlations of the queues in order of their names. Means are sums; bands are as wide as queues go
    together, never wider than if all of them were high or low at once; what is pure chance in a slot goes with nothing. Handling times go by volume.
    """
    FORECAST.check(forecast)
    queues = sorted(forecast["queue"].unique())
    ordered = forecast.sort_values(["queue", "start"], kind="stable")
    starts = ordered.loc[ordered["queue"] == queues[0], "start"].reset_index(drop=True)
    if len(ordered) != len(queues) * len(starts):
        raise FrameError("FORECAST", ["the queues have other slots than each other"])
    shape = (len(queues), len(starts))
    table = {
        column: ordered[column].to_numpy().reshape(shape)
        for column in ("mean", "aht_seconds", *quantile_columns(ordered), *quantile_columns(ordered, "day_"))
    }
    means, total = table["mean"], table["mean"].sum(axis=0)
    levels = dict(sorted(quantile_columns(ordered).items(), key=lambda level: level[1]))
    bands = {column: _slot_band(table[column], means, together, share) for column, share in levels.items()}
    ranked = np.sort(np.stack(list(bands.values())), axis=0)
    usual = table["aht_seconds"].mean(axis=0)
    aht = np.divide((means * table["aht_seconds"]).sum(axis=0), total, out=usual, where=total > 0)
    return FORECAST.check(
        pd.DataFrame(
            {
                "queue": pd.Series([name] * len(starts), dtype="str"),
                "start": starts,
                "mean": total,
                **{column: ranked[place] for place, column in enumerate(bands)},
                "aht_seconds": aht,
                **_day_bands(table, together),
            }
        )
    )


def _slot_band(values: Floats, means: Floats, together: Floats, share: float) -> Floats:
    """Return the quantile of *share* of the sum of slots: pure chance strikes each queue by itself."""
    away = values - means
    chance = np.minimum(away**2, stats.norm.ppf(share) ** 2 * means)
    beyond = np.sign(away) * np.sqrt(away**2 - chance)
    return _joined(away, _together(beyond, together) + chance.sum(axis=0), means)


def _band(values: Floats, means: Floats, together: Floats) -> Floats:
    """Return one quantile of the sum: the queues' distances from their means, joined by how they go together."""
    away = values - means
    return _joined(away, _together(away, together), means)


def _together(away: Floats, together: Floats) -> Floats:
    return np.asarray(np.maximum(np.einsum("is,ij,js->s", away, together, away), 0.0))


def _joined(away: Floats, squared: Floats, means: Floats) -> Floats:
    """Return the sum's mean with the distance whose square is *squared*, never farther than all distances at once."""
    at_once = away.sum(axis=0)
    distance = np.sign(at_once) * np.minimum(np.sqrt(squared), np.abs(at_once))
    return np.asarray(np.maximum(means.sum(axis=0) + distance, 0.0))


def _day_bands(table: dict[str, Floats], together: Floats) -> dict[str, Floats]:
    first: npt.NDArray[np.bool_] = np.all(np.isfinite(table["day_p95"]), axis=0)
    number = np.maximum(np.cumsum(first) - 1, 0)
    days = np.array([np.bincount(number, row) for row in table["mean"]])
    found = {}
    for column in (name for name in table if name.startswith("day_")):
        found[column] = np.full(len(first), np.nan)
        found[column][first] = _band(table[column][:, first], days[:, : int(first.sum())], together)
    return found


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Forecasts that agree: the *queues*' expected contacts sum to those of the *site* in every slot."""

    queues: pd.DataFrame
    site: pd.DataFrame


def reconciled(forecast: pd.DataFrame, whole: pd.DataFrame, together: Floats) -> Reconciled:
    """Let the queues' *forecast* and that of the *whole* site, both laid out as FORECAST, meet day by day.

    What they differ in is shared out by variance (Wickramasuriya et al. 2019, JASA 114:804, with a diagonal matrix): whoever
    is less sure gives way more. Slots keep their share of the day. The site's bands come from the queues'.
    """
    queues = sorted(forecast["queue"].unique())
    ordered = forecast.sort_values(["queue", "start"], kind="stable").reset_index(drop=True)
    first = whole["day_p95"].notna().to_numpy()
    number = np.cumsum(first) - 1
    width = len(whole)
    means = ordered["mean"].to_numpy().reshape(len(queues), width)
    days = np.array([np.bincount(number, row) for row in means])
    site_days = np.bincount(number, whole["mean"].to_numpy())
    variances = np.array([_variance(ordered.iloc[at * width : (at + 1) * width], first) for at in range(len(queues))])
    gap = site_days - days.sum(axis=0)
    total = variances.sum(axis=0) + _variance(whole, first)
    shares = np.divide(variances, total, out=np.zeros_like(variances), where=total > 0)
    met = np.maximum(days + shares * gap, 0.0)
    factors = np.divide(met, days, out=np.ones_like(days), where=days > 0)[:, number].ravel()
    parts = rescaled(ordered, factors)
    return Reconciled(parts, site_total(parts, str(whole["queue"].iloc[0]), together))


def _variance(rows: pd.DataFrame, first: npt.NDArray[np.bool_]) -> Floats:
    band = (rows["day_p95"] - rows["day_p05"]).to_numpy()[first]
    return np.asarray((band / (2 * SD_90)) ** 2)
