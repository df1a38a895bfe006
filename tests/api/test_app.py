import httpx
import pytest
from fastapi import FastAPI

pytestmark = pytest.mark.anyio


async def test_health_names_the_version_and_reads_the_store(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/health")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.json()["sites"] == 0


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nothing-here", 404), ("PUT", "/api/v1/health", 405)])
async def test_every_error_is_a_problem_document(
    client: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["instance"] == path
    if status == 405:
        assert answer.headers["allow"] == "GET"


async def test_a_fault_of_ours_tells_nothing_but_that(app: FastAPI, client: httpx.AsyncClient) -> None:
    @app.get("/api/v1/breaks")
    def breaks() -> None:
        raise RuntimeError("the password is 1234")

    answer = await client.get("/api/v1/breaks")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "1234" not in answer.text
    assert "content-security-policy" in answer.headers
