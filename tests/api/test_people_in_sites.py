"""Sites with locks, mentors and workbooks of people over REST: stored, or refused with every fault named."""

import io
import zipfile

import httpx
import pytest
from openpyxl import Workbook

from api.settings import Bounds
from api.store import Store
from api.usecases.sites import add_site
from forecasting.errors import InputError
from tests.api import small_centre as centre
from tests.api.small_plan import NOW

pytestmark = pytest.mark.anyio

LOCKED = centre.SITE_TOML + '\n[locked]\nfile = "locks.csv"\n'


async def send(client: httpx.AsyncClient, document: str, **files: bytes) -> httpx.Response:
    named = {"site.toml": document.encode(), "agents.csv": centre.SITE_FILES["agents.csv"], **files}
    parts = [("files", (name.replace("_", "."), content)) for name, content in named.items()]
    return await client.post("/api/v1/sites", data={"document": "site.toml"}, files=parts)


async def test_locks_beside_a_site_are_stored_with_it(client: httpx.AsyncClient) -> None:
    answer = await send(client, LOCKED, locks_csv=b"agent,day,kind\nA1,2026-09-14,early\n")
    assert answer.status_code == 201


async def test_every_fault_of_locks_is_named(client: httpx.AsyncClient) -> None:
    rows = b"agent,day,kind\nZ1,2026-09-14,early\nA1,2026-09-31,early\nA1,2026-09-14,night\n"
    answer = await send(client, LOCKED, locks_csv=rows)
    assert answer.status_code == 422
    faults = [(fault["file"], fault["row"], fault["value"]) for fault in answer.json()["faults"]]
    assert faults == [("locks.csv", 2, "Z1"), ("locks.csv", 3, "2026-09-31"), ("locks.csv", 4, "night")]


async def test_a_workbook_of_agents_is_read(client: httpx.AsyncClient) -> None:
    book = Workbook()
    for row in centre.AGENTS_CSV.splitlines():
        book.worksheets[0].append(row.split(","))
    content = io.BytesIO()
    book.save(content)
    document = centre.SITE_TOML.replace("agents.csv", "agents.xlsx")
    assert document != centre.SITE_TOML
    assert (await send(client, document, agents_xlsx=content.getvalue())).status_code == 201


async def test_a_workbook_that_is_huge_once_unpacked_is_not_unpacked(store: Store) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 1_000_000)
    document = centre.SITE_TOML.replace("agents.csv", "agents.xlsx")
    files = {"site.toml": document.encode(), "agents.xlsx": content.getvalue()}
    with store.unit() as unit, pytest.raises(InputError, match="too large when unpacked"):
        add_site(unit, "site.toml", files, NOW, Bounds(unpacked_bytes=20_000))
