from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.calendar import Phase, event_calendar
from forecasting.containment import Containment
from forecasting.errors import ModelError
from forecasting.models import LogLinear
from forecasting.models.naive import WeeklyAverage
from forecasting.timegrid import TimeGrid, local_instant
from forecasting.whatif import Act, Compared, EventChange, WhatIf, compare
from tests.forecasting.models.made_centre import SHANGHAI, MadeCentre

FIRST = date(2024, 5, 1)
GRID = TimeGrid(SHANGHAI, date(2024, 10, 7), 42, 60)
CALENDAR = event_calendar("CN", SHANGHAI, FIRST, GRID.last_day)
SALES = {day for phase in CALENDAR.phases if phase.is_sale for day in phase.days(SHANGHAI)}
CENTRE = MadeCentre(lambda day: 1000.0 * (2.0 if day in SALES else 1.0))
HISTORY = CENTRE.history(FIRST, (GRID.first_day - FIRST).days)


def asked(change: WhatIf, moves: tuple[Containment, ...] = ()) -> Compared:
    return compare(HISTORY, CENTRE.site(), CALENDAR, GRID, change, moves, WeeklyAverage(step_minutes=60))


def learned(change: WhatIf) -> Compared:
    return compare(HISTORY, CENTRE.site(), CALENDAR, GRID, change, model=LogLinear(60))


def daily(forecast: pd.DataFrame) -> "pd.Series[float]":
    return CENTRE.daily(forecast)


def test_no_change_makes_no_difference() -> None:
    found = asked(WhatIf(growth={"*": 1.0}, aht={"chat": 1.0}))
    pd.testing.assert_frame_equal(found.base, found.changed)
    assert (found.difference()[["mean", "aht_seconds"]] == 0).all().all()


def test_a_moved_sale_takes_its_contacts_along() -> None:
    wave = next(
        phase for phase in CALENDAR.phases if phase.event == "Double 11" and phase.start.year == 2024 and phase.is_sale
    )
    found = learned(WhatIf((EventChange(Act.MOVE, "Double 11", wave.phase, days=-4),)))
    day = next(iter(wave.days(SHANGHAI))) + timedelta(days=1)
    base, changed = daily(found.base), daily(found.changed)
    assert changed[day - timedelta(days=4)] > base[day - timedelta(days=4)] * 1.2


def test_a_dropped_event_leaves_an_ordinary_day() -> None:
    found = learned(WhatIf((EventChange(Act.DROP, "Double 11"),)))
    assert daily(found.base)[date(2024, 11, 11)] > 1500
    assert daily(found.changed)[date(2024, 11, 11)] == pytest.approx(1000, rel=0.15)


def test_a_multiplier_decides() -> None:
    found = learned(WhatIf((EventChange(Act.MULTIPLIER, "Double 11", multiplier=4.0),)))
    assert daily(found.changed)[date(2024, 11, 11)] == pytest.approx(4000, rel=0.15)


def test_an_added_event_changes_its_own_days_alone() -> None:
    begins = local_instant(date(2024, 10, 16), 0, SHANGHAI)
    show = Phase("Show", "tv", "day", begins, begins + timedelta(days=1), multiplier=1.5)
    found = learned(WhatIf(added=(show,)))
    ratio = daily(found.changed) / daily(found.base)
    assert ratio[date(2024, 10, 16)] == pytest.approx(1.5, rel=1e-3)
    assert ratio.drop(date(2024, 10, 16)).to_numpy() == pytest.approx(1.0, abs=1e-3)


def test_growth_containment_and_handling_time_do_what_they_say() -> None:
    bot = Containment("chat", date(2024, 10, 20), 0.0, 0.25)
    found = asked(WhatIf(growth={"*": 1.1}, aht={"chat": 0.8}, containment=(bot,)))
    ratio = daily(found.changed) / daily(found.base)
    assert ratio[date(2024, 10, 19)] == pytest.approx(1.1)
    assert ratio[date(2024, 10, 20)] == pytest.approx(1.1 * 0.75)
    assert (found.changed["aht_seconds"] / found.base["aht_seconds"]).to_numpy() == pytest.approx(0.8)


def test_growth_a_year_is_reached_a_year_after_the_history_and_goes_on() -> None:
    far = TimeGrid(SHANGHAI, GRID.first_day, 546, 60)
    calendar = event_calendar("none", SHANGHAI, FIRST, far.last_day)
    change, model = WhatIf(growth_a_year={"*": 1.2, "chat": 1.1}), WeeklyAverage(step_minutes=60)
    found = compare(HISTORY, CENTRE.site(), calendar, far, change, model=model)
    ratio = daily(found.changed) / daily(found.base)
    assert ratio[date(2024, 10, 7)] == pytest.approx(1.32 ** (1 / 365.25))
    assert ratio[date(2025, 10, 6)] == pytest.approx(1.32, rel=0.001)
    assert ratio[date(2026, 4, 5)] == pytest.approx(1.32**1.5, rel=0.002)


def test_a_stated_move_of_containment_holds_in_the_base_as_well() -> None:
    bot = Containment("chat", date(2024, 10, 20), 0.0, 0.25)
    found = asked(WhatIf(), (bot,))
    pd.testing.assert_frame_equal(found.base, found.changed)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            WhatIf((EventChange(Act.DROP, "Doubel 11"),)),
            "no event Doubel 11 lies in the days ahead; there are: Double 11",
        ),
        (WhatIf((EventChange(Act.DROP, "618"),)), "no event 618"),
        (WhatIf(growth={"phone": 1.2}), "the history has no queue phone; there are: chat"),
        (WhatIf(growth_a_year={"phone": 1.2}), "the history has no queue phone; there are: chat"),
    ],
)
def test_what_does_not_exist_is_refused(change: WhatIf, sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        asked(change)


@given(st.integers(-200, 200), st.sampled_from(["", "wave-1", "presale"]))
@settings(max_examples=30, deadline=None)
def test_moving_there_and_back_is_no_change(days: int, phase: str) -> None:
    there = EventChange(Act.MOVE, "Double 11", phase, days=abs(days))
    back = EventChange(Act.MOVE, "Double 11", phase, days=-abs(days))
    assert WhatIf((there, back)).calendar(CALENDAR, GRID.first_day) == CALENDAR


@pytest.mark.parametrize("factor", [0.0, -1.0, 100.0])
def test_a_factor_that_cannot_be_is_refused(factor: float) -> None:
    with pytest.raises(ValueError, match="expected factors"):
        WhatIf(growth={"*": factor})
