from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from forecasting.calendar import event_calendar
from forecasting.containment import Containment, at_last_share, human_shares, with_shares
from forecasting.forecast import make_forecast
from forecasting.rescale import rescaled
from forecasting.timegrid import TimeGrid
from tests.forecasting.models.made_centre import SHANGHAI, MadeCentre
from tests.forecasting.small_forecast import GRID, small_forecast

FIRST = date(2025, 1, 6)
CALENDAR = event_calendar("none", SHANGHAI, FIRST, FIRST + timedelta(days=200))
LAUNCH = Containment("chat", FIRST + timedelta(days=60), 0.0, 0.4)


def test_a_ramp_goes_evenly_to_the_new_share() -> None:
    move = Containment("chat", date(2025, 3, 1), 0.2, 0.6, ramp_days=3)
    days = [date(2025, 2, 28) + timedelta(days=step) for step in range(6)]
    assert move.human_share(days) * 0.8 == pytest.approx([0.8, 0.7, 0.6, 0.5, 0.4, 0.4])


def test_moves_follow_each_other_and_leave_other_queues_alone() -> None:
    moves = [Containment("chat", date(2025, 3, 1), 0.0, 0.5), Containment("chat", date(2025, 4, 1), 0.5, 0.6)]
    days = [date(2025, 2, 1), date(2025, 3, 1), date(2025, 4, 1)]
    assert human_shares(moves, "chat", days) == pytest.approx([1.0, 0.5, 0.4])
    assert human_shares(moves, "phone", days) == pytest.approx([1.0, 1.0, 1.0])


@pytest.mark.parametrize(("before", "after", "ramp"), [(-0.1, 0.5, 0), (0.1, 1.0, 0), (0.1, 0.5, -1)])
def test_a_share_that_cannot_be_is_refused(before: float, after: float, ramp: int) -> None:
    with pytest.raises(ValueError, match="expected 0"):
        Containment("chat", date(2025, 3, 1), before, after, ramp)


def test_history_before_a_launch_is_put_on_todays_share_and_keeps_its_total() -> None:
    history = MadeCentre(lambda _day: 500.0, country="none").history(FIRST, 90)
    moved = at_last_share(history, [LAUNCH], CALENDAR)
    before = (history["start"].dt.tz_convert("Asia/Shanghai").dt.date < LAUNCH.day).to_numpy()
    assert moved.loc[before, "offered"].sum() == pytest.approx(0.6 * history.loc[before, "offered"].sum(), abs=1)
    assert (moved.loc[~before, "offered"] == history.loc[~before, "offered"]).all()


def test_a_history_without_moves_stays_as_it_is() -> None:
    history = MadeCentre(lambda _day: 500.0, country="none").history(FIRST, 30)
    assert at_last_share(history, [], CALENDAR) is history


def test_a_bot_launched_in_the_middle_of_the_history_does_not_bend_the_forecast() -> None:
    centre = MadeCentre(lambda day: 1000.0 * (0.6 if day >= LAUNCH.day else 1.0), country="none")
    history = centre.history(FIRST, 70)
    grid = TimeGrid(SHANGHAI, FIRST + timedelta(days=70), 14, 60)
    known = at_last_share(history, [LAUNCH], CALENDAR)
    stated = make_forecast(known, centre.site(), CALENDAR, grid, 60)
    assert stated["mean"].sum() == pytest.approx(14 * 600, rel=0.03)


def test_a_launch_in_the_days_ahead_takes_its_share_of_contacts() -> None:
    forecast = small_forecast({"chat": 50.0, "phone": 30.0})
    move = Containment("chat", GRID.last_day, 0.0, 0.4)
    daily = _daily(with_shares(forecast, [move], event_calendar("none", SHANGHAI, FIRST, GRID.last_day), FIRST))
    assert daily["chat"].to_numpy() == pytest.approx([700.0, 420.0])
    assert daily["phone"].to_numpy() == pytest.approx([420.0, 420.0])


def test_the_band_of_a_smaller_queue_is_wider_for_its_size() -> None:
    forecast = small_forecast({"chat": 20.0}, day_sd=0.0)
    halved = rescaled(forecast, np.full(len(forecast), 0.25))
    busy = forecast["mean"] > 0
    before, after = (((frame["p95"] - frame["p05"]) / frame["mean"])[busy].to_numpy() for frame in (forecast, halved))
    assert after == pytest.approx(2 * before)


def test_a_factor_of_one_changes_nothing_and_nought_leaves_nothing() -> None:
    forecast = small_forecast({"chat": 20.0})
    pd.testing.assert_frame_equal(rescaled(forecast, np.ones(len(forecast))), forecast)
    assert rescaled(forecast, np.zeros(len(forecast)))[["mean", "p05", "p50", "p95"]].to_numpy().sum() == 0


def _daily(forecast: pd.DataFrame) -> pd.DataFrame:
    days = forecast["start"].dt.tz_convert("Asia/Shanghai").dt.date
    return forecast.assign(day=days).pivot_table(index="day", columns="queue", values="mean", aggfunc="sum")
