from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.backtest import BACKTEST, Origins, Tried, backtest
from forecasting.calendar import EventCalendar, event_calendar
from forecasting.errors import InputError, ModelError
from forecasting.frames import FORECAST
from forecasting.models.naive import seasonal_naive
from forecasting.named_models import named_models
from forecasting.site import ALL_DAY, OpeningHours, Queue, Site
from forecasting.timegrid import TimeGrid

LONDON = ZoneInfo("Europe/London")
FIRST = date(2026, 1, 5)
AROUND_THE_CLOCK = OpeningHours((ALL_DAY,) * 7, ALL_DAY)


class Always:
    """Foretells the same everywhere and remembers the last instant that it was shown."""

    def __init__(self, mean: float = 10.0) -> None:
        self.mean = mean
        self.shown: list[pd.Timestamp] = []

    def fit(self, history: pd.DataFrame, _site: Site, _calendar: EventCalendar) -> "Always":
        self.shown.append(history["start"].max())
        self.queues = sorted(history["queue"].unique())
        return self

    def predict(self, grid: TimeGrid) -> pd.DataFrame:
        starts = pd.date_range(grid.origin, periods=grid.n_slots, freq=grid.slot_length, unit="us")
        days = starts.tz_convert(str(grid.zone)).date
        firsts = np.r_[True, days[1:] != days[:-1]]
        frames = [
            pd.DataFrame(
                {
                    "queue": pd.Series([queue] * len(starts), dtype="str"),
                    "start": starts,
                    **dict.fromkeys(("mean", "p05", "p25", "p50", "p75", "p95"), self.mean),
                    "aht_seconds": 300.0,
                    "day_p05": np.where(firsts, 0.0, np.nan),
                    "day_p95": np.where(firsts, 1000.0, np.nan),
                }
            )
            for queue in self.queues
        ]
        return FORECAST.check(pd.concat(frames, ignore_index=True))


def hourly(days: int = 120, queues: tuple[str, ...] = ("a",), offered: int = 10) -> pd.DataFrame:
    grid = TimeGrid(LONDON, FIRST, days, 60)
    starts = pd.date_range(grid.origin, periods=grid.n_slots, freq="h", unit="us")
    frames = [
        pd.DataFrame({"queue": name, "start": starts, "offered": offered, "aht_seconds": 200.0}) for name in queues
    ]
    return pd.concat(frames, ignore_index=True).astype({"queue": "str", "offered": "int64"})


def site(*queues: str) -> Site:
    return Site("here", LONDON, tuple(Queue(name, opening=AROUND_THE_CLOCK) for name in queues or ("a",)), 60)


def calendar(closed: frozenset[date] = frozenset()) -> EventCalendar:
    return event_calendar("none", LONDON, FIRST, FIRST + timedelta(days=400), closed=closed)


def test_a_model_sees_nothing_from_its_origin_on() -> None:
    model = Always()
    tried = backtest(hourly(), site(), calendar(), {"always": model}, Origins(3, 14))
    origins = tried["origin"].drop_duplicates().tolist()
    assert len(origins) == 3
    assert all(seen == origin - pd.Timedelta(hours=1) for seen, origin in zip(model.shown, origins, strict=True))


def test_each_slot_stands_beside_what_came_with_its_lead_in_local_days() -> None:
    tried = backtest(hourly(), site(), calendar(), {"always": Always(7.0)}, Origins(2, 14))
    BACKTEST.check(tried)
    assert set(tried["came"]) == {10.0}
    assert set(tried["mean"]) == {7.0}
    assert tried.groupby("origin").size().tolist() == [
        TimeGrid(LONDON, day.tz_convert(str(LONDON)).date(), 14, 60).n_slots for day in tried["origin"].unique()
    ]
    assert sorted(tried["lead_days"].unique()) == list(range(1, 15))


def test_closed_days_are_not_counted() -> None:
    closed = frozenset({FIRST + timedelta(days=110)})
    tried = backtest(hourly(), site(), calendar(closed), {"always": Always()}, Origins(1, 14))
    days = set(tried["start"].dt.tz_convert(str(LONDON)).dt.date)
    assert len(days) == 13
    assert not days & closed


def test_daily_totals_are_compared_by_day() -> None:
    rows = hourly()
    daily = rows.groupby(["queue", rows["start"].dt.tz_convert(str(LONDON)).dt.normalize()])["offered"].sum()
    history = daily.reset_index().assign(aht_seconds=np.nan)
    history["start"] = history["start"].dt.tz_convert("UTC")
    tried = backtest(history, site(), calendar(), {"naive": seasonal_naive()}, Origins(1, 7), 1440)
    assert len(tried) == 7
    assert (tried["mean"] == tried["came"]).mean() > 0.5


def test_a_queue_takes_part_from_four_weeks_of_its_own_history_on() -> None:
    young = hourly(queues=("b",))
    history = pd.concat([hourly(), young[young["start"] >= pd.Timestamp("2026-04-10", tz="UTC")]], ignore_index=True)
    tried = backtest(history, site("a", "b"), calendar(), {"always": Always()}, Origins(1, 14))
    assert set(tried["queue"]) == {"a"}


def test_the_progress_ends_at_its_total() -> None:
    seen: list[Tried] = []
    models = {"one": Always(), "two": Always()}
    backtest(hourly(), site(), calendar(), models, Origins(3, 14), watch=seen.append)
    assert [tried.done for tried in seen] == list(range(1, 7))
    assert {tried.total for tried in seen} == {6}


def test_a_history_too_short_for_one_horizon_is_refused_with_what_it_takes() -> None:
    with pytest.raises(ModelError, match="the history has 50 days; expected at least 56"):
        backtest(hourly(50), site(), calendar(), {"always": Always()})


@given(st.integers(56, 3000), st.integers(1, 20), st.integers(1, 28), st.sets(st.integers(0, 3000), max_size=30))
def test_origins_leave_half_the_history_known_and_end_within_it(
    n_days: int, count: int, horizon: int, events: set[int]
) -> None:
    last = FIRST + timedelta(days=n_days - 1)
    found = Origins(count, horizon).first_days(FIRST, last, frozenset(FIRST + timedelta(days=day) for day in events))
    assert 1 <= len(found) <= count
    assert found == sorted(set(found))
    assert all((day - FIRST).days >= min(n_days - horizon, max(n_days // 2, 28)) for day in found)
    assert all(day + timedelta(days=horizon - 1) <= last for day in found)


def test_a_horizon_moves_to_meet_an_event_where_there_is_room() -> None:
    last, event = FIRST + timedelta(days=999), FIRST + timedelta(days=700)
    still = Origins(5).first_days(FIRST, last)
    moved = Origins(5).first_days(FIRST, last, frozenset({event}))
    assert not any(day <= event < day + timedelta(days=28) for day in still)
    assert any(day <= event < day + timedelta(days=28) for day in moved)
    assert sum(one != other for one, other in zip(still, moved, strict=True)) == 1


OWN = """
from forecasting.models.naive import WeeklyAverage

class TwoWeeks:
    def fit(self, history, site, calendar):
        return WeeklyAverage(weeks=2).fit(history, site, calendar)
"""


def test_a_class_in_a_file_of_ones_own_is_a_model(tmp_path: Path) -> None:
    file = tmp_path / "own.py"
    file.write_text(OWN, encoding="utf-8")
    models = named_models(["seasonal-naive", f"{file}:TwoWeeks"], 60)
    tried = backtest(hourly(), site(), calendar(), models, Origins(1, 7))
    assert tried["model"].unique().tolist() == ["seasonal-naive", "TwoWeeks"]


def test_every_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(OWN, encoding="utf-8")
    names = ["profet", f"{tmp_path}/own.py:Three", f"{tmp_path}/gone.py:Two", "no.such.module:Two"]
    with pytest.raises(InputError) as refused:
        named_models([*names, "watchbill"], 60)
    assert [fault.value for fault in refused.value.faults] == names


def test_a_class_or_file_that_fails_at_once_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(OWN + "    def __init__(self, weeks):\n        pass\n", encoding="utf-8")
    (tmp_path / "bad.py").write_text("import no_such_module_anywhere\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        named_models([f"{tmp_path}/own.py:TwoWeeks", f"{tmp_path}/bad.py:X"], 60)
    told = [str(fault) for fault in refused.value.faults]
    assert "missing 1 required positional argument: 'weeks'" in told[0]
    assert "No module named 'no_such_module_anywhere'" in told[1]


def test_classes_of_one_name_are_told_apart(tmp_path: Path) -> None:
    names = [f"{tmp_path}/{name}.py:TwoWeeks" for name in ("one", "two")]
    for name in ("one", "two"):
        (tmp_path / f"{name}.py").write_text(OWN, encoding="utf-8")
    assert list(named_models(names, 60)) == ["TwoWeeks", names[1]]


class Lazy(Always):
    """Leaves out the last slot of every queue but the first."""

    def predict(self, grid: TimeGrid) -> pd.DataFrame:
        found = super().predict(grid)
        kept: pd.DataFrame = found[(found["queue"] == self.queues[0]) | (found["start"] != found["start"].max())]
        return kept


def test_a_model_that_leaves_slots_out_is_refused_by_name() -> None:
    with pytest.raises(ModelError, match=r"model lazy does not answer .* expected 168 for each queue, found b \(167\)"):
        backtest(hourly(queues=("a", "b")), site(), calendar(), {"lazy": Lazy()}, Origins(1, 7))


class Untyped(Always):
    """Tells handling times in whole seconds."""

    def predict(self, grid: TimeGrid) -> pd.DataFrame:
        return super().predict(grid).astype({"aht_seconds": "int64"})


def test_a_model_with_another_layout_is_refused_by_name() -> None:
    with pytest.raises(ModelError, match=r"model mine: .*aht_seconds has dtype int64, expected float64"):
        backtest(hourly(), site(), calendar(), {"mine": Untyped()}, Origins(1, 7))
