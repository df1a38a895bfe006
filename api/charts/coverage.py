"""Figures of required against rostered people: slot by slot, and as a heatmap of days by time of day."""

from collections.abc import Sequence
from datetime import date

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
    line = {"type": "scatter", "mode": "lines", **along_time(slot_starts(grid))}
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
    return figure(traces, xaxis=time_axis(_), yaxis=value_axis(_("people")), **shading(spans))


def _steps(line: dict[str, object], values: Sequence[object], name: str, colour: str) -> dict[str, object]:
    pen = {"color": COLOURS[colour], "width": 1.6, "shape": "hv"}
    return {**line, "y": closed_steps(values), "name": name, "line": pen}


def coverage_heatmap(grid: TimeGrid, required: Numbers, rostered: Numbers, _: Translate) -> Figure:
    """Return rostered less required people by day (down) and time of day (across); empty where nobody is needed or rostered."""
    days, balance = _by_clock(grid, np.asarray(required, dtype=np.float64), np.asarray(rostered, dtype=np.float64))
    reach = max(1.0, float(np.nanmax(np.abs(balance)))) if bool(np.isfinite(balance).any()) else 1.0
    heat = {
        "type": "heatmap",
        "x": [clock(minute) for minute in range(0, MINUTES_A_DAY, grid.slot_minutes)],
        "y": [day.isoformat() for day in days],
        "z": [rounded(row) for row in balance],
        "zmin": -reach,
        "zmid": 0,
        "zmax": reach,
        "colorscale": [[0, COLOURS["short"]], [0.5, COLOURS["even"]], [1, COLOURS["excess"]]],
        "colorbar": {
            "title": {"text": _("people above (+) or below (−) the requirement"), "side": "right"},
            "thickness": 12,
        },
        "hovertemplate": "%{y} %{x}<br>" + _("%{z:+.1f} people against the requirement") + "<extra></extra>",
        "xgap": 0,
        "ygap": 1,
    }
    return figure(
        [heat],
        height=140 + 17 * len(days),
        margin={"l": 84, "r": 16, "t": 16, "b": 40},
        hovermode="closest",
        xaxis={"type": "category", "nticks": 13, "tickangle": 0, "showgrid": False},
        yaxis={"type": "category", "autorange": "reversed", "showgrid": False, "nticks": 32, "fixedrange": True},
    )


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
