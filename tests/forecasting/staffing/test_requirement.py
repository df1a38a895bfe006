from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from forecasting.errors import FrameError, StaffingError
from forecasting.frames import FORECAST, REQUIREMENT
from forecasting.site import ALL_DAY, Channel, OpeningHours, Queue, ServiceTarget, Site, Span
from forecasting.staffing import Method, required_people
from forecasting.staffing.backlog import Waiting
from forecasting.staffing.pooled_load import load_of
from forecasting.timegrid import TimeGrid

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
ALWAYS = OpeningHours((ALL_DAY,) * 7, special=None)
PHONE = Queue("phone", opening=ALWAYS, max_occupancy=1.0)


def grid_of(zone: ZoneInfo = SHANGHAI, first_day: date = date(2026, 11, 9), days: int = 1, slot: int = 30) -> TimeGrid:
    return TimeGrid(zone, first_day, days, slot)


def site_of(*queues: Queue, zone: ZoneInfo = SHANGHAI) -> Site:
    return Site("test", zone, queues, slot_minutes=30)


def forecast_of(grid: TimeGrid, mean: float = 100.0, aht_seconds: float = 180.0, queue: str = "phone") -> pd.DataFrame:
    """The same *mean* in every slot, quantiles around it."""
    starts = pd.DatetimeIndex([grid.instant(slot) for slot in range(grid.n_slots)]).as_unit("us")
    shares = {"p05": 0.5, "p25": 0.8, "p50": 1.0, "p75": 1.2, "p95": 1.5}
    frame = pd.DataFrame(
        {
            "queue": pd.Series([queue] * len(starts), dtype="str"),
            "start": starts,
            "mean": mean,
            **{name: mean * share for name, share in shares.items()},
            "aht_seconds": aht_seconds,
            "day_p05": np.nan,
            "day_p95": np.nan,
        }
    )
    return FORECAST.check(frame)


def test_a_hundred_calls_in_half_an_hour_need_fourteen_people_on_the_floor() -> None:
    grid = grid_of()
    needed = required_people(forecast_of(grid), site_of(PHONE), grid)
    assert set(np.ceil(needed["agents"])) == {14.0}
    assert set(needed["agents"]) == {13.04}
    assert set(needed["reason"]) == {"80% in 20 s"}


def test_shrinkage_is_added_and_keeps_its_fraction() -> None:
    grid = grid_of()
    queue = Queue("phone", opening=ALWAYS, max_occupancy=1.0, shrinkage=0.1)
    needed = required_people(forecast_of(grid), site_of(queue), grid)
    assert needed["scheduled"].iloc[0] == pytest.approx(13.04 / 0.9)


def test_nobody_is_needed_while_the_queue_is_closed() -> None:
    grid = grid_of()
    queue = Queue("phone", opening=OpeningHours((Span(8 * 60, 22 * 60),) * 7))
    needed = required_people(forecast_of(grid), site_of(queue), grid)
    closed = needed["reason"] == "closed"
    assert closed.sum() == 20
    assert (needed.loc[closed, ["agents", "scheduled"]] == 0).all(axis=None)
    assert (needed.loc[~closed, "agents"] > 0).all()


def test_rows_of_closed_slots_may_be_absent() -> None:
    grid = grid_of()
    queue = Queue("phone", opening=OpeningHours((Span(8 * 60, 22 * 60),) * 7))
    needed = required_people(forecast_of(grid).iloc[16:44], site_of(queue), grid)
    assert len(needed) == grid.n_slots


def test_nobody_is_needed_where_nothing_comes() -> None:
    grid = grid_of()
    needed = required_people(forecast_of(grid, mean=0.0, aht_seconds=0.0), site_of(PHONE), grid)
    assert set(needed["agents"]) == {0.0}
    assert set(needed["reason"]) == {"no contacts"}


def test_the_greatest_occupancy_is_named_where_it_binds() -> None:
    grid = grid_of()
    queue = Queue("chat", Channel.CHAT, ServiceTarget(0.9, 86_400), ALWAYS, max_occupancy=0.5)
    needed = required_people(forecast_of(grid, queue="chat"), site_of(queue), grid)
    assert set(needed["agents"]) == {20.0}
    assert set(needed["reason"]) == {"occupancy 50%"}


def test_a_backlog_is_worked_off_in_open_hours_and_keeps_fractions() -> None:
    grid = grid_of()
    queue = Queue("email", Channel.EMAIL, ServiceTarget(0.9, 86_400), OpeningHours((Span(8 * 60, 22 * 60),) * 7, None))
    needed = required_people(forecast_of(grid, queue="email"), site_of(queue), grid)
    at_work = needed[needed["agents"] > 0]
    assert at_work["agents"].to_numpy() == pytest.approx(10 / 0.9 * 48 / 28)
    assert len(at_work) == 28
    assert set(needed["reason"]) == {"closed", "backlog carried from 22:00", "90% within 24 h"}


def test_rows_of_closed_slots_are_part_of_a_backlogs_forecast() -> None:
    grid = grid_of()
    queue = Queue("email", Channel.EMAIL, ServiceTarget(0.9, 86_400))
    with pytest.raises(FrameError, match="queue email has no row for 20 slots, the first at 2026-11-08 16:00"):
        required_people(forecast_of(grid, queue="email").iloc[16:44], site_of(queue), grid)


def test_every_backlog_that_nobody_can_work_off_in_time_is_named_at_once() -> None:
    grid = grid_of()
    office = OpeningHours((Span(8 * 60, 10 * 60),) * 7, None)
    queues = [Queue(name, Channel.TICKET, ServiceTarget(0.9, 3600), office) for name in ("returns", "orders")]
    both = pd.concat([forecast_of(grid, queue=queue.name) for queue in queues], ignore_index=True)
    with pytest.raises(StaffingError, match=r"queue returns: .* queue orders: 90% within 1 h cannot be met"):
        required_people(both, site_of(*queues), grid)


@pytest.mark.parametrize("given", [{"waiting": {"emial": ()}}, {"spare": {"phone": np.zeros(48)}}])
def test_a_backlog_of_no_such_queue_is_refused(given: dict[str, Any]) -> None:
    grid = grid_of()
    site = site_of(Queue("email", Channel.EMAIL, ServiceTarget(0.9, 86_400)), PHONE)
    forecast = pd.concat([forecast_of(grid, queue="email"), forecast_of(grid)], ignore_index=True)
    with pytest.raises(ValueError, match=r"expected backlogs of the forecast, \['email'\]"):
        required_people(forecast, site, grid, **given)


def test_what_waits_at_the_start_and_who_helps_are_told_by_queue() -> None:
    grid = grid_of()
    site = site_of(Queue("email", Channel.EMAIL, ServiceTarget(0.9, 86_400)), PHONE)
    forecast = pd.concat([forecast_of(grid, queue="email"), forecast_of(grid)], ignore_index=True)
    sums = [
        required_people(forecast, site, grid, waiting={"email": waiting}, spare={"email": np.full(48, spare)})
        .groupby("skill")["agents"]
        .sum()
        for waiting, spare in (((), 0.0), ((Waiting(500, 3600),), 0.0), ((), 4.0))
    ]
    assert sums[2]["email"] < sums[0]["email"] < sums[1]["email"]
    assert sums[0]["phone"] == sums[1]["phone"] == sums[2]["phone"]


@pytest.mark.parametrize(
    ("seconds", "text"), [(20, "20 s"), (600, "10 min"), (86_400, "24 h"), (0, "0 s"), (90, "90 s")]
)
def test_a_target_is_written_in_the_greatest_whole_unit(seconds: float, text: str) -> None:
    grid = grid_of()
    queue = Queue("phone", opening=ALWAYS, target=ServiceTarget(0.85, seconds), max_occupancy=1.0)
    assert set(required_people(forecast_of(grid), site_of(queue), grid)["reason"]) == {f"85% in {text}"}


def test_staffing_for_a_higher_quantile_takes_more_people() -> None:
    grid = grid_of()
    forecast, site = forecast_of(grid), site_of(PHONE)
    mean, high = (required_people(forecast, site, grid, volume)["agents"].sum() for volume in ("mean", "p95"))
    assert high > mean


@pytest.mark.parametrize(("day", "slots"), [(date(2026, 3, 29), 46), (date(2026, 10, 25), 50)])
def test_a_day_with_a_clock_change_has_the_slots_it_has(day: date, slots: int) -> None:
    grid = grid_of(BERLIN, day)
    needed = required_people(forecast_of(grid), site_of(PHONE, zone=BERLIN), grid)
    assert len(needed) == slots
    assert set(needed["agents"]) == {13.04}


def test_queues_follow_each_other_in_the_order_of_the_site() -> None:
    grid = grid_of()
    site = site_of(PHONE, Queue("chat", Channel.CHAT, opening=ALWAYS))
    both = pd.concat([forecast_of(grid, queue="chat"), forecast_of(grid)], ignore_index=True)
    needed = REQUIREMENT.check(required_people(both, site, grid))
    assert list(dict.fromkeys(needed["skill"])) == ["phone", "chat"]


def test_every_fault_of_a_forecast_is_named_at_once() -> None:
    grid = grid_of()
    wrong = pd.concat(
        [forecast_of(grid).iloc[1:], forecast_of(grid, queue="fax"), forecast_of(grid_of(first_day=date(2026, 1, 1)))],
        ignore_index=True,
    )
    with pytest.raises(FrameError) as refused:
        required_people(wrong, site_of(PHONE), grid)
    unknown, outside, missing = refused.value.faults
    assert "queue fax is not a queue of site test" in unknown
    assert "48 rows start outside" in outside
    assert "queue phone has no row for 1 open slots" in missing


def test_contacts_without_a_handling_time_are_refused() -> None:
    grid = grid_of()
    with pytest.raises(StaffingError, match="no handling time"):
        required_people(forecast_of(grid, aht_seconds=0.0), site_of(PHONE), grid)


def test_every_target_shows_its_own_need_and_the_binding_one_is_the_reason() -> None:
    grid = grid_of()
    target = ServiceTarget(0.80, 20, mean_wait_seconds=1, abandoned=0.10)
    queue = Queue("phone", target=target, opening=ALWAYS, patience_seconds=120)
    needed = required_people(forecast_of(grid), site_of(queue), grid)
    each = needed[["for_answered", "for_wait", "for_abandoned", "for_occupancy"]]
    assert (needed["agents"] == each.max(axis=1)).all()
    assert (each["for_wait"] > each["for_answered"]).all()
    assert set(needed["reason"]) == {"mean wait 1 s"}


def test_work_builds_up_after_opening_and_runs_off_after_closing() -> None:
    grid = grid_of(slot=15)
    queue = Queue("phone", opening=OpeningHours((Span(8 * 60, 22 * 60),) * 7), max_occupancy=1.0)
    needed = required_people(forecast_of(grid, aht_seconds=900.0), site_of(queue), grid)
    first, last = grid.slot_at(date(2026, 11, 9), 8 * 60), grid.slot_at(date(2026, 11, 9), 22 * 60)
    assert needed["agents"][first] < 0.8 * needed["agents"][first + 8]
    assert needed["agents"][first + 8] == pytest.approx(needed["agents"][last - 1], abs=0.05)
    assert needed["erlangs"][last] > needed["erlangs"][last + 1] > 0
    assert needed["agents"][last] == 0


def test_each_slot_can_be_looked_at_by_itself() -> None:
    grid = grid_of()
    queue = Queue("phone", opening=OpeningHours((Span(8 * 60, 22 * 60),) * 7), max_occupancy=1.0)
    needed = required_people(forecast_of(grid), site_of(queue), grid, method=Method.PER_SLOT)
    assert set(needed["agents"]) == {0.0, 13.04}


@pytest.mark.parametrize("method", [Method.OVER_TIME, Method.MEAN])
def test_the_busiest_moment_takes_the_most_people(method: Method) -> None:
    grid = grid_of(slot=15)
    queue = Queue("phone", opening=OpeningHours((Span(8 * 60, 22 * 60),) * 7), patience_seconds=120)
    needed, busiest = (
        required_people(forecast_of(grid, aht_seconds=900.0), site_of(queue), grid, method=way)["agents"]
        for way in (method, Method.BUSIEST)
    )
    assert (needed <= busiest + 1e-9).all()


@pytest.mark.parametrize("channel", [Channel.CHAT, Channel.EMAIL])
def test_people_get_the_share_that_a_bot_hands_over(channel: Channel) -> None:
    grid = grid_of()
    bot = Queue("q", channel, ServiceTarget(0.9, 86_400), ALWAYS, handover_share=0.4)
    plain = Queue("q", channel, ServiceTarget(0.9, 86_400), ALWAYS)
    handed = required_people(forecast_of(grid, queue="q"), site_of(bot), grid)
    fewer = required_people(forecast_of(grid, mean=40.0, queue="q"), site_of(plain), grid)
    assert handed["agents"].to_numpy() == pytest.approx(fewer["agents"].to_numpy(), abs=0.011)
    assert handed["contacts"].iloc[0] == pytest.approx(40)


def test_shared_people_get_the_share_that_a_bot_hands_over_once() -> None:
    grid = grid_of()
    site = site_of(Queue("q", Channel.CHAT, opening=ALWAYS, handover_share=0.4))
    forecast = forecast_of(grid, queue="q")
    load = load_of(forecast, required_people(forecast, site, grid), site, grid, "mean")
    assert load.contacts.ravel() == pytest.approx(40)


def test_an_unknown_volume_is_refused_with_the_known_ones() -> None:
    grid = grid_of()
    with pytest.raises(ValueError, match="expected one of mean, p05"):
        required_people(forecast_of(grid), site_of(PHONE), grid, "p99")
