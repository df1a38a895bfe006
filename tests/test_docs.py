import contextlib
import json
import re
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.app import create_app
from api.cli.main import build_parser
from api.settings import Settings
from api.usecases.plan import Order, plan_site
from forecasting.messages import english
from scheduler.solution import Limits
from tests.markdown_page import INLINE, ROOT, Page, pages

PAGES = pages()
EXAMPLES = ROOT / "examples"
PLACE = re.compile(r"\{\w+\}|(?<=/)(\d+|[A-Z]+)(?=/|$)")
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def test_the_pages_are_found() -> None:
    names = {page.name for page in PAGES}
    assert {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/README.md", "docs/commands.md"} <= names


@every_page
def test_every_command_line_parses(page: Page) -> None:
    parser = build_parser(english)
    for words in page.command_lines("watchbill"):
        with contextlib.suppress(SystemExit) if "--help" in words else contextlib.nullcontext():
            parser.parse_args(words)


@every_page
def test_every_mentioned_command_and_option_exists(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    for words in page.mentions("watchbill"):
        behind = words[2:] if words[:1] == ["--language"] else words
        commands = [word for word in behind if not word.startswith("-")]
        with pytest.raises(SystemExit) as ended:
            build_parser(english).parse_args([*commands, "--help"])
        assert ended.value.code == 0, f"{page.name}: watchbill {' '.join(words)}"
        known = capsys.readouterr().out
        assert all(word.partition("=")[0] in known for word in behind if word.startswith("-")), f"{page.name}: {words}"


@every_page
def test_every_relative_link_leads_somewhere(page: Page) -> None:
    for link in page.links():
        file, _sign, anchor = link.partition("#")
        target = (page.path.parent / file).resolve() if file else page.path
        assert target.exists(), f"{page.name}: {link}"
        if anchor:
            anchors = Page(target, target.read_text(encoding="utf-8")).anchors()
            assert anchor in anchors, f"{page.name}: {link}; there are {sorted(anchors)}"


def test_the_table_of_contents_names_every_page() -> None:
    contents = next(page for page in PAGES if page.name == "docs/README.md")
    listed = {link.partition("#")[0] for link in contents.links()}
    assert {page.path.name for page in PAGES if page.path.parent == contents.path.parent} - {"README.md"} <= listed


@every_page
def test_every_make_target_and_script_exists(page: Page) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for words in [*page.command_lines("make"), *page.mentions("make")]:
        wanted = {word for word in words if "=" not in word}
        assert wanted <= targets, f"{page.name}: make {' '.join(words)}"
    for words in [*page.command_lines("python"), *page.mentions("python")]:
        if words[:1] == ["-m"] and words[1].startswith("benchmarks"):
            module = ROOT / words[1].replace(".", "/")
            assert module.with_suffix(".py").exists() or (module / "__main__.py").exists(), f"{page.name}: {words[1]}"
        elif words and words[0].endswith(".py"):
            assert (ROOT / words[0]).exists(), f"{page.name}: {words[0]}"


@every_page
def test_every_block_of_data_is_well_formed(page: Page) -> None:
    for block in page.blocks("toml"):
        tomllib.loads(block)
    for block in page.blocks("json"):
        json.loads(block)


def test_every_address_of_the_interface_is_served(tmp_path: Path) -> None:
    served = {
        (method.upper(), PLACE.sub("*", path))
        for path, methods in create_app(Settings(tmp_path)).openapi()["paths"].items()
        for method in methods
    }
    told = {
        (method, PLACE.sub("*", path))
        for page in PAGES
        for method, path in re.findall(r"`(GET|POST|PUT|PATCH|DELETE) (/\S+)`", page.prose)
    }
    assert told
    assert told <= served


@pytest.fixture(scope="module")
def known() -> dict[str, object]:
    """The names that blocks of Python may use: what a planned week of the examples' centre gives."""
    files = EXAMPLES / "site.toml", (EXAMPLES / "history.csv",)
    order = Order(*files, date(2026, 4, 20), 7, Limits(1.0), options=lambda of_the_site: of_the_site, drill=None)
    plan = plan_site(order, lambda _progress: True)
    now = datetime(2026, 4, 19, 9, tzinfo=UTC)
    return {
        "site": plan.site_file.site,
        "grid": plan.grid,
        "calendar": plan.calendar,
        "history": plan.history.complete(),
        "forecast": plan.forecast,
        "instance": plan.instance,
        "roster": plan.roster,
        "agent": plan.instance.agents[0],
        "published_at": now,
        "previous": (),
        "now": now,
    }


PROGRAMS = [
    pytest.param(block, id=f"{page.name}-{number}")
    for page in PAGES
    for number, block in enumerate(page.blocks("python"), start=1)
]


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_block_of_python_runs(
    program: str, known: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for file in ("site.toml", "agents.csv", "history.csv"):
        (tmp_path / file).write_bytes((EXAMPLES / file).read_bytes())
    exec(compile(program, "a page of the docs", "exec"), dict(known))


def test_a_span_of_code_is_found_in_prose_only() -> None:
    page = Page(ROOT / "x.md", "`watchbill plan`\n\n```sh\nwatchbill serve --data-dir x  # `no`\n```\n")
    assert list(page.mentions("watchbill")) == [["plan"]]
    assert list(page.command_lines("watchbill")) == [["serve", "--data-dir", "x"]]
    assert INLINE.findall(page.prose) == ["watchbill plan"]
