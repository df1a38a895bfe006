"""The page that runs a drill, as the service hands it out."""

import json
import re
from collections.abc import Iterator

import httpx
import pytest

from api.settings import Settings
from api.store import Store
from tests.api.running_drills import Clock, Play, copied, drilled, store_drilled

pytestmark = pytest.mark.anyio


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    yield from copied(settings, store_drilled)


@pytest.fixture
async def play(client: httpx.AsyncClient, clock: Clock) -> Play:
    return await drilled(client, clock)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_the_page_is_there_for_any_drill_in_either_language_and_runs_no_script_of_its_text(
    client: httpx.AsyncClient, play: Play, language: str
) -> None:
    answer = await client.get(f"/console/drills/{play.drill['id']}?lang={language}")
    assert answer.status_code == 200
    assert "演练" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "'unsafe" not in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<[^>]+\s(on\w+|style)=", answer.text)
    words = json.loads(re.findall(r'id="words">(.*?)</script>', answer.text, re.DOTALL)[0])
    assert {"phases", "statuses", "acts", "orders"} <= words.keys()


async def test_a_drill_that_is_not_stored_has_no_page(client: httpx.AsyncClient) -> None:
    assert (await client.get("/console/drills/99")).status_code == 404


async def test_players_cannot_be_chosen_as_who_sits_at_the_page(client: httpx.AsyncClient, play: Play) -> None:
    page = (await client.get(f"/console/drills/{play.drill['id']}")).text
    offered = set(re.findall(r'<option value="([^"]+)">', page))
    players = {seat["agent"] for seat in play.drill["document"]["seats"] if seat["player_seat"]}
    assert offered
    assert not offered & players
