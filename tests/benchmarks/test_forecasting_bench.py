import json
import math
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from benchmarks.forecast_bench.cold_start import cold_starts, without
from benchmarks.forecast_bench.days import Ahead, DayModel, Known
from benchmarks.forecast_bench.effects import effects_of
from benchmarks.forecast_bench.peers import compared
from benchmarks.forecast_bench.rows import Row, rows_of
from benchmarks.forecast_bench.series import Series, load, marks_on
from benchmarks.forecast_bench.speed import made_history
from benchmarks.forecast_bench.summary import summary_lines
from benchmarks.forecast_bench.tables import HEADINGS, cells, markdown
from benchmarks.forecasting import main
from forecasting.backtest import Origins, backtest
from forecasting.frames import HISTORY
from forecasting.timegrid import TimeGrid

FIRST = date(2025, 1, 6)
UTC = ZoneInfo("UTC")
SALES = {FIRST + timedelta(days=day): name for day, name in ((60, "spring"), (95, "summer"), (130, "autumn"))}


def write_series(folder: Path, days: int = 150, *, daily: bool = False) -> Path:
    """Write weekdays of 8 to 20 o'clock with three sales that double the day, closed on day 100."""
    random = np.random.default_rng(7)
    rows = ["start,queue,offered"]
    for index in range(days):
        day = FIRST + timedelta(days=index)
        if day.weekday() >= 5 or index == 100:
            continue
        mean = 50.0 * (2 if day in SALES else 1)
        if daily:
            rows.append(f"{day},calls,{random.poisson(24 * mean)}")
            continue
        halves = ((half // 2, half % 2 * 30) for half in range(16, 40))
        rows += [f"{day} {hour:02d}:{minute:02d}:00,calls,{random.poisson(mean)}" for hour, minute in halves]
    path = folder / "calls.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    events = [f"{day},promo,{name}" for day, name in SALES.items()] + [
        f"{FIRST + timedelta(days=100)},closed,fire drill"
    ]
    (folder / "calls.events.csv").write_text("\n".join(["date,cls,name", *events]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def series(tmp_path: Path) -> Series:
    return load(write_series(tmp_path))


@pytest.mark.parametrize("daily", [True, False])
def test_any_history_is_scored_with_the_events_beside_it(
    tmp_path: Path, *, daily: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "rows.json"
    main([str(write_series(tmp_path, daily=daily)), "--peers", "naive", "--origins", "3", "--json", str(out)])
    rows = {row["model"]: row for row in json.loads(out.read_text(encoding="utf-8"))}
    assert list(rows) == ["watchbill", "seasonal-naive", "four-week-mean"]
    asked = {"series", "model", "wape", "event_wape", "mase", "pinball", "coverage90", "coverage90_events"}
    assert asked | {"floor_wape", "seconds"} <= set(rows["watchbill"])
    assert rows["watchbill"]["event_days"] > 0
    assert rows["watchbill"]["event_wape"] < rows["four-week-mean"]["event_wape"]
    assert rows["seasonal-naive"]["coverage90"] is None
    assert (rows["watchbill"]["slot_wape"] is None) == daily
    assert rows["watchbill"]["wape"] > 0.5 * rows["watchbill"]["floor_wape"]
    shown = capsys.readouterr().out
    assert "watchbill 0." in shown


def test_an_unknown_peer_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([str(write_series(tmp_path)), "--peers", "naive,oracle"])
    assert "oracle: expected some of naive, prophet, statsforecast" in capsys.readouterr().err


def test_a_history_that_cannot_be_tried_ends_with_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="the history has 50 days; expected at least 56"):
        main([str(write_series(tmp_path, 50))])


def test_programs_that_forecast_days_get_served_days_only_and_are_spread_over_the_slots(series: Series) -> None:
    asked: list[Known] = []

    def tenfold(known: Known, days: list[date]) -> Ahead:
        asked.append(known)
        assert all(day.weekday() < 5 for day in days)
        return Ahead(*(np.full(len(days), value) for value in (240.0, 200.0, 300.0)))

    first_day = FIRST + timedelta(days=120)
    grid = TimeGrid(UTC, first_day, 14, 30)
    known = series.history[series.history["start"] < pd.Timestamp(grid.origin)].reset_index(drop=True)
    forecast = DayModel(tenfold, 30).fit(known, series.site, series.calendar).predict(grid)
    totals = forecast.groupby(forecast["start"].dt.date)["mean"].sum()
    assert [round(total) for total in totals] == [240 if day.weekday() < 5 else 0 for day in totals.index]
    night = forecast[forecast["start"].dt.hour < 8]
    assert night["mean"].sum() == 0
    assert asked[0].totals.index.max().date() == first_day - timedelta(days=1)
    assert pd.Timestamp(FIRST + timedelta(days=100)) not in asked[0].totals.index


def test_effects_of_events_are_read_off_the_past(series: Series) -> None:
    seen: list[Known] = []

    def look(known: Known, days: list[date]) -> Ahead:
        seen.append(known)
        return Ahead(*(np.ones(len(days)),) * 3)

    last = FIRST + timedelta(days=150)
    DayModel(look, 30).fit(series.history, series.site, series.calendar).predict(TimeGrid(UTC, last, 1, 30))
    effects = effects_of(seen[0])
    assert effects.by_name["spring"] == pytest.approx(math.log(2), abs=0.15)
    assert effects.on((("never seen", "promo"),)) == pytest.approx(math.log(2), abs=0.15)
    assert effects.on(()) == 0.0


def test_an_event_left_out_is_forecast_better_with_its_family_known(series: Series) -> None:
    found = {one.event: one for one in cold_starts(series, 14)}
    assert set(found) == {"summer", "autumn"}  # nothing is known before spring but eight weeks less a day
    assert found["autumn"].with_family < found["autumn"].with_none
    assert found["autumn"].with_none == pytest.approx(0.5, abs=0.1)
    assert {phase.event for phase in without(series.calendar, "spring").phases} == {"summer", "autumn"}


def test_closed_days_are_no_events(series: Series) -> None:
    assert marks_on(series.calendar, FIRST + timedelta(days=100)) == ()
    assert marks_on(series.calendar, FIRST + timedelta(days=95)) == (("summer", "promo"),)


def row(model: str, wape: float, event_wape: float = math.nan) -> Row:
    return Row("calls", model, wape, event_wape, 1.0, 1.0, math.nan, math.nan, 0.1, 0.01, math.nan, 0.0, 10, 0, 1)


def test_the_summary_says_where_we_lose() -> None:
    rows = [row("watchbill", 0.09, 0.3), row("prophet-log", 0.10, 0.2), row("prophet-multiplicative", 0.12)]
    lines = list(summary_lines(rows))
    assert lines[0] == "WAPE against best Prophet: -10.0% (geometric mean of 1 series)"
    assert lines[1:] == ["behind on calls, event days: 30.00% against 20.00% of prophet-log"]


def test_tables_leave_empty_what_there_is_nothing_to_say_about() -> None:
    told = dict(zip(HEADINGS, cells(row("watchbill", 0.0912)), strict=True))
    assert told["WAPE"] == "9.1"
    assert told["events"] == told["90 %"] == ""
    assert markdown([row("watchbill", 0.1)]).count("\n") == 3


def test_the_history_of_the_speed_measure_is_made_again_alike() -> None:
    made = HISTORY.check(made_history(2, 7))
    assert len(made) == 2 * 7 * 48
    pd.testing.assert_frame_equal(made, made_history(2, 7))


@pytest.mark.filterwarnings("ignore")  # theirs, of libraries newer than they are
@pytest.mark.parametrize("module", ["prophet", "statsforecast"])
def test_other_programs_are_fed_and_understood(series: Series, module: str) -> None:
    pytest.importorskip(module, reason=f"{module} lives in the benchmark's own environment")
    tried = backtest(series.history, series.site, series.calendar, compared([module], 30), Origins(1, 14), 30)
    assert all(found.wape < 0.3 for found in rows_of(tried, series))
