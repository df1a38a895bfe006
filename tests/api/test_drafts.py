"""A draft that breaks rules can be stored and looked at; nobody's calendar ever shows it."""

import pytest

from api.errors import RosterRefusedError
from api.store import Store
from api.usecases.rosters import PlannedRoster, Question, publish_roster, store_draft, store_roster
from scheduler.roster import Roster
from tests.api import small_centre as centre
from tests.api.small_plan import NOW, SOLVE, store_requirement


def without_rest() -> Roster:
    """Return a roster in which A1 goes home at ten and comes back at eight: ten hours where eleven are due."""
    shifts = [shift for shift in centre.roster().assignments if shift.agent != "A1"]
    return Roster.of(centre.GRID, [*shifts, centre.shift("A1", 0, "late"), centre.shift("A1", 1, "early")])


def test_a_draft_is_stored_with_what_it_breaks_and_never_published(store: Store) -> None:
    requirement_id = store_requirement(store)
    with store.unit() as unit:
        head = store_draft(unit, Question.of(unit, requirement_id), without_rest(), SOLVE, NOW)
        unit.commit()
    with store.unit() as unit, pytest.raises(RosterRefusedError) as refused:
        publish_roster(unit, head.id, NOW)
    assert [violation.rule for violation in refused.value.violations if violation.agent == "A1"] == ["daily-rest"]
    with store.snapshot() as unit:
        planned = PlannedRoster.of(unit, head.id)
        assert not planned.lawful
        assert planned.head.published_at is None
        assert unit.publications.latest_of_site(head.site_id) == {}


def test_a_roster_to_publish_is_refused_when_it_breaks_a_rule(store: Store) -> None:
    requirement_id = store_requirement(store)
    with store.unit() as unit, pytest.raises(RosterRefusedError):
        store_roster(unit, Question.of(unit, requirement_id), without_rest(), SOLVE, NOW)
