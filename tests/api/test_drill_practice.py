"""A drill practised from its page: at once, by its controller alone, for nothing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from api.drill_ticker import DrillTicker
from api.settings import Settings
from api.store import Store
from api.usecases.drill_logs import drills_in
from drills.exercise import read_log
from drills.improvement import credits_of, held_entries, scored_drill, to_retest, trends
from drills.scoring import score
from forecasting.errors import InputError
from tests.api.running_drills import Clock, Json, Play, copied, drilled, store_drilled

pytestmark = pytest.mark.anyio

LISTS = ("drills", "training-records", "drill-trends", "actions")
NOT_HELD = "nobody evaluates a practice"


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    yield from copied(settings, store_drilled)


@pytest.fixture
async def play(client: httpx.AsyncClient, clock: Clock) -> Play:
    return await drilled(client, clock)


async def practised(play: Play, **body: object) -> Play:
    """Make a practice of the drill of *play*."""
    answer = await play.client.post(f"{play.path}/practice", json={"by": "controller", **body})
    assert answer.status_code == 201, answer.text
    return Play(play.client, play.clock, answer.json())


async def seen(play: Play) -> dict[str, bytes]:
    """Return what lists, the first page and the roster say."""
    paths = [*(f"/api/v1/{name}?site_id=1" for name in LISTS), "/api/v1/rosters/1", "/?site=1"]
    answers = {path: await play.client.get(path) for path in paths}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {path: answer.content for path, answer in answers.items()}


async def walked_through(practice: Play) -> Json:
    """Approve, start, stamp, end and report *practice*; return the answer to the report."""
    await practice.ordered("approve", "go", "start")
    practice.clock.now += timedelta(minutes=2)
    player = next(one for one in practice.drill["document"]["seats"] if one["player_seat"])
    stamped = await practice.post("stamps", act="acknowledged", agent=player["agent"])
    assert stamped.status_code == 200, stamped.text
    practice.clock.now += timedelta(minutes=10)
    await practice.ordered("end")
    assert (await practice.order("evaluate", text=NOT_HELD)).status_code == 200
    return await practice.ordered("report")


async def test_a_drill_whose_window_has_passed_is_practised_from_approval_to_report(play: Play) -> None:
    play.at(60 * 12)
    assert (await play.plan(rehearsals=0)).status_code == 201
    assert (await play.order("approve")).status_code == 409
    play.at(60 * 24 * 400)
    practice = await practised(play)
    assert practice.drill["document"]["id"] == f"{play.drill['document']['id']}~practice-1"
    assert (practice.drill["practice"], practice.drill["phase"]) == (True, "planned")
    assert practice.drill["document"]["scenario"] == play.drill["document"]["scenario"]
    assert practice.begins == play.clock.now
    told = await walked_through(practice)
    assert told["board"]["practice"] is True
    assert (await practice.order("close")).json()["board"]["phase"] == "closed"
    report = await play.client.get(f"{practice.path}/report.html", headers={"Accept-Language": "en"})
    assert "Practice: nobody left live work; it counts for nothing." in report.text
    assert (await play.client.get(f"{practice.path}/report.json")).json()["practice"] is True
    for file in ("score", "report.docx", "evidence.zip", "msel.csv"):
        assert (await play.client.get(f"{practice.path}/{file}")).status_code == 200
    change = {"expectation": told["board"]["clocks"][0]["expectation"], "minute": 1, "replications": 2}
    what_if = await play.client.post(f"{practice.path}/what-if", json=change)
    assert what_if.status_code == 200, what_if.text


async def test_9_lists_and_pages_know_nothing_of_a_practice(play: Play) -> None:
    before = await seen(play)
    practice = await practised(play)
    assert await seen(play) == before
    now = practice.clock.now
    await walked_through(practice)
    practice.clock.now = now
    assert await seen(play) == before
    assert (await play.client.get(f"{practice.path}/findings")).json() == []


async def test_a_practice_gives_no_credit_no_findings_and_no_history(play: Play) -> None:
    practice = await practised(play)
    await walked_through(practice)
    log = read_log(await practice.log())
    assert log.line(1).data["practice"] is True
    drill = scored_drill(log)
    assert drill.findings == ()
    assert not held_entries([drill])
    assert not to_retest([drill])
    assert trends([drill]).drills == 0
    reasons = {str(credit.against.say()) for credit in credits_of(log, score(log)) if credit.against is not None}
    assert reasons == {"it was a practice, which counts for nothing"}


async def test_a_drill_can_be_run_while_and_after_it_is_practised(play: Play) -> None:
    play.at(-5)
    practice = await practised(play)
    await practice.ordered("approve", "go", "start")
    told = await play.started()
    assert told["board"]["phase"] == "running"
    assert told["board"]["practice"] is False
    assert "practice" not in read_log(await play.log()).line(1).data
    seat = play.drill["document"]["seats"][0]["agent"]
    assert (await practice.post("attendance", agent=seat, present=True)).status_code == 200


async def test_what_is_due_in_a_practice_comes_by_itself(play: Play, store: Store) -> None:
    practice = await practised(play)
    await practice.ordered("approve", "go", "start")
    lines = len(read_log(await practice.log()))
    play.clock.now += timedelta(minutes=30)
    DrillTicker(store, play.clock).tick()
    assert len(read_log(await practice.log())) > lines


async def test_a_folder_of_logs_leaves_practices_out(play: Play, tmp_path: Path) -> None:
    practice = await practised(play)
    await walked_through(practice)
    (tmp_path / "practice.jsonl").write_text(await practice.log(), encoding="utf-8")
    with pytest.raises(InputError, match="holds no log of a drill"):
        drills_in(tmp_path)


async def test_a_practice_asked_for_twice_with_one_key_is_one_and_others_are_numbered(play: Play) -> None:
    first, again, other = [await practised(play, key=key) for key in ("one", "one", "two")]
    assert first.drill["id"] == again.drill["id"]
    assert other.drill["document"]["id"].endswith("~practice-2")
    third = await practised(other)
    assert third.drill["document"]["id"] == f"{play.drill['document']['id']}~practice-3"
