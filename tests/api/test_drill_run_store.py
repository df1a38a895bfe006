"""The lines of a run in the store: as they were written, in order, for good."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from api.errors import NotFoundError
from api.settings import Settings
from api.store import Store
from api.store.engine import make_engine
from drills.errors import LogError
from drills.exercise import CoverTold, Order, Phase, Run, approve, log_text, look_both_ways, pause, plan, run_of, start
from drills.reading import read_drill
from drills.scenario.canonical import canonical_json
from tests.api.running_drills import copied, store_drilled


def run_in(store: Store) -> Run:
    with store.snapshot() as unit:
        drill = read_drill(canonical_json(dict(unit.drills.get(1).document)))
    order = Order(drill.window.start, "王芳")
    run = approve(plan(drill, order, "1", 2.0), order, CoverTold())
    return pause(start(look_both_ways(run, order, CoverTold()), order), order)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    yield from copied(settings, store_drilled)


@pytest.fixture
def run(store: Store) -> Run:
    made = run_in(store)
    with store.unit() as unit:
        unit.drill_runs.add(1, made.log)
        unit.commit()
    return made


def test_a_log_comes_back_byte_for_byte_and_its_run_with_it(store: Store, run: Run) -> None:
    with store.snapshot() as unit:
        log = unit.drill_runs.log(1)
        assert log_text(log) == log_text(run.log)
        assert run_of(log).state == run.state
        assert unit.drill_runs.phases() == {1: Phase.PAUSED}
        assert unit.drill_runs.length(1) == len(run.log)
        assert unit.drill_runs.lengths([1, 2]) == {1: len(run.log)}
        assert unit.drill_runs.lines(1, after=len(run.log) - 1) == (run.log.last,)


def test_a_drill_without_a_run_is_named(store: Store) -> None:
    with store.snapshot() as unit, pytest.raises(NotFoundError, match="41 has no run"):
        unit.drill_runs.log(41)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE drill_log SET data = '{}'",
        "UPDATE drill_log SET \"by\" = 'somebody' WHERE number = 2",
        "DELETE FROM drill_log",
        "DELETE FROM drill_log WHERE number = (SELECT max(number) FROM drill_log)",
        "INSERT OR REPLACE INTO drill_log SELECT * FROM drill_log WHERE number = 2",
        "DELETE FROM drills",
    ],
)
@pytest.mark.usefixtures("run")
def test_2_the_database_itself_refuses_to_change_or_to_lose_a_line(settings: Settings, change: str) -> None:
    engine = make_engine(settings.store_url)
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(change))
    engine.dispose()


def test_2_a_line_that_does_not_follow_the_one_before_it_is_refused(store: Store, run: Run) -> None:
    ahead = replace(run.log.last, number=run.log.last.number + 2, digest="")
    unchained = replace(run.log.last, number=run.log.last.number + 1, digest="")
    for line in (ahead, unchained, run.log.last):
        with store.unit() as unit, pytest.raises(IntegrityError, match="follows the one before it"):
            unit.drill_runs.add(1, [line])


@pytest.mark.usefixtures("run")
def test_2_a_line_changed_behind_the_products_back_is_named(settings: Settings, store: Store) -> None:
    raw = sqlite3.connect(settings.data_dir / "watchbill.sqlite3")
    raw.execute("DROP TRIGGER drill_log_refuses_update")
    raw.execute("UPDATE drill_log SET \"by\" = 'somebody' WHERE number = 2")
    raw.commit()
    raw.close()
    with store.snapshot() as unit, pytest.raises(LogError, match="line 2 was changed"):
        unit.drill_runs.log(1)
