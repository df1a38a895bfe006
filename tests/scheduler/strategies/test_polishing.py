"""What suits a roster makes it better: columns and windows where only heads of shifts are wanted, one model where it is small."""

from itertools import product

from scheduler.agents import AgentId, Bounds
from scheduler.checking import check_roster, is_lawful
from scheduler.draft import Draft
from scheduler.instance import Instance
from scheduler.objective import SCALE, Objective, Weights
from scheduler.options import options_of
from scheduler.rules.base import Rule
from scheduler.rules.contract import PeriodHours
from scheduler.rules.rest import DailyRest
from scheduler.solution import Limits, Status
from scheduler.solve import solve
from scheduler.strategies.polishing import polish
from scheduler.streams import ShiftDemand, shift_cover
from tests.scheduler.tiny import EARLY, NIGHT, centre, contract, person

RULES: tuple[Rule, ...] = (PeriodHours(), DailyRest())


def wanted() -> tuple[Instance, Objective]:
    """Return four days on which one early shift and one at night are wanted of two people with two shifts each: 4 of 8."""
    terms = contract(EARLY, NIGHT, hours=Bounds(16, 16))
    instance = centre([person(terms, name) for name in "ab"], (EARLY, NIGHT), days=4)
    rows = [ShiftDemand(day, each.name, 1, 10 * SCALE, SCALE) for day, each in product(instance.days(), (EARLY, NIGHT))]
    return instance, Objective(Weights((), ()), streams=(shift_cover(instance, rows),))


def begun(instance: Instance, objective: Objective) -> Draft:
    draft = Draft.empty(instance, objective, RULES)
    for agent in instance.agents:
        days = instance.days()[:2]
        draft.put(agent, {day: next(o for o in options_of(instance, agent, day) if o.kind == EARLY) for day in days})
    return draft


def test_heads_of_shifts_alone_are_found_with_their_bound() -> None:
    instance, objective = wanted()
    draft = begun(instance, objective)
    assert draft.cost() == (6 * 10 + 2 * 1) * SCALE
    proof = polish(draft, RULES, Limits(20, 2), lambda: True)
    assert draft.cost() == 4 * 10 * SCALE
    assert 0 < proof.bound <= 40
    assert is_lawful(check_roster(draft.roster(), instance, RULES))
    assert {shift.agent for shift in draft.roster().assignments} == {AgentId("a"), AgentId("b")}


def test_the_door_tells_the_bound_of_the_columns() -> None:
    instance, objective = wanted()
    result = solve(instance, RULES, Limits(20, 2), None, objective)
    assert result.objective == 40
    assert result.bound is not None
    assert 0 < result.bound <= result.objective
    assert (result.status is Status.OPTIMAL) == (result.gap is not None and result.gap < 1e-3)
