"""Figures of a backtest: what was foretold beside what came, and the errors of each model."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd

from api.charts.figure import COLOURS, Figure, figure, plain, rounded, value_axis
from forecasting.messages import N_, Translate

SHADES = ("mean", "required", "night", "short", "excess")
GAP_DAYS = 7
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
AXES: Mapping[str, str] = {
    "lead_week": N_("week ahead"),
    "queue": N_("queue"),
    "event": N_("event"),
    "local_hour": N_("hour of the day"),
}


def error_figure(table: pd.DataFrame, by: str, models: Sequence[str], _: Translate) -> Figure:
    """Return the WAPE in per cent of each of *models* by the column *by* of *table*, from ``accuracy``, and the floor."""
    places = [plain(str(value)) for value in sorted(table[by].unique())]
    traces = [
        {
            "type": "bar",
            "x": places,
            "y": _percent(table, by, model, "wape"),
            "name": plain(model),
            "marker": {"color": COLOURS[SHADES[place % len(SHADES)]], "opacity": 0.8},
        }
        for place, model in enumerate(models)
    ]
    floor = {
        "type": "scatter",
        "mode": "markers",
        "x": places,
        "y": _percent(table, by, models[0], "floor_wape"),
        "name": _("error left by pure chance"),
        "marker": {"symbol": "line-ew-open", "size": 14, "color": COLOURS["text"]},
    }
    axis = {"type": "category", "title": {"text": _(AXES[by])}}
    return figure(
        [*traces, floor], xaxis=axis, yaxis=value_axis(_("error, % of what came")), barmode="group", height=340
    )


def coverage_by_lead_figure(table: pd.DataFrame, models: Sequence[str], _: Translate) -> Figure:
    """Return by week ahead the share of days within the 90 % band, in per cent, of each of *models* that has bands."""
    places = sorted(table["lead_week"].unique())
    traces = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": [int(place) for place in places],
            "y": _percent(table, "lead_week", model, "coverage"),
            "name": plain(model),
            "line": {"color": COLOURS[SHADES[place % len(SHADES)]], "dash": DASHES[place % len(DASHES)]},
        }
        for place, model in enumerate(models)
    ]
    target = {
        "type": "scatter",
        "mode": "lines",
        "x": [int(place) for place in places],
        "y": [90] * len(places),
        "name": _("aimed at"),
        "line": {"color": COLOURS["text"], "dash": "dot", "width": 1},
    }
    axis = {"title": {"text": _(AXES["lead_week"])}, "dtick": 1}
    return figure(
        [*traces, target], xaxis=axis, yaxis={**value_axis(_("days within the band, %")), "range": [0, 105]}, height=300
    )


def _percent(table: pd.DataFrame, by: str, model: str, column: str) -> list[float | int | None]:
    places = sorted(table[by].unique())
    values = table[table["model"] == model].set_index(by)[column].reindex(places)
    return rounded(values.to_numpy(dtype=np.float64) * 100, 2)


def foretold_figure(days: pd.DataFrame, queue: str, models: Sequence[str], _: Translate) -> Figure:
    """Return the day totals of *queue* that came beside those foretold; *days* are from ``days_of``.

    Where horizons overlap the last origin's forecast is shown; the band is that of the first of *models*.
    """
    rows = days[days["queue"] == queue].sort_values("origin").drop_duplicates(["model", "day"], keep="last")
    every = _days_with_gaps(sorted(rows["day"].unique()))
    lines = {model: rows[rows["model"] == model].set_index("day").reindex(every) for model in models}
    base = {"type": "scatter", "mode": "lines", "x": [day.isoformat() for day in every]}
    first = lines[models[0]]
    edge = {**base, "line": {"width": 0}, "hoverinfo": "skip"}
    traces: list[dict[str, object]] = [
        {**edge, "y": rounded(first["p05"]), "showlegend": False},
        {**edge, "y": rounded(first["p95"]), "fill": "tonexty", "fillcolor": COLOURS["band"], "name": _("5–95 % band")},
        {**base, "y": rounded(first["came"]), "name": _("came"), "line": {"color": COLOURS["required"], "width": 1.6}},
    ]
    traces += [
        {
            **base,
            "y": rounded(line["mean"]),
            "name": plain(model),
            "line": {"color": COLOURS[SHADES[place % len(SHADES)]], "dash": DASHES[place % len(DASHES)], "width": 1.4},
            **({} if place == 0 else {"visible": "legendonly"}),
        }
        for place, (model, line) in enumerate(lines.items())
    ]
    return figure(
        traces,
        xaxis={"type": "date", "tickformat": "%Y-%m-%d", "nticks": 8},
        yaxis=value_axis(_("contacts in the day")),
    )


def _days_with_gaps(days: Sequence[date]) -> list[date]:
    """Return *days* with the day after each before a longer gap: nothing is known of it, so that lines break there."""
    breaks = [
        earlier + timedelta(days=1) for earlier, later in pairwise(days) if later - earlier > timedelta(days=GAP_DAYS)
    ]
    return sorted([*days, *breaks])
