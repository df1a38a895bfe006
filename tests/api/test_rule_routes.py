import httpx
import pytest

pytestmark = pytest.mark.anyio


async def test_rules_are_listed_whole_and_by_pack(client: httpx.AsyncClient) -> None:
    every = (await client.get("/api/v1/rules")).json()
    european = (await client.get("/api/v1/rules", params={"pack": "eu"})).json()
    names = [rule["name"] for rule in european]
    assert "weekly-rest-eu" in names
    assert "weekly-hours" not in names
    assert {"weekly-hours", "rotation"} <= {rule["name"] for rule in every}


async def test_one_rule_is_told_in_the_readers_language(client: httpx.AsyncClient) -> None:
    english = (await client.get("/api/v1/rules/daily-rest")).json()
    chinese = (await client.get("/api/v1/rules/daily-rest", headers={"Accept-Language": "zh"})).json()
    assert english["title"] == "Rest between two working days"
    assert chinese["title"] == "两个工作日之间的休息"
    assert english["parameters"][0]["default"] == chinese["parameters"][0]["default"] == "11"


async def test_an_unknown_rule_is_not_found_and_an_unknown_pack_is_refused_with_those_there_are(
    client: httpx.AsyncClient,
) -> None:
    assert (await client.get("/api/v1/rules/dayly-rest")).status_code == 404
    answer = await client.get("/api/v1/rules", params={"pack": "moon"})
    assert answer.status_code == 422
    assert "china" in answer.text
