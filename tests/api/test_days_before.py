"""A stored plan goes on from what was published before it, a plan on the command line from a roster file."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from api.store import Store
from api.usecases.before import published_before, roster_before
from api.usecases.rosters import Question, check
from api.usecases.sites import site_file_of
from forecasting.errors import InputError
from forecasting.timegrid import TimeGrid
from scheduler.formats import SiteFile, read_site, write_roster
from scheduler.roster import Roster
from tests.api import small_centre as centre
from tests.api.small_plan import NOW, store_published


def following(days: int = 3, later: int = 0) -> TimeGrid:
    """Return the days after the small centre's roster, *later* days on."""
    return TimeGrid(centre.ZONE, centre.GRID.last_day + timedelta(days=1 + later), days)


def site(folder: Path) -> SiteFile:
    for name, content in centre.SITE_FILES.items():
        (folder / name).write_bytes(content)
    return read_site(folder / "site.toml")


def written(folder: Path, roster: Roster) -> Path:
    path = folder / "earlier.csv"
    write_roster(roster, centre.instance(), path)
    return path


def test_a_roster_file_leads_up_to_the_plan(tmp_path: Path) -> None:
    before = roster_before(written(tmp_path, centre.roster()), site(tmp_path), following())
    assert before.grid == centre.GRID
    assert {(one.agent, one.start, one.end) for one in before.assignments} == {
        (one.agent, one.start, one.end) for one in centre.roster().assignments
    }


def test_days_between_the_file_and_the_plan_are_days_off(tmp_path: Path) -> None:
    before = roster_before(written(tmp_path, centre.roster()), site(tmp_path), following(later=7))
    assert before.grid.days == 10
    assert len(before.assignments) == len(centre.roster().assignments)


def test_shifts_of_planned_days_are_left_out(tmp_path: Path) -> None:
    inside = TimeGrid(centre.ZONE, centre.FIRST + timedelta(days=1), 3)
    before = roster_before(written(tmp_path, centre.roster()), site(tmp_path), inside)
    assert {one.day for one in before.assignments} == {centre.FIRST}


@pytest.mark.parametrize("first", [centre.FIRST, centre.GRID.last_day + timedelta(days=9)])
def test_a_file_that_does_not_lead_up_to_the_plan_is_refused(tmp_path: Path, first: date) -> None:
    with pytest.raises(InputError) as refused:
        roster_before(written(tmp_path, centre.roster()), site(tmp_path), TimeGrid(centre.ZONE, first, 3))
    (fault,) = refused.value.faults
    assert fault.value == "2026-09-14 to 2026-09-16"
    assert fault.expected == f"shifts of the days up to {first - timedelta(days=1)}"


def test_what_was_published_last_is_before_the_next_plan(store: Store) -> None:
    store_published(store)
    with store.snapshot() as unit:
        plain = site_file_of(unit, 1)
        before = published_before(unit, 1, plain, following())
        assert before is not None
        assert (before.grid.first_day, before.grid.days) == (centre.FIRST, 3)
        assert len(before.assignments) == len(centre.roster().assignments)
        part = published_before(unit, 1, plain, TimeGrid(centre.ZONE, centre.FIRST + timedelta(days=2), 3))
        assert part is not None
        assert {one.day for one in part.assignments} == {centre.FIRST, centre.FIRST + timedelta(days=1)}
        assert published_before(unit, 1, plain, following(later=1)) is None
        assert published_before(unit, 1, plain, centre.GRID) is None


def test_a_roster_that_was_not_published_is_no_past(store: Store) -> None:
    head = store_published(store)
    with store.unit() as unit:
        unit.rosters.add(1, head.requirement_id, Roster.of(centre.GRID, []), (), None, NOW)
        unit.commit()
    with store.snapshot() as unit:
        before = published_before(unit, 1, site_file_of(unit, 1), following())
        assert before is not None
        assert before.assignments


def test_a_stored_plan_is_checked_against_the_published_days_before(store: Store) -> None:
    store_published(store)  # three late shifts that end at 22:00
    grid = following()
    with store.unit() as unit:
        forecast = unit.forecasts.add(1, 1, grid, centre.forecast_frame(), NOW)
        moved = timedelta(days=3)
        queues, teams = (
            frame.assign(start=frame["start"] + moved)
            for frame in (centre.requirement_frame("phone"), centre.requirement_frame("line"))
        )
        stored = unit.requirements.add(1, forecast.id, grid, queues, teams, NOW)
        unit.commit()
    early = centre.shift("A3", 3, "early")
    with store.snapshot() as unit:
        question = Question.of(unit, stored.id)
        found = check(Roster.of(grid, [early]), question)
    assert [(one.rule, one.agent) for one in found if one.severity.value == "hard"] == [("daily-rest", "A3")]
