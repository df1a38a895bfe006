"""Whatever is sent to a run: it is answered, by a line or by reasons, and the log can always be read again."""

import asyncio
import json
from dataclasses import replace

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.app import create_app
from api.settings import Settings
from api.store import open_store
from drills.exercise import read_log
from tests.api.conftest import NOW
from tests.api.running_drills import Clock, Json, Play, make_drill, store_quiet

PATHS = (
    "orders",
    "stamps",
    "judgements",
    "sheets",
    "notes",
    "attendance",
    "corrections",
    "live-service",
    "injects/open",
    "chats/any/lines",
    "chats/any/closing",
)
ODD = ["\u2028", "\x85", "\ud800", "\x00", "\r\n", "\x1e", "演练", "<b>", "{place}", "%s", "\U0001f600", ""]
TEXT = st.one_of(st.text(max_size=20), st.sampled_from(ODD), st.lists(st.sampled_from(ODD)).map("".join))
VALUE = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=5,
)
NAMES = [
    *("order", "key", "text", "cause", "absent", "actuals", "act", "agent", "incident", "expectation", "level", "met"),
    *("marks", "ratings", "points", "strengths", "problems", "present", "line", "void", "data", "second", "roleplay"),
    *("cue", "satisfied", "rows", "aborts", "by"),
]
KNOWN = st.sampled_from(
    ["note", "pause", "resume", "abort", "real-event", "decision", "graded", "A1", "IV", 1, 4, True, False, 0, {}, []]
)
BODY = st.dictionaries(st.sampled_from(NAMES), st.one_of(VALUE, KNOWN), max_size=8)


class Sender:
    """Sends bodies to a drill that is running, whatever the examples do to it."""

    def __init__(self, play: Play) -> None:
        self._play = play

    def send(self, what: str, body: Json) -> httpx.Response:
        content = json.dumps({"by": "controller", **body})
        path, headers = f"{self._play.path}/run/{what}", {"Content-Type": "application/json"}
        return asyncio.run(self._play.client.post(path, content=content, headers=headers))

    def log(self) -> str:
        return asyncio.run(self._play.log())


@pytest.fixture(scope="module")
def sender(tmp_path_factory: pytest.TempPathFactory) -> Sender:
    clock, known = Clock(NOW), Settings(tmp_path_factory.mktemp("bodies"), processes=0)
    store = open_store(known.store_url)
    store_quiet(store)
    app = create_app(replace(known, clock=clock), store)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    client = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080")
    return Sender(asyncio.run(running(client, clock)))


async def running(client: httpx.AsyncClient, clock: Clock) -> Play:
    made = await make_drill(client, clock)
    await made.started()
    return made


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(what=st.sampled_from(PATHS), body=BODY)
def test_any_body_is_answered_and_leaves_a_log_that_can_be_read(sender: Sender, what: str, body: Json) -> None:
    answer = sender.send(what, body)
    assert answer.status_code in {200, 404, 409, 422}, answer.text
    if answer.status_code != 200:
        assert answer.headers["content-type"] == "application/problem+json"
        assert set(answer.json()) & {"faults", "reasons", "detail"}
    read_log(sender.log())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(text=TEXT.filter(str.strip), by=TEXT.filter(str.strip))
def test_any_text_is_kept_as_it_was_typed_or_refused(sender: Sender, text: str, by: str) -> None:
    answer = sender.send("notes", {"text": text, "by": by})
    log = read_log(sender.log())
    if answer.status_code == 200:
        assert (log.last.data["text"], log.last.by) == (text, by)
    else:
        assert answer.status_code == 422
        assert max(text + by) >= "\ud800"
