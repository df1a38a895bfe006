"""The server is killed, doubled and raced in the middle of drills: nothing acknowledged is lost, nothing comes twice."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

import pytest

from api.settings import Settings
from api.store import Store
from api.usecases.drills import store_drill
from drills.drill import Drill
from drills.exercise import CoverTold, LineKind, Log, Order, approve, look_both_ways, plan, run_of, start
from drills.roles import Form
from drills.scenario.catalogue import catalogue
from tests.api.conftest import NOW
from tests.api.killed_drills import (
    Acknowledged,
    Hand,
    Listener,
    Nursery,
    anything,
    doubled,
    elapsed_by_hand,
    free_port,
)
from tests.api.running_drills import store_quiet
from tests.drills.practice.seated import seated

FAST = 1_000.0  # times: three hours of a drill in eleven seconds
KILLS = 7
ORDERS = 80


@pytest.fixture
def drill() -> Drill:
    """Return a full drill of two incidents at once."""
    return seated(catalogue().draw("payments-and-refunds", 3, Form.FULL))


@pytest.fixture
def under_way(settings: Settings, store: Store, drill: Drill) -> Path:
    """Return the folder of a store in which the drill has just started."""
    store_quiet(store)
    order = Order(drill.window.start, "controller")
    run = approve(plan(drill, order, "1", 2.0), order, CoverTold())
    run = start(look_both_ways(run, order, CoverTold()), order)
    with store.unit() as unit:
        store_drill(unit, unit.rosters.get(1), drill, NOW)
        unit.drill_runs.add(1, run.log)
        unit.commit()
    return settings.data_dir


@dataclass(frozen=True)
class Servers:
    """Servers on one store, their clocks as one: the drill's window begins when the first is started."""

    nursery: Nursery
    folder: Path
    begins: datetime
    real: float

    def start(self, port: int) -> int:
        return self.nursery.start(self.folder, port, self.begins, self.real, FAST)

    def kill(self, pid: int) -> None:
        self.nursery.kill(pid)


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.close()


@pytest.fixture
def servers(nursery: Nursery, under_way: Path, drill: Drill) -> Iterator[Servers]:
    yield Servers(nursery, under_way, drill.window.start, time.time())
    nursery.kill_all()


def log_in(store: Store) -> Log:
    with store.snapshot() as unit:
        return unit.drill_runs.log(1)


def assert_whole(log: Log, drill: Drill, acknowledged: list[Acknowledged]) -> None:
    """Hold *log* against what was acknowledged and against what a drill must be, whatever happened."""
    lines, by_key = list(log), Counter(line.data["key"] for line in log if "key" in line.data)
    digests = {line.digest for line in lines}
    for order in acknowledged:
        if order.status == 200:
            assert order.digests, order
            assert set(order.digests) <= digests, f"lost: {order}"
            assert by_key[order.key] == 1, f"doubled: {order}"
        else:
            assert order.status == 409, order
    for kind, name in (
        (LineKind.INJECT, "inject"),
        (LineKind.CLOCK, "expectation"),
        (LineKind.RAN_OUT, "expectation"),
        (LineKind.CHAT_OPENED, "roleplay"),
    ):
        assert doubled(lines, kind, name) == set()
    assert [(line.number, line.ms) for line in lines] == elapsed_by_hand(log)
    planned = {inject.id: inject.minutes * 60_000 for inject in drill.scenario.injects if inject.timed}
    came = {line.data["inject"]: line for line in lines if line.kind is LineKind.INJECT}
    assert {name for name, ms in planned.items() if ms <= log.last.ms} <= set(came)
    for name, ms in planned.items():
        if name in came and came[name].data["cause"] == "time":
            assert came[name].data["planned_second"] == ms / 1000
            assert came[name].ms >= ms


def test_a_server_killed_again_and_again_loses_nothing_and_doubles_nothing(
    servers: Servers, store: Store, drill: Drill
) -> None:
    draw, port = random.Random(11), free_port()
    pid = servers.start(port)
    hand, listener = Hand(drill, port, "controller"), Listener(port)
    listener.start()
    working = threading.Thread(target=hand.work, args=(islice(anything(drill, 5), ORDERS),))
    working.start()
    for _kill in range(KILLS):
        time.sleep(draw.uniform(0.05, 0.6))
        servers.kill(pid)
        pid = servers.start(port)
    working.join()
    hand.send("orders", {"order": "resume"}, "last resume")
    assert hand.send("orders", {"order": "end"}, "end") == 200
    log = log_in(store)
    listener.wait_for(len(log))
    servers.kill(pid)
    hand.close()
    assert_whole(log, drill, hand.acknowledged)
    assert listener.heard == list(range(1, len(log) + 1))
    assert len({line.incident for line in run_of(log).state.stamps}) > 1


def test_two_servers_on_one_store_and_two_who_stamp_at_once_stay_of_one_mind(
    servers: Servers, store: Store, drill: Drill
) -> None:
    ports = [free_port(), free_port()]
    pids = [servers.start(port) for port in ports]
    hands = [Hand(drill, port, "controller") for port in ports]
    listeners = [Listener(port) for port in ports]
    for listener in listeners:
        listener.start()
    orders = list(islice(anything(drill, 8), ORDERS // 2))
    # Both send the very same orders with the very same keys, each to a server of their own.
    working = [threading.Thread(target=hand.work, args=(orders,)) for hand in hands]
    for thread in working:
        thread.start()
    for thread in working:
        thread.join()
    hands[0].send("orders", {"order": "resume"}, "last resume")
    assert hands[1].send("orders", {"order": "end"}, "end") == 200
    log = log_in(store)
    for listener in listeners:
        listener.wait_for(len(log))
    for pid, hand in zip(pids, hands, strict=True):
        servers.kill(pid)
        hand.close()
    assert_whole(log, drill, [order for hand in hands for order in hand.acknowledged])
    assert [listener.heard for listener in listeners] == [list(range(1, len(log) + 1))] * 2


def test_after_an_outage_of_the_server_the_clock_has_gone_on_and_what_was_due_comes_late_but_once(
    servers: Servers, store: Store, drill: Drill
) -> None:
    port = free_port()
    pid = servers.start(port)
    hand = Hand(drill, port, "controller")
    assert hand.send("notes", {"text": "all is well"}, "before") == 200
    servers.kill(pid)
    before = log_in(store)
    time.sleep(1.5)
    pid = servers.start(port)
    listener = Listener(port)
    listener.start()
    assert hand.send("notes", {"text": "back again"}, "back") == 200
    servers.kill(pid)
    log = log_in(store)
    assert log.last.ms - before.last.ms >= 1.5 * FAST * 1000
    late = [line for line in log.lines[len(before) :] if line.kind is LineKind.INJECT]
    assert len(late) >= 2
    hand.close()
    planned = [float(str(line.data["planned_second"])) for line in late]
    assert planned == sorted(planned)
    assert all(line.second > second for line, second in zip(late, planned, strict=True))
    assert_whole(log, drill, hand.acknowledged)
