"""The first page in Chromium, over the running service."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Page, Route, expect

from api.app import create_app
from api.computing import Computing
from api.settings import Settings
from api.store import Store, open_store
from api.usecases.drill_making import DrillOrder, make_drill
from api.usecases.drill_programme import ProgrammeOrder
from api.usecases.stored_programmes import plan_stored
from drills.incidents import Family
from drills.programme.question import Policy
from tests.api import small_centre as centre
from tests.api.small_plan import NOW, store_published

pytestmark = pytest.mark.browser

AGENTS, DAYS = 5_000, 31
STARTING_MS = 60_000  # for the first work in a process of its own


@pytest.fixture(scope="module")
def serving() -> Iterator[Callable[[Settings, Store], str]]:
    """A function that serves a store and returns the address of its first page."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def served(settings: Settings, store: Store) -> str:
        server = uvicorn.Server(uvicorn.Config(create_app(settings, store), port=0, log_level="error"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            thread.join(0.02)
        running.append((server, thread))
        return f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"

    yield served
    for server, _thread in running:
        server.should_exit = True
    for _server, thread in running:
        thread.join()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serving: Callable[[Settings, Store], str]) -> str:
    """Address of a service that shows the small centre with a drill and a programme."""
    settings = Settings(Path(tmp_path_factory.mktemp("console")), clock=lambda: NOW)
    store = open_store(settings.store_url)
    _fill(store)
    return serving(settings, store)


def _fill(store: Store) -> None:
    head = store_published(store)
    computing = Computing(0, 1, 60.0)
    make_drill(store, computing, DrillOrder(head.id, Family.SYSTEM_OUTAGE, 7, service=False), NOW)
    policy = Policy(budget=99999, work=1.0, unannounced_every=1)
    plan_stored(store, computing, head.site_id, ProgrammeOrder(date(2026, 10, 1), 6, policy=policy), NOW)


def test_the_page_shows_forecast_coverage_roster_and_drill_from_the_service_alone(
    page: Page, address: str, faults: list[str], network_requests: list[str]
) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", name="Small centre")).to_be_visible()
    for chart in ("forecast-days", "forecast-slots", "coverage-slots", "coverage-heatmap"):
        page.locator(f"#{chart}").scroll_into_view_if_needed()
        expect(page.locator(f"#{chart} .main-svg").first).to_be_visible()
    expect(page.locator("#grid .kind")).to_have_count(len(centre.roster().assignments))
    expect(page.locator("#drill")).to_contain_text("演练")
    expect(page.locator("#status-line")).to_contain_text("120.0 points")
    assert not faults
    assert all(asked.startswith(address) for asked in network_requests)


def test_a_name_with_markup_is_shown_as_it_stands(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(".who span", has_text="Chen <b>Bo</b>")).to_be_visible()
    assert page.locator(".who span b").count() == 0


def test_search_and_team_narrow_the_roster(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#grid-count")).to_have_text("8 of 8 agents shown")
    page.locator("#grid-search").fill("王芳")
    expect(page.locator("#grid-count")).to_have_text("1 of 8 agents shown")
    expect(page.locator(".grid-row")).to_have_count(1)


def test_a_shift_tells_its_times_and_breaks_to_pointer_and_keyboard(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".grid-row .kind").first.hover()
    expect(page.get_by_role("tooltip")).to_contain_text("08:00–17:00")
    expect(page.get_by_role("tooltip")).to_contain_text("unpaid break 12:00–13:00")
    page.locator('.day[tabindex="0"]').focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tooltip")).to_contain_text("2026-09-15")


def test_jumping_to_a_day_marks_it_and_shows_it_in_the_charts(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#coverage-slots").scroll_into_view_if_needed()
    expect(page.locator("#coverage-slots .main-svg").first).to_be_visible()
    page.locator("#grid-day").select_option("2026-09-15")
    expect(page.locator(".grid-head .jump")).to_contain_text("09-15")
    shown = page.wait_for_function("document.getElementById('coverage-slots').layout.xaxis.range")
    assert [str(edge)[:10] for edge in shown.json_value()] == ["2026-09-15", "2026-09-16"]


@pytest.mark.parametrize(("language", "reason"), [("en", "Team of 8: "), ("zh_CN", "团队共 8 人")])
def test_who_is_missing_is_told_when_asked_with_the_reason_in_sight(
    open_page: Callable[..., Page], address: str, faults: list[str], language: str, reason: str
) -> None:
    for width in (1280, 390):
        page = open_page(viewport={"width": width, "height": 844})
        page.goto(f"{address}?lang={language}")
        page.locator("#missing-start").click()
        told = page.locator("#missing-rows .reason").first
        expect(told).to_contain_text(reason, timeout=STARTING_MS)
        frame = page.locator("#missing-found").bounding_box()
        box = told.bounding_box()
        assert frame is not None
        assert box is not None
        assert box["x"] + box["width"] <= frame["x"] + frame["width"]
    assert not faults


def test_a_feed_link_is_issued_shown_subscribed_to_and_revoked(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Calendar feed of 王芳").click()
    page.get_by_role("button", name="Issue a new link").click()
    link = page.get_by_label("Link to subscribe to")
    expect(link).to_be_visible()
    url = link.input_value()
    answer = page.request.get(url)
    assert answer.ok
    assert "BEGIN:VEVENT" in answer.text()
    expect(page.locator("#feed-open")).to_have_attribute("href", url.replace("http:", "webcal:"))
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("The link is dead now.")).to_be_visible()
    assert page.request.get(url).status == 404


def test_the_year_of_drills_stands_on_the_page_with_its_obligations(
    page: Page, address: str, faults: list[str]
) -> None:
    page.goto(address)
    year = page.locator("#programme table.year")
    expect(year).to_be_visible()
    assert year.locator(":is(.tabletop, .functional, .full)").count() > 0
    assert year.locator(".unannounced").count() > 0
    expect(page.locator("#programme .tiles")).to_contain_text("Obligations kept")
    expect(page.locator("#next-drill")).to_contain_text("system outage")
    expect(page.locator("#drill .steps .done")).to_have_count(3)
    assert not faults


@pytest.mark.parametrize(("readers", "label"), [("planners", "for planners"), ("everybody", "for everybody")])
def test_a_calendar_of_drills_is_subscribed_to_and_revoked(page: Page, address: str, readers: str, label: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Subscribe to the calendar").click()
    page.locator("#feed-readers").select_option(readers)
    page.get_by_role("button", name="Issue a new link").click()
    link = page.get_by_label("Link to subscribe to")
    expect(link).to_be_visible()
    url = link.input_value()
    answer = page.request.get(url)
    assert answer.ok
    assert ("Not announced" in answer.text()) == (readers == "planners")
    expect(page.locator("#feed-links")).to_contain_text(label)
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("The link is dead now.")).to_be_visible()
    assert page.request.get(url).status == 404


def test_a_programme_is_planned_from_the_page_where_there_is_none(
    page: Page, tmp_path: Path, serving: Callable[[Settings, Store], str], faults: list[str]
) -> None:
    settings = Settings(tmp_path, clock=lambda: NOW)
    store = open_store(settings.store_url)
    store_published(store)
    page.goto(serving(settings, store))
    expect(page.locator("#programme")).to_contain_text("No programme is planned")
    page.locator("#programme-plan").click()
    expect(page.locator("#programme table.year")).to_be_visible(timeout=STARTING_MS)
    assert not faults


def test_the_language_switch_puts_the_whole_page_into_chinese(page: Page, address: str, faults: list[str]) -> None:
    page.goto(address)
    page.get_by_role("link", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    headings = page.locator("h2, h3, th, label, .sections a").all_inner_texts()
    worded = [text for text in headings if re.search("[A-Za-z]", text)]
    english = [text for text in worded if not any("\u4e00" <= sign <= "\u9fff" for sign in text)]
    assert not [text for text in english if text.strip().lower() not in {"phone", "line"}]
    assert not faults


def test_the_page_fits_a_phone(open_page: Callable[..., Page], address: str) -> None:
    page = open_page(viewport={"width": 390, "height": 844})
    page.goto(address)
    expect(page.locator("#grid .kind").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_thousands_of_agents_keep_few_rows_in_the_page(page: Page, address: str, faults: list[str]) -> None:
    page.route("**/console/rosters/*/grid", _many_agents)
    page.goto(address)
    expect(page.locator("#grid-count")).to_have_text(f"{AGENTS} of {AGENTS} agents shown")
    page.locator("#grid").evaluate("frame => { frame.scrollTop = frame.scrollHeight; }")
    expect(page.locator(".who span", has_text=f"Agent {AGENTS - 1}")).to_be_visible()
    assert page.locator(".grid-row").count() < 60
    assert not faults


def _many_agents(route: Route) -> None:
    days = [
        {
            "date": f"2027-01-{day + 1:02d}",
            "label": f"01-{day + 1:02d}",
            "weekday": "",
            "off": 0,
            "mark": "",
            "names": "",
        }
        for day in range(DAYS)
    ]
    kind = {"name": "early", "code": "E", "part": "early", "shade": 0, "part_name": "early"}
    rows = [
        {
            "id": f"{number}",
            "name": f"Agent {number}",
            "team": "line",
            "minutes": 0,
            "leave": [],
            "cells": [[day, 0, 0, 1] for day in range(DAYS) if (day + number) % 7 < 5],
        }
        for number in range(AGENTS)
    ]
    body = {"days": days, "kinds": [kind], "texts": ["08:00–17:00", ""], "rows": rows}
    route.fulfill(body=json.dumps(body), content_type="application/json")
