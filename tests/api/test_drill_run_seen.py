"""Everything that can be seen in a drill is told by REST, and shown on its board and in its log."""

from collections.abc import Iterator

import httpx
import pytest

from api.drill_ticker import DrillTicker
from api.settings import Settings
from api.store import Store
from tests.api.running_drills import Clock, Json, Play, copied, drilled, store_logistics

pytestmark = pytest.mark.anyio


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    yield from copied(settings, store_logistics)


@pytest.fixture
async def play(client: httpx.AsyncClient, clock: Clock) -> Play:
    """Return a drill with an inject by hand and a role play that begins at once, running since a minute."""
    made = await drilled(client, clock)
    await made.started(rehearsals=0)
    made.at(1)
    return made


def seat(play: Play, role: str) -> str:
    return next(str(one["agent"]) for one in play.drill["document"]["seats"] if one["role"] == role)


async def line(play: Play, what: str, **body: object) -> Json:
    """Return the line that a body wrote, the first of those with its key."""
    answer = await play.post(what, key=f"{what} {sorted(body.items())}"[:100], **body)
    assert answer.status_code == 200, answer.text
    told: Json = next(one for one in answer.json()["lines"] if "key" in one["data"])
    return told


async def test_a_grading_is_stamped_and_goes_down_only_with_a_reason(play: Play) -> None:
    commander = seat(play, "commander")
    told = await line(play, "stamps", act="graded", agent=commander, level="II")
    assert (told["kind"], told["second"], told["data"]["level"]) == ("stamp", 60.0, "II")
    lower = {"act": "graded", "agent": commander, "level": "III"}
    assert (await play.post("stamps", **lower)).status_code == 409
    assert (await line(play, "stamps", **lower, text="no order is lost"))["data"]["text"] == "no order is lost"
    assert (await play.board())["level"] == "III"


async def test_an_inject_by_hand_comes_once(play: Play) -> None:
    (inject,) = (one["id"] for one in play.drill["document"]["scenario"]["injects"] if one["by_hand"])
    told = await line(play, f"injects/{inject}")
    assert (told["kind"], told["data"]["cause"]) == ("inject", "hand")
    answer = await play.post(f"injects/{inject}", key="again")
    assert answer.status_code == 409
    assert (await play.post("injects/unheard-of")).status_code == 409


async def test_a_customer_and_an_agent_talk_until_the_talk_is_closed(play: Play) -> None:
    (chat,) = (one for one in (await play.board())["chats"] if one["status"] == "open")
    path, agent = f"chats/{chat['roleplay']}", seat(play, "player")
    said = await line(play, f"{path}/lines", agent=agent, text="请您冷静，这不归我管。")
    assert said["data"]["phrases"]
    assert (await line(play, f"{path}/lines", cue=0))["data"]["text"]["en"].startswith("[演练")
    assert (await line(play, f"{path}/closing", satisfied=False))["kind"] == "chat-closed"
    assert (await play.post(f"{path}/lines", agent=agent, text="hello?")).status_code == 409


async def test_what_evaluators_say_is_taken_from_evaluators_alone(play: Play) -> None:
    evaluator, board = seat(play, "evaluator"), await play.board()
    clock = next(one["expectation"] for one in board["clocks"] if one["status"] == "running")
    judged = await line(play, "judgements", expectation=clock, met=False, text="no apology", by=evaluator)
    assert judged["data"] == {**judged["data"], "expectation": clock, "met": False}
    assert (await play.post("judgements", expectation=clock, met=True)).status_code == 409
    sheet = {
        "marks": {clock: {"met": False, "scale": 2, "minutes": 11.5, "text": "late"}},
        "ratings": {play.drill["document"]["scenario"]["objectives"][0]["id"]: "S"},
        "points": {board["chats"][0]["roleplay"]: {"opening": 20, "empathy": 5}},
        "problems": "nobody led",
    }
    assert (await line(play, "sheets", **sheet, by=evaluator))["data"]["ratings"] == sheet["ratings"]
    assert (await play.post("sheets", **sheet)).status_code == 409
    assert evaluator not in str((await play.board())["without_sheet"])
    for wrong in ({"marks": {clock: {"scale": 6}}}, {"ratings": {"x": "Z"}}, {"points": {"x": {"opening": -1}}}):
        assert (await play.post("sheets", **wrong, by=evaluator)).status_code == 422


async def test_2_a_correction_refers_to_its_line_and_leaves_it(play: Play) -> None:
    wrong = await line(play, "stamps", act="acknowledged", agent=seat(play, "commander"))
    told = await line(play, "corrections", line=wrong["number"], text="it was the other one", void=True)
    assert (told["kind"], told["data"]["line"]) == ("corrected", wrong["number"])
    assert (await play.board())["stamps"] == []
    assert f'"digest":"{wrong["digest"]}"' in await play.log()
    assert (await play.post("corrections", line=10**6, text="x", void=True)).status_code == 409


async def test_1_exercise_time_leaves_pauses_out_and_nothing_comes_in_them(play: Play, store: Store) -> None:
    await play.ordered("pause")
    log = await play.log()
    play.at(31)
    DrillTicker(store, play.clock).tick()
    assert await play.log() == log
    assert (await play.board())["ms"] == 60_000
    await play.ordered("resume")
    play.at(40)
    DrillTicker(store, play.clock).tick()
    board = await play.board()
    assert board["ms"] == 10 * 60_000
    timed = [one for one in play.drill["document"]["scenario"]["injects"] if not (one["condition"] or one["event"])]
    due = {one["id"] for one in timed if one["minutes"] <= 10 and not one["by_hand"]}
    assert due <= {one["inject"] for one in board["injects"] if one["given_ms"] is not None}


async def test_11_a_real_event_stops_everything_at_once(play: Play, store: Store) -> None:
    told = (await play.order("abort", cause="real-event", text="payments are down")).json()
    assert (told["board"]["phase"], told["board"]["abort_cause"]) == ("aborted", "real-event")
    log = await play.log()
    play.at(50)
    DrillTicker(store, play.clock).tick()
    for what, body in (("orders", {"order": "resume"}), ("stamps", {"act": "acknowledged", "agent": "A1"})):
        assert (await play.post(what, **body)).status_code == 409
    assert await play.log() == log
    assert (await play.board())["ms"] == 60_000


async def test_10_what_goes_out_of_a_run_bears_the_drill_mark(play: Play, store: Store) -> None:
    play.at(50)
    DrillTicker(store, play.clock).tick()
    board = await play.board()
    outgoing = [one["text"] for one in board["injects"]] + [one["opening"] for one in board["chats"]]
    assert outgoing
    assert all("演练" in text["en"] and "演练" in text["zh"] for text in outgoing)
