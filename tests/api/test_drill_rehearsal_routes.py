"""Rehearsals of a stored drill by REST."""

import pickle

import httpx
import pytest

from api.store import Store
from api.usecases.drill_rehearsal import RehearsalOrder, stored_question
from tests.api.small_plan import store_published

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("published")]
FEW = {"rehearsals": 30, "service_rehearsals": 3}


@pytest.fixture
def published(store: Store) -> None:
    store_published(store)


async def drill(client: httpx.AsyncClient) -> int:
    asked = {"roster_id": 1, "family": "system-outage", "seed": 7, "service": False}
    made = await client.post("/api/v1/drills", json=asked)
    assert made.status_code == 201
    number: int = made.json()["id"]
    return number


async def test_a_drill_is_rehearsed_with_people_queues_and_cost_and_nothing_is_stored(
    client: httpx.AsyncClient,
) -> None:
    number = await drill(client)
    answers = [await client.post(f"/api/v1/drills/{number}/rehearsal", json=FEW) for _time in range(2)]
    assert answers[0].status_code == 200
    assert answers[0].content == answers[1].content
    told = answers[0].json()
    assert told["replications"] == 30
    assert 0 < told["chance"] <= 1
    assert {point["point"] for point in told["points"]} >= {"t0", "t3", "t6"}
    assert told["live"]["everything"]["points_lost"] >= 0
    assert told["queues"][0]["queue"] is None
    assert set(told["ratings"]) == {"P", "S", "M", "U"}


@pytest.mark.parametrize(
    ("number", "body", "status"),
    [(9, {}, 404), (1, {"rehearsals": 0}, 422), (1, {"unknown": 1}, 422), (1, {"seed": -1}, 422)],
)
async def test_drills_that_are_not_there_and_numbers_out_of_range_are_refused(
    client: httpx.AsyncClient, number: int, body: dict[str, int], status: int
) -> None:
    await drill(client)
    assert (await client.post(f"/api/v1/drills/{number}/rehearsal", json=body)).status_code == status


async def test_the_question_can_be_handed_to_another_process(client: httpx.AsyncClient, store: Store) -> None:
    number = await drill(client)
    with store.snapshot() as unit:
        question = stored_question(unit, number, RehearsalOrder())
    handed = pickle.loads(pickle.dumps(question))
    assert handed.scenario == question.scenario
    assert question.setting is not None
    assert handed.setting.away == question.setting.away


@pytest.mark.parametrize(("language", "name"), [("en", "en"), ("zh-CN", "zh")])
async def test_each_expectation_says_in_the_readers_language_what_should_be_seen_and_from_whom(
    client: httpx.AsyncClient, language: str, name: str
) -> None:
    number = await drill(client)
    scenario = (await client.get(f"/api/v1/drills/{number}")).json()["document"]["scenario"]
    answer = await client.post(f"/api/v1/drills/{number}/rehearsal", json=FEW, headers={"Accept-Language": language})
    texts = {item["id"]: item["text"][name] for item in scenario["expectations"]}
    assert {task["id"]: task["text"] for task in answer.json()["tasks"]} == texts
    seats = {seat["name"][name] for seat in scenario["seats"]}
    assert {task["seat"] for task in answer.json()["tasks"]} <= seats
