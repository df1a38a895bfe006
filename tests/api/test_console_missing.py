"""Who is missing, and why, on the first page."""

import httpx
import pytest

from api.store import Store
from tests.api.small_plan import store_published
from tests.api.test_explanation_routes import with_staggered_breaks, without

pytestmark = pytest.mark.anyio


async def test_the_table_has_a_row_a_shortage_with_its_reason(client: httpx.AsyncClient, store: Store) -> None:
    store_published(store, without("A4", "A7", "A8", "A6"))
    told = (await client.get("/console/rosters/1/missing")).json()
    assert told["note"] == ""
    (first, *_more) = told["rows"]
    assert first[:6] == ["line", "2026-09-14 Mon 17:00–22:00", "6.0", "2026-09-14 Mon 17:00", "2.0", "0"]
    assert first[6].startswith("Team of 8: 1 on a break")
    chinese = (await client.get("/console/rosters/1/missing", params={"lang": "zh_CN"})).json()
    assert chinese["rows"][0][6].startswith("团队共 8 人")


async def test_a_roster_with_enough_people_says_so(client: httpx.AsyncClient, store: Store) -> None:
    store_published(store, with_staggered_breaks())
    told = (await client.get("/console/rosters/1/missing")).json()
    assert told == {"rows": [], "note": "Nobody is missing at any time."}
