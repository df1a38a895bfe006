"""Live service during a drill: told row by row, and the breach of cover that breaks the drill off."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.settings import Settings
from api.store import Store
from api.usecases.drill_run_service import Breach, breaches_in
from drills.exercise import Line, LineKind
from tests.api.running_drills import Clock, Json, Play, copied, drilled, store_drilled

START = datetime(2026, 9, 14, 5, 15, tzinfo=UTC)
FLOORS = {"phone": 0.7}


def line(number: int, minutes: int, came: float, within: float, queue: str = "phone", length: int = 15) -> Line:
    begins = START + timedelta(minutes=minutes)
    data: Json = {
        "queue": queue,
        "start": begins.isoformat(),
        "end": (begins + timedelta(minutes=length)).isoformat(),
        "came": came,
        "within": within,
        "expected_percent": 80,
    }
    return Line(number, START, 0, LineKind.LIVE, "monitor", data, "0" * 64)


def found(*rows: tuple[int, float, float]) -> tuple[Breach, ...]:
    return breaches_in([line(number, *row) for number, row in enumerate(rows, start=1)], FLOORS)


def test_a_quarter_of_an_hour_under_the_floor_is_told_and_half_an_hour_breaks_off() -> None:
    (told,) = found((0, 20, 18), (15, 20, 10))
    assert (told.share, told.came, told.floor, told.breaks_off) == (0.5, 20, 0.7, False)
    (told,) = found((0, 20, 10), (15, 20, 13))
    assert (told.share, told.came, told.breaks_off) == (23 / 40, 40, True)
    assert told.sentence == "phone: 57% in time over 30 min; expected at least 70%".replace("min", "minutes")


@pytest.mark.parametrize(
    "rows",
    [
        ((0, 20, 14),),  # at the floor
        ((0, 20, 10), (15, 20, 14)),  # well again
        ((0, 9, 0),),  # too few to say
        ((0, 0, 0), (15, 0, 0)),  # nobody came
        (),
    ],
)
def test_what_is_no_breach_is_none(rows: tuple[tuple[int, float, float], ...]) -> None:
    assert found(*rows) == ()


def test_rows_with_a_gap_between_them_are_no_stretch() -> None:
    (told,) = found((0, 20, 10), (30, 20, 10))
    assert not told.breaks_off


def test_rows_in_which_nobody_came_go_on_with_the_stretch() -> None:
    (told,) = found((0, 20, 10), (15, 0, 0), (30, 20, 10))
    assert (told.breaks_off, told.end - told.start) == (True, timedelta(minutes=45))


def test_queues_that_are_not_live_are_not_judged() -> None:
    assert breaches_in([line(1, 0, 20, 0, queue="email")], FLOORS) == ()


@given(st.permutations([(0, 20, 10), (15, 20, 19), (30, 20, 10), (45, 30, 3)]))
def test_the_order_in_which_rows_were_told_does_not_matter(rows: list[tuple[int, float, float]]) -> None:
    (told,) = found(*rows)
    assert (told.start, told.came) == (START + timedelta(minutes=30), 50)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    yield from copied(settings, store_drilled)


@pytest.fixture
async def play(client: httpx.AsyncClient, clock: Clock) -> Play:
    made = await drilled(client, clock)
    await made.started(rehearsals=0)
    return made


def row(play: Play, minutes: int, came: float, within: float, **change: object) -> Json:
    begins = play.begins + timedelta(minutes=minutes)
    return {
        "queue": "phone",
        "start": begins.isoformat(),
        "end": (begins + timedelta(minutes=15)).isoformat(),
        "came": came,
        "within": within,
        "expected_percent": 80,
        **change,
    }


@pytest.mark.anyio
async def test_a_breach_is_told_first_and_then_aborts_with_its_cause(play: Play) -> None:
    play.at(16)
    told = (await play.post("live-service", rows=[row(play, 0, 20, 10)])).json()
    assert [line["kind"] for line in told["lines"] if line["kind"] == "live"] == ["live"]
    assert told["board"]["phase"] == "running"
    (breach,) = told["breaches"]
    assert (breach["queue"], breach["share"], breach["says"][:10]) == ("phone", 0.5, "phone: 50%")
    play.at(31)
    told = (await play.post("live-service", rows=[row(play, 15, 20, 10)])).json()
    assert told["lines"][-1]["kind"] == "aborted"
    assert told["lines"][-1]["data"]["cause"] == "cover-breach"
    assert "50%" in told["lines"][-1]["data"]["text"]
    assert told["board"]["phase"] == "aborted"


@pytest.mark.anyio
async def test_11_after_a_breach_nothing_comes_and_rows_of_the_tail_are_still_taken(play: Play) -> None:
    play.at(31)
    await play.post("live-service", rows=[row(play, 0, 20, 10), row(play, 15, 20, 10)])
    log = await play.log()
    play.at(60)
    assert (await play.post("injects/anything")).status_code == 409
    assert await play.log() == log
    told = await play.post("live-service", rows=[row(play, 30, 20, 19)])
    assert told.status_code == 200
    assert told.json()["breaches"] == []


@pytest.mark.anyio
async def test_a_breach_that_shall_only_be_told_leaves_the_drill_running(play: Play) -> None:
    play.at(31)
    told = await play.post("live-service", rows=[row(play, 0, 20, 10), row(play, 15, 20, 10)], aborts=False)
    assert (told.json()["board"]["phase"], len(told.json()["breaches"])) == ("running", 1)
    assert (await play.order("abort", cause="cover-breach")).status_code == 200


@pytest.mark.anyio
async def test_a_breach_is_said_in_the_language_of_who_tells_it(play: Play) -> None:
    play.at(31)
    rows = [row(play, 0, 20, 10), row(play, 15, 20, 10)]
    body = {"by": "monitor", "rows": rows, "key": "k"}
    path = f"{play.path}/run/live-service"
    first = (await play.client.post(path, json=body, headers={"Accept-Language": "zh"})).json()
    assert first["breaches"][0]["says"] == first["lines"][-1]["data"]["text"]
    again = (await play.client.post(path, json=body)).json()
    assert [line["kind"] for line in again["lines"]] == ["live", "live"]
    assert again["board"]["lines"] == first["board"]["lines"]


def export(play: Play, within: int) -> bytes:
    """Return a day's export of the phone queue in quarters of an hour, *within* of ten contacts in time."""
    begins = play.begins - timedelta(hours=2)
    slots = [begins + timedelta(minutes=15 * number) for number in range(28)]
    rows = [f"phone,{slot.isoformat()},10,180,{within}" for slot in slots]
    return "\n".join(["queue,start,offered,aht_seconds,answered within 20 s", *rows, ""]).encode()


@pytest.mark.anyio
async def test_the_days_export_tells_what_customers_got_and_what_they_would_have_got(play: Play) -> None:
    play.at(60)
    await play.ordered("end")
    form, files = {"by": "A1", "key": "k"}, {"file": ("day.csv", export(play, 8))}
    path = f"{play.path}/run/live-service/export"
    told = await play.client.post(path, data=form, files=files)
    assert told.status_code == 200, told.text
    rows = [line["data"] for line in told.json()["lines"]]
    assert {(row["queue"], row["came"], row["within"]) for row in rows} == {("phone", 10, 8)}
    assert all(0 < row["expected_percent"] <= 100 for row in rows)
    assert min(datetime.fromisoformat(row["start"]) for row in rows) == play.begins
    assert told.json()["breaches"] == []
    again = await play.client.post(path, data=form, files=files)
    assert again.json()["lines"] == told.json()["lines"]


@pytest.mark.anyio
async def test_an_export_that_cannot_be_used_is_refused_with_its_faults(play: Play) -> None:
    play.at(60)
    path = f"{play.path}/run/live-service/export"
    for content, within in (
        (b"nothing", None),
        (export(play, 8).replace(b"answered within 20 s", b"x"), None),
        (export(play, 11), None),
        (export(play, 8), "no such column"),
    ):
        form = {"by": "A1"} if within is None else {"by": "A1", "within": within}
        answer = await play.client.post(path, data=form, files={"file": ("day.csv", content)})
        assert answer.status_code == 422, answer.text
        assert all(fault["file"] == "day.csv" for fault in answer.json()["faults"])


@pytest.mark.anyio
async def test_queues_of_the_exercises_own_world_break_nothing_off(play: Play) -> None:
    play.at(31)
    own = {"expected_percent": None, "exercise": True}
    rows = [row(play, 0, 20, 0, **own), row(play, 15, 20, 0, **own)]
    told = (await play.post("live-service", rows=rows)).json()
    assert (told["board"]["phase"], told["breaches"]) == ("running", [])


@pytest.mark.anyio
async def test_rows_that_cannot_be_are_refused_with_every_fault(play: Play) -> None:
    play.at(16)
    rows = [row(play, 0, 5, 6), row(play, 300, 5, 5), row(play, 0, 5, 5, queue=" ")]
    answer = await play.post("live-service", rows=rows)
    assert answer.status_code == 409
    told = answer.json()["reasons"]
    assert len(told) == 3
    assert (await play.post("live-service", rows=[])).status_code == 422
    assert (await play.post("live-service", rows=[row(play, 0, -1, 0)])).status_code == 422
