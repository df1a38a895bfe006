"""What would have followed in a drill from another act, by REST."""

from collections.abc import Iterator

import httpx
import pytest

from api.settings import Settings
from api.store import Store
from tests.api.running_drills import Clock, Play, copied, make_drill, store_quiet

pytestmark = pytest.mark.anyio


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    yield from copied(settings, store_quiet)


@pytest.fixture
async def play(client: httpx.AsyncClient, clock: Clock) -> Play:
    return await make_drill(client, clock)


async def ended(play: Play) -> str:
    """The expectation whose clock ran out first, of a drill in which nobody did anything."""
    board = (await play.started())["board"]
    play.at(45)
    await play.ordered("end")
    running = [clock for clock in board["clocks"] if clock["status"] == "running"]
    return str(min(running, key=lambda clock: clock["due_ms"])["expectation"])


async def test_an_act_that_nobody_did_is_played_at_the_minute_asked_for(play: Play, client: httpx.AsyncClient) -> None:
    name = await ended(play)
    answer = await client.post(f"{play.path}/what-if", json={"expectation": name, "minute": 2, "replications": 2})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["change"] == {"expectation": name, "line": None, "minute": 2}
    by_name = {target["expectation"]: target for target in found["what_if"]["targets"]}
    assert (by_name[name]["status"], by_name[name]["response"]["value"]) == ("met", 120.0)
    assert found["true"]["points"]["value"] <= found["what_if"]["points"]["value"]


@pytest.mark.parametrize(
    "body",
    [
        {"expectation": "nothing", "minute": 5},
        {"expectation": "graded", "minute": -1},
        {"line": 3, "minute": 5},
        {"expectation": "graded", "line": 3, "minute": 5},
        {"minute": 5},
        {},
    ],
)
async def test_what_cannot_be_asked_is_refused(body: dict[str, object], play: Play, client: httpx.AsyncClient) -> None:
    await ended(play)
    answer = await client.post(f"{play.path}/what-if", json=body)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_drill_that_was_not_run_has_nothing_to_change(play: Play, client: httpx.AsyncClient) -> None:
    answer = await client.post(f"{play.path}/what-if", json={"expectation": "graded", "minute": None})
    assert answer.status_code == 404
