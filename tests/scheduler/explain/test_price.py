"""The price of a rule, in centres whose best rosters with and without the step are worked out by hand."""

import pytest

from scheduler.agents import Bounds
from scheduler.explain.price import Price, prices
from scheduler.explain.steps import steps_of
from scheduler.instance import Instance
from scheduler.objective import Objective
from scheduler.rules.base import Rule
from scheduler.rules.contract import PeriodHours
from scheduler.rules.hours import WeeklyHours
from scheduler.rules.leave import Leave
from scheduler.rules.rest import DailyRest
from scheduler.rules.weekly_rest import WeeklyRest
from scheduler.solution import Limits
from scheduler.solve import solve
from tests.scheduler.explain.overconstrained import CHINA, NONE, at_least, day, opening_need
from tests.scheduler.tiny import EARLY, LATE, centre, contract, person

LIMITS = Limits(seconds=0.5, workers=1)
MISSING = 34.0  # points for one of one head missing in a slot: 10 + 0.9 × 10 + 0.75 × 20


def one_person(days: int, *rules: Rule, **told: object) -> tuple[Instance, tuple[Rule, ...]]:
    """Return one person who is needed from eight to four every day."""
    terms = contract(EARLY, **told)  # type: ignore[arg-type]  # hours or runs of days
    return centre(person(terms), [EARLY], days=days, need=opening_need(days, last=16)), (*NONE, *rules)


def priced(instance: Instance, rules: tuple[Rule, ...], name: str) -> list[Price]:
    """Return the prices of the rules called *name* in the best roster."""
    result = solve(instance, rules, LIMITS)
    assert result.roster is not None
    return prices(result.roster, instance, rules, Objective(), name, LIMITS)


def test_a_week_without_a_free_day_is_worth_the_day() -> None:
    found = priced(*one_person(7, WeeklyRest()), "weekly-rest")
    by_figure = {price.step.figure: price for price in found}
    assert (by_figure["days"].step.before, by_figure["days"].step.after) == (7, 8)
    assert by_figure["days"].gain == {"shortage": 8 * MISSING, "excess": 0}
    assert by_figure["hours"].points == 0  # a shorter free day is still a free day


def test_eight_more_hours_a_week_are_worth_a_shift() -> None:
    (price,) = priced(*one_person(7, WeeklyHours()), "weekly-hours")
    assert (price.step.before, price.step.after) == (40, 48)
    assert price.points == 8 * MISSING


def test_a_rule_that_binds_nobody_is_worth_nothing() -> None:
    (price,) = priced(*one_person(4, WeeklyHours()), "weekly-hours")
    assert price.points == 0
    assert price.relaxed == price.as_is == price.present


def test_an_hour_less_of_rest_lets_a_late_shift_precede_an_early_one() -> None:
    need = dict.fromkeys(range(14, 22), 1.0) | dict.fromkeys(range(24 + 8, 24 + 16), 1.0)
    instance = centre(person(contract(EARLY, LATE)), [EARLY, LATE], days=2, need=need)
    (price,) = priced(instance, (*NONE, DailyRest()), "daily-rest")  # ten hours lie between
    # with eleven two early shifts are best: they leave six hours of the first evening open and six mornings' too many
    assert (price.step.after, price.points) == (10, 6 * MISSING + 6 * 2)


def test_a_floor_of_one_less_saves_the_second_head() -> None:
    people = [person(contract(EARLY), name) for name in "ab"]
    instance = centre(people, [EARLY], days=1, need=opening_need(1, last=16))
    (price,) = priced(instance, at_least(2, NONE), "heads-on-duty")
    assert price.gain == {"shortage": 0, "excess": 8 * 1.75}


def test_hours_of_the_contract_are_priced_on_both_sides() -> None:
    instance, rules = one_person(3, hours=Bounds(8, 16))
    found = {price.step.figure: price.points for price in priced(instance, rules, PeriodHours.name)}
    assert found == {"least hours of the contracts": 0, "most hours of the contracts": 8 * MISSING}


def test_a_rule_without_figures_is_priced_as_a_whole() -> None:
    instance = centre(person(contract(EARLY), leave=[day(1)]), [EARLY], days=2, need=opening_need(2, last=16))
    (price,) = priced(instance, NONE, Leave.name)
    assert (price.step.figure, price.points) == ("the whole rule", 8 * MISSING)


def test_a_rule_that_is_not_there_has_no_price() -> None:
    instance, rules = one_person(1)
    assert priced(instance, rules, "daily-rest") == []


@pytest.mark.parametrize("rule", CHINA, ids=lambda rule: rule.name)
def test_every_rule_has_steps_that_are_rules_again(rule: Rule) -> None:
    instance, _ = one_person(1, hours=Bounds(8, 16), in_row=Bounds(1, 5), off_in_row=Bounds(1, 5))
    steps = steps_of(rule.name, instance, CHINA)
    assert steps
    for step in steps:
        assert (step.rules, step.instance) != (CHINA, instance)
