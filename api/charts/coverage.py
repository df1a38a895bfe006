"""Figures of required against rostered people: slot by slot, and as a heatmap of days by time of day."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from api.charts.figure import (
    COLOURS,
    Figure,
    Numbers,
    along_time,
    closed_steps,
    figure,
    rounded,
    slot_starts,
    time_axis,
    value_axis,
)
from api.charts.spans import NamedSpan, shading
from forecasting.messages import Translate
from forecasting.site import clock
from forecasting.timegrid import MINUTES_A_DAY, TimeGrid


def coverage_figure(
    grid: TimeGrid, required: Numbers, rostered: Numbers, spans: Sequence[NamedSpan], _: Translate
) -> Figure:
    """Return the people *required* and *rostered* on duty in each slot of *grid*, what is missing shaded."""
    needed, present = np.asarray(required, dtype=np.float64), np.asarray(rostered, dtype=np.float64)
    moments = slot_starts(grid)
    line = {"type": "scatter", "mode": "lines", **along_time(moments)}
    covered = closed_steps(rounded(np.minimum(needed, present)))
    traces = [
        {**line, "y": covered, "line": {"width": 0, "shape": "hv"}, "showlegend": False, "hoverinfo": "skip"},
        {
            **line,
            "y": closed_steps(rounded(needed)),
            "name": _("short"),
            "line": {"width": 0, "shape": "hv"},
            "fill": "tonexty",
            "fillcolor": COLOURS["short-area"],
            "hoverinfo": "skip",
        },
        _steps(line, rounded(present), _("rostered, on duty"), "rostered"),
        _steps(line, rounded(needed), _("required"), "required"),
    ]
    return figure(
        traces,
        xaxis=time_axis(moments[0], moments[-1], _),
        yaxis=value_axis(_("people")),
        **shading(spans, moments[0], moments[-1]),
    )


def _steps(line: dict[str, object], values: Sequence[object], name: str, colour: str) -> dict[str, object]:
    pen = {"color": COLOURS[colour], "width": 1.6, "shape": "hv"}
    return {**line, "y": closed_steps(values), "name": name, "line": pen}


def coverage_heatmap(grid: TimeGrid, required: Numbers, rostered: Numbers, _: Translate) -> Figure:
    """Return rostered less required people by day (down) and time of day (across); empty where nobody is needed or rostered.

    Each side of zero has its own scale, so that a small shortage shows beside a large excess.
    """
    days, balance = _by_clock(grid, np.asarray(required, dtype=np.float64), np.asarray(rostered, dtype=np.float64))
    least, most = min(-1.0, float(np.nanmin(balance, initial=0))), max(1.0, float(np.nanmax(balance, initial=0)))
    heat = {
        "type": "heatmap",
        "x": [clock(minute) for minute in range(0, MINUTES_A_DAY, grid.slot_minutes)],
        "y": [day.isoformat() for day in days],
        "z": [rounded(row) for row in balance],
        "zmin": least,
        "zmax": most,
        "colorscale": [[0, COLOURS["short"]], [least / (least - most), COLOURS["even"]], [1, COLOURS["excess"]]],
        "colorbar": {
            "title": {"text": _("people above (+) or below (−) the requirement"), "side": "top"},
            "orientation": "h",
            "thickness": 10,
            "len": 0.6,
            "x": 1,
            "xanchor": "right",
            "y": 1,
            "yanchor": "bottom",
            "tickformat": "+",
        },
        "hovertemplate": "%{y|%Y-%m-%d %a} %{x}<br>"
        + _("%{z:+.1f} people against the requirement")
        + "<extra></extra>",
        "ygap": 1,
    }
    return figure(
        [heat],
        height=150 + 18 * len(days),
        margin={"l": 76, "r": 16, "t": 76, "b": 36},
        hovermode="closest",
        xaxis={"type": "category", "nticks": 13, "showgrid": False},
        yaxis=_day_rows(days),
    )


def _day_rows(days: Sequence[date]) -> dict[str, object]:
    return {
        "type": "date",
        "range": [f"{days[-1].isoformat()} 12:00", f"{(days[0] - timedelta(days=1)).isoformat()} 12:00"],
        "tick0": days[0].isoformat(),
        "dtick": 86_400_000,
        "tickformat": "%m-%d %a",
        "tickfont": {"size": 11},
        "showgrid": False,
        "fixedrange": True,
    }


def _by_clock(grid: TimeGrid, required: np.ndarray, rostered: np.ndarray) -> tuple[list[date], np.ndarray]:
    """Place each slot at its wall time; an hour that the clock shows twice keeps its worse slot, a skipped one is empty."""
    days = list(grid.dates())
    row_of = {day: index for index, day in enumerate(days)}
    balance = np.full((len(days), MINUTES_A_DAY // grid.slot_minutes), np.nan)
    for slot in range(grid.n_slots):
        if not required[slot] and not rostered[slot]:
            continue
        local = grid.local(slot)
        place = row_of[local.date()], (local.hour * 60 + local.minute) // grid.slot_minutes
        balance[place] = np.fmin(balance[place], rostered[slot] - required[slot])
    return days, balance
