"""What the report of a plan says of its service."""

from dataclasses import replace

import pandas as pd
import pytest

from api.reports import render_plan_report
from api.reports.service_rows import notes, service_lines
from api.reports.service_wording import seconds
from api.translation import translator
from api.usecases.plan_service import affordable, plan_service, service_question
from api.usecases.service_question import ServiceQuestion, customers
from api.usecases.simulation import follow_roster
from forecasting.calendar import event_calendar
from forecasting.errors import InputError
from forecasting.messages import english
from forecasting.service import Scenario
from forecasting.site import Channel, PriorityClass
from scheduler.formats import SiteFile, read_site
from scheduler.service import Trial
from tests.api import small_centre as centre
from tests.reports.sample_plan import sample_view


@pytest.fixture(scope="module")
def site_file(tmp_path_factory: pytest.TempPathFactory) -> SiteFile:
    folder = tmp_path_factory.mktemp("site")
    for name, content in centre.SITE_FILES.items():
        (folder / name).write_bytes(content)
    return read_site(folder / "site.toml")


def question(site_file: SiteFile) -> ServiceQuestion:
    calendar = event_calendar("CN", centre.ZONE, centre.FIRST, centre.GRID.last_day)
    known = site_file.with_calendar(calendar)
    return service_question(
        centre.roster(), centre.instance(), known, calendar, centre.forecast_frame(), Trial(4, seed=1)
    )


def test_the_report_shows_service_worst_hours_and_one_more_person(site_file: SiteFile) -> None:
    found = follow_roster(question(site_file))
    page = render_plan_report(replace(sample_view(), service=found), english, "en")
    assert "What service customers will get" in page
    assert 'data-chart="met" data-choice="phone"' in page
    assert 'data-chart="service-heat" data-choice="phone"' in page
    assert "One more person in line" in page


def test_the_report_of_a_plan_without_simulation_has_no_section() -> None:
    assert 'id="service"' not in render_plan_report(sample_view(), english, "en")


def test_the_report_says_it_in_chinese(site_file: SiteFile) -> None:
    found = follow_roster(question(site_file))
    page = render_plan_report(replace(sample_view(), service=found), translator("zh_CN"), "zh_CN")
    assert "What service customers will get" not in page


def test_a_line_a_queue_tells_level_target_and_days(site_file: SiteFile) -> None:
    (line,) = service_lines(follow_roster(question(site_file)), english)
    assert line.startswith("phone: ")
    assert "(target 80%)" in line


def test_small_forecasts_are_played_through_often_and_huge_ones_twice() -> None:
    forecast = centre.forecast_frame()
    assert affordable(forecast, 3) == Trial(20, 3)
    assert affordable(forecast.assign(mean=1e6), 3) == Trial(2, 3)


def test_where_every_queue_is_a_backlog_there_is_nothing_to_simulate(site_file: SiteFile) -> None:
    asked = question(site_file)
    (queue,) = asked.site.queues
    letters = replace(asked.site, queues=(replace(queue, channel=Channel.EMAIL),))
    assert plan_service(replace(asked, site=letters), lambda _case, _done: True) is None
    with pytest.raises(InputError, match="no queue has customers"):
        follow_roster(replace(asked, site=letters))


def test_backlogs_worked_off_by_the_same_people_are_named_with_their_hours(site_file: SiteFile) -> None:
    asked = question(site_file)
    (queue,) = asked.site.queues
    site = replace(asked.site, queues=(queue, replace(queue, name="email", channel=Channel.EMAIL)))
    instance = replace(asked.instance, teams=(replace(asked.instance.teams[0], queues=("phone", "email")),))
    found = follow_roster(replace(asked, site=site, instance=instance, forecast=_with_email(asked)))
    assert found.unserved == {"email": pytest.approx(centre.GRID.n_slots * 8 * 180 / 3600)}
    assert found.queues == ["phone"]


def _with_email(asked: ServiceQuestion) -> pd.DataFrame:
    return pd.concat([asked.forecast, asked.forecast.assign(queue="email")], ignore_index=True)


def test_contacts_of_a_first_night_that_other_shifts_serve_are_not_looked_at(site_file: SiteFile) -> None:
    asked = question(site_file)
    streams = customers(replace(asked, served_from={"line": pd.Timestamp(centre.GRID.instant(40))}))
    assert streams[0].contacts[:40].sum() == 0
    assert streams[0].contacts[40] == 8.0


def test_priority_classes_are_streams_of_their_own_that_the_team_serves(site_file: SiteFile) -> None:
    asked = question(site_file)
    (queue,) = asked.site.queues
    classes = (PriorityClass("refunds", 0.25, queue.target), PriorityClass("others", 0.75, queue.target))
    asked = replace(asked, site=replace(asked.site, queues=(replace(queue, classes=classes),)))
    found = follow_roster(replace(asked, scenarios=(Scenario("bad", quantile="p95"),)))
    assert found.queues == ["phone: refunds", "phone: others"]
    refunds, others = found.expected.total["service_level"]
    assert refunds > others
    assert found.one_more is not None
    assert found.one_more.gain[0] > 0
    expected, bad = (case.total["offered"].sum() for case in found.cases)
    assert bad / expected == pytest.approx(830 / 768, abs=0.05)


def test_a_queue_without_a_forecast_is_named(site_file: SiteFile) -> None:
    asked = question(site_file)
    (queue,) = asked.site.queues
    site = replace(asked.site, queues=(queue, replace(queue, name="chat", channel=Channel.CHAT)))
    instance = replace(asked.instance, teams=(replace(asked.instance.teams[0], queues=("phone", "chat")),))
    found = follow_roster(replace(asked, site=site, instance=instance))
    assert found.unforetold == ("chat",)
    assert any(note.startswith("chat has no forecast") for note in notes(found, english))


def test_a_line_on_which_nobody_hangs_up_and_waits_grow_asks_for_patience(site_file: SiteFile) -> None:
    asked = question(site_file)
    crowded = replace(asked, scenarios=(), forecast=asked.forecast.assign(mean=30.0))
    told = " ".join(notes(follow_roster(crowded), english))
    assert "phone has no patience_seconds" in told
    (queue,) = asked.site.queues
    patient = replace(asked.site, queues=(replace(queue, patience_seconds=120.0),))
    assert "patience_seconds" not in " ".join(notes(follow_roster(replace(crowded, site=patient)), english))


@pytest.mark.parametrize(
    ("value", "told"),
    [(0.04, "0.0 s"), (12.4, "12 s"), (119.0, "119 s"), (150.0, "2.5 min"), (7200.0, "2.0 h"), (float("nan"), "–")],
)
def test_waits_are_told_in_the_unit_that_fits(value: float, told: str) -> None:
    assert seconds(value, english) == told
