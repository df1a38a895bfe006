"""The accuracy report: a backtest summed up over everything, and by lead week, queue, event and hour."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from forecasting.calendar import EventCalendar
from forecasting.messages import Translate, english
from forecasting.scores import bias, coverage, day_totals, floor_wape, pinball, wape

LEVELS = {"p05": 0.05, "p50": 0.50, "p95": 0.95}
FIGURES = ("rows", "came", "wape", "bias", "pinball", "coverage", "floor_wape")
DAY_KEY = ["model", "origin", "queue", "day", "lead_days", "day_scale"]


def days_of(tried: pd.DataFrame, calendar: EventCalendar, translate: Translate = english) -> pd.DataFrame:
    """Return *tried*, laid out as BACKTEST, by local day: one row a model, origin, queue and day.

    ``came``, ``mean``, ``p05``, ``p50``, ``p95``, ``lead_week`` (1 for the first seven days) and ``events``, the tuple
    of what the calendar calls the day in the language of *translate*, empty on ordinary ones. The band of a day with missing slots is NaN.
    """
    local = tried.assign(day=tried["start"].dt.tz_convert(str(calendar.zone)).dt.date)
    days = _summed(local)
    names = {day: calendar.names_on(day, translate) for day in days["day"].unique()}
    return days.assign(
        p50=days["mean"],
        lead_week=(days["lead_days"] - 1) // 7 + 1,
        events=days["day"].map(names),
    )


def _summed(local: pd.DataFrame) -> pd.DataFrame:
    # NaN in the key would lose its rows.
    filled = local.assign(day_scale=local["day_scale"].fillna(-1.0))
    days = day_totals(filled, DAY_KEY)
    return days.assign(day_scale=days["day_scale"].where(days["day_scale"] > 0))


def accuracy(rows: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return the accuracy of each model by the columns *by* of *rows* (days from ``days_of``, or slots).

    ``rows`` counts them, ``came`` sums their contacts; ``wape``, ``bias`` and ``pinball`` (mean of the 5, 50 and 95 %
    quantiles' losses) are shares of what came, ``coverage`` is the share of rows within the 90 % band, ``floor_wape``
    what pure chance leaves to the best model. NaN where nothing came or no band was told.
    """
    key = ["model", *by]
    found = [dict(zip(key, names, strict=True)) | figures(group) for names, group in rows.groupby(key, sort=True)]
    return pd.DataFrame(found, columns=[*key, *FIGURES])


def figures(rows: pd.DataFrame) -> dict[str, float]:
    """Return the figures of ``accuracy`` for all of *rows* together."""
    came, mean = rows["came"].to_numpy(float), rows["mean"].to_numpy(float)
    banded = with_band(rows)
    return {
        "rows": len(rows),
        "came": float(came.sum()),
        "wape": wape(came, mean),
        "bias": bias(came, mean),
        "pinball": _relative_pinball(banded),
        "coverage": _coverage(banded),
        "floor_wape": floor_wape(came),
    }


def with_band(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that have a band: missing slots leave a day without, an expected zero needs none."""
    return rows[rows["p05"].notna() & rows["p95"].notna() & ((rows["p95"] > 0) | (rows["came"] > 0))]


def _coverage(banded: pd.DataFrame) -> float:
    """Return the share within the band, NaN for a model that tells none: its quantiles are all the same."""
    if not (banded["p95"] > banded["p05"]).any():
        return float("nan")
    return coverage(banded["came"].to_numpy(float), banded["p05"].to_numpy(float), banded["p95"].to_numpy(float))


def pinball_of(rows: pd.DataFrame) -> pd.Series:
    """Return by row the mean loss of the 5, 50 and 95 % quantiles, in contacts."""
    came = rows["came"].to_numpy(float)
    losses = [pinball(came, rows[name].to_numpy(float), share) for name, share in LEVELS.items()]
    return pd.Series(sum(losses) / len(LEVELS), index=rows.index)


def _relative_pinball(rows: pd.DataFrame) -> float:
    total = float(rows["came"].sum())
    return float(pinball_of(rows).sum()) / total if total > 0 else float("nan")


def of_site(days: pd.DataFrame) -> pd.DataFrame:
    """Return *days*, from ``days_of``, with the queues of a model, origin and day added up, called ``all`` in ``site``.

    Days of which a queue is missing are left out. Nobody foretold the sum's band: it is NaN.
    """
    key = ["model", "origin", "day"]
    sums = days.groupby(key, as_index=False).agg(
        came=("came", "sum"), mean=("mean", "sum"), queues=("queue", "nunique"), lead_week=("lead_week", "max")
    )
    whole = sums[sums.groupby(["model", "origin"])["queues"].transform("max") == sums["queues"]]
    return whole.assign(site="all", p05=np.nan, p50=whole["mean"], p95=np.nan).reset_index(drop=True)


def by_event(days: pd.DataFrame) -> pd.DataFrame:
    """Return *days*, from ``days_of``, once for each event on them, named in ``event``; ordinary days are left out."""
    return days.assign(event=days["events"]).explode("event").dropna(subset="event")


def by_hour(tried: pd.DataFrame, calendar: EventCalendar) -> pd.DataFrame:
    """Return the slots of *tried* with ``local_hour``, those without volume and expectation left out."""
    lively = tried[(tried["mean"] > 0) | (tried["came"] > 0)]
    return lively.assign(local_hour=lively["start"].dt.tz_convert(str(calendar.zone)).dt.hour)


def accuracy_report(
    tried: pd.DataFrame, calendar: EventCalendar, translate: Translate = english
) -> Mapping[str, pd.DataFrame]:
    """Return ``accuracy`` of *tried*, laid out as BACKTEST: of all days under "", then by column.

    Columns are ``lead_week``, ``queue``, ``site`` (the sum of several queues), ``event`` and, where there are slots,
    ``local_hour``; the latter counts slots, the others day totals.
    """
    days = days_of(tried, calendar, translate)
    report = {
        "": accuracy(days),
        "lead_week": accuracy(days, ["lead_week"]),
        "queue": accuracy(days, ["queue"]),
        **({"site": accuracy(of_site(days), ["site"])} if len(days["queue"].unique()) > 1 else {}),
        "event": accuracy(by_event(days), ["event"]),
    }
    if len(tried) > len(days):
        report["local_hour"] = accuracy(by_hour(tried, calendar), ["local_hour"])
    return report


def in_one(report: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return *report* as one table: ``by`` names the column and ``value`` what stands there, both empty for all days."""
    parts = [
        table.assign(by=by, value=table[by].astype("str") if by else "")[["by", "value", "model", *FIGURES]]
        for by, table in report.items()
    ]
    return pd.concat(parts, ignore_index=True)


def against(table: pd.DataFrame, model: str) -> pd.Series:
    """Return by row of an ``accuracy`` table by nothing how much smaller its error is than that of *model*, as a share."""
    reference = table.loc[table["model"] == model, "wape"]
    if reference.empty:
        return pd.Series(np.nan, index=table.index)
    return 1 - table["wape"] / float(reference.iloc[0])
