"""The report in Chromium, opened from disk."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from api.reports import render_plan_report
from api.translation import translator
from drills.incidents import Family
from drills.planning import new_drill
from forecasting.messages import english
from tests.reports.sample_plan import sample_view

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a report on disk, its drill included."""
    view = sample_view()
    assert view.roster is not None
    drill = new_drill(Family.SYSTEM_OUTAGE, 7, view.roster, view.instance)
    file = tmp_path_factory.mktemp("report") / "plan.html"
    file.write_text(render_plan_report(replace(view, drill=drill), english, "en"), encoding="utf-8")
    return file.as_uri()


def drawn(page: Page, chart: str) -> None:
    """Scroll to *chart* and wait until plotly has drawn it."""
    page.locator(f'.chart[data-chart="{chart}"]').scroll_into_view_if_needed()
    expect(page.locator(f'.chart[data-chart="{chart}"] .main-svg').first).to_be_visible()


def traced(page: Page, chart: str) -> list[float]:
    """Return the y values of the last trace that *chart* shows."""
    values: list[float] = page.evaluate(f"document.querySelector('.chart[data-chart=\"{chart}\"]').data.at(-1).y")
    return values


def column(page: Page, table: str, number: int) -> list[str]:
    return page.locator(f"#{table} tbody td:nth-child({number})").all_inner_texts()


def test_the_report_opens_from_disk_without_network_or_console_errors(
    page: Page, report: str, faults: list[str], network_requests: list[str]
) -> None:
    page.goto(report)
    for chart in ("forecast", "days", "coverage", "heatmap", "hours"):
        drawn(page, chart)
    assert page.title() == "Lakeside Care · Plan report · 2025-11-03"
    assert faults == []
    assert network_requests == []


def test_charts_are_drawn_only_when_they_come_into_sight(page: Page, report: str) -> None:
    page.goto(report)
    hours = page.locator('.chart[data-chart="hours"]')
    assert hours.locator(".main-svg").count() == 0
    drawn(page, "hours")


def test_choosing_a_queue_or_team_shows_its_numbers(page: Page, report: str) -> None:
    page.goto(report)
    drawn(page, "forecast")
    phone = traced(page, "forecast")
    page.locator('select[data-charts~="forecast"]').select_option("chat")
    page.wait_for_function(
        "before => document.querySelector('.chart[data-chart=\"forecast\"]').data.at(-1).y[50] !== before",
        arg=phone[50],
    )
    assert max(traced(page, "forecast")) < max(phone)
    page.locator('select[data-charts~="coverage"]').select_option("chat")
    drawn(page, "coverage")
    assert traced(page, "coverage")[0] > 0  # chat is open at midnight, phone is not


def test_searching_filters_the_roster(page: Page, report: str) -> None:
    page.goto(report)
    expect(page.locator("#roster-count")).to_have_text("30 of 30 agents shown")
    page.locator("#roster-search").fill("agent 01")
    expect(page.locator("#roster-count")).to_have_text("10 of 30 agents shown")
    names = page.locator("#roster-table tbody th").all_inner_texts()
    assert len(names) == 10
    assert all(name.startswith("Agent 01") for name in names)


def test_pointing_at_a_shift_tells_its_times_and_breaks(page: Page, report: str) -> None:
    page.goto(report)
    page.locator("#roster-table .kind").first.hover()
    expect(page.locator("#roster-detail")).to_have_text(
        re.compile(r"Agent 000 · 2025-11-\d\d \w+ · \w+ · \d\d:\d\d–\d\d:\d\d · .*break")
    )


def test_names_in_the_roster_are_text_and_nothing_else(page: Page, report: str) -> None:
    page.goto(report)
    page.locator("#roster-search").fill("o'brien")
    expect(page.locator("#roster-table tbody th")).to_contain_text('</script><b>"O\'Brien" & {{ 7*7 }}')
    assert page.locator("#roster-table b").count() == 0


def test_headings_sort_numbers_as_numbers_both_ways(page: Page, report: str) -> None:
    page.goto(report)
    heading = page.locator("#shortfall-table th").nth(2)
    heading.click()
    heading.click()
    hours = [float(text) for text in column(page, "shortfall-table", 3)]
    assert hours == sorted(hours)
    heading.click()
    assert [float(text) for text in column(page, "shortfall-table", 3)] == sorted(hours, reverse=True)
    expect(heading).to_have_attribute("aria-sort", "descending")


def test_a_heading_sorts_by_keyboard_too(page: Page, report: str) -> None:
    page.goto(report)
    page.locator("#people-table th").nth(9).press("Enter")
    nights = [int(text) for text in column(page, "people-table", 10)]
    assert nights == sorted(nights, reverse=True)


def test_nothing_sticks_out_on_a_phone(open_page: Callable[..., Page], report: str, faults: list[str]) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto(report)
    drawn(page, "coverage")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert faults == []


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_reason_of_a_shortage_is_in_sight_on_a_phone(
    open_page: Callable[..., Page], tmp_path: Path, language: str
) -> None:
    file = tmp_path / "plan.html"
    translate = english if language == "en" else translator(language)
    file.write_text(render_plan_report(sample_view(), translate, language), encoding="utf-8")
    page = open_page(viewport={"width": 390, "height": 844})
    page.goto(file.as_uri())
    reason = page.locator("#shortfall-table tbody .reason").first
    reason.scroll_into_view_if_needed()
    frame = reason.evaluate("cell => cell.closest('.table-frame').getBoundingClientRect().right")
    box = reason.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= frame


def test_the_chinese_report_has_no_english_heading(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "zh.html"
    file.write_text(render_plan_report(sample_view(), translator("zh_CN"), "zh_CN"), encoding="utf-8")
    page.goto(file.as_uri())
    headings = page.locator("h2, h3, nav a, #people-table th, #rules-table th, dt").all_inner_texts()
    assert [text for text in headings if not re.search("[\u4e00-\u9fff]", text) and text != "Volume history"] == []


def test_charts_follow_the_dark_scheme(open_page: Callable[..., Page], report: str) -> None:
    colours = []
    for scheme in ("light", "dark"):
        page = open_page(color_scheme=scheme)
        page.goto(report)
        drawn(page, "forecast")
        colours.append(
            page.evaluate("document.querySelector('.chart[data-chart=\"forecast\"]').data.at(-1).line.color")
        )
    assert len(set(colours)) == 2
    assert not any("var(" in colour for colour in colours)


def test_printing_shows_every_chart_and_every_row_of_the_roster(page: Page, report: str, tmp_path: Path) -> None:
    page.goto(report)
    page.locator("#roster-search").fill("")
    page.pdf(path=tmp_path / "plan.pdf")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#roster-table tbody th").count() == 30
    assert page.locator(".chart .main-svg").count() >= 5


def test_a_roster_of_475_people_keeps_only_rows_in_sight(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "large.html"
    file.write_text(
        render_plan_report(replace(sample_view(agents=475, days=7), rules=()), english, "en"), encoding="utf-8"
    )
    page.goto(file.as_uri())
    expect(page.locator("#roster-count")).to_have_text("475 of 475 agents shown")
    assert page.locator("#roster-table tbody th").count() < 60
    page.locator("#roster-frame").evaluate("frame => { frame.scrollTop = frame.scrollHeight; }")
    expect(page.locator("#roster-table tbody th").last).to_contain_text("O'Brien")
    height = page.locator("#roster-table tbody th").last.evaluate("cell => cell.parentElement.offsetHeight")
    whole = page.locator("#roster-table tbody").evaluate("body => body.offsetHeight")
    assert whole == pytest.approx(475 * height, abs=height)  # rows out of sight keep their place
