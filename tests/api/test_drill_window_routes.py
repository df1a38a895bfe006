"""Windows for a drill by REST."""

from datetime import datetime
from typing import Any

import httpx
import pytest

from api.store import Store
from tests.api.small_plan import store_published

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("published")]


@pytest.fixture
def published(store: Store) -> None:
    store_published(store)


async def ask(client: httpx.AsyncClient, **change: object) -> httpx.Response:
    asked: dict[str, object] = {"roster_id": 1, "family": "system-outage", "seed": 7, "below_target": 1.0, **change}
    return await client.post("/api/v1/drills/windows", json=asked)


async def test_the_best_windows_are_told_with_people_cost_and_what_refuses_the_others(
    client: httpx.AsyncClient,
) -> None:
    answer = await ask(client, top=3)
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    assert len(told["windows"]) == min(3, told["usable"])
    best = told["windows"][0]
    assert best["cost"]["by"] == "simulation"
    assert best["cost"]["tail_minutes"] >= 30
    assert {seat["role"] for seat in best["seats"]} >= {"commander", "evaluator"}
    assert best["value"] == pytest.approx(sum(best["terms"].values()), abs=1e-3)
    assert [window["value"] for window in told["windows"]] == sorted(window["value"] for window in told["windows"])
    assert told["refusals"] is None
    assert sum(sum(kinds.values()) for kinds in told["refused_by_day"].values()) == sum(
        told["refused_by_kind"].values()
    )


async def test_every_refusal_is_told_with_every_reason_where_asked_for(client: httpx.AsyncClient) -> None:
    told = (await ask(client, every_refusal=True)).json()
    assert len(told["refusals"]) == told["refused"]
    assert all(refusal["reasons"] for refusal in told["refusals"])


async def test_the_same_question_has_the_same_answer_and_stores_nothing(client: httpx.AsyncClient) -> None:
    assert (await ask(client)).json() == (await ask(client)).json()
    assert (await client.get("/api/v1/drills")).json() == []


async def test_the_drill_made_afterwards_takes_its_people_out_of_the_next_search(client: httpx.AsyncClient) -> None:
    made = await client.post(
        "/api/v1/drills",
        json={"roster_id": 1, "family": "system-outage", "seed": 7, "announced": False, "service": False},
    )
    drill = made.json()
    told = (await ask(client, family="complaint-surge", top=50)).json()
    for window in told["windows"]:
        if window["start"] < drill["end"] and drill["start"] < window["end"]:
            assert not {seat["agent"] for seat in window["seats"]} & set(drill["away"])
    loaded = [window for window in told["windows"] if {seat["agent"] for seat in window["seats"]} & set(drill["away"])]
    assert all(window["terms"]["load"] > 0 for window in loaded)


async def test_somebody_left_out_is_in_no_seat_and_backs_nobody_up(client: httpx.AsyncClient) -> None:
    everybody = (await ask(client)).json()["windows"][0]
    key_person = next(seat["agent"] for seat in everybody["seats"] if seat["role"] == "commander")
    told = (await ask(client, without=[key_person])).json()
    seats = [seat for window in told["windows"] for seat in window["seats"]]
    assert key_person not in {seat["agent"] for seat in seats} | {seat["backup"] for seat in seats}


async def test_a_drill_is_made_in_the_window_that_was_chosen(client: httpx.AsyncClient) -> None:
    windows = (await ask(client)).json()["windows"]
    chosen = windows[-1]["start"]
    asked = {"roster_id": 1, "family": "system-outage", "seed": 7, "start": chosen, "service": False}
    made = await client.post("/api/v1/drills", json=asked)
    assert made.status_code == 201
    assert datetime.fromisoformat(made.json()["start"]) == datetime.fromisoformat(chosen)
    for number in (1_770_000_000, "2026-09-14T10:00"):
        assert (await client.post("/api/v1/drills", json={**asked, "start": number})).status_code == 422
    never = {**asked, "seed": 8, "start": "2030-01-01T09:00:00+08:00"}
    assert (await client.post("/api/v1/drills", json=never)).status_code in {409, 422}


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"roster_id": 9}, 404),
        ({"weeks": 0}, 422),
        ({"without": ["nobody"]}, 422),
        ({"never_both": [["A1", "A1"]]}, 422),
        ({"first_day": "2030-01-01"}, 422),
    ],
)
async def test_what_cannot_be_meant_is_refused(
    client: httpx.AsyncClient, change: dict[str, object], status: int
) -> None:
    assert (await ask(client, **change)).status_code == status
