"""Runs followed live: every line once, in order, whoever wrote it, and none left out when somebody comes back."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import datetime

import pytest

from api.drill_news import DrillNews
from api.drill_ticker import DrillTicker
from api.routes.drill_run_events import event_stream
from api.settings import Settings
from api.store import Store, open_store
from api.usecases.drill_run import carry_out, drill_of, tick_run
from drills.exercise import CoverTold, Order, Run, approve, look_both_ways, note, plan, start
from tests.api.running_drills import copied, store_drilled

pytestmark = pytest.mark.anyio
LOOK = 0.01


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    yield from copied(settings, store_drilled)


@pytest.fixture
def begins(store: Store) -> datetime:
    """Store a drill that runs from its window's start on; return that."""
    with store.unit() as unit:
        drill = drill_of(unit, 1)
        order = Order(drill.window.start, "controller")
        run = start(
            look_both_ways(approve(plan(drill, order, "1", 2.0), order, CoverTold()), order, CoverTold()), order
        )
        unit.drill_runs.add(1, run.log)
        unit.commit()
    return drill.window.start


def noted(store: Store, now: datetime, text: str) -> None:
    def act(run: Run, order: Order) -> Run:
        return note(run, order, text)

    with store.unit() as unit:
        carry_out(unit, 1, Order(now, "evaluator"), act)


def length(store: Store) -> int:
    with store.snapshot() as unit:
        return unit.drill_runs.length(1)


async def numbers(news: DrillNews, after: int, until: int) -> list[int]:
    """Return the numbers of the lines that a listener behind *after* hears up to number *until*."""
    heard: list[int] = []
    async with contextlib.aclosing(news.lines(1, after)) as stream:
        async for lines in stream:
            heard += [line.number for line in lines]
            if heard and heard[-1] >= until:
                break
    return heard


async def test_a_listener_hears_what_was_and_what_comes(store: Store, begins: datetime) -> None:
    news, known = DrillNews(store, LOOK), length(store)
    listening = asyncio.create_task(numbers(news, 0, known + 3))
    for count in range(3):
        await asyncio.to_thread(noted, store, begins, f"note {count}")
        await asyncio.sleep(LOOK)
    assert await listening == list(range(1, known + 4))


async def test_many_listeners_hear_the_same_each_from_where_they_were(store: Store, begins: datetime) -> None:
    news, known = DrillNews(store, LOOK), length(store)
    listening = [asyncio.create_task(numbers(news, after % (known + 1), known + 5)) for after in range(40)]
    for count in range(5):
        await asyncio.to_thread(noted, store, begins, f"note {count}")
    heard = await asyncio.gather(*listening)
    assert heard == [list(range(after % (known + 1) + 1, known + 6)) for after in range(40)]


async def test_lines_of_another_process_are_heard(settings: Settings, store: Store, begins: datetime) -> None:
    other, known = open_store(settings.store_url), length(store)
    listening = asyncio.create_task(numbers(DrillNews(store, LOOK), known, known + 1))
    await asyncio.to_thread(noted, other, begins, "from elsewhere")
    assert await listening == [known + 1]
    other.close()


async def test_who_comes_back_misses_nothing_and_hears_nothing_twice(store: Store, begins: datetime) -> None:
    news, known = DrillNews(store, LOOK), length(store)
    first = await numbers(news, 0, known)
    await asyncio.to_thread(noted, store, begins, "while away")
    assert first + await numbers(news, first[-1], known + 1) == list(range(1, known + 2))


async def test_events_bear_the_numbers_of_their_lines_and_silence_is_filled(store: Store, begins: datetime) -> None:
    del begins
    news, known = DrillNews(store, LOOK, heartbeat_seconds=LOOK), length(store)
    told: list[bytes] = []
    async for part in event_stream(news, 1, known - 1).body_iterator:
        assert isinstance(part, bytes)
        told.append(part)
        if len(told) == 4:
            break
    assert told[0] == b"retry: 1000\n\n"
    assert told[1].startswith(f"id: {known}\nevent: line\ndata: {{".encode())
    assert told[2:] == [b": still here\n\n"] * 2


async def test_streams_end_with_the_service_and_looking_ends_with_the_last_listener(
    store: Store, begins: datetime
) -> None:
    del begins
    news, known = DrillNews(store, LOOK), length(store)
    listening = asyncio.create_task(numbers(news, known, known + 1))
    others = [asyncio.create_task(numbers(news, known, known + 1)) for _listener in range(3)]
    await asyncio.sleep(3 * LOOK)
    (looking,) = (task for task in asyncio.all_tasks() if task.get_name() == "drill news")
    news.close()
    assert await asyncio.gather(listening, *others) == [[]] * 4
    await looking
    assert looking.exception() is None


def test_the_ticker_writes_what_is_due_and_nothing_else(store: Store, begins: datetime) -> None:
    known = length(store)
    shown = [begins]
    ticker = DrillTicker(store, lambda: shown[0])
    ticker.tick()
    assert length(store) == known
    with store.snapshot() as unit:
        minutes = sorted({inject.minutes for inject in drill_of(unit, 1).scenario.injects if inject.timed})
    shown[0] = begins.replace(minute=begins.minute + minutes[1])
    ticker.tick()
    grown = length(store)
    assert grown > known
    ticker.tick()
    DrillTicker(store, lambda: shown[0]).tick()
    with store.unit() as unit:
        tick_run(unit, 1, shown[0])
    assert length(store) == grown


def test_a_log_that_cannot_be_read_does_not_stop_the_ticker(
    settings: Settings, store: Store, begins: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    raw = sqlite3.connect(settings.data_dir / "watchbill.sqlite3")
    raw.execute("DROP TRIGGER drill_log_refuses_update")
    raw.execute("UPDATE drill_log SET data = '{}' WHERE number = 2")
    raw.commit()
    raw.close()
    DrillTicker(store, lambda: begins).tick()
    assert "drill 1 could not be read" in caplog.text


async def test_the_ticker_goes_on_after_a_failure(caplog: pytest.LogCaptureFixture, store: Store) -> None:
    asked: list[int] = []
    tried, loop = asyncio.Event(), asyncio.get_running_loop()

    def clock() -> datetime:
        asked.append(1)
        if len(asked) == 3:
            loop.call_soon_threadsafe(tried.set)
        raise RuntimeError("the clock stands still")

    async with DrillTicker(store, clock, tick_seconds=LOOK).running():
        await tried.wait()
    assert [task for task in asyncio.all_tasks() if task.get_name() == "drill ticker"] == []
    assert "drills under way could not be looked at" in caplog.text
