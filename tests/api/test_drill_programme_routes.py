"""The programme of the year by REST."""

from datetime import date
from typing import Any

import httpx
import pytest

from api.computing import Computing
from api.errors import ConflictError
from api.store import Store
from api.usecases.drill_programme import ProgrammeOrder
from api.usecases.stored_programmes import plan_stored
from tests.api.small_plan import NOW, store_published

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
    assert answer.status_code == 201
    told: dict[str, Any] = answer.json()
    assert [drill for drill in told["drills"] if "R1" in drill["retests"]]
    again = await ask(client, findings=[finding], retest_weeks=2, days_off=True, begin_with=told, since="2026-03-02")
    assert again.status_code == 201
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
        ({"anew": True, "begin_with": {"kind": "drill programme"}}, 422),
    ],
)
async def test_what_cannot_be_meant_is_refused(
    client: httpx.AsyncClient, change: dict[str, object], status: int
) -> None:
    assert (await ask(client, **change)).status_code == status


async def test_every_version_is_stored_and_the_next_begins_with_the_one_that_stands(client: httpx.AsyncClient) -> None:
    first = (await ask(client)).json()
    assert (first["id"], first["site_id"], first["version"], first["revision"]) == (1, 1, 1, 1)
    assert first["drills"]
    name = first["drills"][0]["id"]
    second = (await ask(client, cancelled={name: "fog"}, since="2026-03-02")).json()
    assert (second["id"], second["version"], second["revision"]) == (2, 2, 2)
    assert [(change["kind"], change["drill"]) for change in second["changes"]][:1] == [("cancelled", name)]
    assert (await client.get(f"{PATH}/1")).json() == first
    assert (await client.get(f"{PATH}/2")).json() == second
    heads = (await client.get(PATH, params={"site_id": 1})).json()
    assert [(head["version"], head["kept"] <= head["duties"]) for head in heads] == [(2, True), (1, True)]
    anew = (await ask(client, anew=True)).json()
    assert (anew["version"], anew["revision"], anew["changes"]) == (3, 1, [])


async def test_a_stored_version_is_read_as_a_page_and_a_document_in_the_readers_language(
    client: httpx.AsyncClient,
) -> None:
    told = (await ask(client)).json()
    for language, word in (("en", "Obligations"), ("zh_CN", "演练")):
        headers = {"Accept-Language": language.replace("_", "-")}
        page = await client.get(f"{PATH}/1/year.html", headers=headers)
        text = await client.get(f"{PATH}/1/year.md", headers=headers)
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert "'unsafe-inline'" in page.headers["content-security-policy"].split("style-src")[1].split(";")[0]
        for content in (page.text, text.text):
            assert word in content
            assert told["drills"][0]["id"] in content


@pytest.mark.parametrize("path", ["/9", "/9/year.html", "/9/year.md", "/feeds?site_id=9"])
async def test_what_is_not_stored_is_not_found(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(f"{PATH}{path}")).status_code == 404


async def test_two_planners_at_once_do_not_overwrite_each_other(store: Store) -> None:
    order = ProgrammeOrder(date(2026, 3, 2), 1)

    class Meanwhile(Computing):
        def run(self, work: Any, *args: Any, **named: Any) -> Any:
            found = work(*args, **named)
            plan_stored(store, Computing(0, 1, 60.0), 1, order, NOW)
            return found

    with pytest.raises(ConflictError, match="in the meantime"):
        plan_stored(store, Meanwhile(0, 1, 60.0), 1, order, NOW)
    with store.snapshot() as unit:
        assert [one.version for one in unit.programmes.all(1)] == [1]
