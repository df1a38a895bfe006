"""Bounds of long lines: below every roster, near the best one, whatever the prices were when the search stopped."""

from datetime import timedelta

import numpy as np
import pytest

from scheduler.agents import AgentId, Bounds
from scheduler.draft import Draft
from scheduler.objective import SCALE, Objective, Weights
from scheduler.objective.requests import Request, RequestsMet
from scheduler.rules.base import Rule
from scheduler.rules.contract import PeriodHours
from scheduler.rules.days_in_row import DaysInRow, DaysOffInRow
from scheduler.rules.rest import DailyRest
from scheduler.rules.shifts_of_kind import ShiftsOfKind, Span
from scheduler.solution import Limits
from scheduler.strategies.exact import improve
from scheduler.strategies.first_lines import settle
from scheduler.strategies.year_bound import YearBound
from scheduler.strategies.year_turns import YearTurns
from scheduler.streams import ShiftDemand, shift_cover
from tests.scheduler.tiny import EARLY, LATE, MONDAY, NIGHT, centre, contract, person

KINDS = (EARLY, LATE, NIGHT)
FEW_NIGHTS = ShiftsOfKind(frozenset({"night"}), 0, 2, Span.PLAN)
RULES: tuple[Rule, ...] = (PeriodHours(), DailyRest(), DaysInRow(), DaysOffInRow(), FEW_NIGHTS)


def fortnight(seed: int) -> Draft:
    """A draft of three people whom more shifts want than they can work."""
    random = np.random.default_rng(seed)
    terms = contract(*KINDS, hours=Bounds(40, 72), in_row=Bounds(2, 5), off_in_row=Bounds(2, None))
    instance = centre([person(terms, name) for name in "abc"], KINDS, days=14)
    rows = [
        ShiftDemand(day, each.name, int(random.integers(0, 2)), 1_000, 10) for day in instance.days() for each in KINDS
    ]
    wishes = [Request(AgentId("a"), MONDAY + timedelta(days=3), "off", weight=3)]
    days = (RequestsMet.of(wishes, 100),)
    return Draft.empty(instance, Objective(Weights((), ()), days, streams=(shift_cover(instance, rows),)), RULES)


@pytest.mark.parametrize("seed", range(4))
def test_no_roster_lies_below_the_bound_and_the_best_one_is_near(seed: int) -> None:
    draft, limits = fortnight(seed), Limits(30, 2)
    assert not settle(draft, RULES, limits, lambda: True)
    improve(draft, RULES, limits, lambda: True)
    turns = YearTurns.of(draft, RULES, limits, lambda: True)
    assert turns is not None
    bound = YearBound(turns.roster, lambda: True)
    bound.run()
    assert bound.best <= draft.cost()
    assert bound.best > draft.cost() - 1_000  # a head


def test_a_bound_that_is_stopped_at_once_says_nothing() -> None:
    draft = fortnight(1)
    turns = YearTurns.of(draft, RULES, Limits(30), lambda: True)
    assert turns is not None
    bound = YearBound(turns.roster, lambda: False)
    bound.run()
    assert bound.best / SCALE == 0
