import re

import httpx
import pytest

from api.store import Store
from tests.api import small_centre as centre
from tests.api.small_plan import store_published

pytestmark = pytest.mark.anyio


@pytest.fixture
def published(store: Store) -> None:
    store_published(store)


async def test_an_empty_store_says_what_to_do(client: httpx.AsyncClient) -> None:
    answer = await client.get("/")
    assert answer.status_code == 200
    assert "watchbill demo" in answer.text


@pytest.mark.usefixtures("published")
async def test_the_page_shows_how_the_roster_was_found(client: httpx.AsyncClient) -> None:
    page = (await client.get("/")).text
    for told in ("Small centre", "120.0 points", "90.0 points", "25.0%", "12.3 s", "Keeps every hard rule"):
        assert told in page
    assert "starts in 20 days" in page


@pytest.mark.usefixtures("store")
async def test_a_roster_that_no_solver_made_claims_no_objective(client: httpx.AsyncClient, store: Store) -> None:
    store_published(store, solve=None)
    page = (await client.get("/")).text
    assert "no solver made this roster" in page
    assert "Objective" not in page


@pytest.mark.usefixtures("published")
async def test_names_are_data_and_never_markup(client: httpx.AsyncClient) -> None:
    grid = (await client.get("/console/rosters/1/grid")).json()
    assert centre.NAMES["A4"] in {row["name"] for row in grid["rows"]}
    assert "<b>Bo" not in (await client.get("/")).text


@pytest.mark.usefixtures("published")
async def test_the_grid_holds_every_shift_with_its_times(client: httpx.AsyncClient) -> None:
    grid = (await client.get("/console/rosters/1/grid")).json()
    assert [day["date"] for day in grid["days"]] == [day.isoformat() for day in centre.GRID.dates()]
    cells = [(row["id"], cell) for row in grid["rows"] for cell in row["cells"]]
    assert len(cells) == len(centre.roster().assignments)
    times = {(grid["kinds"][kind]["name"], grid["texts"][text]) for _, (_, kind, text, _) in cells}
    assert times == {("early", "08:00–17:00"), ("late", "13:00–22:00")}
    assert {row["minutes"] for row in grid["rows"]} == {24 * 60}


@pytest.mark.usefixtures("published")
async def test_figures_come_by_queue_and_by_team(client: httpx.AsyncClient) -> None:
    forecast = (await client.get("/console/rosters/1/forecast", params={"queue": "phone"})).json()
    coverage = (await client.get("/console/rosters/1/coverage", params={"team": "line"})).json()
    assert set(forecast) == {"slots", "days"}
    assert set(coverage) == {"slots", "heatmap"}
    assert (await client.get("/console/rosters/1/coverage", params={"team": "nobody"})).status_code == 404


async def test_the_language_is_asked_for_once_and_then_kept(client: httpx.AsyncClient) -> None:
    first = await client.get("/", params={"lang": "zh_CN"})
    assert '<html lang="zh-CN">' in first.text
    assert '<html lang="zh-CN">' in (await client.get("/")).text
    assert "httponly" in first.headers["set-cookie"].lower()


async def test_an_unknown_language_changes_nothing(client: httpx.AsyncClient) -> None:
    answer = await client.get("/", params={"lang": "tlh"})
    assert '<html lang="en">' in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.usefixtures("published")
async def test_every_script_and_style_comes_from_the_service(client: httpx.AsyncClient) -> None:
    page = (await client.get("/")).text
    assert not re.findall(r"<script(?![^>]*(?:src=|application/json))", page)
    addresses = re.findall(r'(?:src|href)="([^"#?][^"]*)"', page)
    assert not [address for address in addresses if not address.startswith("/")]
    for address in addresses:
        assert (await client.get(address)).status_code == 200, address


async def test_plotly_is_served_from_its_package(client: httpx.AsyncClient) -> None:
    answer = await client.get("/static/plotly.min.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert len(answer.content) > 1_000_000


async def test_the_reference_names_every_operation_without_any_script(client: httpx.AsyncClient) -> None:
    page = (await client.get("/docs")).text
    document = (await client.get("/openapi.json")).json()
    assert "<script" not in page
    for path in document["paths"]:
        assert f"<code>{path}</code>" in page
    for name in document["components"]["schemas"]:
        assert f"<code>{name}</code>" in page


async def test_the_documented_errors_are_problem_documents(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    kinds = {
        kind
        for item in document["paths"].values()
        for operation in item.values()
        for status, answer in operation["responses"].items()
        if status.startswith("4")
        for kind in answer.get("content", {})
    }
    assert kinds == {"application/problem+json"}
