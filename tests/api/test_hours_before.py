"""Hours that a stored site tells count in the roster that follows them, and no other roster is made of them."""

from datetime import timedelta
from pathlib import Path

import pytest

from api.store import Store
from api.usecases.rosters import Question
from api.usecases.worked import worked_before
from forecasting.errors import InputError
from scheduler.agents import AgentId
from scheduler.formats import SiteFile, read_site
from scheduler.formats.worked import WorkedBefore
from scheduler.instance import Tally
from tests.api import small_centre as centre
from tests.api.small_plan import NOW

EVE = centre.FIRST - timedelta(days=1)
WORKED = f'\n[worked]\nuntil = {EVE}\nfile = "worked.csv"\n'
A1 = AgentId("A1")
LAST_WEEK = "agent,since,minutes\nA1,2026-09-10,480\n"


def stored(store: Store, worked: str) -> int:
    """Store the small centre with the section *worked* and everything up to a requirement of its days."""
    rows = b"agent,since,minutes\nA1,2026-09-01,4800\n"
    comprehensive = centre.SITE_TOML.replace('pack = "china"', 'pack = "china-comprehensive"')
    files = {**centre.SITE_FILES, "site.toml": (comprehensive + worked).encode(), "worked.csv": rows}
    with store.unit() as unit:
        site = unit.sites.add("Small centre", "site.toml", files, NOW)
        history = unit.histories.add(site.id, "volume.csv", centre.history_frame(), 15, {"rows": 1}, NOW)
        forecast = unit.forecasts.add(site.id, history.id, centre.GRID, centre.forecast_frame(), NOW)
        queues, teams = centre.requirement_frame("phone"), centre.requirement_frame("line")
        head = unit.requirements.add(site.id, forecast.id, centre.GRID, queues, teams, NOW)
        unit.commit()
    return head.id


def test_hours_of_a_stored_site_count_in_the_roster_that_follows(store: Store) -> None:
    requirement = stored(store, WORKED)
    with store.snapshot() as unit:
        instance = Question.of(unit, requirement).instance
    assert instance.tallies == (Tally(A1, centre.FIRST.replace(day=1), 4_800),)


def test_a_stored_site_that_tells_hours_up_to_another_day_is_refused(store: Store) -> None:
    requirement = stored(store, WORKED.replace(str(EVE), str(EVE - timedelta(days=1))))
    with store.snapshot() as unit, pytest.raises(InputError, match=str(EVE)):
        Question.of(unit, requirement)


def site(folder: Path, worked: str = "") -> SiteFile:
    for name, content in centre.SITE_FILES.items():
        (folder / name).write_bytes(content)
    (folder / "site.toml").write_text(centre.SITE_TOML + worked, encoding="utf-8")
    return read_site(folder / "site.toml")


def test_a_file_for_one_plan_stands_in_for_the_hours_of_the_site(tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text(LAST_WEEK, encoding="utf-8")
    began = centre.FIRST - timedelta(days=4)
    told = worked_before(site(tmp_path), centre.FIRST, tmp_path / "more.csv", began)
    assert told.worked == WorkedBefore(EVE, began, (Tally(A1, began, 480),))


def test_the_begin_of_a_period_may_be_told_alone(tmp_path: Path) -> None:
    known = site(tmp_path, f"\n[worked]\nuntil = {EVE}\nperiod_from = 2026-09-01\n")
    later = centre.FIRST - timedelta(days=4)
    assert worked_before(known, centre.FIRST, None, None) is known
    assert worked_before(known, centre.FIRST, None, later).worked == WorkedBefore(EVE, later)
    following = centre.FIRST + timedelta(days=7)
    assert worked_before(known, following, None, later).worked.until == following - timedelta(days=1)
