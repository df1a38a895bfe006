"""The limits of shifts of a kind, pinned by hand; that check and post agree stands with the other rules of sequence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.agents import Bounds
from scheduler.instance import Instance
from scheduler.rules.law import law_pack, with_parameters
from scheduler.rules.parameters import RuleParameterError
from scheduler.rules.scope import Scoped
from scheduler.rules.shifts_of_kind import ShiftsOfKind, Span
from tests.scheduler.tiny import EARLY, LATE, MONDAY, NIGHT, after, broken, centre, contract, person

NIGHTS = frozenset({"night"})


def alone(days: int = 7, *, leave: int = 0) -> Instance:
    away = [MONDAY + timedelta(days=number) for number in range(leave)]
    return centre(person(contract(EARLY, LATE, NIGHT, hours=Bounds()), leave=away), (EARLY, LATE, NIGHT), days=days)


def test_two_nights_of_at_most_two_are_lawful_and_three_are_not() -> None:
    rule = ShiftsOfKind(NIGHTS, 0, 2, Span.WEEK)
    assert not broken(rule, alone(), NIGHT, EARLY, NIGHT, LATE)
    (found,) = broken(rule, alone(), NIGHT, EARLY, NIGHT, NIGHT)
    assert found.message == "A has 3 shifts of night from 2026-10-05 to 2026-10-11; at most 2 are agreed"


def test_one_night_of_at_least_two_is_too_few_in_a_whole_week_only() -> None:
    rule = ShiftsOfKind(NIGHTS, 2, 4, Span.WEEK)
    (found,) = broken(rule, alone(), NIGHT)
    assert found.message == "A has 1 shifts of night from 2026-10-05 to 2026-10-11; at least 2 are agreed"
    assert not broken(rule, alone(), NIGHT, NIGHT)
    assert not broken(rule, alone(6), NIGHT)
    assert broken(replace(rule, period=Span.PLAN), alone(6), NIGHT)


def test_a_day_of_leave_counts_towards_the_least() -> None:
    rule = ShiftsOfKind(NIGHTS, 3, 4, Span.WEEK)
    assert not broken(rule, alone(leave=2), None, None, NIGHT)
    assert broken(rule, alone(leave=1), None, None, NIGHT)


def test_kinds_are_counted_together_and_by_their_part_of_the_day() -> None:
    rule = ShiftsOfKind(frozenset({"late", "night"}), 0, 1, Span.PLAN)
    assert broken(rule, alone(), LATE, NIGHT)
    assert not broken(rule, alone(), LATE, EARLY)
    other = replace(NIGHT, name="owl")
    owls = centre(person(contract(other, hours=Bounds())), (other,))
    assert broken(replace(rule, kinds=NIGHTS), owls, other, other)


def test_known_days_of_the_week_before_the_plan_count() -> None:
    begun = after(alone(), NIGHT)
    rule = ShiftsOfKind(NIGHTS, 0, 1, Span.WEEK)
    assert not broken(rule, begun, NIGHT)  # the night before the Monday is of another week
    assert broken(replace(rule, period=Span.PLAN), replace(begun, period_from=MONDAY - timedelta(days=1)), NIGHT)


def test_a_site_file_sets_it_for_some_contracts() -> None:
    table = {"shifts-of-kind": [{"kinds": ["night"], "most": 4, "period": "plan", "contracts": ["c"]}]}
    rules = with_parameters(law_pack("none"), table)
    assert rules[-1] == Scoped(ShiftsOfKind(NIGHTS, 0, 4, Span.PLAN), contracts=frozenset({"c"}))


@pytest.mark.parametrize("table", [{"kinds": []}, {"least": 9, "most": 8}, {"period": "fortnight"}, {"most": 1.5}])
def test_figures_that_cannot_be_are_refused(table: dict[str, object]) -> None:
    with pytest.raises(RuleParameterError, match="shifts-of-kind"):
        with_parameters(law_pack("none"), {"shifts-of-kind": table})
