"""The page of a simulation in Chromium, opened from disk."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from api.reports.service_page import render_service
from api.translation import translator
from api.usecases.plan_service import service_question
from api.usecases.simulation import ServiceFound, follow_roster
from forecasting.calendar import event_calendar
from forecasting.messages import english
from forecasting.service import Scenario
from scheduler.formats import read_site
from scheduler.service import Trial
from tests.api import small_centre as centre

pytestmark = pytest.mark.browser

CHARTS = ("met", "level", "service-heat", "waits", "people")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> ServiceFound:
    folder = tmp_path_factory.mktemp("site")
    for name, content in centre.SITE_FILES.items():
        (folder / name).write_bytes(content)
    calendar = event_calendar("CN", centre.ZONE, centre.FIRST, centre.GRID.last_day)
    site_file = read_site(folder / "site.toml").with_calendar(calendar)
    forecast, trial = centre.forecast_frame(), Trial(4, seed=1)
    asked = service_question(centre.roster(), centre.instance(), site_file, calendar, forecast, trial)
    return follow_roster(replace(asked, scenarios=(Scenario("<b>busy</b>", 1.4),), other=centre.roster()))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_page_draws_every_chart_without_network_or_console_errors(
    page: Page, found: ServiceFound, tmp_path: Path, faults: list[str], network_requests: list[str], language: str
) -> None:
    file = tmp_path / "simulation.html"
    translate = english if language == "en" else translator(language)
    file.write_text(render_service(found, translate, language), encoding="utf-8")
    page.goto(file.as_uri())
    for chart in CHARTS:
        page.locator(f'.chart[data-chart="{chart}"]').scroll_into_view_if_needed()
        expect(page.locator(f'.chart[data-chart="{chart}"] .main-svg').first).to_be_visible()
    expect(page.locator("#service tbody tr")).to_have_count(2)
    expect(page.locator("#differences tbody tr").first).to_contain_text("+0.0±0.0")
    expect(page.locator("#service tbody")).to_contain_text("<b>busy</b>")  # a name is data and never markup
    assert faults == []
    assert network_requests == []
