"""Reports of drills by REST."""

import hashlib
from collections.abc import Iterator

import httpx
import pytest

from api.settings import Settings
from api.store import Store
from api.usecases.drill_verifying import verify_evidence
from drills.exercise import read_log
from drills.report import report_fingerprint
from tests.api.running_drills import Clock, Play, copied, make_drill, store_quiet

pytestmark = pytest.mark.anyio


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    yield from copied(settings, store_quiet)


@pytest.fixture
async def play(client: httpx.AsyncClient, clock: Clock) -> Play:
    return await make_drill(client, clock)


async def ended(play: Play) -> None:
    await play.started()
    play.at(30)
    await play.ordered("end")


async def test_a_drill_that_was_run_has_score_report_and_evidence(play: Play, client: httpx.AsyncClient) -> None:
    await ended(play)
    score = (await client.get(f"{play.path}/score")).json()
    assert score["rules"] == "1"
    page = await client.get(f"{play.path}/report.html", params={"lang": "zh_CN"})
    assert page.headers["content-type"].startswith("text/html")
    assert 'lang="zh-CN"' in page.text
    assert "script-src" not in page.headers["content-security-policy"]
    word = await client.get(f"{play.path}/report.docx")
    assert word.content.startswith(b"PK")
    evidence = (await client.get(f"{play.path}/evidence.zip")).content
    assert verify_evidence(evidence).faults == ()


async def test_the_data_of_the_report_has_the_fingerprint_of_the_log(play: Play, client: httpx.AsyncClient) -> None:
    await ended(play)
    data = (await client.get(f"{play.path}/report.json")).content
    assert hashlib.sha256(data).hexdigest() == report_fingerprint(read_log(await play.log()))


async def test_the_order_report_logs_the_fingerprint_of_the_data(play: Play, client: httpx.AsyncClient) -> None:
    await ended(play)
    assert (await play.order("evaluate", text="nobody was there to evaluate")).status_code == 200
    await play.ordered("report")
    data = (await client.get(f"{play.path}/report.json")).content
    log = read_log(await play.log())
    assert log.last.data["fingerprint"] == hashlib.sha256(data).hexdigest()


async def test_the_list_of_injects_is_there_before_the_drill_is_run(play: Play, client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{play.path}/msel.csv")
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbfnumber,kind,id,minute")


@pytest.mark.parametrize("what", ["score", "report.json", "report.html", "report.docx", "evidence.zip"])
async def test_a_drill_without_a_run_has_no_report(play: Play, client: httpx.AsyncClient, what: str) -> None:
    answer = await client.get(f"{play.path}/{what}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
