"""What has to hold before a stored drill goes on, and what its run leaves untouched."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from api.settings import Settings
from api.store import Store
from api.usecases.drill_run import drill_of
from api.usecases.drills import store_drill
from drills.drill import Window
from drills.exercise import read_log
from tests.api.conftest import NOW
from tests.api.running_drills import Clock, Json, Play, copied, drilled, store_drilled

pytestmark = pytest.mark.anyio


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    yield from copied(settings, store_drilled)


@pytest.fixture
async def play(client: httpx.AsyncClient, clock: Clock) -> Play:
    made = await drilled(client, clock)
    made.at(-60)
    assert (await made.plan(rehearsals=0)).status_code == 201
    return made


def reasons(answer: httpx.Response) -> str:
    assert answer.status_code == 409, answer.text
    return "; ".join(answer.json()["reasons"])


def people_of(play: Play, role: str) -> list[str]:
    return [seat["agent"] for seat in play.drill["document"]["seats"] if seat["role"] == role]


async def test_a_run_planned_twice_with_one_key_is_planned_once(client: httpx.AsyncClient, clock: Clock) -> None:
    play = await drilled(client, clock)
    first = await play.plan(key="k", rehearsals=0)
    assert (await play.plan(key="k", rehearsals=0)).json()["lines"] == first.json()["lines"]
    for again in ({"key": "k", "by": "somebody"}, {}, {"key": "other"}):
        answer = await play.plan(rehearsals=0, **again)
        assert answer.status_code == 409
        assert "has a run already" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("orders", {"order": "approve"}),
        ("orders", {"order": "pause", "text": "coffee"}),
        ("notes", {"text": "seen"}),
        ("attendance", {"agent": "A1", "present": True}),
    ],
)
async def test_an_order_sent_again_with_its_key_counts_once(play: Play, what: str, body: Json) -> None:
    if body.get("order") != "approve":
        await play.ordered("approve")
        play.at(-5)
        await play.ordered("go")
        play.at(0)
        await play.ordered("start")
    if "agent" in body:
        body = {**body, "agent": play.drill["away"][0]}
    first = await play.post(what, key="k", **body)
    assert first.status_code == 200, first.text
    log = await play.log()
    play.clock.now += timedelta(milliseconds=5)
    again = await play.post(what, key="k", **body)
    assert again.status_code == 200
    assert again.json()["lines"] == [line for line in first.json()["lines"] if line["data"].get("key") == "k"]
    assert await play.log() == log


async def test_a_key_that_named_another_order_is_refused(play: Play) -> None:
    assert (await play.order("approve", key="k")).status_code == 200
    assert (await play.order("approve", key="k", by="somebody")).status_code == 409
    assert (await play.order("call-off", key="k")).status_code == 409


async def test_a_key_that_named_the_same_kind_of_order_with_other_words_is_refused(play: Play) -> None:
    assert (await play.order("approve", key="a", text="by phone")).status_code == 200
    play.at(-5)
    assert (await play.order("go", key="go", text="all is quiet")).status_code == 200
    play.at(0)
    await play.ordered("start")
    (evaluator, *_), (commander, *_) = people_of(play, "evaluator"), people_of(play, "commander")
    sent: tuple[tuple[str, Json, Json], ...] = (
        ("notes", {"text": "one"}, {"text": "two"}),
        ("attendance", {"agent": commander, "present": True}, {"agent": commander, "present": False}),
        ("stamps", {"act": "acknowledged", "agent": commander}, {"act": "escalated", "agent": commander}),
        ("sheets", {"by": evaluator}, {"by": evaluator, "problems": "nobody led"}),
        ("orders", {"order": "pause", "text": "coffee"}, {"order": "pause", "text": "fire"}),
        ("orders", {"order": "resume", "text": "well again"}, {"order": "pause"}),
        ("orders", {"order": "end"}, {"order": "abort", "cause": "other"}),
        ("orders", {"order": "evaluate", "text": "no time"}, {"order": "evaluate", "text": "no people"}),
        ("orders", {"order": "report", "text": "as agreed"}, {"order": "close"}),
    )
    for number, (what, first, other) in enumerate(sent):
        play.clock.now += timedelta(seconds=70)
        key = f"k {number}"
        told = await play.post(what, key=key, **first)
        assert told.status_code == 200, told.text
        play.clock.now += timedelta(seconds=1)
        again = await play.post(what, key=key, **first)
        assert again.status_code == 200, f"{first}: {again.text}"
        assert again.json()["lines"] == [line for line in told.json()["lines"] if line["data"].get("key") == key]
        answer = await play.post(what, key=key, **other)
        assert answer.status_code == 409, f"{other}: {answer.text}"
    assert (await play.order("approve", key="a", text="by phone")).status_code == 200
    assert (await play.order("go", key="go")).status_code == 200


async def test_a_start_far_from_the_window_needs_a_reason_and_free_people(play: Play) -> None:
    await play.ordered("approve", "go")
    play.at(-40)
    told = reasons(await play.order("start"))
    assert "the window begins at" in told
    play.at(16)
    await play.ordered("go")
    assert "the window begins at" in reasons(await play.order("start"))
    assert (await play.order("start", text="the lift stood still")).status_code == 200
    log = read_log(await play.log())
    assert [line.data["text"] for line in log if line.kind == "started"] == ["the lift stood still"]


async def test_a_start_when_people_have_gone_home_is_refused_by_name(play: Play) -> None:
    await play.ordered("approve")
    play.at(11 * 60)
    told = (await play.ordered("go"))["board"]
    assert told["phase"] == "approved"
    assert "is not on duty for the whole drill" in "; ".join(told["look"]["reasons"])


async def test_8_cover_that_was_looked_at_long_ago_does_not_hold_at_the_start(play: Play) -> None:
    await play.ordered("approve")
    play.at(-31)
    await play.ordered("go")
    play.at(0)
    assert "cover was last looked at 31 minutes ago" in reasons(await play.order("start"))
    await play.ordered("go")
    assert (await play.ordered("start"))["board"]["phase"] == "running"


async def test_8_who_has_not_come_today_makes_it_no_go_and_who_came_makes_it_go(play: Play) -> None:
    await play.ordered("approve")
    play.at(-5)
    missing = people_of(play, "commander")
    told = await play.order("go", absent=missing)
    assert told.status_code == 200
    assert (told.json()["lines"][0]["kind"], told.json()["board"]["phase"]) == ("refused", "approved")
    assert (await play.order("start")).status_code == 409
    chinese = (await play.client.get(f"{play.path}/run", headers={"Accept-Language": "zh"})).json()
    assert "is not on duty" in told.json()["board"]["look"]["reasons"][0]
    assert chinese["look"]["reasons"][0].isascii() is False
    assert "is not on duty" not in chinese["look"]["reasons"][0]
    assert (await play.ordered("go"))["lines"][0]["kind"] == "cleared"


async def test_8_a_day_busier_than_forecast_is_no_go(play: Play) -> None:
    await play.ordered("approve")
    play.at(-5)
    slots = [play.begins - timedelta(minutes=15 * number) for number in range(1, 17)]
    rows = [{"queue": "phone", "start": slot.isoformat(), "offered": 60, "aht_seconds": 180} for slot in slots]
    told = (await play.order("go", actuals=rows)).json()
    assert told["lines"][0]["kind"] == "refused"
    assert "short of its required heads" in "; ".join(told["lines"][0]["data"]["reasons"])


async def test_8_who_is_missing_at_the_very_start_stops_it(play: Play) -> None:
    await play.ordered("approve", "go")
    play.at(-20)
    await play.ordered("go")
    play.at(0)
    missing = people_of(play, "commander")
    assert "is not on duty for the whole drill" in reasons(await play.order("start", absent=missing))
    assert (await play.ordered("start"))["board"]["phase"] == "running"


async def test_actuals_that_tell_nothing_are_refused_by_name(play: Play) -> None:
    await play.ordered("approve")
    play.at(-5)
    begins = play.begins.isoformat()
    for wrong, word in (
        ([{"queue": "fax", "start": begins, "offered": 1}], "fax"),
        ([{"queue": "phone", "start": begins, "offered": 1}] * 2, "queue, start"),
        ([{"queue": "phone", "start": "9999-12-31T23:59:59+00:00", "offered": 1}], "no whole slot"),
    ):
        answer = await play.order("go", actuals=wrong)
        assert answer.status_code == 422
        assert word in answer.text


async def test_8_the_days_actuals_in_the_store_count_where_none_are_sent(play: Play, client: httpx.AsyncClient) -> None:
    await play.ordered("approve")
    slots = [play.begins - timedelta(minutes=15 * number) for number in range(1, 17)]
    rows = "queue,start,offered,aht_seconds\n" + "".join(f"phone,{slot.isoformat()},60,180\n" for slot in slots)
    answer = await client.post(
        "/api/v1/forecasts/1/today",
        data={"as_of": play.begins.isoformat()},
        files={"files": ("today.csv", rows.encode())},
    )
    assert answer.status_code == 201, answer.text
    play.at(-5)
    assert (await play.ordered("go"))["lines"][0]["kind"] == "refused"


WRONG: tuple[Json, ...] = (
    {"order": "pause", "cause": "real-event"},
    {"order": "abort"},
    {"order": "pause", "absent": ["A1"]},
    {"order": "start", "actuals": [{"queue": "phone", "start": "2026-09-14T08:00:00+08:00", "offered": 1}]},
    {"order": "go", "absent": ["nobody"]},
    {"order": "dance"},
    {"order": "go", "by": ""},
    {"order": "go", "actuals": []},
    {"order": "go", "actuals": [{"queue": "phone", "start": 7, "offered": 1}]},
    {"order": "go", "unknown": 1},
)


async def test_bodies_that_say_something_else_are_refused(play: Play) -> None:
    await play.ordered("approve")
    log = await play.log()
    for body in WRONG:
        answer = await play.client.post(f"{play.path}/run/orders", json={"by": "x", **body})
        assert answer.status_code == 422, f"{body}: {answer.text}"
        assert answer.json()["faults"]
    assert await play.log() == log


async def next_drill(client: httpx.AsyncClient, store: Store, play: Play) -> Play:
    """Return a drill of the same people that begins when the window of *play*'s is over, cleared to start then."""
    with store.unit() as unit:
        drill = drill_of(unit, play.drill["id"])
        window = Window(drill.window.end, drill.window.end + (drill.window.end - drill.window.start), drill.window.zone)
        made = store_drill(unit, unit.rosters.get(1), replace(drill, id="next", window=window), NOW)
        unit.commit()
    other = Play(client, play.clock, (await client.get(f"/api/v1/drills/{made.id}")).json())
    other.at(-30)
    assert (await other.plan(rehearsals=0)).status_code == 201
    await other.ordered("approve", "go")
    return other


async def test_7_nobody_is_in_two_drills_under_way_at_once(play: Play, client: httpx.AsyncClient, store: Store) -> None:
    await play.ordered("approve")
    play.at(-5)
    await play.ordered("go")
    play.at(0)
    await play.ordered("start")
    other = await next_drill(client, store, play)
    other.at(0)
    told = reasons(await other.order("start"))
    assert "drill 1 is under way with" in told
    assert all(seat["name"] in told for seat in play.drill["document"]["seats"])
    await play.ordered("pause")
    assert "drill 1 is under way" in reasons(await other.order("start"))
    await play.ordered("end")
    assert (await other.ordered("start"))["board"]["phase"] == "running"


async def test_7_who_was_found_absent_is_free_for_another_drill_until_they_come(
    play: Play, client: httpx.AsyncClient, store: Store
) -> None:
    await play.ordered("approve")
    play.at(-5)
    await play.ordered("go")
    play.at(0)
    await play.ordered("start")
    other = await next_drill(client, store, play)
    for agent in play.drill["away"]:
        assert (await play.post("attendance", agent=agent, present=False)).status_code == 200
    other.at(0)
    await other.ordered("start")
    told = reasons(await play.post("attendance", agent=play.drill["away"][0], present=True))
    assert "drill 2 is under way with" in told


async def test_3_a_clone_has_the_same_frozen_scenario_and_a_run_of_its_own(
    play: Play, client: httpx.AsyncClient
) -> None:
    answer = await client.post(f"{play.path}/clone", json={})
    assert answer.status_code == 201, answer.text
    clone = Play(client, play.clock, answer.json())
    assert clone.drill["document"]["scenario"] == play.drill["document"]["scenario"]
    assert clone.drill["document"]["id"] == f"{play.drill['document']['id']}~2"
    assert (await client.get(f"{clone.path}/run")).status_code == 404
    assert clone.drill["phase"] is None
    third = await client.post(f"{clone.path}/clone", json={})
    assert third.json()["document"]["id"].endswith("-7~3")


async def test_3_a_clone_can_be_told_where_and_when(play: Play, client: httpx.AsyncClient) -> None:
    later = (play.begins + timedelta(days=1)).isoformat()
    answer = await client.post(f"{play.path}/clone", json={"start": later, "without": ["A2"], "announced": True})
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert (told["announced"], "A2" in told["away"]) == (True, False)
    assert told["start"].replace("Z", "+00:00") == later
    assert (await client.post("/api/v1/drills/9/clone", json={})).status_code == 404


async def test_drills_are_listed_with_the_phases_of_their_runs(play: Play, client: httpx.AsyncClient) -> None:
    await client.post(f"{play.path}/clone", json={})
    await play.ordered("approve")
    listed = {drill["id"]: drill["phase"] for drill in (await client.get("/api/v1/drills")).json()}
    assert listed == {1: "approved", 2: None}
    assert (await client.get(play.path)).json()["phase"] == "approved"


async def test_9_the_run_of_an_unannounced_drill_changes_no_byte_that_agents_see(
    play: Play, client: httpx.AsyncClient
) -> None:
    links = [
        (await client.post("/api/v1/feeds", json={"site_id": 1, "agent": f"A{number}"})).json()["url"]
        for number in range(1, 9)
    ]
    seen = [*links, "/api/v1/rosters", "/api/v1/rosters/1", "/api/v1/rosters/1/shifts.csv"]
    before = [(await client.get(path)).content for path in seen]
    await play.ordered("approve")
    play.at(-5)
    await play.ordered("go")
    play.at(0)
    await play.ordered("start")
    assert [(await client.get(path)).content for path in seen] == before
    play.at(9)
    await play.post("stamps", act="acknowledged", agent=people_of(play, "commander")[0])
    assert (await play.order("abort", cause="real-event")).status_code == 200
    assert [(await client.get(path)).content for path in seen] == before
