import json
import pickle
from typing import Any

import httpx
import icalendar
import pytest

from api.computing import Computing
from api.errors import ConflictError
from api.store import Store
from api.usecases.drill_making import DrillOrder, drill_question, make_drill
from drills.incidents import Family
from tests.api.small_plan import NOW, store_published

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("published")]


@pytest.fixture
def published(store: Store) -> None:
    store_published(store)


async def make(client: httpx.AsyncClient, **change: object) -> httpx.Response:
    asked: dict[str, object] = {"roster_id": 1, "family": "system-outage", "seed": 7, "service": False, **change}
    return await client.post("/api/v1/drills", json=asked)


async def test_a_drill_is_made_and_read_as_json_and_as_a_document_in_both_languages(client: httpx.AsyncClient) -> None:
    answer = await make(client)
    assert answer.status_code == 201
    told = (await client.get("/api/v1/drills/1")).json()
    assert told == answer.json()
    assert told["document"]["mark"] == "演练"
    assert 3 <= len(told["away"]) <= 8
    english = await client.get("/api/v1/drills/1/document.md")
    assert english.headers["content-type"] == "text/markdown; charset=utf-8"
    assert "演练" in english.text
    assert [drill["id"] for drill in (await client.get("/api/v1/drills")).json()] == [1]


async def test_an_announced_drill_makes_the_next_version_and_reaches_the_calendars_of_its_people(
    client: httpx.AsyncClient,
) -> None:
    told = (await make(client)).json()
    newest = (await client.get("/api/v1/rosters")).json()[0]
    assert (newest["version"], newest["id"]) == (2, told["roster_id"])
    assert newest["published_at"] is not None
    link = await client.post("/api/v1/feeds", json={"site_id": 1, "agent": told["away"][0]})
    feed = icalendar.Calendar.from_ical((await client.get(link.json()["url"])).content)
    changed = [event for event in feed.walk("VEVENT") if event["SEQUENCE"] == 1]
    assert len(changed) == 1
    assert "演练" in str(changed[0]["DESCRIPTION"])


async def test_an_unannounced_drill_changes_nothing_that_agents_see(client: httpx.AsyncClient) -> None:
    link = await client.post("/api/v1/feeds", json={"site_id": 1, "agent": "A1"})
    before = await client.get(link.json()["url"])
    rosters = (await client.get("/api/v1/rosters")).json()
    shifts = (await client.get("/api/v1/rosters/1/shifts.csv")).content
    assert (await make(client, announced=False)).status_code == 201
    assert (await client.get("/api/v1/rosters")).json() == rosters
    assert (await client.get("/api/v1/rosters/1/shifts.csv")).content == shifts
    assert (await client.get(link.json()["url"])).content == before.content
    invitation = (await client.get("/api/v1/drills/1/invitation.ics")).content
    assert icalendar.Calendar.from_ical(invitation).walk("VEVENT") == []


async def test_nobody_is_in_two_drills_at_once(client: httpx.AsyncClient) -> None:
    first = (await make(client, announced=False)).json()
    second = (await make(client, family="complaint-surge", announced=False)).json()
    apart = first["end"] <= second["start"] or second["end"] <= first["start"]
    assert apart or not set(first["away"]) & set(second["away"])


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"roster_id": 9}, 404),
        ({"family": "alien-landing"}, 422),
        ({"seed": -1}, 422),
        ({"seed": 1.5}, 422),
        ({"form": "picnic"}, 422),
        ({"level": "V"}, 422),
        ({"announced": "yes"}, 422),
        ({"service": "no"}, 422),
        ({"below_target": 1.5}, 422),
    ],
)
async def test_a_drill_asked_for_wrongly_is_refused(
    client: httpx.AsyncClient, change: dict[str, object], status: int
) -> None:
    answer = await make(client, **change)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_drill_that_would_cost_cover_is_refused_with_the_nearest_window(client: httpx.AsyncClient) -> None:
    answer = await make(client, form="full")
    assert answer.status_code == 422
    assert "no window keeps every required head" in answer.json()["detail"]
    assert (await client.get("/api/v1/drills")).json() == []


async def test_a_window_that_costs_customers_too_much_is_refused_unless_service_is_not_asked_for(
    client: httpx.AsyncClient,
) -> None:
    refused = await make(client, service=True)
    assert refused.status_code == 422
    assert "queue phone would too likely be below its floor" in refused.json()["detail"]
    by_heads = (await make(client)).json()
    assert by_heads["document"]["notes"] == []


async def test_service_is_simulated_where_the_roster_was_made_for_a_forecast(client: httpx.AsyncClient) -> None:
    asked = {"roster_id": 1, "family": "system-outage", "seed": 7, "below_target": 0.5}
    told = (await client.post("/api/v1/drills", json=asked)).json()
    (note,) = told["document"]["notes"]
    assert "live service is expected to lose" in json.dumps(note)


def test_a_drill_made_while_another_is_stored_is_refused(store: Store) -> None:
    order = DrillOrder(1, Family.SYSTEM_OUTAGE, 7, announced=False, service=False)

    class Meanwhile(Computing):
        def run(self, work: Any, *args: Any, **named: Any) -> Any:
            found = work(*args, **named)
            make_drill(store, Computing(0, 1, 60.0), order, NOW)
            return found

    with pytest.raises(ConflictError, match="in the meantime"):
        make_drill(store, Meanwhile(0, 1, 60.0), order, NOW)
    with store.snapshot() as unit:
        assert len(unit.drills.all(1)) == 1


def test_the_question_of_a_drill_can_be_handed_to_another_process(store: Store) -> None:
    with store.snapshot() as unit:
        question, known = drill_question(unit, DrillOrder(1, Family.SYSTEM_OUTAGE, 7))
    handed = pickle.loads(pickle.dumps(question))
    assert handed.order == question.order
    assert handed.forecast.equals(question.forecast)
    assert known == []
