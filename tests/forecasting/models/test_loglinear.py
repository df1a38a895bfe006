from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from forecasting.calendar import event_calendar, read_events
from forecasting.errors import CalendarError, ModelError
from forecasting.forecast import known_before, make_forecast
from forecasting.frames import FORECAST, QUANTILES
from forecasting.site import REGULAR_HOURS, OpeningHours
from forecasting.timegrid import TimeGrid
from tests.forecasting.models.made_centre import MadeCentre

SHANGHAI = ZoneInfo("Asia/Shanghai")
LONDON = ZoneInfo("Europe/London")


def weekly(day: date) -> float:
    return 2000.0 * (1.0, 1.0, 0.9, 0.9, 1.1, 0.6, 0.5)[day.weekday()]


def test_a_weekly_pattern_is_found() -> None:
    centre = MadeCentre(weekly, country="none")
    daily = centre.daily(centre.forecast(date(2025, 1, 6), 140))
    assert daily.to_numpy() == pytest.approx([weekly(day) for day in daily.index], rel=0.04)


def test_a_month_of_history_is_enough_for_its_weekday_pattern() -> None:
    centre = MadeCentre(weekly, country="none")
    daily = centre.daily(centre.forecast(date(2025, 3, 1), 31))
    errors = daily.to_numpy() / [weekly(day) for day in daily.index] - 1
    assert np.abs(errors).mean() < 0.05


def test_growth_is_carried_on() -> None:
    first = date(2024, 1, 1)
    centre = MadeCentre(lambda day: 2000.0 * 1.3 ** ((day - first).days / 365), country="none")
    daily = centre.daily(centre.forecast(first, 400))
    expected = np.mean([centre.level(day) for day in daily.index])
    assert daily.mean() == pytest.approx(expected, rel=0.03)


def test_a_make_up_saturday_behaves_as_a_working_day() -> None:
    # 2025-10-11 is a Saturday that is worked; the history has had such days, the forecast days are the week around it.
    calendar = event_calendar("CN", SHANGHAI, date(2024, 6, 1), date(2025, 10, 31))
    centre = MadeCentre(lambda day: 800.0 if calendar.is_day_off(day) else 2000.0)
    daily = centre.daily(centre.forecast(date(2024, 6, 1), 494, 14))
    assert daily[date(2025, 10, 11)] == pytest.approx(2000, rel=0.1)
    assert daily[date(2025, 10, 12)] == pytest.approx(800, rel=0.1)


def test_a_festival_whose_dates_move_is_foretold_at_its_new_dates() -> None:
    # The waves of 2022 began on 31 October and 10 November, those of 2024 on 21 and 31 October.
    lifts = {"wave-1": 2.0, "wave-2": 2.5, "aftermath": 1.4}
    calendar = event_calendar("CN", SHANGHAI, date(2022, 1, 1), date(2024, 12, 31))
    phases = [phase for phase in calendar.phases if phase.event == "Double 11" and phase.phase in lifts]
    lift = {day: lifts[phase.phase] for phase in phases for day in list(phase.days(SHANGHAI))[1:]}
    centre = MadeCentre(lambda day: 1500.0 * lift.get(day, 1.0))
    start = date(2024, 10, 14)
    daily = centre.daily(centre.forecast(date(2022, 1, 1), (start - date(2022, 1, 1)).days, 35))
    assert daily[date(2024, 10, 23)] > 1.6 * 1500
    assert daily[date(2024, 11, 1)] > 1.8 * 1500
    assert daily[date(2024, 10, 17)] == pytest.approx(1500, rel=0.15)
    inside = [day for day in daily.index if day in lift]
    assert daily[inside].mean() == pytest.approx(np.mean([centre.level(day) for day in inside]), rel=0.2)


def test_a_planners_multiplier_decides_an_event_that_history_does_not_know(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("date,cls,name,multiplier\n2025-06-03,tv,Show,3\n", encoding="utf-8")
    centre = MadeCentre(lambda _day: 1000.0, country="none")
    first, grid = date(2025, 1, 1), TimeGrid(SHANGHAI, date(2025, 6, 1), 5, 60)
    table = read_events(path, SHANGHAI)
    calendar = event_calendar("none", SHANGHAI, first, grid.last_day, table=table)
    daily = centre.daily(make_forecast(centre.history(first, 151), centre.site(), calendar, grid))
    assert daily[date(2025, 6, 3)] == pytest.approx(3000, rel=0.06)
    assert daily[date(2025, 6, 4)] == pytest.approx(1000, rel=0.06)


def test_slots_outside_the_opening_hours_are_exactly_zero() -> None:
    opening = OpeningHours((REGULAR_HOURS,) * 6 + (None,))
    centre = MadeCentre(weekly, country="none", opening=opening, shape=(1.0,) * 24)
    forecast = centre.forecast(date(2025, 1, 6), 70, 14)
    local = forecast["start"].dt.tz_convert(SHANGHAI)
    closed = (local.dt.hour < 8) | (local.dt.hour >= 22) | (local.dt.day_of_week == 6)
    assert (forecast.loc[closed, ["mean", *QUANTILES]] == 0).all(axis=None)
    assert (forecast.loc[~closed, "mean"] > 0).all()


def test_hours_and_weekdays_without_any_contact_are_learned_as_closed() -> None:
    centre = MadeCentre(lambda day: 0.0 if day.weekday() == 6 else 1000.0, country="none")
    forecast = centre.forecast(date(2025, 1, 6), 70, 14)
    local = forecast["start"].dt.tz_convert(SHANGHAI)
    closed = (local.dt.hour < 8) | (local.dt.hour >= 22) | (local.dt.day_of_week == 6)
    assert (forecast.loc[closed, ["mean", *QUANTILES]] == 0).all(axis=None)
    assert (forecast.loc[~closed, "mean"] > 0).all()


def test_a_holiday_on_which_nobody_ever_came_stays_closed() -> None:
    centre = MadeCentre(lambda day: 0.0 if (day.month, day.day) == (12, 25) else 1000.0, zone=LONDON, country="GB")
    daily = centre.daily(centre.forecast(date(2024, 3, 1), 650, 21))
    assert daily[date(2025, 12, 25)] == 0
    assert daily[date(2025, 12, 22)] > 500


@pytest.mark.parametrize(("closed_weekday", "expected"), [(None, "open"), (6, "closed")])
def test_a_holiday_without_rows_is_a_gap_unless_closed_weekdays_have_none_either(
    closed_weekday: int | None, expected: str
) -> None:
    first, grid = date(2024, 3, 1), TimeGrid(LONDON, date(2025, 12, 11), 21, 60)
    centre = MadeCentre(lambda _day: 1000.0, zone=LONDON, country="GB")
    history = centre.history(first, 650)
    local = history["start"].dt.tz_convert(LONDON)
    away = (local.dt.month == 12) & (local.dt.day == 25) | (local.dt.day_of_week == closed_weekday)
    calendar = event_calendar("GB", LONDON, first, grid.last_day)
    known = history[~away].reset_index(drop=True)
    daily = centre.daily(make_forecast(known, centre.site(), calendar, grid))
    assert ("open" if daily[date(2025, 12, 25)] > 300 else "closed") == expected


def test_a_closed_day_of_the_calendar_is_zero_and_teaches_nothing() -> None:
    first, grid = date(2025, 1, 1), TimeGrid(SHANGHAI, date(2025, 4, 1), 7, 60)
    closed = frozenset({date(2025, 3, 25), date(2025, 4, 2)})
    centre = MadeCentre(lambda day: 5.0 if day in closed else 1000.0, country="none")
    calendar = event_calendar("none", SHANGHAI, first, grid.last_day, closed=closed)
    daily = centre.daily(make_forecast(centre.history(first, 90), centre.site(), calendar, grid))
    assert daily[date(2025, 4, 2)] == 0
    assert daily[date(2025, 4, 1)] == pytest.approx(1000, rel=0.05)


@pytest.mark.parametrize(("change", "hours"), [(date(2026, 3, 29), 23), (date(2025, 10, 26), 25)])
def test_a_day_with_a_clock_change_has_the_hours_that_it_has(change: date, hours: int) -> None:
    centre = MadeCentre(lambda _day: 2400.0, zone=LONDON, country="none", shape=(1.0,) * 24)
    start = change - timedelta(days=3)
    forecast = centre.forecast(start - timedelta(days=100), 100, 7)
    daily = centre.daily(forecast)
    assert daily[change] == pytest.approx(2400 * hours / 24, rel=0.06)
    assert len(forecast) == 7 * 24 + hours - 24


@pytest.mark.parametrize(("step", "slot"), [(5, 15), (15, 15), (30, 15), (60, 15), (15, 60), (60, 5)])
def test_any_step_of_history_serves_any_grid(step: int, slot: int) -> None:
    centre = MadeCentre(lambda _day: 3000.0, country="none", step_minutes=step, slot_minutes=slot)
    forecast = centre.forecast(date(2025, 1, 6), 35, 7)
    assert len(forecast) == 7 * 24 * 60 // slot
    assert centre.daily(forecast).mean() == pytest.approx(3000, rel=0.03)
    local = forecast["start"].dt.tz_convert(SHANGHAI)
    assert (forecast.loc[local.dt.hour < 8, "mean"] == 0).all()


def test_daily_totals_spread_evenly_over_the_open_hours() -> None:
    centre = MadeCentre(weekly, country="none", opening=OpeningHours())
    rows = centre.history(date(2025, 1, 6), 70)
    days = rows["start"].dt.tz_convert(SHANGHAI).dt.normalize().dt.tz_convert("UTC")
    history = rows.groupby(["queue", days])["offered"].sum().reset_index().assign(aht_seconds=200.0)
    grid = TimeGrid(SHANGHAI, date(2025, 3, 17), 7, 15)
    forecast = make_forecast(history, centre.site(), centre.calendar(date(2025, 1, 6), grid.last_day), grid)
    daily = centre.daily(forecast)
    assert daily[date(2025, 3, 17)] == pytest.approx(weekly(date(2025, 3, 17)), rel=0.06)
    monday = forecast[:96]["mean"]
    assert sorted(set(monday.round(6))) == [0.0, round(daily[date(2025, 3, 17)] / 56, 6)]


def test_handling_times_come_from_the_history_and_else_from_the_queue() -> None:
    centre = MadeCentre(weekly, country="none", aht_seconds=417.0)
    assert centre.forecast(date(2025, 1, 6), 35, 7)["aht_seconds"].to_numpy() == pytest.approx(417)
    silent = MadeCentre(weekly, country="none", aht_seconds=float("nan"))
    assert silent.forecast(date(2025, 1, 6), 35, 7)["aht_seconds"].to_numpy() == pytest.approx(300)


def test_quantiles_are_ordered_and_never_below_zero() -> None:
    centre = MadeCentre(lambda day: weekly(day) / 40)
    forecast = FORECAST.check(centre.forecast(date(2024, 9, 1), 200))
    bands = forecast[list(QUANTILES)].to_numpy()
    assert (np.diff(bands, axis=1) >= 0).all()
    assert (bands >= 0).all()
    firsts = forecast[forecast["day_p05"].notna()]
    assert len(firsts) == 28
    assert (firsts["day_p05"] <= firsts["day_p95"]).all()


def test_the_90_percent_band_of_poisson_days_holds_about_90_percent() -> None:
    centre = MadeCentre(weekly, country="none")
    history = centre.history(date(2024, 1, 1), 420)
    grid = TimeGrid(SHANGHAI, date(2025, 1, 1), 54, 60)
    calendar = centre.calendar(date(2024, 1, 1), grid.last_day)
    forecast = make_forecast(known_before(history, grid), centre.site(), calendar, grid)
    came = history.merge(forecast, on=["queue", "start"])
    lively = came[came["mean"] > 0]
    inside = (lively["offered"] >= lively["p05"]) & (lively["offered"] <= lively["p95"])
    assert 0.87 <= inside.mean() <= 0.97


def test_the_same_history_gives_the_same_forecast() -> None:
    centre = MadeCentre(weekly)
    pd.testing.assert_frame_equal(centre.forecast(date(2025, 1, 6), 70), centre.forecast(date(2025, 1, 6), 70))


def test_an_outage_in_the_history_does_not_bend_the_forecast() -> None:
    outage = date(2025, 4, 9)
    centre = MadeCentre(lambda day: 20.0 if day == outage else 1000.0, country="none")
    daily = centre.daily(centre.forecast(date(2025, 1, 6), 100, 14))
    assert daily.to_numpy() == pytest.approx(1000, rel=0.07)


def test_a_history_below_two_weeks_is_refused_by_queue() -> None:
    with pytest.raises(ModelError, match="queue chat has contacts on 13 days, expected at least 14"):
        MadeCentre(weekly).forecast(date(2025, 1, 6), 13)


def test_a_history_without_contacts_is_refused() -> None:
    with pytest.raises(ModelError, match="contacts on 0 days"):
        MadeCentre(lambda _day: 0.0).forecast(date(2025, 1, 6), 60)
    centre = MadeCentre(weekly)
    grid = TimeGrid(SHANGHAI, date(2025, 3, 1), 7, 60)
    with pytest.raises(ModelError, match="no rows"):
        make_forecast(
            centre.history(date(2025, 1, 6), 14)[:0],
            centre.site(),
            centre.calendar(grid.first_day, grid.last_day),
            grid,
        )


def test_a_grid_within_the_history_is_refused_and_known_before_cuts_it() -> None:
    centre, first = MadeCentre(weekly), date(2025, 1, 6)
    history, grid = centre.history(first, 60), TimeGrid(SHANGHAI, date(2025, 2, 24), 7, 60)
    calendar = centre.calendar(first, date(2025, 3, 31))
    with pytest.raises(ModelError, match="history to 2025-03-06"):
        make_forecast(history, centre.site(), calendar, grid)
    assert len(make_forecast(known_before(history, grid), centre.site(), calendar, grid)) == 7 * 24


def test_a_calendar_that_does_not_cover_the_history_is_refused() -> None:
    centre, grid = MadeCentre(weekly), TimeGrid(SHANGHAI, date(2025, 3, 7), 7, 60)
    with pytest.raises(CalendarError, match="2025-01-06"):
        make_forecast(
            centre.history(date(2025, 1, 6), 60), centre.site(), centre.calendar(date(2025, 2, 1), grid.last_day), grid
        )
