"""Findings, actions, training credit and trends of a stored site by REST."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from api.app import create_app
from api.settings import Settings
from api.store import Store
from api.usecases.drill_actions import unowned_in, with_logs
from api.usecases.drill_programme import ProgrammeOrder
from api.usecases.drill_run import drill_of, run_in
from api.usecases.drills import store_drill
from drills.drill import Drill, Window
from drills.improvement import read_book
from tests.api.conftest import NOW
from tests.api.running_drills import Clock, store_drilled
from tests.drills.improvement.held_drills import run_of_all_but

pytestmark = pytest.mark.anyio
Json = dict[str, Any]


@pytest.fixture
def app(settings: Settings, store: Store, clock: Clock) -> FastAPI:
    store_drilled(store)
    with store.unit() as unit:
        drill = drill_of(unit, 1)
        unit.drill_runs.add(1, run_of_all_but(["graded"], drill).log)
        unit.commit()
    clock.now = drill.window.end + timedelta(days=1)
    return create_app(replace(settings, clock=clock), store)


def hold_again(store: Store, days: int, missed: tuple[str, ...] = ()) -> Drill:
    """Store the drill once more, held *days* later."""
    with store.unit() as unit:
        first = drill_of(unit, 1)
        window = first.window
        later = Window(window.start + timedelta(days=days), window.end + timedelta(days=days), window.zone)
        drill = replace(first, id=f"{first.id}-again-{days}", window=later)
        stored = store_drill(unit, unit.rosters.get(1), drill, NOW)
        unit.drill_runs.add(stored.id, run_of_all_but(missed, drill).log)
        unit.commit()
    return drill


async def graded(client: httpx.AsyncClient) -> Json:
    found: list[Json] = (await client.get("/api/v1/drills/1/findings")).json()
    return next(one for one in found if one["kind"] == "target")


async def order(client: httpx.AsyncClient, path: str, **body: object) -> httpx.Response:
    return await client.post(f"/api/v1/actions{path}", json={"site_id": 1, "by": "Chen", **body})


async def added(client: httpx.AsyncClient, **body: object) -> Json:
    finding = await graded(client)
    answer = await order(client, "", findings=[finding["id"]], text="A card with the levels", **body)
    assert answer.status_code == 201, answer.text
    told: Json = answer.json()
    return told


async def test_findings_are_told_with_lines_and_in_the_readers_language(client: httpx.AsyncClient) -> None:
    finding = await graded(client)
    assert (finding["rating"], finding["capability"], finding["owned"]) == ("U", "grading", False)
    assert finding["told"] == "not seen within 30 min"
    assert finding["lines"]
    assert set(finding["text"]) == {"en", "zh"}


async def test_an_action_goes_from_open_to_closed(client: httpx.AsyncClient, store: Store, clock: Clock) -> None:
    standing = (await client.get("/api/v1/actions", params={"site_id": 1})).json()
    assert (standing["in_order"], len(standing["unowned"]), standing["actions"]) == (False, 2, [])
    assert (await added(client))["actions"][0]["id"] == "A1"
    due = str((clock.now + timedelta(days=20)).date())
    assert (await order(client, "/A1/assignment", owner="Li", due=due)).status_code == 200
    assert (await client.get("/api/v1/actions", params={"site_id": 1})).json()["in_order"]
    assert (await order(client, "/A1/evidence", text="It hangs there")).json()["actions"][0]["status"] == "done"
    refused = await order(client, "/A1/closing")
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("action-refused")
    assert "not met in a re-test" in refused.json()["reasons"][0]
    hold_again(store, 20)
    clock.now += timedelta(days=25)
    closed = (await order(client, "/A1/closing", text="works")).json()
    assert closed["actions"][0]["status"] == "closed"
    assert len(closed["lines"]) == 2
    book = read_book((await client.get("/api/v1/actions/book", params={"site_id": 1})).text)
    assert [line.kind.value for line in book] == ["added", "assigned", "done", "verified", "closed"]


async def test_an_order_with_its_key_counts_once_and_answers_the_same(client: httpx.AsyncClient) -> None:
    first, second = await added(client, key="k1"), await added(client, key="k1")
    assert first == second
    assert len((await client.get("/api/v1/actions", params={"site_id": 1})).json()["actions"]) == 1
    finding = (await graded(client))["id"]
    body = {"site_id": 1, "by": "Wang", "key": "k1", "findings": [finding], "text": "x"}
    assert (await client.post("/api/v1/actions", json=body)).status_code == 409


async def test_a_failed_retest_opens_the_action_again_and_a_correction_is_a_line(
    client: httpx.AsyncClient, store: Store, clock: Clock
) -> None:
    await added(client, owner="Li", due=str((clock.now + timedelta(days=9)).date()))
    corrected = await order(client, "/corrections", line=1, text="wrong person", data={"owner": "Zhao"})
    assert corrected.status_code == 200
    await order(client, "/A1/evidence", text="It hangs there")
    hold_again(store, 20, ("graded",))
    clock.now += timedelta(days=25)
    (action,) = (await order(client, "/retests")).json()["actions"]
    assert (action["status"], action["owner"]) == ("re-opened", "Zhao")
    assert action["why"].startswith("not met when it was tested again in ")
    assert (await order(client, "/A1/reopening", text="again")).status_code == 409


async def test_what_is_not_there_is_not_found_and_what_makes_no_sense_is_named(client: httpx.AsyncClient) -> None:
    assert (await order(client, "/A9/closing")).status_code == 404
    assert (await order(client, "", findings=["x"], text="y")).status_code == 404
    assert (await client.get("/api/v1/drills/9/findings")).status_code == 404
    for path in ("actions", "actions/book", "training-records", "training-records.csv", "drill-trends"):
        assert (await client.get(f"/api/v1/{path}", params={"site_id": 9})).status_code == 404
    assert (await order(client, "/A1/evidence", text="x", sha256="12")).status_code == 422


async def test_13_a_report_of_a_stored_drill_closes_when_its_findings_are_owned(
    client: httpx.AsyncClient, store: Store, clock: Clock
) -> None:
    with store.snapshot() as unit:
        assert len(unowned_in(unit, 1, run_in(unit, 1))) == 2
    await added(client, owner="Li", due=str((clock.now + timedelta(days=9)).date()))
    with store.snapshot() as unit:
        assert unowned_in(unit, 1, run_in(unit, 1)) == ()


async def test_training_records_are_told_and_given_as_a_record(client: httpx.AsyncClient, clock: Clock) -> None:
    told = (await client.get("/api/v1/training-records", params={"site_id": 1})).json()
    assert told["year"] == clock.now.year
    assert any(one["given"] for one in told["credits"])
    assert told["drilled"] == len({one["agent"] for one in told["credits"] if one["given"]})
    csv = await client.get("/api/v1/training-records.csv", params={"site_id": 1})
    assert csv.text.splitlines()[0] == "agent,date,course,hours"
    assert len(csv.text.splitlines()) == told["drilled"] + 1


async def test_trends_are_told_with_what_they_rest_on(client: httpx.AsyncClient, store: Store) -> None:
    hold_again(store, 20)
    told = (await client.get("/api/v1/drill-trends", params={"site_id": 1})).json()
    assert told["drills"] == 2
    assert all(one["n"] == 2 and one["spread"] >= 0 for one in told["times"])
    (family,) = told["families"]
    assert (family["met"], family["course"], family["told"]) == (family["n"] - 1, "too-few", "too few to say")
    picture = await client.get("/api/v1/drill-trends.svg", params={"site_id": 1})
    assert picture.headers["content-type"].startswith("image/svg+xml")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE drill_action_lines SET data = '{}'",
        "DELETE FROM drill_action_lines",
        "INSERT OR REPLACE INTO drill_action_lines SELECT * FROM drill_action_lines WHERE number = 1",
    ],
)
async def test_the_database_refuses_every_change_of_a_book(
    client: httpx.AsyncClient, store: Store, change: str
) -> None:
    await added(client)
    with store.unit() as unit, pytest.raises(DatabaseError, match="drill_action_lines"):
        unit.connection.execute(text(change))
    with store.snapshot() as unit:
        assert len(unit.drill_actions.book(1)) == 1


async def test_lines_that_do_not_follow_are_refused(client: httpx.AsyncClient, store: Store) -> None:
    await added(client)
    with store.unit() as unit, pytest.raises(DatabaseError, match="follows the one before"):
        unit.drill_actions.add(1, unit.drill_actions.book(1).lines)


async def test_a_programme_of_the_site_owes_a_retest_until_a_later_run_had_it(
    app: FastAPI, store: Store, clock: Clock
) -> None:
    del app
    order = ProgrammeOrder(clock.now.date())
    with store.snapshot() as unit:
        told = with_logs(unit, 1, order, clock.now)
    assert [one.kind.value for one in told.findings] == ["target"]
    assert len(told.past) == 1
    hold_again(store, 20)
    with store.snapshot() as unit:
        later = with_logs(unit, 1, order, clock.now + timedelta(days=30))
    assert later.findings == ()
    assert [entry.id for entry in later.past] == [told.past[0].id, f"{told.past[0].id}-again-20"]
