"""Backlogs fill around the clock and on closed days; lines open and shut with their doors."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from forecasting.calendar import EventCalendar
from forecasting.forecast import make_forecast
from forecasting.models import Forecaster, LogLinear
from forecasting.models.naive import WeeklyAverage
from forecasting.site import Channel, OpeningHours, Queue, Site
from forecasting.timegrid import TimeGrid
from tests.forecasting.models.made_centre import SHANGHAI, MadeCentre

FIRST, HISTORY_DAYS = date(2025, 3, 3), 70  # a Monday
AHEAD = FIRST + timedelta(days=HISTORY_DAYS)
CENTRE = MadeCentre(lambda _day: 480.0, country="none", shape=(1.0,) * 24)
MODELS = [LogLinear(), WeeklyAverage()]
BACKLOGS = [Channel.EMAIL, Channel.TICKET, Channel.SOCIAL]
OFFICE = replace(OpeningHours(), regular=(OpeningHours().regular[0],) * 5 + (None, None))


def forecast_of(
    channel: Channel,
    model: Forecaster | None = None,
    closed: tuple[date, ...] = (),
    silent: tuple[date, ...] = (),
    opening: OpeningHours = OFFICE,
) -> pd.DataFrame:
    """Twenty contacts an hour, day and night; nothing on *silent* days."""
    history = CENTRE.history(FIRST, HISTORY_DAYS)
    local = history["start"].dt.tz_convert(SHANGHAI).dt.date
    history["offered"] = history["offered"].where(~local.isin(silent), 0)
    grid = TimeGrid(SHANGHAI, AHEAD, 7, 60)
    site = Site("made", SHANGHAI, (Queue("chat", channel, opening=opening),), 60, "none")
    calendar = EventCalendar(SHANGHAI, FIRST, grid.last_day, closed=frozenset(closed))
    return make_forecast(history, site, calendar, grid, model=model)


def shown(forecast: pd.DataFrame) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return forecast["mean"].to_numpy().reshape(7, 24)


@pytest.mark.parametrize("channel", BACKLOGS)
@pytest.mark.parametrize("model", MODELS)
def test_a_backlog_fills_at_night_and_at_the_weekend(channel: Channel, model: Forecaster) -> None:
    slots = shown(forecast_of(channel, model))
    assert slots.mean(axis=0) == pytest.approx(20, rel=0.25)
    assert slots.sum(axis=1) == pytest.approx(480, rel=0.2)


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.CHAT])
@pytest.mark.parametrize("model", MODELS)
def test_nothing_comes_to_a_line_while_it_is_closed(channel: Channel, model: Forecaster) -> None:
    slots = shown(forecast_of(channel, model))
    assert slots[:5, 8:22].sum(axis=1) == pytest.approx(14 * 20, rel=0.2)
    assert slots[5:].max() == slots[:, :8].max() == slots[:, 22:].max() == 0


@pytest.mark.parametrize("model", MODELS)
def test_a_closed_day_fills_the_backlog(model: Forecaster) -> None:
    past = (AHEAD - timedelta(days=5), AHEAD - timedelta(days=19))
    slots = shown(forecast_of(Channel.EMAIL, model, closed=(*past, AHEAD)))
    assert slots[0].sum() == pytest.approx(480, rel=0.2)


@pytest.mark.parametrize("model", MODELS)
def test_a_closed_day_stays_empty_where_nothing_ever_came_on_one(model: Forecaster) -> None:
    past = (AHEAD - timedelta(days=5), AHEAD - timedelta(days=19))
    slots = shown(forecast_of(Channel.EMAIL, model, closed=(*past, AHEAD), silent=past))
    assert slots[0].sum() == 0
    assert slots[1:].sum(axis=1) == pytest.approx(480, rel=0.2)


def test_how_much_comes_on_closed_days_is_learned_from_closed_days() -> None:
    past = tuple(AHEAD - timedelta(days=back) for back in (5, 12, 19, 24, 33, 40, 45, 54))
    history = CENTRE.history(FIRST, HISTORY_DAYS)
    quiet = history["start"].dt.tz_convert(SHANGHAI).dt.date.isin(past)
    history["offered"] = history["offered"].where(~quiet, history["offered"] // 4)
    grid = TimeGrid(SHANGHAI, AHEAD, 7, 60)
    site = Site("made", SHANGHAI, (Queue("chat", Channel.EMAIL, opening=OFFICE),), 60, "none")
    calendar = EventCalendar(SHANGHAI, FIRST, grid.last_day, closed=frozenset({*past, AHEAD + timedelta(days=1)}))
    slots = shown(make_forecast(history, site, calendar, grid))
    assert slots[1].sum() < 300
    assert slots[0].sum() == pytest.approx(480, rel=0.1)


def test_hours_in_which_no_letter_ever_came_stay_empty() -> None:
    centre = MadeCentre(lambda _day: 480.0, country="none")  # 08:00 to 22:00
    grid = TimeGrid(SHANGHAI, AHEAD, 7, 60)
    site = Site("made", SHANGHAI, (Queue("chat", Channel.EMAIL),), 60, "none")
    calendar = EventCalendar(SHANGHAI, FIRST, grid.last_day)
    slots = shown(make_forecast(centre.history(FIRST, HISTORY_DAYS), site, calendar, grid))
    assert slots[:, :8].sum() == slots[:, 22:].sum() == 0
    assert slots.sum() == pytest.approx(7 * 480, rel=0.05)


def test_a_backlog_and_a_line_are_fitted_side_by_side_as_each_alone() -> None:
    history = CENTRE.history(FIRST, HISTORY_DAYS)
    both = pd.concat([history, history.assign(queue=pd.Series(["mail"] * len(history), dtype="str"))])
    grid = TimeGrid(SHANGHAI, AHEAD, 7, 60)
    queues = (Queue("chat", Channel.CHAT), Queue("mail", Channel.EMAIL))
    calendar = EventCalendar(SHANGHAI, FIRST, grid.last_day, closed=frozenset({AHEAD}))
    found = make_forecast(both.reset_index(drop=True), Site("made", SHANGHAI, queues, 60, "none"), calendar, grid)
    chat, mail = (shown(found[found["queue"] == name]) for name in ("chat", "mail"))
    assert chat[0].sum() == 0
    assert mail[0].sum() == pytest.approx(480, rel=0.1)
    assert chat[1, 8:22] == pytest.approx(20, rel=0.25)
    assert chat[:, :8].sum() == 0
