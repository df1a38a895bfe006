"""The floor of a roster: the same customers and people as the service of a roster has."""

import numpy as np
import pandas as pd
import pytest

from drills.errors import RequestError
from drills.simulation import floor_of
from drills.simulation.floor import Floor
from forecasting.simulation import Stream
from forecasting.site import Channel, PriorityClass, Queue, ServiceTarget, Site
from scheduler.instance import Instance
from tests.drills.simulation.small_service import calls, floor
from tests.drills.small_floor import MONDAY, SHANGHAI, agent, everybody
from tests.drills.small_floor import floor as instance_of

CLASSES = (
    PriorityClass("refunds", 0.25, ServiceTarget(0.9, 10.0)),
    PriorityClass("others", 0.75, ServiceTarget(0.7, 30.0)),
)
PHONE = Queue("service", Channel.PHONE, aht_seconds=180.0, classes=CLASSES)
MAIL = Queue("mail", Channel.EMAIL, aht_seconds=300.0)
SITE = Site("small", SHANGHAI, (PHONE, MAIL))


def forecast(instance: Instance, queue: str = "service", mean: float = 8.0) -> pd.DataFrame:
    grid = instance.grid
    starts = pd.DatetimeIndex([grid.instant(slot) for slot in range(grid.n_slots)]).as_unit("us")
    columns = {name: np.full(grid.n_slots, mean) for name in ("mean", "p05", "p25", "p50", "p75", "p95")}
    rest = {"aht_seconds": np.full(grid.n_slots, 200.0)} | {
        name: np.full(grid.n_slots, np.nan) for name in ("day_p05", "day_p95")
    }
    return pd.DataFrame({"queue": pd.Series([queue] * grid.n_slots, dtype="str"), "start": starts, **columns, **rest})


def test_each_class_of_a_queue_is_a_stream_with_its_channel_and_target() -> None:
    instance = instance_of([agent(1), agent(2)])
    found = floor_of(SITE, forecast(instance), instance, everybody(instance))
    assert [stream.name for stream in found.streams] == ["service: refunds", "service: others"]
    assert set(found.channels.values()) == {Channel.PHONE}
    assert found.targets["service: refunds"].share == 0.9
    assert found.teams == {who.id: "service" for who in instance.agents}
    assert not any(stream.finishes_waiting for stream in found.streams)


def test_people_serve_the_live_queues_of_their_team_in_their_shifts_less_breaks() -> None:
    instance = instance_of([agent(1), agent(2)])
    found = floor_of(SITE, forecast(instance), instance, everybody(instance))
    (first, _second) = found.staff.people()
    assert set(first.levels) == {"service: refunds", "service: others"}
    hours = [(start / 3600, end / 3600) for start, end in first.duty]
    assert hours == [(9, 12), (13, 17), (33, 36), (37, 41)]


def test_only_the_days_of_the_roster_count() -> None:
    longer, instance = instance_of([agent(1)], days=4), instance_of([agent(1)], days=2)
    found = floor_of(SITE, forecast(longer), instance, everybody(instance))
    assert found.streams[0].contacts.sum() == pytest.approx(8.0 * 0.25 * instance.grid.n_slots)
    assert len(found.streams[0].contacts) == instance.grid.n_slots
    assert found.grid.first_day == MONDAY


def test_a_roster_on_whose_days_nobody_waits_for_an_answer_has_no_floor() -> None:
    instance = instance_of([agent(1)])
    with pytest.raises(RequestError, match="no queue has customers who wait"):
        floor_of(SITE, forecast(instance, "mail"), instance, everybody(instance))


def test_streams_without_channel_and_of_other_lengths_are_refused_together() -> None:
    known = floor()
    short = Stream("chat", np.ones(3), np.ones(3))
    with pytest.raises(
        ValueError, match=r"no channel of stream chat; no target of stream chat; stream chat has 3 slots"
    ):
        Floor(known.grid, (calls(), short), known.staff, known.channels, known.targets, known.teams)
