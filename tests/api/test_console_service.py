"""What the first page shows of a roster's service."""

import httpx
import pytest

from api.store import Store
from api.usecases.sites import site_file_of
from tests.api import small_centre as centre
from tests.api.small_plan import store_published

pytestmark = pytest.mark.anyio


async def test_the_service_comes_with_sentences_and_figures_of_each_queue(
    client: httpx.AsyncClient, store: Store
) -> None:
    store_published(store)
    told = (await client.get("/console/rosters/1/service")).json()
    assert told["queues"] == ["phone"]
    assert told["sentences"][0].startswith("phone: ")
    assert len(told["met"]["phone"]["data"][0]["x"]) == centre.GRID.days
    assert "service-heat" in told


async def test_the_service_is_simulated_once_and_told_in_both_languages(
    client: httpx.AsyncClient, store: Store
) -> None:
    store_published(store)
    first = (await client.get("/console/rosters/1/service")).json()
    chinese = (await client.get("/console/rosters/1/service", params={"lang": "zh_CN"})).json()
    assert first["met"]["phone"]["data"][0]["y"] == chinese["met"]["phone"]["data"][0]["y"]
    assert first["sentences"] != chinese["sentences"]


async def test_a_desk_for_letters_alone_has_nobody_who_waits_on_the_line(
    client: httpx.AsyncClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = centre.SITE_TOML.replace('channel = "phone"', 'channel = "email"')
    monkeypatch.setitem(centre.SITE_FILES, "site.toml", letters.encode())
    store_published(store)
    with store.snapshot() as unit:
        assert site_file_of(unit, 1).site.queues[0].channel.is_backlog
    told = (await client.get("/console/rosters/1/service")).json()
    assert told == {"sentences": ["No queue of this roster has customers who wait on the line."], "queues": []}


async def test_a_roster_that_is_not_there_has_no_service(client: httpx.AsyncClient) -> None:
    assert (await client.get("/console/rosters/7/service")).status_code == 404


async def test_the_page_offers_the_simulation(client: httpx.AsyncClient, store: Store) -> None:
    store_published(store)
    assert 'id="service-start"' in (await client.get("/")).text
