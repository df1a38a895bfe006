"""A roster goes into a draft and comes out of it the same."""

import pytest

from scheduler.explain.present import draft_of
from scheduler.objective import SCALE, Objective, roster_terms
from scheduler.roster import Roster
from scheduler.solution import Limits
from scheduler.solve import solve
from tests.scheduler.explain.overconstrained import NONE, opening_need
from tests.scheduler.explain.questions import asking
from tests.scheduler.tiny import BERLIN, EARLY, NIGHT, centre, contract, kind, pause, person

TWO_BREAKS = kind("two", "08:00", 9, pause(60, "02:00", "05:00"), pause(15, "01:00", "07:00", paid=True), last="10:00")


def test_what_was_solved_comes_back_with_its_breaks_and_cost() -> None:
    people = [person(contract(TWO_BREAKS), "a"), person(contract(TWO_BREAKS, NIGHT), "b", zone="Europe/Berlin")]
    need = {2 * slot: heads for slot, heads in opening_need(2, 1.5).items()}
    instance = centre(people, [TWO_BREAKS, NIGHT], days=2, slot_minutes=15, zone=BERLIN, need=need)
    roster = solve(instance, NONE, Limits(0.3, 1)).roster
    assert roster is not None
    draft, movable = draft_of(roster, instance, Objective())
    assert movable == list(instance.agents)
    assert draft.roster() == roster
    assert draft.cost() / SCALE == pytest.approx(sum(roster_terms(roster, instance, Objective()).values()))


def test_a_shift_that_the_contract_does_not_offer_stays_and_counts() -> None:
    asked = asking()
    instance = centre([person(contract(EARLY), name) for name in "abcdef"], [*asked.instance.kinds, EARLY], days=14)
    draft, movable = draft_of(asked.roster, instance, Objective())
    assert movable == []
    assert draft.lines == {}
    heads = sum(int(counts.sum()) for counts in draft.heads.values())
    worked = sum(shift.paid_minutes for shift in asked.roster.assignments) // 60
    assert heads == worked
    assert draft.roster() == Roster(instance.grid, ())
