"""Links to calendars of drills: secret, tagged, revocable; agents' ones know nothing of unannounced drills."""

from typing import Any

import httpx
import icalendar
import pytest

from api.computing import Computing
from api.store import Store
from api.usecases.drill_programme import ProgrammeOrder
from api.usecases.stored_programmes import plan_stored
from drills.programme.question import Policy
from tests.api import small_centre as centre
from tests.api.small_plan import NOW, store_published

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("published")]
PATH = "/api/v1/drill-programmes/feeds"


@pytest.fixture
def published(store: Store) -> None:
    store_published(store)


async def link(client: httpx.AsyncClient, **change: object) -> dict[str, Any]:
    answer = await client.post(PATH, json={"site_id": 1, **change})
    assert answer.status_code == 201
    told: dict[str, Any] = answer.json()
    return told


def plan(store: Store, unannounced_every: int = 1) -> int:
    """Store a programme whose functional exercises are all unannounced; return how many drills agents may see."""
    policy = Policy(budget=99999, work=1.0, unannounced_every=unannounced_every)
    kept = plan_stored(store, Computing(0, 1, 60.0), 1, ProgrammeOrder(centre.FIRST, 3, policy=policy), NOW)
    return sum(entry.announced for entry in kept.programme.entries)


def events(content: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


async def test_the_planners_link_shows_all_drills_and_everybodys_the_announced_ones(
    client: httpx.AsyncClient, store: Store
) -> None:
    links = [await link(client, planners=planners) for planners in (True, False)]
    assert [events((await client.get(one["url"])).content) for one in links] == [[], []]
    announced = plan(store)
    drills = [events((await client.get(one["url"])).content) for one in links]
    with store.snapshot() as unit:
        every = len(unit.programmes.get(1).calendar)
    assert [len(found) for found in drills] == [every, announced]
    assert 0 < announced < every


async def test_a_calendar_that_did_not_change_is_not_sent_again(client: httpx.AsyncClient, store: Store) -> None:
    plan(store)
    issued = await link(client, planners=True, language="zh_CN")
    first = await client.get(issued["url"])
    assert first.headers["content-type"] == "text/calendar; charset=utf-8"
    assert first.headers["referrer-policy"] == "no-referrer"
    again = await client.get(issued["url"], headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = await client.head(issued["url"])
    assert (head.headers["etag"], head.content) == (first.headers["etag"], b"")


async def test_only_the_hash_of_a_link_is_stored_and_dead_ones_are_like_unknown_ones(
    client: httpx.AsyncClient, store: Store
) -> None:
    first = await link(client)
    second = (await client.post(f"{PATH}/{first['link']['id']}/rotate")).json()
    third = await link(client, planners=True)
    assert (await client.delete(f"{PATH}/{third['link']['id']}")).json()["revoked_at"] is not None
    unknown = await client.get("/feeds/nobody-knows-this.ics")
    for dead in (first, third):
        answer = await client.get(dead["url"])
        assert (answer.status_code, answer.content) == (404, unknown.content)
    assert (await client.get(second["url"])).status_code == 200
    listed = (await client.get(PATH, params={"site_id": 1})).json()
    assert [(one["id"], one["planners"], one["revoked_at"] is None) for one in listed] == [
        (3, True, False),
        (2, False, True),
        (1, False, False),
    ]
    secret = second["url"].rsplit("/", 1)[1].removesuffix(".ics")
    assert len(secret) >= 43
    with store.snapshot() as unit:
        assert unit.programme_links.alive(secret) is None
    assert (await client.post(f"{PATH}/{third['link']['id']}/rotate")).status_code == 409


@pytest.mark.parametrize(
    ("change", "status"),
    [({"site_id": 9}, 404), ({"language": "tlh"}, 422), ({"planners": "yes"}, 422), ({"x": 1}, 422)],
)
async def test_links_asked_for_wrongly_are_refused(
    client: httpx.AsyncClient, change: dict[str, object], status: int
) -> None:
    assert (await client.post(PATH, json={"site_id": 1, **change})).status_code == status
