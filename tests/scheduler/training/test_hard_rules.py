"""Training that a site asks for without exception, where the shifts leave no room for it."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity
from scheduler.rules.law import law_pack
from scheduler.rules.training import CoursesAYear, TrainingCoverage, TrainingHours
from scheduler.solution import Limits, Result, Status
from scheduler.solve import solve
from tests.scheduler.training.classroom import ALONE, school

LIMITS = Limits(0.5, 1)


def last_days(names: str = "ab", need: float = 1.0) -> Instance:
    """Return a centre on the last two days of a year that needs so many people."""
    instance = school(names, ALONE, days=2, need=need)
    grid = replace(instance.grid, first_day=date(2026, 12, 30))
    return replace(instance, grid=grid, demand=replace(instance.demand, grid=grid))


def solved(instance: Instance, *rules: Rule) -> Result:
    return solve(instance, (*law_pack("none"), *rules), LIMITS)


def roster_of(result: Result) -> Roster:
    assert result.roster is not None
    return result.roster


def test_what_can_be_kept_is_kept_at_any_price() -> None:
    result = solved(last_days(need=2.0), TrainingHours(2, 1, Severity.HARD))
    assert result.status in {Status.OPTIMAL, Status.FEASIBLE}
    assert [len(shift.activities) for shift in roster_of(result).assignments] == [1, 1, 1, 1]


def test_hours_that_find_no_room_are_given_up_by_name_in_a_draft() -> None:
    result = solved(last_days(need=2.0), TrainingHours(3, severity=Severity.HARD))
    assert result.status is Status.RELAXED
    assert [str(found.sentence) for found in result.relaxations] == [
        f"{name} has 2 class hours of training planned; 3.0 are due of the 3.0 still missing in 2026, though more may be possible"
        for name in "AB"
    ]
    assert not any(found.proven for found in result.relaxations)
    assert {found.severity for found in result.violations if found.rule == "training-hours"} == {Severity.HARD}
    assert all(shift.activities for shift in roster_of(result).assignments)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (CoursesAYear(2, Severity.HARD), "A has 1 courses in 2026 with those planned; 2 are due by then"),
        (TrainingCoverage(100, Severity.HARD), "the share of people trained in the year, 2026-12-30"),
    ],
    ids=["courses", "coverage"],
)
def test_courses_and_people_that_cannot_be_reached_are_given_up_too(rule: Rule, said: str) -> None:
    instance = last_days(need=2.0) if isinstance(rule, CoursesAYear) else last_days("abcd")
    result = solved(instance, rule, TrainingHours(1))
    assert result.status is Status.RELAXED
    assert str(result.relaxations[0].sentence).startswith(said)
