"""Figures of the forecast: slot by slot with its bands, and the days' totals."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from api.charts.figure import (
    COLOURS,
    Figure,
    along_time,
    closed_steps,
    figure,
    local_starts,
    rounded,
    time_axis,
    value_axis,
)
from api.charts.spans import NamedSpan, shading
from forecasting.messages import Translate


def forecast_figure(
    forecast: pd.DataFrame, queue: str, zone: ZoneInfo, slot_minutes: int, spans: Sequence[NamedSpan], _: Translate
) -> Figure:
    """Return mean, 5–95 % and 25–75 % bands of *queue* in contacts a slot; *forecast* is laid out as FORECAST.

    Slots without a row leave a gap. Raises ValueError where *queue* has no row at all.
    """
    rows = _every_slot(forecast[forecast["queue"] == queue], queue, slot_minutes)
    moments = local_starts(rows["start"], zone, timedelta(minutes=slot_minutes))
    line = {"type": "scatter", "mode": "lines", **along_time(moments)}

    def steps(column: str) -> list[object]:
        return closed_steps(rounded(rows[column]))

    def edge(column: str, name: str) -> dict[str, object]:
        return {**line, "y": steps(column), "name": name, "line": {"width": 0, "shape": "hv"}, "showlegend": False}

    def fill(column: str, name: str, band: str, colour: str) -> dict[str, object]:
        told = {"name": band, "showlegend": True, "hovertemplate": f"{name}: %{{y}}<extra></extra>"}
        return {**edge(column, name), **told, "fill": "tonexty", "fillcolor": COLOURS[colour]}

    traces = [
        edge("p05", _("5 % quantile")),
        fill("p95", _("95 % quantile"), _("5–95 % band"), "band"),
        edge("p25", _("25 % quantile")),
        fill("p75", _("75 % quantile"), _("25–75 % band"), "inner-band"),
        {
            **line,
            "y": steps("mean"),
            "name": _("expected (mean)"),
            "line": {"color": COLOURS["mean"], "width": 1.6, "shape": "hv"},
        },
    ]
    title = _("contacts in {minutes} minutes").format(minutes=slot_minutes)
    return figure(
        traces,
        xaxis=time_axis(moments[0], moments[-1], _),
        yaxis=value_axis(title),
        **shading(spans, moments[0], moments[-1]),
    )


def _every_slot(rows: pd.DataFrame, queue: str, slot_minutes: int) -> pd.DataFrame:
    """Return *rows* from the first to the last slot, missing ones with missing values: a step would hold through them."""
    if rows.empty:
        raise ValueError(f"forecast: queue {queue} has no rows")
    every = pd.date_range(rows["start"].min(), rows["start"].max(), freq=timedelta(minutes=slot_minutes), name="start")
    return rows.set_index("start").reindex(every).reset_index()


def day_totals_figure(
    forecast: pd.DataFrame, queue: str, zone: ZoneInfo, spans: Sequence[NamedSpan], _: Translate
) -> Figure:
    """Return the expected contacts of each local day of *queue* with the day's own 5–95 % band."""
    totals = day_totals(forecast, queue, zone)
    bars = {
        "type": "bar",
        "x": [day.isoformat() for day in totals.index],
        "y": rounded(totals["mean"], 0),
        "name": _("expected contacts in the day"),
        "marker": {"color": COLOURS["mean"], "opacity": 0.75},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": rounded(np.maximum(0, totals["day_p95"] - totals["mean"]), 0),
            "arrayminus": rounded(np.maximum(0, totals["mean"] - totals["day_p05"]), 0),
            "color": COLOURS["text"],
            "thickness": 1,
            "width": 2,
        },
        "customdata": [
            list(pair) for pair in zip(rounded(totals["day_p05"], 0), rounded(totals["day_p95"], 0), strict=True)
        ],
        "hovertemplate": _("%{y:,} expected, 5–95 %: %{customdata[0]:,} – %{customdata[1]:,}") + "<extra></extra>",
        "xperiod": 86_400_000,
        "xperiodalignment": "middle",
    }
    first, last = (
        datetime.combine(day, time(), zone) for day in (totals.index[0], totals.index[-1] + timedelta(days=1))
    )
    axis = {
        **time_axis(first, last, _, zoom=False),
        "hoverformat": "%Y-%m-%d %a",
        "fixedrange": True,
        "ticklabelmode": "period",
    }
    return figure(
        [bars], xaxis=axis, yaxis=value_axis(_("contacts in the day")), height=300, **shading(spans, first, last)
    )


def day_totals(forecast: pd.DataFrame, queue: str, zone: ZoneInfo) -> pd.DataFrame:
    """Return by local day the sum of ``mean`` and the day's ``day_p05`` and ``day_p95`` (missing where the frame has none)."""
    rows = forecast[forecast["queue"] == queue]
    local_day = rows["start"].dt.tz_convert(zone).dt.date.rename("local_day")
    return rows.groupby(local_day).agg({"mean": "sum", "day_p05": "max", "day_p95": "max"})
