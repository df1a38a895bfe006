"""A drill run by REST, from the first order to the last."""

import json
import sqlite3
from collections.abc import Iterator

import httpx
import pytest

from api.settings import Settings
from api.store import Store
from drills.exercise import read_log
from drills.report import report_fingerprint
from tests.api.running_drills import FILE, Clock, Play, copied, drilled, store_drilled

pytestmark = pytest.mark.anyio


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    yield from copied(settings, store_drilled)


@pytest.fixture
async def play(client: httpx.AsyncClient, clock: Clock) -> Play:
    return await drilled(client, clock)


async def test_a_drill_goes_from_planned_to_closed(play: Play) -> None:
    told = await play.started()
    assert told["board"]["phase"] == "running"
    assert [line["kind"] for line in told["lines"]][:2] == ["started", "inject"]
    play.at(5)
    await play.ordered("pause")
    play.at(7)
    await play.ordered("resume")
    play.at(20)
    ended = await play.ordered("end")
    assert ended["lines"][-1]["second"] == 18 * 60
    answer = await play.order("evaluate", text="nobody was there to evaluate")
    assert answer.status_code == 200, answer.text
    reported = await play.ordered("report")
    log = read_log(await play.log())
    assert reported["lines"][-1]["data"]["fingerprint"] == report_fingerprint(log)
    assert [line.number for line in log] == list(range(1, len(log) + 1))
    await act_on_findings(play)
    closed = await play.ordered("close")
    assert closed["board"]["phase"] == "closed"
    assert (await play.post("notes", text="too late")).status_code == 409


async def act_on_findings(play: Play) -> None:
    """Give every finding that stands against closing an action with an owner and a date."""
    unowned = (await play.order("close")).json()["reasons"]
    found = (await play.client.get(f"{play.path}/findings")).json()
    names = [item["id"] for item in found if any(item["id"] in reason for reason in unowned)]
    assert names
    action = {"site_id": 1, "by": "A1", "findings": names, "text": "practise", "owner": "A3", "due": "2026-10-01"}
    answer = await play.client.post("/api/v1/actions", json=action)
    assert answer.status_code in {200, 201}, answer.text


async def test_the_first_line_holds_drill_rules_budget_and_prediction(play: Play) -> None:
    answer = await play.plan(budget_points=3)
    assert answer.status_code == 201
    assert "drill" not in answer.json()["lines"][0]["data"]
    first = json.loads((await play.log()).splitlines()[0])["data"]
    assert first["budget_points"] == 3
    assert first["rules"] == "1"
    assert first["drill"]["scenario"]["digest"] == play.drill["document"]["scenario"]["digest"]
    assert 0 <= first["prediction"]["score"] <= 100
    assert first["prediction"]["points_lost"] is not None


async def test_orders_out_of_turn_are_refused_with_their_reasons_in_the_readers_language(play: Play) -> None:
    await play.plan()
    answer = await play.client.post(
        f"{play.path}/run/orders", json={"order": "start", "by": "x"}, headers={"Accept-Language": "zh"}
    )
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.json()["reasons"]) == 1


async def test_a_log_that_was_changed_is_named_and_the_drill_goes_no_further(play: Play, settings: Settings) -> None:
    await play.plan(rehearsals=0)
    await play.ordered("approve")
    raw = sqlite3.connect(settings.data_dir / FILE)
    raw.execute("DROP TRIGGER drill_log_refuses_update")
    raw.execute("UPDATE drill_log SET \"by\" = 'somebody' WHERE number = 2")
    raw.commit()
    raw.close()
    for answer in (await play.order("go"), await play.client.get(f"{play.path}/run")):
        assert answer.status_code == 500
        assert answer.json()["type"] == "urn:watchbill:problem:log-broken"
        (fault,) = answer.json()["faults"]
        assert fault["reason"].startswith("line 2 was changed")


async def test_what_is_not_there_is_not_found(play: Play) -> None:
    for path in ("/api/v1/drills/9/run", "/api/v1/drills/1/run", "/api/v1/drills/1/run/log"):
        assert (await play.client.get(path)).status_code == 404
    assert (await play.order("approve")).status_code == 404
