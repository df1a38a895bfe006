import dataclasses

import numpy as np
import pytest

from forecasting.concurrency import ConcurrencyCurve
from forecasting.errors import FrameError
from forecasting.simulation import Centre, day_starts, names_of, simulate, streams_of
from forecasting.simulation.draws import busyness, draw_day
from forecasting.site import Channel, PriorityClass, Queue, ServiceTarget, Site
from tests.forecasting.small_forecast import GRID, SHANGHAI, small_forecast

CALLS = Queue("calls", target=ServiceTarget(0.9, 15), patience_seconds=60.0, balk_share=0.05, redial_share=0.2)
CHATS = Queue("chats", Channel.CHAT, concurrency=2.5, handling_spread=0.8)
MAIL = Queue("mail", Channel.EMAIL)
SITE = Site("centre", SHANGHAI, (CALLS, CHATS, MAIL), slot_minutes=60)
FORECAST = small_forecast({"calls": 60.0, "chats": 30.0, "mail": 20.0})


def test_queues_whose_customers_wait_become_streams_with_what_is_known_of_them() -> None:
    calls, chats = streams_of(FORECAST, SITE, GRID)
    assert (calls.name, chats.name) == ("calls", "chats")
    assert (calls.patience_seconds, calls.balk_share, calls.retrial_share) == (60.0, 0.05, 0.2)
    assert (calls.within_seconds, calls.target_share, calls.at_once) == (15, 0.9, 1)
    assert (chats.at_once, chats.handling_cv, chats.patience_seconds) == (3, 0.8, None)
    assert chats.growth == pytest.approx((1.0, 1.0, 1.2))
    assert calls.contacts.sum() == pytest.approx(FORECAST.loc[FORECAST["queue"] == "calls", "mean"].sum())
    assert calls.open_slots is not None
    assert int(calls.open_slots.sum()) == 28
    assert not calls.contacts[~calls.open_slots].any()


def test_chats_slow_each_other_down_by_the_queues_curve_and_gain_nothing_past_its_concurrency() -> None:
    curve = ConcurrencyCurve(((1.0, 200.0), (3.0, 400.0)), measured_at=2.0)
    queue = dataclasses.replace(CHATS, curve=curve)
    (chats,) = streams_of(FORECAST[FORECAST["queue"] == "chats"], dataclasses.replace(SITE, queues=(queue,)), GRID)
    plain = streams_of(FORECAST, SITE, GRID)[1]
    assert chats.handling_seconds == pytest.approx(plain.handling_seconds * 200 / 300)
    assert chats.growth == pytest.approx((1.0, 1.5, 350 / 200 * 3 / 2.5))


def test_what_a_bot_keeps_never_comes_and_classes_share_what_does() -> None:
    classes = (
        PriorityClass("refunds", 0.25, ServiceTarget(0.9, 10)),
        PriorityClass("others", 0.75, ServiceTarget(0.7, 60)),
    )
    queue = dataclasses.replace(CALLS, classes=classes, handover_share=0.6)
    refunds, others, chats = streams_of(FORECAST, dataclasses.replace(SITE, queues=(queue, CHATS, MAIL)), GRID)
    plain = streams_of(FORECAST, SITE, GRID)[0]
    assert names_of(queue) == ("calls: refunds", "calls: others") == (refunds.name, others.name)
    assert refunds.contacts == pytest.approx(plain.contacts * 0.15)
    assert others.contacts == pytest.approx(plain.contacts * 0.45)
    assert (refunds.priority, others.priority) == (0, 1)
    assert (refunds.within_seconds, others.target_share) == (10, 0.7)
    assert names_of(CHATS) == (chats.name,)


def test_days_are_as_uncertain_as_the_forecast_of_their_totals() -> None:
    calls = streams_of(FORECAST, SITE, GRID)[0]
    asked = Centre((calls,), (), 3600.0, day_starts(GRID))
    totals = [draw_day(asked, 1, number, 0).n_first for number in range(800)]
    rows = FORECAST[FORECAST["queue"] == "calls"].iloc[0]
    assert np.quantile(totals, 0.05) == pytest.approx(rows["day_p05"], rel=0.05)
    assert np.quantile(totals, 0.95) == pytest.approx(rows["day_p95"], rel=0.05)
    assert busyness(asked, 1, 0, 1)[0] != 1.0


def test_the_streams_of_a_site_can_be_simulated() -> None:
    found = simulate(Centre(streams_of(FORECAST, SITE, GRID), (), 3600.0, day_starts(GRID)), 3)
    assert found.offered.sum() > 0
    assert found.turned_away.sum() <= found.retried.sum()  # nobody but who dials again after closing


def test_queues_unknown_to_the_site_are_refused() -> None:
    with pytest.raises(FrameError, match="queue mail is not a queue of site centre"):
        streams_of(FORECAST, dataclasses.replace(SITE, queues=(CALLS, CHATS)), GRID)
