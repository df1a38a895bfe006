from datetime import date, timedelta
from math import prod

import numpy as np
import pandas as pd
import pytest

from forecasting.calendar import EventCalendar, Phase, event_calendar
from forecasting.explain import Factor, Reason, explain
from forecasting.models import LogLinear
from forecasting.timegrid import TimeGrid, local_instant
from tests.forecasting.models.made_centre import SHANGHAI, MadeCentre

FIRST = date(2024, 3, 1)


def explained(centre: MadeCentre, calendar: EventCalendar, grid: TimeGrid) -> tuple[pd.DataFrame, tuple[Factor, ...]]:
    history = centre.history(FIRST, (grid.first_day - FIRST).days)
    fitted = LogLinear(60).fit(history, centre.site(), calendar)
    forecast = fitted.predict(grid)
    return forecast, explain(fitted, forecast, grid)


@pytest.fixture(scope="module")
def autumn() -> tuple[MadeCentre, TimeGrid, pd.DataFrame, tuple[Factor, ...]]:
    """Double 11 of 2024, each of its sale days 1.8 times as busy, and an evening show that nobody has seen before."""
    grid = TimeGrid(SHANGHAI, date(2024, 10, 25), 21, 60)
    begins, ends = (local_instant(date(2024, 11, day), 0, SHANGHAI) for day in (11, 12))
    show = Phase("Show", "tv", "day", begins, ends, multiplier=1.5)
    calendar = event_calendar("CN", SHANGHAI, FIRST, grid.last_day, extra=(show,))
    sales = {day for phase in calendar.phases if phase.is_sale for day in phase.days(SHANGHAI)}
    centre = MadeCentre(lambda day: 1000.0 * (1.8 if day in sales else 1.0) * (0.7 if day.weekday() > 4 else 1.0))
    return centre, grid, *explained(centre, calendar, grid)


def test_the_factors_multiply_to_what_is_expected(
    autumn: tuple[MadeCentre, TimeGrid, pd.DataFrame, tuple[Factor, ...]],
) -> None:
    centre, grid, forecast, factors = autumn
    daily = centre.daily(forecast)
    for day in grid.dates():
        assert prod(factor.value for factor in factors if factor.day == day) == pytest.approx(daily[day], rel=1e-9)


def test_events_are_told_one_by_one(autumn: tuple[MadeCentre, TimeGrid, pd.DataFrame, tuple[Factor, ...]]) -> None:
    factors = autumn[3]
    mine = {factor.event: factor.value for factor in factors if factor.day == date(2024, 11, 11) and factor.event}
    assert set(mine) == {"Double 11", "Show"}
    assert mine["Show"] == pytest.approx(1.5)
    assert mine["Double 11"] == pytest.approx(1.8, rel=0.2)


def test_weekdays_are_told_against_an_average_day(
    autumn: tuple[MadeCentre, TimeGrid, pd.DataFrame, tuple[Factor, ...]],
) -> None:
    week = [f.value for f in autumn[3] if f.reason is Reason.WEEKDAY and f.day < date(2024, 11, 1)]
    assert np.prod(week) == pytest.approx(1.0)
    assert min(week) / max(week) == pytest.approx(0.7, rel=0.05)


def test_growth_of_the_last_weeks_is_told() -> None:
    grid = TimeGrid(SHANGHAI, date(2024, 9, 2), 7, 60)
    turn = grid.first_day - timedelta(days=20)
    centre = MadeCentre(lambda day: 3000.0 * (1.3 if day >= turn else 1.0), country="none")
    calendar = event_calendar("none", SHANGHAI, FIRST, grid.last_day)
    _forecast, factors = explained(centre, calendar, grid)
    told = {factor.reason: factor.value for factor in factors if factor.day == grid.first_day}
    assert told[Reason.LAST_WEEKS] == pytest.approx(1.3, rel=0.1)
    assert told[Reason.LEVEL] == pytest.approx(3000, rel=0.1)


def test_a_closed_day_is_told_by_its_hours() -> None:
    grid = TimeGrid(SHANGHAI, date(2024, 9, 2), 7, 60)
    centre = MadeCentre(lambda _day: 1000.0, country="none")
    closed = grid.first_day + timedelta(days=2)
    calendar = event_calendar("none", SHANGHAI, FIRST, grid.last_day, closed=frozenset({closed}))
    _forecast, factors = explained(centre, calendar, grid)
    assert {factor.value for factor in factors if factor.reason is Reason.HOURS and factor.day == closed} == {0.0}
