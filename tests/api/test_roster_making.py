"""Rosters made by the service: lawful ones, drafts of months that have no lawful one, and what they change for whom."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.store import Store
from api.store.relaxations import relaxation_document, relaxation_of
from api.translation import translator
from forecasting.messages import said
from scheduler.explain.relaxation import relax_person
from scheduler.roster import Roster
from tests.api import small_centre as centre
from tests.api.small_plan import NOW, store_published, store_requirement
from tests.scheduler.explain.months import MONTHS
from tests.scheduler.explain.overconstrained import Month

CHINESE = translator("zh_CN")

pytestmark = pytest.mark.anyio

PROMISED = """
[[contracts]]
name = "promised"
kinds = ["early", "late"]
period_hours = { least = 30 }
"""


def store_overconstrained(store: Store) -> int:
    """Store a site in which A1 is promised thirty hours, though three days have room for twenty-four."""
    agents = centre.AGENTS_CSV.replace("A1,王芳,line,full-time", "A1,王芳,line,promised")
    files = {"site.toml": (centre.SITE_TOML + PROMISED).encode(), "agents.csv": agents.encode()}
    with store.unit() as unit:
        site = unit.sites.add("Small centre", "site.toml", files, NOW)
        forecast = unit.forecasts.add(site.id, None, centre.GRID, centre.forecast_frame(), NOW)
        queues, teams = centre.requirement_frame("phone"), centre.requirement_frame("line")
        stored = unit.requirements.add(site.id, forecast.id, centre.GRID, queues, teams, NOW)
        unit.commit()
    return stored.id


async def make(client: httpx.AsyncClient, requirement_id: int, **asked: object) -> httpx.Response:
    return await client.post("/api/v1/rosters/make", json={"requirement_id": requirement_id, "seconds": 1, **asked})


async def test_a_roster_is_made_and_stored_but_not_published(client: httpx.AsyncClient, store: Store) -> None:
    requirement_id = store_requirement(store)
    answer = await make(client, requirement_id, seed=3)
    assert answer.status_code == 201, answer.text
    head: dict[str, Any] = answer.json()
    assert (head["version"], head["lawful"], head["published_at"]) == (1, True, None)
    assert (head["solve"]["seed"], head["solve"]["limit_seconds"]) == (3, 1.0)
    assert (await client.get("/api/v1/rosters/1/relaxations")).json() == []
    assert (await client.post("/api/v1/rosters/1/publish")).json()["published_at"] is not None


async def test_a_month_without_a_lawful_roster_has_a_draft_that_says_what_it_gives_up(
    client: httpx.AsyncClient, store: Store
) -> None:
    answer = await make(client, store_overconstrained(store))
    assert answer.status_code == 201, answer.text
    head = answer.json()
    assert (head["lawful"], head["solve"]["status"]) == (False, "relaxed")
    (found, *_more) = (await client.get("/api/v1/rosters/1/relaxations")).json()
    assert "王芳 (A1)" in found["message"]
    assert "at least 30 h" in found["message"]
    assert found["given_up"] == ["period-hours"]
    chinese = (await client.get("/api/v1/rosters/1/relaxations", params={"lang": "zh_CN"})).json()
    assert chinese[0]["message"] != found["message"]
    assert "at least" not in chinese[0]["message"]
    violations = (await client.get("/api/v1/rosters/1/violations")).json()
    assert not violations["lawful"]


async def test_a_draft_is_readable_and_never_published(client: httpx.AsyncClient, store: Store) -> None:
    await make(client, store_overconstrained(store))
    for path in ("shifts.csv", "shifts.xlsx", "shifts.json", "shortages", "why-not?agent=A1&day=2026-09-15", "changes"):
        assert (await client.get(f"/api/v1/rosters/1/{path}")).status_code == 200, path
    refused = await client.post("/api/v1/rosters/1/publish")
    assert refused.status_code == 422
    assert refused.json()["type"].endswith(":roster-breaks-rules")
    assert refused.json()["violations"]
    assert (await client.get("/api/v1/rosters/1")).json()["published_at"] is None


async def test_the_first_page_says_that_it_is_a_draft_and_what_it_gives_up(
    client: httpx.AsyncClient, store: Store
) -> None:
    await make(client, store_overconstrained(store))
    page = (await client.get("/")).text
    assert "it cannot be published" in page
    assert "What this draft gives up" in page
    assert "at least 30 h of 王芳 (A1)" in page


@pytest.mark.parametrize("month", MONTHS[:4], ids=lambda month: month.name)
def test_what_is_given_up_comes_back_from_the_store_whole_and_in_every_language(month: Month) -> None:
    instance = month.instance()
    found = relax_person(instance, instance.agents[0], month.rules)
    assert found
    for relaxation in found:
        kept = relaxation_of(json.loads(json.dumps(relaxation_document(relaxation))))
        assert kept == relaxation
        assert said(kept.sentence, CHINESE) == said(relaxation.sentence, CHINESE) != relaxation.sentence


async def test_a_file_that_breaks_rules_is_kept_as_a_draft_only_when_asked(
    client: httpx.AsyncClient, store: Store
) -> None:
    requirement_id = store_requirement(store)
    head = "agent,date,kind,start,end,paid_minutes,breaks,activities"
    rows = [
        "A1,2026-09-14,late,2026-09-14T13:00+08:00,2026-09-14T22:00+08:00,480,[17:00-18:00],",
        "A1,2026-09-15,early,2026-09-15T08:00+08:00,2026-09-15T17:00+08:00,480,[12:00-13:00],",
    ]
    files = {"file": ("roster.csv", "\n".join([head, *rows, ""]).encode())}
    form = {"requirement_id": str(requirement_id)}
    assert (await client.post("/api/v1/rosters", data=form, files=files)).status_code == 422
    kept = await client.post("/api/v1/rosters", data={**form, "draft": "true"}, files=files)
    assert kept.status_code == 201
    assert kept.json()["lawful"] is False
    assert "Not lawful" in (await client.get("/")).text
    assert (await client.post("/api/v1/rosters/1/publish")).status_code == 422


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"seconds": 0}, "seconds"),
        ({"seconds": 1e9}, "seconds"),
        ({"seconds": 301}, "seconds"),
        ({"workers": 0}, "workers"),
        ({"workers": 9}, "workers"),
        ({"seed": -1}, "seed"),
        ({"published": 0}, "published"),
        ({"published": "1"}, "published"),
        ({"days": 7}, "days"),
    ],
)
async def test_what_cannot_be_made_is_refused(
    client: httpx.AsyncClient, store: Store, asked: dict[str, object], field: str
) -> None:
    answer = await make(client, store_requirement(store), **asked)
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["field"].endswith(field)
    with store.snapshot() as unit:
        assert unit.rosters.all() == []


@pytest.mark.parametrize("seconds", ["NaN", "Infinity", "-Infinity"])
async def test_a_time_that_is_no_number_is_refused(client: httpx.AsyncClient, store: Store, seconds: str) -> None:
    body = f'{{"requirement_id": {store_requirement(store)}, "seconds": {seconds}}}'
    answer = await client.post("/api/v1/rosters/make", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["field"] == "body.seconds"


async def test_a_requirement_or_roster_that_is_not_there_is_not_found(client: httpx.AsyncClient, store: Store) -> None:
    assert (await make(client, 1)).json()["detail"] == "there is no requirement 1"
    answer = await make(client, store_requirement(store), published=7)
    assert answer.json()["detail"] == "there is no roster 7"


async def test_only_a_published_roster_is_known_to_people(client: httpx.AsyncClient, store: Store) -> None:
    requirement_id = store_requirement(store)
    await make(client, requirement_id)
    answer = await make(client, requirement_id, published=1)
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["field"] == "published"


def one_changed() -> Roster:
    """Return the published roster with A1 off on the first day, A2 late on the second and A3 off on the third."""
    first, second, third = (centre.FIRST + timedelta(days=day) for day in range(3))
    kept = [
        shift
        for shift in centre.roster().assignments
        if (shift.agent, shift.day) not in {("A1", first), ("A2", second), ("A3", third)}
    ]
    return Roster.of(centre.GRID, [*kept, centre.shift("A2", 1, "late")])


async def test_changes_are_listed_by_person_against_what_people_knew(client: httpx.AsyncClient, store: Store) -> None:
    head = store_published(store)
    with store.unit() as unit:
        unit.rosters.add(head.site_id, head.requirement_id, one_changed(), (), None, NOW)
        unit.commit()
    told = (await client.get("/api/v1/rosters/2/changes")).json()
    assert (told["against"], told["first_day"], told["last_day"]) == (1, "2026-09-14", "2026-09-16")
    assert told["counts"] == {"added": 0, "removed": 2, "moved": 1, "within": 0}
    assert [(one["agent"], one["days"][0]["change"]) for one in told["people"]] == [
        ("A1", "removed"),
        ("A2", "moved"),
        ("A3", "removed"),
    ]
    (moved,) = told["people"][1]["days"]
    assert (moved["minutes"], moved["before"]["kind"], moved["after"]["kind"]) == (300, "early", "late")
    assert moved["after"]["start"] == "2026-09-15T13:00:00+08:00"
    back = (await client.get("/api/v1/rosters/1/changes", params={"against": 2})).json()
    assert back["counts"] == {"added": 2, "removed": 0, "moved": 1, "within": 0}
    assert (await client.get("/api/v1/rosters/1/changes")).json()["against"] is None


async def test_nothing_changes_against_itself(client: httpx.AsyncClient, store: Store) -> None:
    store_published(store)
    told = (await client.get("/api/v1/rosters/1/changes", params={"against": 1})).json()
    assert told["people"] == []
    assert set(told["counts"].values()) == {0}


async def test_a_roster_made_against_the_published_one_keeps_to_it(client: httpx.AsyncClient, store: Store) -> None:
    head = store_published(store)
    answer = await make(client, head.requirement_id, published=head.id, seconds=2)
    assert answer.status_code == 201, answer.text
    solve = answer.json()["solve"]
    assert solve["published_id"] == head.id
    assert solve["terms"]["changes"] >= 0
    counts = (await client.get("/api/v1/rosters/2/changes")).json()["counts"]
    assert (solve["terms"]["changes"] == 0) == (counts["added"] == counts["removed"] == counts["moved"] == 0)
