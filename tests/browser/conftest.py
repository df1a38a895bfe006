"""Pages in Debian's Chromium. A test that asks for ``page`` or ``open_page`` skips where there is no Chromium."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOCAL_SCHEMES = ("file:", "data:", "blob:", "about:")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no chromium on this machine; see tests/browser/provide-chromium.sh")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture
def faults() -> list[str]:
    """What the pages of this test complained of: console errors and uncaught exceptions."""
    return []


@pytest.fixture
def network_requests() -> list[str]:
    """Addresses that the pages of this test asked a network for; files, data: and blob: are none."""
    return []


@pytest.fixture
def open_page(browser: Browser, faults: list[str], network_requests: list[str]) -> Iterator[Callable[..., Page]]:
    """A function that opens an empty page; its words go to Playwright's ``new_context`` (viewport, locale, color_scheme)."""
    contexts = []

    def opened(**words: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **words})  # type: ignore[arg-type]  # names checked by Playwright
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: _keep_error(message, faults))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: _keep_request(request, network_requests))
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """An empty page, 1280 × 800."""
    return open_page()


def _keep_error(message: ConsoleMessage, faults: list[str]) -> None:
    if message.type == "error":
        faults.append(message.text)


def _keep_request(request: Request, network_requests: list[str]) -> None:
    if not request.url.startswith(LOCAL_SCHEMES):
        network_requests.append(request.url)
