"""Why a stored roster is as it is, by REST."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.store import Store
from scheduler.roster import Break, Roster
from tests.api import small_centre as centre
from tests.api.small_plan import NOW, store_published

pytestmark = pytest.mark.anyio

ROSTER = "/api/v1/rosters/1"


def without(*agents: str) -> Roster:
    """Return the roster of the small centre without the shifts of *agents*."""
    whole = centre.roster()
    return Roster.of(whole.grid, [shift for shift in whole.assignments if shift.agent not in agents])


def with_staggered_breaks() -> Roster:
    """Return the roster of the small centre in which half of the people have their break an hour earlier."""
    whole, hour = centre.roster(), timedelta(hours=1)
    earlier = {"A1", "A2", "A3", "A4"}
    return Roster.of(
        whole.grid,
        [
            replace(shift, breaks=tuple(Break(one.start - hour, one.end - hour) for one in shift.breaks))
            if shift.agent in earlier
            else shift
            for shift in whole.assignments
        ],
    )


@pytest.fixture
def thin(store: Store) -> None:
    """Publish a roster in which A3 alone is on duty late, where two are needed."""
    store_published(store, without("A4", "A7", "A8", "A6"))


async def told(client: httpx.AsyncClient, path: str, **asked: object) -> Any:
    answer = await client.get(f"{ROSTER}/{path}", params={name: str(value) for name, value in asked.items()})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.usefixtures("thin")
async def test_shortages_come_worst_first_with_everybody_of_the_team_counted(client: httpx.AsyncClient) -> None:
    answer = await told(client, "shortages")
    assert answer["runs"] == len(answer["shortages"]) > 0
    hours = [one["missing_hours"] for one in answer["shortages"]]
    assert hours == sorted(hours, reverse=True)
    assert sum(hours) == pytest.approx(answer["missing_hours"])
    for one in answer["shortages"]:
        assert sum(one["people"].values()) == one["team_size"] == len(centre.NAMES)
        assert one["start"] <= one["worst"] < one["end"]
        assert one["start"].endswith("+08:00")
        assert one["reason"].startswith("Team of 8: ")
    assert len((await told(client, "shortages", most=1))["shortages"]) == 1


@pytest.mark.usefixtures("thin")
async def test_reasons_are_told_in_the_readers_language(client: httpx.AsyncClient) -> None:
    answer = await told(client, "shortages", lang="zh_CN")
    assert all("\u4e00" <= one["reason"][0] <= "\u9fff" for one in answer["shortages"])


async def test_a_roster_with_enough_people_has_no_shortage(client: httpx.AsyncClient, store: Store) -> None:
    store_published(store, with_staggered_breaks())
    assert await told(client, "shortages") == {"roster_id": 1, "runs": 0, "missing_hours": 0, "shortages": []}


@pytest.mark.usefixtures("thin")
async def test_a_shift_that_nothing_forbids_has_its_price_term_by_term(client: httpx.AsyncClient) -> None:
    answer = await told(client, "why-not", agent="A4", day="2026-09-15", kind="late")
    assert (answer["verdict"], answer["name"]) == ("possible", centre.NAMES["A4"])
    assert answer["shift"]["start"] == "2026-09-15T13:00:00+08:00"
    assert answer["points"] < 0
    assert answer["points"] == pytest.approx(sum(answer["terms"].values()))
    assert answer["broken"] == answer["reasons"] == answer["changes"] == []


@pytest.mark.usefixtures("thin")
async def test_a_shift_that_breaks_rest_names_the_rule_and_the_days_that_change(client: httpx.AsyncClient) -> None:
    answer = await told(client, "why-not", agent="A3", day="2026-09-15", kind="early")
    assert answer["verdict"] == "other-days"
    assert "daily-rest" in {found["rule"] for found in answer["broken"]}
    assert [swap["before"]["kind"] for swap in answer["changes"]] == ["late"]


@pytest.mark.usefixtures("thin")
async def test_a_shift_that_is_worked_compares_nothing(client: httpx.AsyncClient) -> None:
    answer = await told(client, "why-not", agent="A3", day="2026-09-15")
    assert (answer["verdict"], answer["points"], answer["terms"]) == ("worked", None, {})
    assert answer["message"] == "张敏 (A3), late on 2026-09-15: is worked already"


@pytest.mark.usefixtures("thin")
async def test_unknown_person_day_and_shift_are_one_problem_with_three_faults(client: httpx.AsyncClient) -> None:
    asked = {"agent": "A9", "day": "2026-10-01", "kind": "night"}
    answer = await client.get(f"{ROSTER}/why-not", params=asked)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert {fault["field"]: fault["value"] for fault in answer.json()["faults"]} == asked
    assert [fault["expected"] for fault in answer.json()["faults"]] == [
        None,  # nobody has an id that is nearly this one
        "2026-09-14 to 2026-09-16",
        "early, late",
    ]


@pytest.mark.usefixtures("thin")
async def test_rules_have_prices_and_the_present_figure(client: httpx.AsyncClient) -> None:
    asked = {"rules": ["daily-rest", "daily-rest"], "seconds": 0.5}
    answer = await client.post(f"{ROSTER}/prices", json=asked)
    assert answer.status_code == 200, answer.text
    (price,) = answer.json()["prices"]
    assert (price["rule"], price["before"], price["after"]) == ("daily-rest", "11", "10")
    assert price["points"] >= 0
    assert price["points"] == pytest.approx(sum(price["terms"].values()))


@pytest.mark.usefixtures("thin")
async def test_unknown_rules_are_refused_with_the_nearest(client: httpx.AsyncClient) -> None:
    answer = await client.post(f"{ROSTER}/prices", json={"rules": ["dayly-rest", "no such thing"]})
    assert answer.status_code == 422
    faults = answer.json()["faults"]
    assert [fault["value"] for fault in faults] == ["dayly-rest", "no such thing"]
    assert faults[0]["expected"].startswith("daily-rest, ")


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"rules": []},
        {"rules": ["daily-rest"] * 21},
        {"rules": ["daily-rest"], "seconds": 0},
        {"rules": ["daily-rest"], "seconds": 61},
        {"rules": "daily-rest"},
        {"rules": ["daily-rest"], "more": 1},
    ],
)
@pytest.mark.usefixtures("thin")
async def test_prices_that_cannot_be_asked_are_refused(client: httpx.AsyncClient, asked: dict[str, object]) -> None:
    answer = await client.post(f"{ROSTER}/prices", json=asked)
    assert answer.status_code == 422
    assert answer.json()["faults"]


@pytest.mark.parametrize(
    "path",
    [
        "shortages?most=0",
        "shortages?most=201",
        "shortages?most=few",
        "why-not",
        "why-not?agent=A1",
        "why-not?agent=A1&day=86400",
        "why-not?agent=A1&day=2026-W38-1",
        "why-not?agent=A1&day=2026-02-30",
        "why-not?agent=A1&day=2026-09-14T00:00",
        "why-not?agent=&day=2026-09-14",
        "changes?against=0",
    ],
)
@pytest.mark.usefixtures("thin")
async def test_questions_that_cannot_be_read_are_refused(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(f"{ROSTER}/{path}")
    assert answer.status_code == 422
    assert answer.json()["faults"]


@pytest.mark.parametrize(
    "path", ["shortages", "why-not?agent=A1&day=2026-09-14", "relaxations", "changes", "changes?against=7"]
)
async def test_rosters_that_are_not_there_are_not_found(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(f"{ROSTER}/{path}")
    assert answer.status_code == 404
    assert answer.json()["detail"] == "there is no roster 1"


@pytest.mark.usefixtures("thin")
async def test_explaining_stores_nothing(client: httpx.AsyncClient, store: Store) -> None:
    await told(client, "shortages")
    await told(client, "why-not", agent="A4", day="2026-09-15")
    with store.snapshot() as unit:
        assert [head.id for head in unit.rosters.all()] == [1]


async def test_questions_count_changes_against_the_roster_that_one_was_held_against(
    client: httpx.AsyncClient, store: Store
) -> None:
    head = store_published(store)
    answer = await client.post(
        "/api/v1/rosters/make", json={"requirement_id": head.requirement_id, "seconds": 1, "published": head.id}
    )
    assert answer.status_code == 201, answer.text
    second = answer.json()["id"]
    day = {"agent": "A1", "day": "2026-09-14"}
    with store.snapshot() as unit:
        worked = {(shift.agent, str(shift.day)) for shift in unit.rosters.roster(second).assignments}
        assert unit.rosters.get(second).created_at == NOW
    asked = day if ("A1", "2026-09-14") not in worked else {**day, "kind": "late"}
    terms = (await client.get(f"/api/v1/rosters/{second}/why-not", params=asked)).json()["terms"]
    assert "changes" in terms
