"""Histories by REST in every format, and what is too large or too odd to be one."""

import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NoReturn

import httpx
import pandas as pd
import pytest

from api.app import create_app
from api.computing import Computing
from api.errors import BusyError
from api.settings import Bounds, Settings
from tests.api import small_centre as centre

pytestmark = pytest.mark.anyio

TINY = Bounds(unpacked_bytes=20_000, history_rows=3_000, queues=2, forecast_rows=600)


def local_table(days: int = 3, queues: int = 1) -> pd.DataFrame:
    frame = centre.history_frame(days)
    local = frame["start"].dt.tz_convert(centre.ZONE).dt.tz_localize(None)
    parts = [frame.assign(start=local, queue=f"queue {number}") for number in range(queues)]
    return pd.concat(parts, ignore_index=True)


def csv_of(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False).encode("utf-8-sig")


def xlsx_of(table: pd.DataFrame) -> bytes:
    content = io.BytesIO()
    table.to_excel(content, index=False)
    return content.getvalue()


def parquet_of(table: pd.DataFrame) -> bytes:
    content = io.BytesIO()
    table.to_parquet(content, index=False)
    return content.getvalue()


def zip_bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 1_000_000)
    return content.getvalue()


async def open_client(settings: Settings, computing: Computing | None = None) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings)
    app.state.computing = computing or app.state.computing
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        files = [("files", (name, content)) for name, content in centre.SITE_FILES.items()]
        await client.post("/api/v1/sites", data={"document": "site.toml"}, files=files)
        yield client
    app.state.store.close()


@pytest.fixture
async def roomy(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async for client in open_client(Settings(tmp_path / "roomy", processes=0)):
        yield client


@pytest.fixture
async def tiny(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A service with little room."""
    async for client in open_client(Settings(tmp_path / "tiny", processes=0, bounds=TINY)):
        yield client


async def send(client: httpx.AsyncClient, *files: tuple[str, bytes], **form: str) -> httpx.Response:
    named = [("files", file) for file in files]
    data = {"site_id": "1", "zone": "Asia/Shanghai", **form}
    return await client.post("/api/v1/histories", data=data, files=named)


async def test_the_same_history_as_csv_workbook_and_parquet_is_one(roomy: httpx.AsyncClient) -> None:
    table = local_table()
    files = (("v.csv", csv_of(table)), ("v.xlsx", xlsx_of(table)), ("v.parquet", parquet_of(table)))
    answers = [await send(roomy, file) for file in files]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert {answer.json()["id"] for answer in answers} == {1}


async def test_several_files_are_one_history_and_its_report_names_no_folder(roomy: httpx.AsyncClient) -> None:
    table = local_table(6)
    half = len(table) // 2
    answer = await send(roomy, ("a.csv", csv_of(table[:half])), ("b.csv", csv_of(table[half:])))
    assert answer.status_code == 201
    assert answer.json()["name"] == "a.csv, b.csv"
    assert answer.json()["report"]["report"]["files"] == ["a.csv", "b.csv"]
    assert "watchbill-" not in answer.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("noise.csv", bytes(range(256)) * 40),
        ("words.csv", b"once upon a time\nthere was a centre\n"),
        ("header.csv", b"start,queue,offered\n"),
        ("broken.xlsx", b"PK\x03\x04 and no more"),
        ("broken.parquet", b"PAR1 and no more"),
        ("old.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 512),
        ("page.html", b"<html><body>Please sign in</body></html>"),
        ("far.csv", b"start,queue,offered\n9999-12-31 23:00,phone,5\n0001-01-01 00:00,phone,5\n"),
        ("one.csv", b"start,queue,offered\n2026-08-17 09:00,phone,5\n"),
        ("huge.csv", b"start,queue,offered\n2026-08-17 09:00,phone,1e300\n2026-08-17 09:15,phone,1\n"),
    ],
)
async def test_what_is_no_history_is_refused_by_name(roomy: httpx.AsyncClient, name: str, content: bytes) -> None:
    answer = await send(roomy, (name, content))
    assert answer.status_code == 422
    assert {fault["file"] for fault in answer.json()["faults"]} == {name}
    assert (await roomy.get("/api/v1/histories", params={"site_id": 1})).json() == []


async def test_a_history_beyond_the_bounds_is_refused_with_each_of_them(tiny: httpx.AsyncClient) -> None:
    answer = await send(tiny, ("v.csv", csv_of(local_table(12, queues=3))))
    assert answer.status_code == 422
    told = {fault["field"]: (fault["value"], fault["expected"]) for fault in answer.json()["faults"]}
    assert told == {"rows": ("3456", "at most 3000"), "queues": ("3", "at most 2")}


async def test_a_forecast_of_too_many_rows_is_refused(tiny: httpx.AsyncClient) -> None:
    assert (await send(tiny, ("v.csv", csv_of(local_table(28))))).status_code == 201
    asked = {"history_id": 1, "first_day": centre.FIRST.isoformat(), "days": 7}
    answer = await tiny.post("/api/v1/forecasts", json=asked)
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["expected"] == "at most 600"


@pytest.mark.parametrize(
    ("name", "content", "field"),
    [("bomb.xlsx", zip_bomb(), "bytes"), ("long.parquet", parquet_of(local_table(40)), "rows")],
)
async def test_what_is_huge_once_unpacked_is_not_unpacked(
    tiny: httpx.AsyncClient, name: str, content: bytes, field: str
) -> None:
    answer = await send(tiny, (name, content))
    assert answer.status_code == 422
    assert field in {fault["field"] for fault in answer.json()["faults"]}


class Busy(Computing):
    """A service with as much to do as it takes on."""

    def run(self, *_work: object, **_named: object) -> NoReturn:
        raise BusyError


async def test_a_busy_service_says_when_to_ask_again(tmp_path: Path) -> None:
    async for client in open_client(Settings(tmp_path / "busy"), Busy(0, 0, 1.0)):
        answer = await send(client, ("v.csv", csv_of(local_table())))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.json()["type"] == "urn:watchbill:problem:busy"
