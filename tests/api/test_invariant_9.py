"""Invariant 9 over everything that agents can get: an unannounced drill leaves every byte as it was; planners see it, and are warned."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.computing import Computing
from api.feeds.drill_calendar import calendar_record, next_calendar
from api.store import Store
from api.usecases.drill_programme import ProgrammeOrder
from api.usecases.stored_programmes import KeptProgramme, plan_stored
from drills.programme.question import Policy
from drills.programme.record import programme_record
from tests.api import small_centre as centre
from tests.api.small_plan import NOW, store_published

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("published")]
API = "/api/v1"
Seen = Mapping[str, tuple[int, bytes, str]]


@pytest.fixture
def published(store: Store) -> None:
    """A published roster with an announced drill in it."""
    store_published(store)


async def drill(client: httpx.AsyncClient, **change: object) -> dict[str, Any]:
    asked = {"roster_id": 1, "family": "system-outage", "seed": 7, "service": False, **change}
    answer = await client.post(f"{API}/drills", json=asked)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def plan(store: Store, unannounced_every: int) -> list[bool]:
    """Plan three months, keeping what was told; return of each drill whether it is announced."""
    policy = Policy(budget=99999, work=1.0, cast_work=0.5, unannounced_every=unannounced_every)
    kept = plan_stored(store, Computing(0, 1, 60.0), 1, ProgrammeOrder(centre.FIRST, 3, policy=policy), NOW)
    return [entry.announced for entry in kept.programme.entries]


async def links(client: httpx.AsyncClient) -> list[str]:
    """Return the addresses of the feeds of all agents in both languages, and of the calendar of announced drills."""
    asked: list[tuple[str, Mapping[str, str]]] = [
        *(
            (f"{API}/feeds", {"agent": agent, "language": language})
            for agent in centre.NAMES
            for language in ("en", "zh_CN")
        ),
        *((f"{API}/drill-programmes/feeds", {"language": language}) for language in ("en", "zh_CN")),
    ]
    found: list[str] = []
    for path, body in asked:
        found.append((await client.post(path, json={"site_id": 1, **body})).json()["url"])
    return found


async def seen(client: httpx.AsyncClient, feeds: list[str]) -> Seen:
    """Return what agents may get: their calendars, that of announced drills, every roster in every form, invitations."""
    rosters = (await client.get(f"{API}/rosters")).json()
    announced = [one["id"] for one in (await client.get(f"{API}/drills")).json() if one["announced"]]
    paths = [
        *feeds,
        f"{API}/rosters",
        *(f"{API}/rosters/{one['id']}{form}" for one in rosters for form in ("", "/shifts.csv", "/shifts.json")),
        *(f"/console/rosters/{one['id']}/grid" for one in rosters),
        *(f"{API}/drills/{number}/invitation.ics" for number in announced),
    ]
    answers = {path: await client.get(path) for path in paths}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {
        path: (answer.status_code, answer.content, answer.headers.get("etag", "")) for path, answer in answers.items()
    }


async def test_invariant_9_a_stored_unannounced_drill_leaves_every_byte_that_agents_can_get(
    client: httpx.AsyncClient,
) -> None:
    shown = await drill(client)
    feeds = await links(client)
    before = await seen(client, feeds)
    assert any("演练".encode() in content for _status, content, _tag in before.values())
    made = await drill(client, roster_id=shown["roster_id"], family="complaint-surge", announced=False)
    assert set(made["away"])
    assert await seen(client, feeds) == before
    empty = (await client.get(f"{API}/drills/{made['id']}/invitation.ics")).content
    assert b"VEVENT" not in empty


async def test_invariant_9_unannounced_drills_of_a_programme_leave_every_byte_that_agents_can_get(
    client: httpx.AsyncClient, store: Store
) -> None:
    await drill(client)
    assert all(plan(store, 0))
    feeds = await links(client)
    before = await seen(client, feeds)
    _store_with_hidden(store)
    assert await seen(client, feeds) == before
    planners = (await client.post(f"{API}/drill-programmes/feeds", json={"site_id": 1, "planners": True})).json()
    assert "Not announced" in (await client.get(planners["url"])).text
    everybody = [address for address in feeds if address in before][-2]
    again = await client.get(everybody, headers={"If-None-Match": before[everybody][2]})
    assert again.status_code == 304


def _store_with_hidden(store: Store) -> None:
    """Store the next version of the programme: the same drills, and an unannounced one a week after the last."""
    later = NOW + timedelta(days=1)
    with store.unit() as unit:
        standing = KeptProgramme(unit.programmes.get(1))
        last = standing.programme.entries[-1]
        hidden = replace(last, id="2026-D99", announced=False, day=last.day + timedelta(days=7))
        entries = (*standing.programme.entries, hidden)
        programme = replace(standing.programme, entries=entries, told_at=(*standing.programme.told_at, later))
        unit.programmes.add(
            1,
            (programme.first, programme.last),
            later,
            asked={},
            document=programme_record(programme),
            basis=standing.head.basis,
            calendar=calendar_record(next_calendar(standing.calendar, programme, later), programme.zone),
        )
        unit.commit()


async def test_invariant_9_planning_unannounced_drills_shows_agents_the_announced_ones_alone(
    client: httpx.AsyncClient, store: Store
) -> None:
    (address,) = (await links(client))[-2:-1]
    announced = plan(store, 1)
    assert 0 < sum(announced) < len(announced)
    text = (await client.get(address)).text
    assert text.count("BEGIN:VEVENT") == sum(announced)
    assert "演练" in text


async def test_the_first_page_shows_planners_an_unannounced_drill_and_tells_them_to_keep_it(
    client: httpx.AsyncClient,
) -> None:
    made = await drill(client, announced=False)
    page = (await client.get("/")).text
    section = page.split('<section id="drill">')[1].split("</section>")[0]
    assert made["document"]["id"] in section
    assert "unannounced" in section
    assert "Keep it to yourself" in section
    roster = page.split('<section id="roster">')[1].split("</section>")[0]
    assert "演练" not in roster
    announced = await drill(client, family="complaint-surge", seed=8)
    assert announced["announced"]
