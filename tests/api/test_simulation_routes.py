"""The service of a stored roster by REST."""

from typing import Any

import httpx
import pytest

from api.store import Store
from scheduler.roster import Roster
from tests.api import small_centre as centre
from tests.api.small_plan import NOW, store_published

pytestmark = pytest.mark.anyio


async def simulate(client: httpx.AsyncClient, roster: int = 1, **asked: object) -> httpx.Response:
    return await client.post(f"/api/v1/rosters/{roster}/simulation", json={"replications": 4, **asked})


def store_fewer(store: Store) -> int:
    """Store, beside the published roster, one in which a single person has no shifts."""
    head = store_published(store)
    whole = centre.roster()
    fewer = Roster.of(whole.grid, [shift for shift in whole.assignments if shift.agent != "A2"])
    with store.unit() as unit:
        second = unit.rosters.add(1, head.requirement_id, fewer, (), None, NOW)
        unit.commit()
    return second.id


async def test_service_is_told_by_queue_day_and_hour(client: httpx.AsyncClient, store: Store) -> None:
    store_published(store)
    answer = await simulate(client)
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    (case,) = told["cases"]
    assert case["scenario"] == ""
    assert case["queues"]["queue"] == ["phone"]
    assert 0 < case["queues"]["service_level"][0] < 1
    assert case["days"]["date"] == ["2026-09-14", "2026-09-15", "2026-09-16"]
    assert case["slots"] is None
    assert told["weakest"][0]["lacking"] >= told["weakest"][-1]["lacking"] > 0
    assert told["one_more"]["after"] > told["one_more"]["before"]
    assert told["one_more"]["gain"]["mean"] > 0


async def test_slots_and_scenarios_are_told_when_asked_for(client: httpx.AsyncClient, store: Store) -> None:
    store_published(store)
    scenarios = [{"name": "busy", "factor": 1.5}, {"name": "bad", "quantile": "p95"}]
    told = (await simulate(client, slots=True, scenarios=scenarios)).json()
    assert [case["scenario"] for case in told["cases"]] == ["", "busy", "bad"]
    assert len(told["cases"][0]["slots"]["start"]) == centre.GRID.n_slots
    expected, busy, _bad = (case["queues"]["service_level"][0] for case in told["cases"])
    assert busy < expected


async def test_two_rosters_are_compared_on_the_same_draws(client: httpx.AsyncClient, store: Store) -> None:
    other = store_fewer(store)
    told = (await simulate(client, against=other)).json()
    assert told["differences"]["all_days"]["service_level"][0] > 0
    assert told["differences"]["days"]["date"] == ["2026-09-14", "2026-09-15", "2026-09-16"]
    itself = (await simulate(client, against=1)).json()
    assert itself["differences"]["all_days"]["service_level"] == [0]


async def test_the_same_seed_tells_the_same(client: httpx.AsyncClient, store: Store) -> None:
    store_published(store)
    one, again, other = [(await simulate(client, seed=seed)).json() for seed in (5, 5, 6)]
    assert one == again
    assert one["cases"] != other["cases"]


async def test_a_single_replication_has_no_confidence_interval(client: httpx.AsyncClient, store: Store) -> None:
    store_published(store)
    told = (await simulate(client, replications=1)).json()
    assert told["cases"][0]["queues"]["service_level_low"] == [None]
    assert told["one_more"]["gain"]["low"] is None


@pytest.mark.parametrize(
    "asked",
    [
        {"replications": 0},
        {"replications": 501},
        {"seed": -1},
        {"routing": "by-name"},
        {"scenarios": [{"name": "busy"}]},
        {"scenarios": [{"name": "busy", "factor": 1.2, "quantile": "p95"}]},
        {"scenarios": [{"name": "a", "factor": 1.2}, {"name": "a", "factor": 1.3}]},
        {"scenarios": [{"name": "busy", "factor": 0}]},
        {"unknown": 1},
    ],
)
async def test_what_cannot_be_asked_is_refused(
    client: httpx.AsyncClient, store: Store, asked: dict[str, object]
) -> None:
    store_published(store)
    assert (await client.post("/api/v1/rosters/1/simulation", json=asked)).status_code == 422


async def test_rosters_that_are_not_there_are_not_found(client: httpx.AsyncClient, store: Store) -> None:
    assert (await simulate(client)).status_code == 404
    store_published(store)
    assert (await simulate(client, against=9)).status_code == 404


async def test_a_roster_of_another_site_is_no_roster_to_compare_with(client: httpx.AsyncClient, store: Store) -> None:
    head = store_published(store)
    with store.unit() as unit:
        site = unit.sites.add("Other centre", "site.toml", centre.SITE_FILES, NOW)
        needed = unit.requirements.get(head.requirement_id)
        teams, queues = centre.requirement_frame("line"), centre.requirement_frame("phone")
        asked = unit.requirements.add(site.id, needed.forecast_id, centre.GRID, queues, teams, NOW)
        other = unit.rosters.add(site.id, asked.id, centre.roster(), (), None, NOW)
        unit.commit()
    answer = await simulate(client, against=other.id)
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["field"] == "against"
