"""Figures are plain JSON values whose numbers can be read off the frames."""

import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from api.charts import (
    Figure,
    coverage_figure,
    coverage_heatmap,
    day_totals_figure,
    forecast_figure,
    hours_figure,
    named_spans,
)
from api.charts.figure import along_time, rounded, slot_starts
from api.charts.people import AgentHours
from forecasting.calendar import EventCalendar, Phase, event_calendar
from forecasting.frames import UTC_TIME
from forecasting.messages import english
from forecasting.timegrid import TimeGrid
from scheduler.agents import AgentId

SHANGHAI = ZoneInfo("Asia/Shanghai")
LONDON = ZoneInfo("Europe/London")


def grid_of(days: int = 2, zone: ZoneInfo = SHANGHAI, first: date = date(2025, 11, 3), minutes: int = 60) -> TimeGrid:
    return TimeGrid(zone, first, days, slot_minutes=minutes)


def forecast_of(grid: TimeGrid, queue: str = "phone") -> pd.DataFrame:
    """Return one contact more each slot, quantiles at fixed distances, a day's band on its first row."""
    mean = np.arange(grid.n_slots, dtype=np.float64)
    first = [grid.local(slot).hour == 0 for slot in range(grid.n_slots)]
    return pd.DataFrame(
        {
            "queue": pd.Series([queue] * grid.n_slots, dtype="str"),
            "start": pd.Series([grid.instant(slot) for slot in range(grid.n_slots)], dtype=UTC_TIME),
            "mean": mean,
            **{
                name: mean + add for name, add in {"p05": 0.0, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 1.0}.items()
            },
            "aht_seconds": 60.0,
            "day_p05": np.where(first, 100.0, np.nan),
            "day_p95": np.where(first, 2000.0, np.nan),
        }
    )


def traces(figure: Figure) -> list[dict[str, object]]:
    json.dumps(figure, allow_nan=False)  # every figure travels as JSON
    data = figure["data"]
    assert isinstance(data, list)
    return data


def named(figure: Figure, name: str) -> dict[str, object]:
    (trace,) = [trace for trace in traces(figure) if trace.get("name") == name]
    return trace


def test_even_time_is_sent_as_first_and_step() -> None:
    assert along_time(slot_starts(grid_of())) == {"x0": "2025-11-03T00:00:00", "dx": 3_600_000}


def test_a_night_with_a_clock_change_is_sent_as_wall_times() -> None:
    x = along_time(slot_starts(grid_of(1, LONDON, date(2025, 3, 30))))["x"]
    assert isinstance(x, list)
    assert x[:3] == ["2025-03-30T00:00", "2025-03-30T02:00", "2025-03-30T03:00"]
    assert len(x) == 24


def test_numbers_are_rounded_and_missing_ones_are_null() -> None:
    assert rounded([1.0, 2.26, float("nan")]) == [1, 2.3, None]


def test_the_forecast_shows_mean_and_both_bands_of_the_chosen_queue_alone() -> None:
    grid = grid_of()
    both = pd.concat([forecast_of(grid), forecast_of(grid, "chat")], ignore_index=True)
    figure = forecast_figure(both, "phone", SHANGHAI, 60, (), english)
    assert named(figure, "expected (mean)")["y"] == [*range(48), 47]  # the last slot holds until its end
    assert named(figure, "5–95 % band")["y"] == [*range(1, 49), 48]
    assert [trace.get("fill") for trace in traces(figure)] == [None, "tonexty", None, "tonexty", None]


def test_slots_without_a_row_leave_a_gap() -> None:
    frame = forecast_of(grid_of())
    figure = forecast_figure(frame[(frame.index < 3) | (frame.index > 4)], "phone", SHANGHAI, 60, (), english)
    assert named(figure, "expected (mean)")["y"] == [0, 1, 2, None, None, *range(5, 48), 47]


def test_a_queue_without_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="queue chat has no rows"):
        forecast_figure(forecast_of(grid_of()), "chat", SHANGHAI, 60, (), english)


def test_day_totals_are_sums_of_the_mean_with_the_days_own_band() -> None:
    (bars,) = traces(day_totals_figure(forecast_of(grid_of()), "phone", SHANGHAI, (), english))
    assert bars["x"] == ["2025-11-03", "2025-11-04"]
    assert bars["y"] == [sum(range(24)), sum(range(24, 48))]
    assert bars["customdata"] == [[100, 2000], [100, 2000]]
    error = bars["error_y"]
    assert isinstance(error, dict)
    assert (error["array"], error["arrayminus"]) == ([2000 - 276, 2000 - 852], [276 - 100, 852 - 100])


def test_coverage_shades_what_lies_between_required_and_rostered_where_people_are_missing() -> None:
    grid = grid_of(1)
    required, rostered = np.full(24, 3.0), np.array([2] * 12 + [4] * 12)
    figure = coverage_figure(grid, required, rostered, (), english)
    below, short = traces(figure)[:2]
    assert below["y"] == [2] * 12 + [3] * 13
    assert short["y"] == [3] * 25
    assert named(figure, "rostered, on duty")["y"] == [2] * 12 + [4] * 13


def test_the_heatmap_has_a_row_a_day_and_is_empty_where_nobody_is_needed_or_rostered() -> None:
    required, rostered = np.zeros(48), np.zeros(48, dtype=np.int64)
    required[9], rostered[33] = 2.5, 4
    (heat,) = traces(coverage_heatmap(grid_of(), required, rostered, english))
    z = heat["z"]
    assert isinstance(z, list)
    assert (z[0][9], z[1][9], z[0][10]) == (-2.5, 4, None)
    assert (heat["zmin"], heat["zmax"]) == (-2.5, 4)


def test_an_hour_that_the_clock_shows_twice_keeps_its_worse_slot_in_the_heatmap() -> None:
    grid = grid_of(1, LONDON, date(2025, 10, 26))
    required = np.ones(25)
    rostered = np.array([1, 1, 0] + [1] * 22)  # slots 1 and 2 both show 01:00
    (heat,) = traces(coverage_heatmap(grid, required, rostered, english))
    z = heat["z"]
    assert isinstance(z, list)
    assert z[0][:3] == [0, -1, 0]


def row(name: str, hours: int, nights: int = 0) -> AgentHours:
    return AgentHours(AgentId(name), name, "phone", "full", 1, hours * 60, 0, None, 600, nights, 0, 0)


def test_hours_stand_in_order_with_bounds_and_nights() -> None:
    figure = hours_figure([row("few", 8), row("many", 40, 2)], english)
    assert named(figure, "rostered")["x"] == ["many", "few"]
    assert named(figure, "rostered")["y"] == [40, 8]
    assert named(figure, "most by contract")["y"] == [10, 10]
    assert named(figure, "least by contract")["y"] == [None, None]
    assert named(figure, "night shifts")["y"] == [2, 0]


def test_names_cannot_carry_tags_into_a_chart() -> None:
    assert named(hours_figure([row("<b>x</b>", 8)], english), "rostered")["customdata"] == ["‹b›x‹/b›"]


def test_holidays_in_a_row_are_one_span_and_make_up_days_are_named() -> None:
    grid = grid_of(14, first=date(2025, 10, 1))
    spans = named_spans(event_calendar("CN", SHANGHAI, grid.first_day, grid.last_day), grid, english)
    holiday = [span for span in spans if span.kind == "holiday"]
    assert holiday[0].start == datetime(2025, 10, 1, tzinfo=SHANGHAI)
    assert holiday[-1].end == datetime(2025, 10, 9, tzinfo=SHANGHAI)
    assert [(span.name, span.start.day) for span in spans if span.kind == "make-up"] == [("make-up working day", 11)]


def test_a_phase_is_cut_to_the_planned_days() -> None:
    grid = grid_of(2)
    start = datetime(2025, 10, 20, 20, tzinfo=SHANGHAI)
    phase = Phase("Double 11", "major-sale", "wave-1", start, start + timedelta(days=30))
    calendar = EventCalendar(SHANGHAI, grid.first_day, grid.last_day, phases=(phase,))
    (span,) = named_spans(calendar, grid, english)
    assert (span.name, span.start, span.end) == ("Double 11: first wave", grid.origin, grid.end)


@pytest.mark.parametrize("event", ["one", "two"])
def test_events_are_shaded_and_named_in_the_figure(event: str) -> None:
    grid = grid_of()
    phase = Phase(event, "sale", "sale", grid.instant(6), grid.instant(9))
    spans = named_spans(EventCalendar(SHANGHAI, grid.first_day, grid.last_day, phases=(phase,)), grid, english)
    layout = coverage_figure(grid, np.ones(48), np.ones(48), spans, english)["layout"]
    assert isinstance(layout, dict)
    assert [(shape["x0"], shape["x1"]) for shape in layout["shapes"]] == [("2025-11-03T06:00", "2025-11-03T09:00")]
    assert [note["text"] for note in layout["annotations"]] == [f"{event}: sale"]
