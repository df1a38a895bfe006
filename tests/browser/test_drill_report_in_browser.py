"""The report of a drill in Chromium: nothing is complained of or fetched, links lead to lines, printed pages bear mark and number."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from api.reports.drill_report import drill_report_html
from api.translation import LANGUAGES, translator
from tests.drills.report.reported_runs import rehearsed, reported

pytestmark = pytest.mark.browser


def opened(open_page: Callable[..., Page], folder: Path, language: str, **words: object) -> Page:
    path = folder / f"{language}.html"
    path.write_text(drill_report_html(reported(rehearsed), translator(language), language), encoding="utf-8")
    page = open_page(**words)
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_opens_from_disk_without_complaints_or_network(
    open_page: Callable[..., Page], tmp_path: Path, language: str, faults: list[str], network_requests: list[str]
) -> None:
    page = opened(open_page, tmp_path, language)
    assert page.locator(".verdict .letter").inner_text() in {"P", "S", "M", "U"}
    assert faults == []
    assert network_requests == []


def test_a_number_leads_to_its_line_of_the_log(open_page: Callable[..., Page], tmp_path: Path) -> None:
    page = opened(open_page, tmp_path, "en")
    number = page.locator(".t-targets a.n").first
    target = str(number.get_attribute("href"))
    number.click()
    assert page.url.endswith(target)
    assert page.locator(target).is_visible()


def test_nothing_is_wider_than_a_printed_page(open_page: Callable[..., Page], tmp_path: Path) -> None:
    page = opened(open_page, tmp_path, "zh_CN")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})  # of A4 between its margins, at 96 to the inch
    assert page.evaluate("document.documentElement.scrollWidth") <= 680


def test_the_page_fits_a_phone(open_page: Callable[..., Page], tmp_path: Path) -> None:
    page = opened(open_page, tmp_path, "zh_CN", viewport={"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_printed_report_has_several_pages(open_page: Callable[..., Page], tmp_path: Path) -> None:
    content = opened(open_page, tmp_path, "en").pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", content)) > 5
