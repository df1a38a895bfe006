from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from api.demo import demo_people, write_demo_centre
from api.demo.centre import FIRST_DAY
from api.demo.export import ZONE
from api.demo.shapes import SHAPES
from api.demo.volumes import Horizon, expected_contacts
from forecasting.calendar import EventCalendar, event_calendar
from forecasting.staffing import pool, required_people
from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, Grade, Restriction, SkillLevel
from scheduler.formats import SiteFile, read_site

DAYS = 28
SHIFT_HOURS = 7.5  # paid 8 hours less two rests of 15 minutes


@pytest.fixture(scope="module")
def site_file(tmp_path_factory: pytest.TempPathFactory) -> SiteFile:
    return read_site(write_demo_centre(tmp_path_factory.mktemp("demo")).site)


@cache
def grid() -> TimeGrid:
    return TimeGrid(ZONE, FIRST_DAY, DAYS)


def calendar_of(site_file: SiteFile) -> EventCalendar:
    return event_calendar("CN", site_file.site.zone, grid().first_day, grid().last_day, site_file.phases)


def needs(site_file: SiteFile) -> pd.DataFrame:
    """People by team and slot for exactly what the generator has to expect."""
    calendar = calendar_of(site_file)
    horizon = Horizon.of(grid(), calendar)
    parts = []
    for shape in SHAPES:
        mean = expected_contacts(shape, horizon)
        parts.append(
            pd.DataFrame(
                {
                    "queue": pd.Series([shape.queue] * len(mean), dtype="str"),
                    "start": horizon.starts,
                    **dict.fromkeys(("mean", "p05", "p25", "p50", "p75", "p95"), mean),
                    "aht_seconds": float(shape.aht_seconds),
                    "day_p05": np.nan,
                    "day_p95": np.nan,
                }
            )
        )
    site = site_file.with_calendar(calendar).site
    required = required_people(pd.concat(parts, ignore_index=True), site, grid())
    return pool(required, site_file.queues_by_team, site, grid(), site_file.floor)


def productive_hours(agent: Agent) -> float:
    """Hours at the desk in four weeks of five shifts, less the days of leave."""
    away = Counter((day - FIRST_DAY).days // 7 for day in agent.leave)
    return sum(5 - min(5, away[week]) for week in range(DAYS // 7)) * SHIFT_HOURS


def test_the_same_arguments_write_the_same_bytes(tmp_path: Path) -> None:
    files = [write_demo_centre(tmp_path / name, seed=3) for name in ("once", "again")]
    for name in ("site.toml", "agents.csv", "history.csv"):
        assert files[0].site.with_name(name).read_bytes() == files[1].site.with_name(name).read_bytes()


def test_the_site_file_reads_back_with_120_people_in_three_teams(site_file: SiteFile) -> None:
    teams = Counter(agent.team for agent in site_file.agents)
    assert sum(teams.values()) == 120
    assert set(teams) == {"phone", "chat", "written"}
    assert site_file.law == "china"
    assert {agent.level for agent in site_file.agents} == set(SkillLevel)


def test_every_part_of_the_day_of_each_team_has_two_supervisors(site_file: SiteFile) -> None:
    leads = Counter((agent.team, agent.contract.kinds) for agent in site_file.agents if agent.grade is Grade.SUPERVISOR)
    assert set(leads.values()) == {2}
    assert len(leads) == 2 + 3 + 2


def test_some_people_may_do_no_night_work(site_file: SiteFile) -> None:
    found = Counter(word for agent in site_file.agents for word in agent.restrictions)
    assert set(found) == set(Restriction)
    assert all(not agent.restrictions or agent.grade is Grade.AGENT for agent in site_file.agents)


def test_leave_lies_within_the_weeks_and_never_on_double_11(site_file: SiteFile) -> None:
    away = [day for agent in site_file.agents for day in agent.leave]
    assert len(away) >= 20
    assert all(grid().first_day <= day <= grid().last_day for day in away)
    assert date(2026, 11, 11) not in away


def test_people_just_suffice_for_the_four_weeks_around_double_11(site_file: SiteFile) -> None:
    hours = needs(site_file).groupby("skill")["scheduled"].sum() / 4
    available = {
        team: sum(productive_hours(agent) for agent in site_file.agents if agent.team == team) for team in hours.index
    }
    busy = {team: float(hours[team]) / available[team] for team in available}
    assert 0.83 <= busy["phone"] <= 0.95
    assert 0.83 <= busy["chat"] <= 0.95
    assert (
        0.75 <= busy["written"] <= 0.90
    )  # letters wait for quiet hours, so that fewer people do; two supervisors an hour stay


def test_double_11_asks_for_more_than_a_team_has_on_a_day_and_quiet_weeks_for_less(site_file: SiteFile) -> None:
    table = needs(site_file)
    table["day"] = table["start"].dt.tz_convert("Asia/Shanghai").dt.date
    chat = table[table["skill"] == "chat"].groupby("day")["scheduled"].sum() / 4
    a_day = 50 * SHIFT_HOURS * 5 / 7
    assert chat[date(2026, 11, 11)] > 1.2 * a_day
    assert chat[date(2026, 10, 28)] < 0.9 * a_day


def test_the_instance_for_the_solver_can_be_made(site_file: SiteFile) -> None:
    instance = site_file.instance(grid(), needs(site_file), calendar_of(site_file))
    assert len(instance.agents) == 120
    assert instance.demand.scheduled["chat"].min() >= site_file.floor


def test_other_days_move_the_leave_and_the_shops_own_events(tmp_path: Path) -> None:
    site = read_site(write_demo_centre(tmp_path, seed=2, first=date(2025, 6, 2), days=14).site)
    assert {phase.start.year for phase in site.phases} == {2022, 2023, 2024, 2025}
    assert all(date(2025, 6, 2) <= day < date(2025, 6, 16) for agent in site.agents for day in agent.leave)


def test_names_and_ids_are_given_once() -> None:
    people = demo_people(5, FIRST_DAY, DAYS)
    assert len({person.name for person in people}) == len({person.id for person in people}) == 120
