"""The lines of the page on forecasts by REST do what it says, pasted one after the other."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import anyio
import httpx
import pytest

from tests.markdown_page import ROOT, Page

pytestmark = pytest.mark.anyio

PATH = ROOT / "docs" / "forecasts-by-rest.md"
BASE = "http://127.0.0.1:8080/api/v1"
BRIEF = re.compile(r'\{"same".*\}')


def lines() -> Iterator[str]:
    page = Page(PATH, PATH.read_text(encoding="utf-8"))
    return (line for block in page.blocks("sh") for line in block.splitlines() if not line.startswith("B="))


async def paste(client: httpx.AsyncClient, line: str, folder: Path) -> httpx.Response:
    """Send what the ``curl`` of *line* would send."""
    words = iter(shlex.split(line.replace("$B", BASE))[1:])
    method, address, body = "GET", "", None
    form: list[tuple[str, str]] = []
    files: list[tuple[str, tuple[str, bytes]]] = []
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "--json":
            body = json.loads(next(words))
        elif word == "-F":
            name, value = next(words).split("=", 1)
            if value.startswith("@"):
                files.append((name, (value[1:], (folder / value[1:]).read_bytes())))
            else:
                form.append((name, value))
        else:
            parts = urlsplit(word)
            address = f"{parts.path}?{parts.query}"
    method = "POST" if method == "GET" and (body is not None or form) else method
    return await client.request(method, address, json=body, data=dict(form) or None, files=files or None)


async def test_every_line_of_the_page_does_what_it_says(client: httpx.AsyncClient, tmp_path: Path) -> None:
    for name in ("site.toml", "agents.csv", "history.csv"):
        (tmp_path / name).write_bytes((ROOT / "examples" / name).read_bytes())
    told: dict[str, httpx.Response] = {}
    for line in lines():
        if line.startswith("curl "):
            told[line] = await paste(client, line, tmp_path)
            assert told[line].is_success, f"{line}: {told[line].text}"
        else:
            await anyio.run_process(["sh", "-c", line], cwd=tmp_path)
    uploads = [answer for line, answer in told.items() if line.endswith("/histories")]
    assert uploads[0].status_code == 200  # the second of two like lines
    (shown,) = BRIEF.findall(PATH.read_text(encoding="utf-8"))
    (again,) = (answer.json() for line, answer in told.items() if line.endswith("/again"))
    assert {name: again[name] for name in json.loads(shown)} == json.loads(shown)
    (today,) = (answer.json() for line, answer in told.items() if line.endswith("/today"))
    assert [queue["came"] for queue in today["queues"] if queue["queue"] == "phone"] == [12.0]
