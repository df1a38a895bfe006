"""Figures of simulated service: by slot with bands, by day the chance of the target, days by time of day, waits, people."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import numpy as np
import pandas as pd

from api.charts.figure import COLOURS, Figure, along_time, closed_steps, figure, plain, rounded, time_axis, value_axis
from api.charts.figure import slot_starts as grid_starts
from api.charts.spans import NamedSpan, shading
from forecasting.messages import Translate
from forecasting.site import clock
from forecasting.timegrid import MINUTES_A_DAY, TimeGrid

SHADES = ("rostered", "short", "night", "required", "excess")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
Cases = Mapping[str, pd.DataFrame]


def level_figure(
    cases: Cases, queue: str, target: float, grid: TimeGrid, spans: Sequence[NamedSpan], _: Translate
) -> Figure:
    """Return the share of contacts of *queue* answered in time, slot by slot: the first of *cases* with the band of days, others beside it.

    *cases* are laid out as OUTCOME, by name; those after the first are shown when asked for.
    """
    moments = grid_starts(grid)
    base: dict[str, object] = {"type": "scatter", "mode": "lines", **along_time(moments)}
    first = _rows(next(iter(cases.values())), queue)
    edge = {**base, "line": {"width": 0, "shape": "hv"}, "hoverinfo": "skip"}
    traces: list[dict[str, object]] = [
        {**edge, "y": _edge(first, "service_level_p05"), "showlegend": False},
        {
            **edge,
            "y": _edge(first, "service_level_p95"),
            "fill": "tonexty",
            "fillcolor": COLOURS["band"],
            "name": _("nine days in ten"),
        },
    ]
    traces += [
        {
            **base,
            "y": _steps(_rows(frame, queue), "service_level"),
            "name": plain(name),
            "line": {**_pen(place), "shape": "hv", "width": 1.6},
            **({} if place == 0 else {"visible": "legendonly"}),
        }
        for place, (name, frame) in enumerate(cases.items())
    ]
    traces.append({**base, "y": [target * 100] * len(moments), "name": _("target"), "line": _DOTTED})
    return figure(
        traces,
        xaxis=time_axis(moments[0], moments[-1], _),
        yaxis={**_per_cent(_("answered in time, %")), "range": [0, 118]},  # names of events stand above the lines
        **shading(spans, moments[0], moments[-1]),
    )


def met_figure(cases: Cases, queue: str, _: Translate) -> Figure:
    """Return the probability that each day of *queue* reaches its target, with its confidence interval; *cases* by day."""
    traces = []
    for place, (name, frame) in enumerate(cases.items()):
        rows = frame[frame["queue"] == queue]
        met, low, high = (rows[column] * 100 for column in ("target_met", "target_met_low", "target_met_high"))
        traces.append(
            {
                "type": "bar",
                "x": [day.isoformat() for day in rows["date"]],
                "y": rounded(met),
                "name": plain(name),
                "marker": {"color": COLOURS[SHADES[place % len(SHADES)]], "opacity": 0.75},
                "error_y": {
                    "type": "data",
                    "symmetric": False,
                    "array": rounded(high - met),
                    "arrayminus": rounded(met - low),
                    "color": COLOURS["text"],
                    "thickness": 1,
                    "width": 2,
                },
                "hovertemplate": "%{x|%Y-%m-%d %a}: %{y:.0f} %<extra></extra>",
                **({} if place == 0 else {"visible": "legendonly"}),
            }
        )
    axis = {"type": "date", "tickformat": "%m-%d\n%a", "fixedrange": True}
    return figure(traces, xaxis=axis, yaxis=_per_cent(_("chance that the target is met, %")), height=320)


def wait_figure(slots: pd.DataFrame, queue: str, grid: TimeGrid, _: Translate) -> Figure:
    """Return the wait that half and that nine in ten of the answered contacts of *queue* do not exceed, and the share that leaves."""
    moments = grid_starts(grid)
    rows = _rows(slots, queue)
    base: dict[str, object] = {"type": "scatter", "mode": "lines", **along_time(moments)}
    lines = (
        ("wait_p50", 1.0, _("half wait no longer, s"), "y", 0),
        ("wait_p90", 1.0, _("nine in ten wait no longer, s"), "y", 1),
        ("abandoned_share", 100.0, _("leave without an answer, %"), "y2", 2),
    )
    traces = [
        {
            **base,
            "y": closed_steps(rounded(rows[column].to_numpy(float) * scale)),
            "name": name,
            "yaxis": axis,
            "line": {**_pen(place), "dash": "solid", "shape": "hv", "width": 1.4},
        }
        for column, scale, name, axis, place in lines
    ]
    return figure(
        traces,
        xaxis={**time_axis(moments[0], moments[-1], _), "anchor": "y2"},
        yaxis={**value_axis(_("wait, s")), "domain": [0.45, 1]},
        yaxis2={**value_axis(_("leave, %")), "domain": [0, 0.35]},
    )


def people_figure(slots: pd.DataFrame, queue: str, grid: TimeGrid, _: Translate) -> Figure:
    """Return how many people who serve *queue* are there on average, absences allowed for, and how busy they are."""
    moments = grid_starts(grid)
    rows = _rows(slots, queue)
    base: dict[str, object] = {"type": "scatter", "mode": "lines", **along_time(moments)}
    busy = rows["occupancy"].to_numpy(float) * 100
    traces = [
        {**base, "y": _people(rows), "name": _("people there"), "line": {**_pen(0), "shape": "hv", "width": 1.4}},
        {
            **base,
            "y": closed_steps(rounded(busy)),
            "yaxis": "y2",
            "name": _("of their time busy, %"),
            "line": {**_pen(2), "dash": "solid", "shape": "hv", "width": 1.4},
        },
    ]
    return figure(
        traces,
        xaxis={**time_axis(moments[0], moments[-1], _), "anchor": "y2"},
        yaxis={**value_axis(_("people")), "domain": [0.45, 1]},
        yaxis2={**_per_cent(_("busy, %")), "domain": [0, 0.35]},
    )


def service_heatmap(slots: pd.DataFrame, queue: str, target: float, grid: TimeGrid, _: Translate) -> Figure:
    """Return the share answered in time by day (down) and time of day (across): pale at *target*, red below, blue above."""
    days = list(grid.dates())
    values = _by_clock(_rows(slots, queue)["service_level"].to_numpy(float) * 100, grid)
    even = min(max(target, 0.01), 0.99)
    heat = {
        "type": "heatmap",
        "x": [clock(minute) for minute in range(0, MINUTES_A_DAY, grid.slot_minutes)],
        "y": [day.isoformat() for day in days],
        "z": [rounded(row) for row in values],
        "zmin": 0,
        "zmax": 100,
        "colorscale": [[0, COLOURS["short"]], [even, COLOURS["even"]], [1, COLOURS["excess"]]],
        "colorbar": {
            "title": {"text": _("answered in time, %"), "side": "top"},
            "orientation": "h",
            "thickness": 10,
            "len": 0.6,
            "x": 1,
            "xanchor": "right",
            "y": 1,
            "yanchor": "bottom",
        },
        "hovertemplate": "%{y|%Y-%m-%d %a} %{x}: %{z:.0f} %<extra></extra>",
        "ygap": 1,
    }
    ends = [f"{days[-1].isoformat()} 12:00", f"{(days[0] - timedelta(days=1)).isoformat()} 12:00"]
    return figure(
        [heat],
        height=150 + 18 * len(days),
        margin={"l": 76, "r": 16, "t": 76, "b": 36},
        hovermode="closest",
        xaxis={"type": "category", "nticks": 13, "showgrid": False},
        yaxis={
            "type": "date",
            "range": ends,
            "tick0": days[0].isoformat(),
            "dtick": 86_400_000,
            "tickformat": "%m-%d %a",
            "tickfont": {"size": 11},
            "showgrid": False,
            "fixedrange": True,
        },
    )


_DOTTED = {"color": COLOURS["text"], "dash": "dot", "width": 1}


def _rows(frame: pd.DataFrame, queue: str) -> pd.DataFrame:
    return frame[frame["queue"] == queue]


def _pen(place: int) -> dict[str, object]:
    return {"color": COLOURS[SHADES[place % len(SHADES)]], "dash": DASHES[place % len(DASHES)]}


def _steps(rows: pd.DataFrame, column: str) -> list[object]:
    return closed_steps(rounded(rows[column].to_numpy(float) * 100))


def _edge(rows: pd.DataFrame, column: str) -> list[object]:
    """Return an edge of the band, at 0 where it is missing: plotly would fill across the gap, this way the band has no height there."""
    return closed_steps(rounded(np.nan_to_num(rows[column].to_numpy(float)) * 100))


def _people(rows: pd.DataFrame) -> list[object]:
    return closed_steps(rounded(rows["staff"].to_numpy(float)))


def _per_cent(title: str) -> dict[str, object]:
    return {**value_axis(title), "range": [0, 103]}


def _by_clock(values: np.ndarray, grid: TimeGrid) -> np.ndarray:
    """Place each slot at its wall time; an hour that the clock shows twice keeps its worse slot, a skipped one is empty."""
    row_of = {day: index for index, day in enumerate(grid.dates())}
    table = np.full((len(row_of), MINUTES_A_DAY // grid.slot_minutes), np.nan)
    for slot, value in enumerate(values.tolist()):
        local = grid.local(slot)
        place = row_of[local.date()], (local.hour * 60 + local.minute) // grid.slot_minutes
        table[place] = np.fmin(table[place], value)
    return table
