"""The programme of the year by REST."""

from typing import Any

import httpx
import pytest

from api.store import Store
from tests.api.small_plan import store_published

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("published")]
PATH = "/api/v1/drill-programmes"


@pytest.fixture
def published(store: Store) -> None:
    store_published(store)


async def ask(client: httpx.AsyncClient, **change: object) -> httpx.Response:
    asked: dict[str, object] = {"site_id": 1, "first_day": "2026-03-02", "months": 1, "budget": 99999, **change}
    return await client.post(PATH, json=asked)


async def test_a_programme_is_told_and_can_be_given_back(client: httpx.AsyncClient) -> None:
    finding = {"id": "R1", "family": "system-outage", "found": "2026-02-27", "rating": "U"}
    answer = await ask(client, findings=[finding], retest_weeks=2, days_off=True)
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    assert [drill for drill in told["drills"] if "R1" in drill["retests"]]
    again = await ask(client, findings=[finding], retest_weeks=2, days_off=True, begin_with=told, since="2026-03-02")
    assert again.status_code == 200
    assert again.json()["changes"] == []
    assert again.json()["revision"] == 2
    calendar = await client.post(f"{PATH}/calendar", json={"programme": told, "planners": True})
    assert calendar.status_code == 200
    assert calendar.text.count("BEGIN:VEVENT") == len(told["drills"])


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"site_id": 9}, 404),
        ({"months": 0}, 422),
        ({"key_people": ["nobody"]}, 422),
        ({"begin_with": {"kind": "party"}}, 422),
        ({"cancelled": {"X": "fog"}}, 422),
    ],
)
async def test_what_cannot_be_meant_is_refused(
    client: httpx.AsyncClient, change: dict[str, object], status: int
) -> None:
    assert (await ask(client, **change)).status_code == status
