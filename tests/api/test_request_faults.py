"""What is wrong with a request is said in the reader's language."""

import re
from datetime import date
from typing import Annotated, Literal

import httpx
import pytest
from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from api.errors import NOT_FOUND, NotFoundError
from api.request_faults import request_fault
from api.translation import translator
from forecasting.messages import english, said, sentence_of

CHINESE = translator("zh_CN")
SAID_OTHERWISE = {
    "drill action": "there is no action 99",
    "drill run": "drill 99 has no run yet; plan it first",
    "finding": "no drill of this site has a finding 99",
}


class Asked(BaseModel, extra="forbid"):
    count: Annotated[int, Field(ge=1, le=9)] = 1
    share: Annotated[float, Field(gt=0, lt=1)] = 0.5
    name: Annotated[str, Field(min_length=2, max_length=4)] = "ab"
    days: Annotated[list[date], Field(min_length=1, max_length=1)] = []
    at: AwareDatetime | None = None
    by: Literal["day", "week"] = "day"
    yes: bool = False
    needed: int


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({}, {"needed": "must be given"}),
        ({"needed": "x", "count": 0}, {"needed": "is no whole number", "count": "is below 1"}),
        ({"needed": 1, "count": 10, "share": 1}, {"count": "is above 9", "share": "is not below 1.0"}),
        ({"needed": 1, "share": 0, "name": "a"}, {"share": "is not above 0.0", "name": "has fewer than 2 characters"}),
        ({"needed": 1, "name": "abcde", "days": []}, {"name": "has more than 4 characters", "days": "has fewer than 1 entries"}),
        ({"needed": 1, "days": ["x"], "yes": 7}, {"days.0": "is no day", "yes": "is neither true nor false"}),
        ({"needed": 1, "at": "2026-11-11T08:00", "by": "x"}, {"at": "is no time with an offset", "by": "is none of 'day' or 'week'"}),
        ({"needed": 1, "other": 1, "days": 1}, {"days": "is no list", "other": "is not known or not allowed"}),
    ],
)  # fmt: skip
def test_each_fault_names_its_field_and_is_said_in_chinese_too(body: dict[str, object], told: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refused:
        Asked.model_validate(body)
    faults = refused.value.errors()
    assert {fault["field"]: fault["reason"] for fault in (request_fault(fault, english) for fault in faults)} == told
    for fault in faults:
        assert re.search("[\u4e00-\u9fff]", str(request_fault(fault, CHINESE)["reason"]))


@pytest.mark.parametrize("noun", NOT_FOUND)
def test_what_is_not_there_is_named_in_both_languages(noun: str) -> None:
    told = sentence_of(NotFoundError(noun, 99))
    assert str(told) == SAID_OTHERWISE.get(noun, f"there is no {noun} 99")
    assert re.findall("[A-Za-z]+", said(told, CHINESE)) == []


@pytest.mark.anyio
async def test_refusals_of_the_framework_are_titled_in_chinese(client: httpx.AsyncClient) -> None:
    answer = await client.delete("/api/v1/sites", headers={"Accept-Language": "zh-CN"})
    assert answer.status_code == httpx.codes.METHOD_NOT_ALLOWED
    assert re.findall("[A-Za-z]+", answer.json()["title"]) == []
    assert "detail" not in answer.json()
