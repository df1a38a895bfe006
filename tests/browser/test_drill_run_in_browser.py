"""The page that runs a drill, in Chromium over a running service whose clock the tests set."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from api.app import create_app
from api.settings import Settings
from api.store import open_store
from api.store.records import DrillText
from drills.record import drill_json
from drills.roles import Form
from tests.api.running_drills import FEW, store_quiet
from tests.drills.drawn import drawn
from tests.drills.exercise.small_run import started as exercise_started
from tests.drills.practice.seated import seated

pytestmark = pytest.mark.browser

PATIENCE_MS = 20_000  # machines that test are busy


class SetClock:
    """A clock that runs, ahead of this machine's by what it was set to."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        """Return what it shows."""
        return datetime.now(UTC) + self.ahead

    def set(self, moment: datetime) -> None:
        """Let it show *moment* now."""
        self.ahead = moment - datetime.now(UTC)


@dataclass
class Served:
    """A service with one drill; it can be stopped and started again on the same address."""

    settings: Settings
    clock: SetClock
    server: uvicorn.Server
    thread: threading.Thread
    port: int
    drill: int = 0
    begins: datetime = datetime(2000, 1, 1, tzinfo=UTC)

    @property
    def address(self) -> str:
        """Address of the service."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def page(self) -> str:
        """Address of the drill's page."""
        return f"{self.address}/console/drills/{self.drill}"

    def at(self, minutes: float) -> None:
        """Set the clock to *minutes* after the drill's window begins."""
        self.clock.set(self.begins + timedelta(minutes=minutes))

    def stop(self) -> None:
        """Stop the service."""
        self.server.should_exit = True
        self.thread.join()

    def start(self) -> None:
        """Start it again."""
        self.server, self.thread, self.port = _serve(self.settings, self.port)


class Server(uvicorn.Server):
    """Ends the streams of news first, as the service does when it is stopped."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then what is left."""
        assert isinstance(self.config.app, FastAPI)
        self.config.app.state.drill_news.close()
        await super().shutdown(sockets)


def _serve(settings: Settings, port: int = 0) -> tuple[uvicorn.Server, threading.Thread, int]:
    server = Server(uvicorn.Config(create_app(settings), port=port, log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.02)
    return server, thread, server.servers[0].sockets[0].getsockname()[1]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A service with a drill that is not planned yet, an hour before its window."""
    expect.set_options(timeout=PATIENCE_MS)
    clock = SetClock()
    settings = Settings(tmp_path, clock=clock, processes=0)
    store = open_store(settings.store_url)
    store_quiet(store)
    store.close()
    service = Served(settings, clock, *_serve(settings))
    asked = {"roster_id": 1, "family": "system-outage", "seed": 7, "announced": False, "service": False}
    drill = httpx.post(f"{service.address}/api/v1/drills", json=asked, timeout=60).json()
    service.drill, service.begins = drill["id"], datetime.fromisoformat(drill["start"])
    service.at(-60)
    yield service
    service.stop()


def _press(page: Page, key: str) -> None:
    page.locator(f'[data-key="{key}"]').click()


def _plan(served: Served) -> None:
    planned = httpx.post(
        f"{served.address}/api/v1/drills/{served.drill}/run", json={"by": "planner", **FEW}, timeout=60
    )
    assert planned.status_code == 201, planned.text


def _started(served: Served, page: Page) -> None:
    """Open the page of a planned run and lead it to its start."""
    _plan(served)
    page.goto(served.page)
    _press(page, "order-approve")
    served.at(-8)
    _press(page, "order-go")
    expect(page.locator('[data-key="order-start"]')).to_be_visible()
    served.at(0)
    _press(page, "order-start")
    expect(page.locator("#cockpit")).to_have_attribute("data-phase", "running")


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_a_drill_is_run_from_its_plan_to_a_real_event_in_either_language(
    served: Served, open_page: Callable[..., Page], faults: list[str], network_requests: list[str], locale: str
) -> None:
    page = open_page(locale=locale)
    page.goto(served.page)
    expect(page.locator("html")).to_have_attribute("lang", re.compile(locale[:2]))
    expect(page.locator('[data-key="order-plan"]')).to_be_visible()
    expect(page.locator("#stop")).to_be_disabled()
    _started(served, page)
    expect(page.locator("#clocks [data-due]")).not_to_have_count(0)

    _press(page, "level-III")
    expect(page.locator("#stamps .rows li")).to_have_count(1)
    first = page.locator("#clocks [data-due]").first
    seen = first.get_attribute("data-clock")
    _press(page, f"stamp-{seen}")
    expect(page.locator(f'[data-clock="{seen}"]')).to_have_class(re.compile("good"))

    _press(page, "order-pause")
    expect(page.locator("#cockpit")).to_have_attribute("data-phase", "paused")
    stood = page.locator("#clock").inner_text()
    served.at(45)
    page.reload()
    expect(page.locator("#clock")).to_have_text(stood)
    _press(page, "order-resume")
    expect(page.locator("#cockpit")).to_have_attribute("data-phase", "running")
    expect(page.locator("#clock")).to_have_text(re.compile(r"^0:\d\d$"))

    page.locator("#stop").click()
    page.keyboard.press("Enter")  # the first cause, a real incident, has the focus
    expect(page.locator("#cockpit")).to_have_attribute("data-phase", "aborted")
    expect(page.locator("#stop")).to_be_disabled()
    expect(page.locator("#clocks [data-due]")).to_have_count(0)
    assert faults == []
    assert all(address.startswith(served.address) for address in network_requests)


def test_two_pages_see_the_same_and_what_is_typed_stays_while_news_come(
    served: Served, open_page: Callable[..., Page], faults: list[str]
) -> None:
    one, other = open_page(), open_page(locale="zh-CN", viewport={"width": 390, "height": 844})
    _started(served, one)
    other.goto(served.page)
    other.locator("#note").fill("the line is")
    other.locator('[data-key="stamp-text"]').fill("half a sentence")
    _press(one, "act-acknowledged")
    for page in (one, other):
        expect(page.locator("#stamps .rows li")).to_have_count(1)
    expect(other.locator("#note")).to_have_value("the line is")
    expect(other.locator('[data-key="stamp-text"]')).to_have_value("half a sentence")
    served.at(3.1)
    for page in (one, other):
        expect(page.locator("#injects .given")).to_have_count(2)
    assert other.evaluate("document.documentElement.scrollWidth") <= 390
    assert faults == []


def test_a_page_outlives_the_service_and_goes_on_counting_meanwhile(
    served: Served, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    _started(served, page)
    expect(page.locator("#connection")).to_have_class(re.compile("good"))
    served.stop()
    expect(page.locator("#connection")).to_have_class(re.compile("bad"))
    before = page.locator("#clock").inner_text()
    expect(page.locator("#clock")).not_to_have_text(before)
    page.locator("#note").fill("written without a connection")
    page.keyboard.press("Enter")
    expect(page.locator('[data-key="again"]')).to_be_visible()
    served.start()
    expect(page.locator("#connection")).to_have_class(re.compile("good"))
    _press(page, "again")
    expect(page.locator("#notes li")).to_have_text(re.compile("written without a connection"))
    assert page.locator("#notes li").count() == 1


def test_a_refusal_tells_every_reason(served: Served, open_page: Callable[..., Page]) -> None:
    page = open_page()
    _started(served, page)
    _press(page, "level-II")
    expect(page.locator("#levels")).to_contain_text("graded: level II")
    _press(page, "level-IV")
    expect(page.locator("#message")).to_contain_text("the level goes down")
    page.locator('[data-key="stamp-text"]').fill("it was a test order")
    _press(page, "level-IV")
    expect(page.locator("#levels")).to_contain_text("graded: level IV")


def test_after_the_end_a_line_is_corrected_sheets_are_handed_in_and_the_drill_is_evaluated(
    served: Served, open_page: Callable[..., Page], faults: list[str]
) -> None:
    page = open_page()
    _started(served, page)
    _press(page, "level-II")
    expect(page.locator("#levels")).to_contain_text("graded: level II")
    page.locator('#log [data-key^="correct-"]').first.click()
    page.locator("#correction-level").select_option("I")
    page.locator("#correction-text").fill("the recording says I")
    page.keyboard.press("Enter")
    expect(page.locator("#levels")).to_contain_text("graded: level I (major)")
    page.locator('[data-key^="away-"]').first.click()
    expect(page.locator("#people .badge.bad")).to_have_count(1)
    _press(page, "rest-there")
    expect(page.locator('[data-key="rest-there"]')).to_have_count(0)
    expect(page.locator("#people .badge.bad")).to_have_count(1)
    _press(page, "order-end")
    expect(page.locator("#steps")).to_contain_text("Sheets missing from")
    _press(page, "open-sheet")
    page.locator('#sheet [data-part="ratings"]').first.select_option("S")
    page.locator('#sheet [data-mark="met"]').first.select_option("true")
    page.locator("#sheet-form button.primary").click()
    expect(page.locator("#steps")).to_contain_text("All sheets are in.")
    _press(page, "order-evaluate")
    expect(page.locator("#cockpit")).to_have_attribute("data-phase", "evaluated")
    expect(page.locator("#steps .files a")).to_have_count(4)
    _press(page, "order-report")
    while page.locator(".finding form").count():
        left = page.locator(".finding form").count()
        form = page.locator(".finding form").first
        form.locator("input").nth(0).fill("talk it through with the team")
        form.locator("input").nth(1).fill("A01")
        form.locator("input").nth(2).fill("2027-01-31")
        form.locator("button").click()
        expect(page.locator(".finding form")).to_have_count(left - 1)
    _press(page, "order-close")
    expect(page.locator("#cockpit")).to_have_attribute("data-phase", "closed")
    assert faults == []


def test_two_incidents_have_their_own_levels_and_a_grading_names_its_own(
    served: Served, open_page: Callable[..., Page], faults: list[str]
) -> None:
    drill = seated(drawn("payments-and-refunds", Form.FUNCTIONAL, seed=7))
    first, second = (item.id for item in drill.scenario.incidents)
    run = exercise_started(drill)
    store = open_store(served.settings.store_url)
    with store.unit() as unit:
        stored = unit.drills.add(1, drill, drill_json(drill), [DrillText("en", "", {}, b"")], served.clock())
        unit.drill_runs.add(stored.id, run.log)
        unit.commit()
    store.close()
    served.drill, served.begins = stored.id, drill.window.start
    served.at(1)
    page = open_page()
    page.goto(served.page)
    expect(page.locator("#levels p")).to_have_count(3)
    page.locator('[data-key="stamp-where"]').select_option(first)
    _press(page, "level-III")
    expect(page.locator("#levels p").nth(0)).to_contain_text("graded III,")
    page.locator('[data-key="stamp-where"]').select_option(second)
    _press(page, "level-I")
    expect(page.locator("#levels p").nth(0)).to_contain_text("graded I,")
    expect(page.locator("#levels p").nth(1)).to_contain_text("graded III,")
    assert faults == []


def test_a_no_go_tells_its_reasons_and_the_drill_does_not_start(served: Served, open_page: Callable[..., Page]) -> None:
    page = open_page(locale="zh-CN")
    _plan(served)
    page.goto(served.page)
    _press(page, "order-approve")
    expect(page.locator('[data-key="order-go"]')).to_be_visible()
    served.at(-8)
    path = f"{served.address}/api/v1/drills/{served.drill}"
    away = [seat["agent"] for seat in httpx.get(path).json()["document"]["seats"]]
    refused = httpx.post(f"{path}/run/orders", json={"by": "controller", "order": "go", "absent": away}, timeout=60)
    assert refused.json()["board"]["phase"] == "approved"
    expect(page.locator("#steps .reasons li")).not_to_have_count(0)
    expect(page.locator('[data-key="order-go"]')).to_be_visible()
    expect(page.locator('[data-key="order-start"]')).to_have_count(0)


def test_a_drill_whose_window_has_passed_is_practised_at_once(served: Served, page: Page, faults: list[str]) -> None:
    served.at(60 * 12)
    page.goto(served.page)
    _press(page, "order-practice")
    page.wait_for_url(re.compile(rf"/console/drills/(?!{served.drill}$)[0-9]+$"))
    for order in ("approve", "go", "start"):
        expect(page.locator(".notice")).to_have_text("Practice: nobody left live work; it counts for nothing.")
        _press(page, f"order-{order}")
    expect(page.locator("#cockpit")).to_have_attribute("data-phase", "running")
    expect(page.locator(".notice")).to_have_count(1)
    assert page.locator('[data-key="order-practice"]').count() == 0
    assert faults == []
