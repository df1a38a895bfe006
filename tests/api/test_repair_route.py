"""Stored rosters repaired by REST: a new version with few changes, each with its reason, and refusals that name every fault."""

from typing import Any

import httpx
import pytest

from api.store import Store
from tests.api.small_plan import store_published

pytestmark = pytest.mark.anyio


async def ask(client: httpx.AsyncClient, away: list[dict[str, str]], **more: object) -> httpx.Response:
    return await client.post("/api/v1/rosters/1/repair", json={"away": away, "seconds": 20, **more})


async def test_an_absence_is_mended_in_a_version_of_its_own(client: httpx.AsyncClient, store: Store) -> None:
    store_published(store)
    before = (await client.get("/api/v1/rosters/1/shifts.json")).json()
    answer = await ask(client, [{"agent": "A1", "span": "2026-09-14..2026-09-16"}])
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    assert (told["roster"]["version"], told["roster"]["published_at"]) == (2, None)
    assert told["roster"]["lawful"]
    assert told["lost"] == sum(shift["agent"] == "A1" for shift in before["shifts"]) > 0
    assert told["missing_hours_after"] <= told["missing_hours_before"]
    after = (await client.get(f"/api/v1/rosters/{told['roster']['id']}/shifts.json")).json()
    assert not any(shift["agent"] == "A1" for shift in after["shifts"])
    assert all(change["reason"] and change["agent"] != "A1" for change in told["changes"])
    assert (await client.get("/api/v1/rosters/1")).json()["published_at"] is not None


async def test_a_repair_tells_its_changes_in_the_readers_language(client: httpx.AsyncClient, store: Store) -> None:
    store_published(store)
    away, chinese = [{"agent": "A1", "span": "2026-09-14"}], {"lang": "zh_CN"}
    body = {"away": away, "price_percent": 0, "seconds": 20}
    told = (await client.post("/api/v1/rosters/1/repair", params=chinese, json=body)).json()
    english = (await ask(client, away, price_percent=0)).json()
    assert [one["agent"] for one in told["changes"]] == [one["agent"] for one in english["changes"]]
    assert all(a["reason"] != b["reason"] for a, b in zip(told["changes"], english["changes"], strict=True))


async def test_nothing_within_the_notice_is_changed(client: httpx.AsyncClient, store: Store) -> None:
    store_published(store)
    told = (await ask(client, [{"agent": "A1", "span": "2026-09-14"}], notice_hours=744, price_percent=0)).json()
    assert told["changes"] == []


async def test_every_fault_is_named_at_once(client: httpx.AsyncClient, store: Store) -> None:
    store_published(store)
    away = [{"agent": "nobody", "span": "2026-09-14"}, {"agent": "A1", "span": "2026-09-15..2026-09-14"}]
    refused = await ask(client, away, seconds=10_000)
    assert refused.status_code == 422
    assert {"agent", "to", "seconds"} <= {fault["field"] for fault in refused.json()["faults"]}
    assert (await client.get("/api/v1/rosters")).json()[0]["version"] == 1


@pytest.mark.parametrize(
    "asked",
    [{"away": []}, {"away": [{"agent": "A1"}]}, {"notice_hours": -1}, {"most_changes": -1}, {"price_percent": -1}],
)
async def test_what_cannot_be_asked_is_refused(
    client: httpx.AsyncClient, store: Store, asked: dict[str, object]
) -> None:
    store_published(store)
    body = {"away": [{"agent": "A1", "span": "2026-09-14"}], **asked}
    assert (await client.post("/api/v1/rosters/1/repair", json=body)).status_code == 422


async def test_a_roster_that_is_not_there_is_not_found(client: httpx.AsyncClient, store: Store) -> None:
    store_published(store)
    body = {"away": [{"agent": "A1", "span": "2026-09-14"}]}
    assert (await client.post("/api/v1/rosters/9/repair", json=body)).status_code == 404
