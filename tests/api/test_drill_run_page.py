"""The lines of the page on running drills by REST do what it says, pasted one after the other at their time."""

import json
import shlex
from collections.abc import Iterator

import httpx
import pytest

from api.settings import Settings
from api.store import Store
from api.usecases.drill_run_orders import Turn
from drills.exercise import AbortCause
from drills.scenario.acts import Act
from tests.api.running_drills import Clock, copied, drilled, store_drilled
from tests.markdown_page import ROOT, Page

pytestmark = pytest.mark.anyio

PATH = ROOT / "docs" / "drill-run-rest.md"
PAGE = Page(PATH, PATH.read_text(encoding="utf-8"))
MINUTES = {"approve": -60, "go": -10, "start": 0}


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    yield from copied(settings, store_drilled)


def curls() -> Iterator[list[str]]:
    for block in PAGE.blocks("sh"):
        for line in block.splitlines():
            if line.startswith("curl "):
                yield shlex.split(line.replace("$B", "/api/v1"))[1:]


async def test_every_line_of_the_page_does_what_it_says(client: httpx.AsyncClient, clock: Clock) -> None:
    play = await drilled(client, clock)
    told: list[httpx.Response] = []
    for words in curls():
        body = json.loads(words[1]) if words[0] == "--json" else None
        if body is not None and body.get("order") in MINUTES:
            play.at(MINUTES[body["order"]])
        answer = await client.request("GET" if body is None else "POST", words[-1], json=body)
        assert answer.is_success, f"{words}: {answer.text}"
        told.append(answer)
    assert (await play.board())["phase"] == "aborted"
    assert told[-1].json()["document"]["scenario"] == play.drill["document"]["scenario"]


def test_the_page_names_every_order_act_and_cause() -> None:
    for name in (*Turn, *Act, *AbortCause):
        assert f"`{name.value}`" in PAGE.prose
