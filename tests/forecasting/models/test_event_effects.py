from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from forecasting.calendar import EventCalendar, Phase, event_calendar
from forecasting.forecast import make_forecast
from forecasting.models.columns import festivals
from forecasting.timegrid import TimeGrid, local_instant
from tests.forecasting.models.made_centre import MadeCentre

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST, USUAL = date(2023, 1, 2), 2000.0
START = date(2025, 1, 6)
SHOW = date(2025, 1, 15)


def phase(
    day: date, days: int = 1, *, event: str = "Show", family: str = "tv", magnitude: float | None = None
) -> Phase:
    start, end = (local_instant(one, 0, SHANGHAI).astimezone(SHANGHAI) for one in (day, day + timedelta(days=days)))
    return Phase(event, family, "day", start, end, magnitude=magnitude)


def calendar(*phases: Phase, holidays: dict[date, str] | None = None) -> EventCalendar:
    return EventCalendar(SHANGHAI, FIRST, date(2027, 1, 1), holidays=holidays or {}, phases=phases)


def forecast(lift: dict[date, float], days: EventCalendar, ahead: int = 28) -> pd.DataFrame:
    """Return the forecast from 6 January 2025 of a queue whose days have been *lift* times the usual ones."""
    centre = MadeCentre(lambda day: USUAL * lift.get(day, 1.0), country="none")
    grid = TimeGrid(SHANGHAI, START, ahead, 60)
    return make_forecast(centre.history(FIRST, (START - FIRST).days), centre.site(), days, grid)


def total(frame: pd.DataFrame, day: date) -> float:
    return float(frame.loc[frame["start"].dt.tz_convert(SHANGHAI).dt.date == day, "mean"].sum())


def width(frame: pd.DataFrame, day: date) -> float:
    first = frame[frame["start"].dt.tz_convert(SHANGHAI).dt.date == day].iloc[0]
    return float(np.log(first["day_p95"] / first["day_p05"]))


def shows(*, sizes: bool = False) -> tuple[dict[date, float], list[Phase]]:
    """Return eight shows of the years before with their lifts: twofold on average, half the logarithm of the size."""
    days = [FIRST + timedelta(days=40 + 83 * index) for index in range(8)]
    magnitudes = [100.0 * (1, 4, 1, 4, 4, 1, 4, 1)[index] for index in range(8)]
    lift = {day: 2.0 * np.sqrt(size / 200) if sizes else 2.0 for day, size in zip(days, magnitudes, strict=True)}
    known = [phase(day, magnitude=size if sizes else None) for day, size in zip(days, magnitudes, strict=True)]
    return lift, known


def test_a_larger_event_lifts_more_in_the_measure_of_its_size() -> None:
    lift, known = shows(sizes=True)
    small, large = (forecast(lift, calendar(*known, phase(SHOW, magnitude=size))) for size in (100.0, 400.0))
    assert 1.7 < total(large, SHOW) / total(small, SHOW) < 2.3
    assert 2.4 < total(large, SHOW) / USUAL < 3.2


def test_a_size_never_seen_before_moves_the_one_effect_that_is_known() -> None:
    lift, known = shows()
    sized = [replace(one, magnitude=100.0) for one in known]
    same, double = (forecast(lift, calendar(*sized, phase(SHOW, magnitude=size))) for size in (100.0, 200.0))
    assert 1.1 < total(double, SHOW) / total(same, SHOW) < 1.6


def test_an_event_never_seen_borrows_from_its_family_and_says_how_little_is_known() -> None:
    lift, known = shows()
    seen = forecast(lift, calendar(*known, phase(SHOW)))
    alike = forecast(lift, calendar(*known, phase(SHOW, event="Gala")))
    strange = forecast(lift, calendar(*known, phase(SHOW, event="Fair", family="market")))
    assert total(alike, SHOW) > 1.5 * USUAL
    assert abs(total(strange, SHOW) - USUAL) < 0.1 * USUAL
    assert width(seen, SHOW) < width(alike, SHOW) < width(strange, SHOW)


def test_a_planners_multiplier_comes_with_the_doubt_that_it_deserves() -> None:
    told = forecast({}, calendar(replace(phase(SHOW, event="Fair"), multiplier=3.0)))
    assert abs(total(told, SHOW) / USUAL - 3) < 0.2
    assert width(told, SHOW) > 3 * width(told, SHOW + timedelta(days=1))


def test_the_days_before_a_long_holiday_fade_wherever_the_holiday_lies() -> None:
    runs = [date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29)]
    holidays = {first + timedelta(days=index): "Spring Festival" for first in runs for index in range(7)}
    lift = dict.fromkeys(holidays, 0.4)
    for first in runs:
        lift.update({first - timedelta(days=step): 1 - 0.3 * 0.5 ** ((step - 1) / 3) for step in range(1, 11)})
    found = forecast(lift, calendar(holidays=holidays), 30)
    assert total(found, runs[2]) < 0.6 * USUAL
    assert total(found, runs[2] - timedelta(days=1)) < 0.85 * USUAL
    assert abs(total(found, START) - USUAL) < 0.05 * USUAL


def test_one_great_holiday_among_small_ones_is_learned_from_its_two_times() -> None:
    days = {date(year, month, 8): f"Holiday {month}" for year in (2023, 2024) for month in range(2, 12)}
    great = {date(2023, 1, 25): "Great Day", date(2024, 1, 25): "Great Day", date(2025, 1, 25): "Great Day"}
    found = forecast(dict.fromkeys(great, 0.2), calendar(holidays={**days, **great}))
    assert 0.18 < total(found, date(2025, 1, 25)) / USUAL < 0.26


def test_a_holiday_keeps_its_effect_when_other_days_off_no_longer_lie_beside_it() -> None:
    names = {date(2024, 1, 15): "Great Day", date(2024, 1, 16): "Great Day (observed)", SHOW: "Great Day"}
    found = forecast({date(2024, 1, 15): 0.3, date(2024, 1, 16): 0.6}, calendar(holidays=names))
    assert 0.25 < total(found, SHOW) / USUAL < 0.45


def test_days_of_a_short_holiday_under_one_name_differ_by_their_place() -> None:
    starts = [date(2023, 4, 4), date(2023, 9, 5), date(2024, 4, 9), date(2024, 9, 10), date(2025, 1, 14)]
    days = {first + timedelta(days=place): "Rest" for first in starts for place in range(3)}
    lift = {first + timedelta(days=place): (0.4, 0.8, 0.8)[place] for first in starts for place in range(3)}
    found = forecast(lift, calendar(holidays=days))
    assert total(found, starts[-1]) < 0.75 * total(found, starts[-1] + timedelta(days=1))


def test_a_term_of_months_has_an_effect_but_its_days_are_ordinary() -> None:
    terms = [phase(date(2023, 3, 1), 120, event="term"), phase(date(2023, 9, 1), 130, event="term")]
    terms += [phase(date(2024, 3, 1), 120, event="term"), phase(date(2024, 9, 1), 160, event="term")]
    lift = {day: 1.4 for term in terms for day in term.days(SHANGHAI)}
    inside = forecast(lift, calendar(*terms))
    assert abs(total(inside, date(2025, 1, 20)) / USUAL - 1.4) < 0.06
    assert width(inside, date(2025, 1, 20)) < 0.25


def test_bands_a_year_and_a_half_ahead_are_wider_but_of_use() -> None:
    found = forecast({}, calendar(), 540)
    near, far = width(found, START + timedelta(days=2)), width(found, START + timedelta(days=535))
    assert 1.5 * near < far < 1.2


def holiday_never_seen(lifts: tuple[float, ...]) -> float:
    """Return what is expected of a Wednesday off never seen, in usual ones, after others came so many times as large.

    Sundays are half as busy as other days.
    """
    off = {FIRST + timedelta(days=364 * year + 43 * place + 9): place for year in (0, 1) for place in range(len(lifts))}
    sundays = {FIRST + timedelta(days=7 * week + 6): 0.5 for week in range(105)}
    known = {**sundays, **{day: lifts[place] for day, place in off.items()}}
    names = {day: f"Holiday {place}" for day, place in off.items()}
    return total(forecast(known, calendar(holidays={**names, SHOW: "New"})), SHOW) / USUAL


def test_a_holiday_never_seen_is_like_the_others_where_these_are_alike() -> None:
    assert 0.4 < holiday_never_seen((0.5, 0.55, 0.45, 0.5, 0.5, 0.5, 0.55, 0.45)) < 0.62


def test_a_holiday_never_seen_is_nearer_to_a_usual_day_where_the_others_differ() -> None:
    assert 0.77 < holiday_never_seen((0.5, 0.6, 1.0, 1.0, 0.5, 1.05, 0.95, 0.6)) < 1.0


def test_a_multiplier_of_phases_that_overlap_counts_once() -> None:
    first, days = date(2026, 11, 1), [date(2026, 11, day) for day in range(9, 14)]
    start = datetime(2026, 11, 10, tzinfo=UTC)
    wave = Phase("Sale", "sale", "wave-1", start, start + timedelta(days=3), multiplier=4.0)
    peak = Phase("Sale", "sale", "peak", start + timedelta(days=1), start + timedelta(days=2), multiplier=4.0)
    calendar = event_calendar("none", ZoneInfo("UTC"), first, date(2026, 11, 30), extra=(wave, peak))
    given = np.zeros(len(days))
    festivals(days, calendar, given, ahead=True)
    assert np.exp(given) == pytest.approx([1.0, 4.0, 4.0, 4.0, 1.0])


def test_what_a_wave_taught_does_not_come_on_top_of_the_stated_height_within_it() -> None:
    days = [date(2026, 11, day) for day in range(9, 14)]
    start = datetime(2026, 11, 10, tzinfo=UTC)
    wave = Phase("Sale", "sale", "wave-1", start, start + timedelta(days=3))
    peak = Phase("Sale", "sale", "peak", start + timedelta(days=1), start + timedelta(days=2), multiplier=4.0)
    calendar = event_calendar("none", ZoneInfo("UTC"), date(2026, 11, 1), date(2026, 11, 30), extra=(wave, peak))
    given = np.zeros(len(days))
    parts = dict(festivals(days, calendar, given, ahead=True))
    assert np.exp(given) == pytest.approx([1.0, 1.0, 4.0, 1.0, 1.0])
    assert parts["event"].max(axis=1) == pytest.approx([0.0, 1.0, 0.0, 1.0, 0.0])
