"""What every figure shares: the type, colours by role, numbers short enough to send, local time along the x axis."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecasting.messages import Translate
from forecasting.timegrid import TimeGrid

Figure = dict[str, object]
Numbers = npt.NDArray[np.float64] | npt.NDArray[np.int64] | pd.Series

# The page's style sheet sets the variable for light and dark; ``charts.js`` resolves it, the value after the comma stands in.
COLOURS = {
    "mean": "var(--chart-mean, #1f5fbf)",
    "band": "var(--chart-band, rgba(31, 95, 191, 0.14))",
    "inner-band": "var(--chart-inner-band, rgba(31, 95, 191, 0.26))",
    "required": "var(--chart-required, #1d2733)",
    "rostered": "var(--chart-rostered, #1f5fbf)",
    "short": "var(--chart-short, #c8372d)",
    "short-area": "var(--chart-short-area, rgba(200, 55, 45, 0.30))",
    "even": "var(--chart-even, #f4f5f7)",
    "excess": "var(--chart-excess, #2f6fb8)",
    "night": "var(--chart-night, #6a56b8)",
    "holiday": "var(--chart-holiday, rgba(200, 55, 45, 0.09))",
    "make-up": "var(--chart-make-up, rgba(110, 120, 130, 0.14))",
    "phase": "var(--chart-phase, rgba(190, 130, 20, 0.12))",
    "text": "var(--chart-text, #3b4652)",
    "grid": "var(--chart-grid, #e3e7ec)",
}


def rounded(values: Numbers | Iterable[float], digits: int = 1) -> list[float | int | None]:
    """Return *values* rounded to *digits*, whole ones as integers and missing ones as None."""
    return [_short(value) for value in np.round(np.asarray(values, dtype=np.float64), digits).tolist()]


def _short(value: float) -> float | int | None:
    if value != value:  # noqa: PLR0124  # NaN alone differs from itself
        return None
    return int(value) if value.is_integer() else value


def slot_starts(grid: TimeGrid) -> list[datetime]:
    """Return the starts of the slots of *grid* on the site's clock, and the end of the last."""
    return [grid.local(slot) for slot in range(grid.n_slots + 1)]


def local_starts(starts: pd.Series, zone: ZoneInfo, slot_length: timedelta) -> list[datetime]:
    """Return the UTC *starts* of a frame on the clock of *zone*, and the end of the last slot."""
    local = [moment.to_pydatetime() for moment in starts.dt.tz_convert(zone)]
    return [*local, (starts.iloc[-1].to_pydatetime() + slot_length).astimezone(zone)] if local else []


def wall_text(moment: datetime) -> str:
    """Return what the wall clock shows at *moment*, as plotly reads it."""
    return moment.replace(tzinfo=None).isoformat(timespec="minutes")


def along_time(moments: Sequence[datetime]) -> dict[str, object]:
    """Return the x values of a trace: first and step where the wall clock runs evenly, otherwise every wall time.

    plotly reads times without a zone as the wall clock, which is what readers want; in a night with a clock change
    the axis jumps as the clock does.
    """
    walls = [moment.replace(tzinfo=None) for moment in moments]
    steps = {later - earlier for earlier, later in pairwise(walls)}
    if len(steps) == 1:
        return {"x0": walls[0].isoformat(), "dx": steps.pop() // timedelta(milliseconds=1)}
    return {"x": [wall_text(wall) for wall in walls]}


def closed_steps(values: Sequence[object]) -> list[object]:
    """Return *values* with the last repeated, so that a step line holds through the last slot."""
    return [*values, *values[-1:]]


def time_axis(first: datetime, last: datetime, _: Translate, *, zoom: bool = True) -> dict[str, object]:
    """Return a date axis from *first* to *last*; with *zoom* there are buttons for a day, a week and all, and a slider."""
    ends = [wall_text(first), wall_text(last)]
    axis: dict[str, object] = {
        "type": "date",
        "range": ends,
        "gridcolor": COLOURS["grid"],
        "tickformatstops": [
            {"dtickrange": [None, 79_200_000], "value": "%H:%M\n%m-%d"},
            {"dtickrange": [79_200_000, None], "value": "%m-%d\n%a"},
        ],
        "hoverformat": "%Y-%m-%d %a %H:%M",
    }
    if zoom:
        axis["rangeselector"] = {
            "buttons": [
                {"count": 1, "step": "day", "stepmode": "backward", "label": _("1 day")},
                {"count": 7, "step": "day", "stepmode": "backward", "label": _("1 week")},
                {"step": "all", "label": _("all")},
            ],
            "x": 0,
            "y": 1.0,
            "yanchor": "bottom",
            "bgcolor": COLOURS["even"],
            "activecolor": COLOURS["inner-band"],
        }
        axis["rangeslider"] = {"thickness": 0.09, "bgcolor": COLOURS["even"], "range": ends}
    return axis


def value_axis(title: str) -> dict[str, object]:
    """Return a vertical axis from zero with its unit in *title*."""
    return {
        "title": {"text": title},
        "rangemode": "tozero",
        "gridcolor": COLOURS["grid"],
        "zerolinecolor": COLOURS["grid"],
        "fixedrange": True,
    }


def layout(**parts: object) -> dict[str, object]:
    """Return the layout that all figures share, with *parts* put over it."""
    base: dict[str, object] = {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": COLOURS["text"], "size": 12},
        "margin": {"l": 64, "r": 16, "t": 46, "b": 40},
        "height": 420,
        "hovermode": "x unified",
        "dragmode": "zoom",
        "legend": {"orientation": "h", "x": 1, "xanchor": "right", "y": 1.0, "yanchor": "bottom"},
    }
    return {**base, **parts}


def figure(traces: Sequence[Mapping[str, object]], **parts: object) -> Figure:
    """Return a figure of *traces* with the shared layout."""
    return {"data": [dict(trace) for trace in traces], "layout": layout(**parts)}


def plain(text: str) -> str:
    """Return *text* with the angle brackets replaced that plotly would read as tags."""
    return text.replace("<", "‹").replace(">", "›")
