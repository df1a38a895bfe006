"""Each resource of the REST interface, from a site document to a published roster."""

import csv
import io
import json
import math
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import icalendar
import pytest

from api.app import create_app
from api.settings import Bounds, Settings
from api.store import Store
from forecasting.timegrid import TimeGrid
from scheduler.formats import roster_csv
from scheduler.roster import Assignment, Roster
from tests.api import small_centre as centre
from tests.api.small_plan import store_published, store_requirement

pytestmark = pytest.mark.anyio

FIRST = centre.FIRST.isoformat()


async def send_site(client: httpx.AsyncClient, document: str = centre.SITE_TOML) -> httpx.Response:
    files = [("files", ("site.toml", document.encode())), ("files", ("agents.csv", centre.AGENTS_CSV.encode()))]
    return await client.post("/api/v1/sites", data={"document": "site.toml"}, files=files)


def volume_csv() -> bytes:
    frame = centre.history_frame()
    local = frame["start"].dt.tz_convert(centre.ZONE).dt.strftime("%Y-%m-%d %H:%M")
    table = frame.assign(start=local)
    return table.to_csv(index=False).encode()


async def send_history(client: httpx.AsyncClient, content: bytes, **form: str) -> httpx.Response:
    data = {"site_id": "1", "zone": "Asia/Shanghai", **form}
    return await client.post("/api/v1/histories", data=data, files={"files": ("volume.csv", content)})


async def send_forecast(client: httpx.AsyncClient, **change: object) -> httpx.Response:
    asked: dict[str, object] = {"history_id": 1, "first_day": FIRST, "days": 3, **change}
    return await client.post("/api/v1/forecasts", json=asked)


@pytest.fixture
def planned(store: Store) -> None:
    """A store with site, history, forecast and requirement, each with the id 1."""
    store_requirement(store)


@pytest.fixture
def published(store: Store) -> None:
    """The same with a published roster."""
    store_published(store)


async def send_roster(
    client: httpx.AsyncClient, roster: Roster, path: str = "/api/v1/rosters", name: str = "roster.csv"
) -> httpx.Response:
    content = roster_csv(roster, centre.instance()).encode()
    return await client.post(path, data={"requirement_id": "1"}, files={"file": (name, content)})


def too_soon(grid: TimeGrid = centre.GRID) -> Roster:
    """A late shift and the next morning's early one: ten hours of rest between them."""
    return Roster.of(grid, (centre.shift("A1", 0, "late"), centre.shift("A1", 1, "early")))


async def test_a_site_is_stored_and_listed(client: httpx.AsyncClient) -> None:
    answer = await send_site(client)
    assert answer.status_code == 201
    assert answer.json()["name"] == "Small centre"
    assert [site["id"] for site in (await client.get("/api/v1/sites")).json()] == [1]


async def test_a_site_of_a_name_that_is_taken_is_a_conflict(client: httpx.AsyncClient) -> None:
    await send_site(client)
    answer = await send_site(client)
    assert answer.status_code == 409
    assert "Small centre" in answer.json()["detail"]


async def test_a_broken_site_is_refused_with_every_fault_and_nothing_is_stored(client: httpx.AsyncClient) -> None:
    broken = centre.SITE_TOML.replace("Asia/Shanghai", "Asia/Nowhere").replace('start = "08:00"', 'start = "25:00"')
    answer = await send_site(client, broken)
    assert answer.status_code == 422
    faults = answer.json()["faults"]
    assert {"Asia/Nowhere", "25:00"} <= {fault["value"] for fault in faults}
    assert all(fault["file"] == "site.toml" for fault in faults)
    assert (await client.get("/api/v1/sites")).json() == []


@pytest.mark.parametrize("name", ["../site.toml", "a/b.toml", "..", "C:\\site.toml", "a\x07b.toml"])
async def test_a_file_name_with_a_way_out_is_refused(client: httpx.AsyncClient, name: str) -> None:
    files = [("files", (name, centre.SITE_TOML.encode()))]
    answer = await client.post("/api/v1/sites", data={"document": name}, files=files)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_history_is_read_reported_and_listed(client: httpx.AsyncClient) -> None:
    await send_site(client)
    answer = await send_history(client, volume_csv())
    assert answer.status_code == 201
    told = answer.json()
    assert told["step_minutes"] == 15
    assert told["intervals"] == len(centre.history_frame())
    assert told["report"]["report"]["zone"] == "Asia/Shanghai"
    assert (await client.get("/api/v1/histories", params={"site_id": 1})).json() == [told]


async def test_a_broken_history_names_file_row_column_and_value(client: httpx.AsyncClient) -> None:
    await send_site(client)
    broken = volume_csv().replace(b"2026-08-17 09:00,10,", b"2026-08-17 09:00,many,", 1)
    assert broken != volume_csv()
    answer = await send_history(client, broken)
    assert answer.status_code == 422
    (fault,) = answer.json()["faults"]
    assert (fault["file"], fault["value"]) == ("volume.csv", "many")
    assert fault["row"] > 1
    assert (await client.get("/api/v1/histories", params={"site_id": 1})).json() == []


@pytest.mark.parametrize("form", [{"zone": "Mars/Olympus"}, {"column": "offered"}, {"site_id": "0"}, {"site_id": "x"}])
async def test_a_history_with_a_bad_form_is_refused(client: httpx.AsyncClient, form: dict[str, str]) -> None:
    await send_site(client)
    answer = await send_history(client, volume_csv(), **form)
    assert answer.status_code == 422
    assert answer.json()["faults"]


async def test_a_forecast_and_its_people_are_made_from_a_history(client: httpx.AsyncClient) -> None:
    await send_site(client)
    await send_history(client, volume_csv())
    assert (await send_forecast(client)).status_code == 201
    told = (await client.get("/api/v1/forecasts/1", params={"queue": "phone"})).json()
    assert told["head"]["period"] == {"zone": "Asia/Shanghai", "first_day": FIRST, "days": 3, "slot_minutes": 15}
    assert len(told["values"]["mean"]) == centre.GRID.n_slots
    assert (await client.post("/api/v1/requirements", json={"forecast_id": 1})).status_code == 201
    teams = (await client.get("/api/v1/requirements/1")).json()["values"]
    queues = (await client.get("/api/v1/requirements/1", params={"by": "queue"})).json()["values"]
    assert (set(teams["skill"]), set(queues["skill"])) == ({"line"}, {"phone"})
    assert max(teams["scheduled"]) >= 2


async def test_a_stored_forecast_explains_its_days(client: httpx.AsyncClient) -> None:
    await send_site(client)
    await send_history(client, volume_csv())
    await send_forecast(client)
    told = (await client.get("/api/v1/forecasts/1/explanation", params={"day": FIRST})).json()
    assert (told["day"], told["same"]) == (FIRST, True)
    product = math.prod(factor["value"] for factor in told["factors"] if factor["queue"] == "phone")
    values = (await client.get("/api/v1/forecasts/1", params={"queue": "phone"})).json()["values"]
    assert product == pytest.approx(sum(values["mean"][: len(centre.GRID.slots_of(centre.GRID.first_day))]), rel=1e-3)
    refused = await client.get("/api/v1/forecasts/1/explanation", params={"day": "2020-01-01"})
    assert refused.status_code == 422


@pytest.mark.usefixtures("planned")
async def test_a_forecast_can_be_had_as_csv_in_utc(client: httpx.AsyncClient) -> None:
    table = (await client.get("/api/v1/forecasts/1", params={"format": "csv"})).text
    rows = list(csv.DictReader(io.StringIO(table)))
    assert rows[0]["start"] == "2026-09-13T16:00:00+00:00"
    assert len(rows) == centre.GRID.n_slots


@pytest.mark.parametrize(
    "change",
    [
        {"days": 0},
        {"days": "3"},
        {"days": 3.5},
        {"days": 5000},
        {"first_day": 0},
        {"first_day": "2026-02-31"},
        {"first_day": "2026-11-09T00:00:00"},
        {"history_id": -1},
        {"surprise": 1},
    ],
)
@pytest.mark.usefixtures("planned")
async def test_a_forecast_asked_for_wrongly_is_refused(client: httpx.AsyncClient, change: dict[str, object]) -> None:
    answer = await send_forecast(client, **change)
    assert answer.status_code == 422
    assert any(next(iter(change)) in fault["field"] for fault in answer.json()["faults"])


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json"])
@pytest.mark.usefixtures("planned")
async def test_a_roster_that_is_sent_can_be_had_back_in_every_format(client: httpx.AsyncClient, suffix: str) -> None:
    assert (await send_roster(client, centre.roster())).status_code == 201
    answer = await client.get(f"/api/v1/rosters/1/shifts.{suffix}")
    assert answer.status_code == 200
    again = await client.post(
        "/api/v1/rosters", data={"requirement_id": "1"}, files={"file": (f"roster.{suffix}", answer.content)}
    )
    assert again.status_code == 201
    assert again.json()["version"] == 2
    first = (await client.get("/api/v1/rosters/1/shifts.json")).json()
    assert (await client.get("/api/v1/rosters/2/shifts.json")).json() == first


@pytest.mark.usefixtures("planned")
async def test_a_roster_that_breaks_a_hard_rule_is_refused_with_each_violation(client: httpx.AsyncClient) -> None:
    answer = await send_roster(client, too_soon())
    assert answer.status_code == 422
    assert "daily-rest" in {found["rule"] for found in answer.json()["violations"]}
    assert (await client.get("/api/v1/rosters")).json() == []


@pytest.mark.usefixtures("planned")
async def test_a_roster_can_be_checked_without_being_stored(client: httpx.AsyncClient) -> None:
    bad = (await send_roster(client, too_soon(), "/api/v1/rosters/check")).json()
    good = (await send_roster(client, centre.roster(), "/api/v1/rosters/check")).json()
    assert (bad["lawful"], good["lawful"]) == (False, True)
    rest = next(found for found in bad["violations"] if found["rule"] == "daily-rest")
    assert (rest["agent"], rest["severity"]) == ("A1", "hard")
    assert (await client.get("/api/v1/rosters")).json() == []


@pytest.mark.usefixtures("planned")
async def test_a_roster_of_an_unknown_agent_is_refused_by_row(client: httpx.AsyncClient) -> None:
    content = roster_csv(centre.roster(), centre.instance()).replace("A4", "A9").encode()
    answer = await client.post("/api/v1/rosters", data={"requirement_id": "1"}, files={"file": ("roster.csv", content)})
    assert answer.status_code == 422
    assert {fault["value"] for fault in answer.json()["faults"]} == {"A9"}


@pytest.mark.usefixtures("planned")
async def test_violations_of_a_stored_roster_are_told(client: httpx.AsyncClient) -> None:
    await send_roster(client, centre.roster())
    told = (await client.get("/api/v1/rosters/1/violations")).json()
    assert told["lawful"]
    assert all(found["severity"] != "hard" for found in told["violations"])


async def issue(client: httpx.AsyncClient, agent: str = "A1", language: str = "en") -> tuple[int, str]:
    answer = await client.post("/api/v1/feeds", json={"site_id": 1, "agent": agent, "language": language})
    assert answer.status_code == 201
    return answer.json()["link"]["id"], answer.json()["url"]


@pytest.mark.usefixtures("published")
async def test_a_feed_shows_the_published_shifts_of_its_agent(client: httpx.AsyncClient) -> None:
    _, url = await issue(client)
    answer = await client.get(url)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "content-encoding" not in answer.headers
    events = icalendar.Calendar.from_ical(answer.content).events
    mine: list[Assignment] = [shift for shift in centre.roster().assignments if shift.agent == "A1"]
    assert sorted(event.start for event in events) == [shift.start for shift in mine]
    assert sorted(event.end for event in events) == [shift.end for shift in mine]


@pytest.mark.usefixtures("published")
async def test_a_feed_that_has_not_changed_is_the_same_and_answers_304(client: httpx.AsyncClient) -> None:
    _, url = await issue(client)
    first = await client.get(url)
    assert (await client.get(url)).content == first.content
    again = await client.get(url, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = await client.head(url)
    assert (head.status_code, head.headers["content-length"]) == (200, str(len(first.content)))


@pytest.mark.usefixtures("published")
async def test_a_later_roster_changes_and_cancels_events_in_the_feed(client: httpx.AsyncClient) -> None:
    _, url = await issue(client)
    fewer = tuple(shift for shift in centre.roster().assignments if (shift.agent, shift.day) != ("A1", centre.FIRST))
    assert (await send_roster(client, Roster.of(centre.GRID, fewer))).status_code == 201
    await client.post("/api/v1/rosters/2/publish")
    events = icalendar.Calendar.from_ical((await client.get(url)).content).events
    told = {(str(event.start)[:10], str(event["STATUS"]), event["SEQUENCE"]) for event in events}
    days = [(centre.FIRST + timedelta(days=index)).isoformat() for index in range(3)]
    assert told == {(days[0], "CANCELLED", 1), (days[1], "CONFIRMED", 0), (days[2], "CONFIRMED", 0)}


@pytest.mark.usefixtures("published")
async def test_a_rotated_or_revoked_link_is_dead_and_its_successor_lives(client: httpx.AsyncClient) -> None:
    link, url = await issue(client)
    rotated = await client.post(f"/api/v1/feeds/{link}/rotate")
    assert (await client.get(url)).status_code == 404
    successor = rotated.json()["url"]
    assert (await client.get(successor)).status_code == 200
    assert (await client.delete(f"/api/v1/feeds/{rotated.json()['link']['id']}")).status_code == 200
    assert (await client.get(successor)).content == (await client.get("/feeds/never-issued.ics")).content
    assert (await client.post(f"/api/v1/feeds/{link}/rotate")).status_code == 409


@pytest.mark.usefixtures("published")
async def test_secrets_are_shown_once_and_never_listed(client: httpx.AsyncClient) -> None:
    _, url = await issue(client)
    secret = url.rpartition("/")[2].removesuffix(".ics")
    assert len(secret) >= 22
    listed = (await client.get("/api/v1/feeds", params={"site_id": 1})).text
    assert secret not in listed


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"site_id": 1, "agent": "A9"}, 404),
        ({"site_id": 7, "agent": "A1"}, 404),
        ({"site_id": 1, "agent": "A1", "language": "tlh"}, 422),
        ({"site_id": "1", "agent": "A1"}, 422),
        ({"site_id": True, "agent": "A1"}, 422),
    ],
)
@pytest.mark.usefixtures("planned")
async def test_a_feed_for_nobody_is_refused(client: httpx.AsyncClient, body: dict[str, object], status: int) -> None:
    assert (await client.post("/api/v1/feeds", json=body)).status_code == status


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/histories/9",
        "/api/v1/forecasts/9",
        "/api/v1/requirements/9",
        "/api/v1/rosters/9",
        "/api/v1/rosters/9/violations",
        "/api/v1/rosters/9/shifts.csv",
        "/api/v1/drills/9",
        "/api/v1/drills/9/document.md",
        "/api/v1/feeds?site_id=9",
        "/?roster=9",
        "/console/rosters/9/grid",
        "/static/nothing.js",
    ],
)
async def test_what_is_not_stored_is_a_404_problem(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_body_that_is_no_json_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/v1/forecasts", content=b"{days: 3", headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert json.loads(answer.content)["type"] == "urn:watchbill:problem:request-has-faults"


async def test_a_body_above_the_bound_is_refused_before_it_is_read(tmp_path: Path) -> None:
    small = Settings(tmp_path / "small", bounds=Bounds(upload_bytes=10_000))
    app = create_app(small)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        told = await send_history(client, b"x" * 20_000)
        untold = await client.post("/api/v1/forecasts", content=endless(), headers={"Content-Type": "application/json"})
    app.state.store.close()
    for answer in (told, untold):
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"


async def endless() -> AsyncIterator[bytes]:
    """A body that does not say how long it is."""
    for _ in range(1_000):
        yield b" " * 1_000


async def test_a_file_above_its_bound_is_named(client: httpx.AsyncClient) -> None:
    files = [("files", ("site.toml", b"#" * (Bounds().document_bytes + 1))), ("files", ("agents.csv", b""))]
    answer = await client.post("/api/v1/sites", data={"document": "site.toml"}, files=files)
    assert answer.status_code == 422
    told = {fault["file"]: fault["reason"] for fault in answer.json()["faults"]}
    assert told == {"site.toml": "the file is too large", "agents.csv": "the file is empty"}
