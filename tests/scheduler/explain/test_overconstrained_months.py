"""A month that no lawful roster can meet still gets a draft, and the least that was given up for it is named."""

import pytest

from scheduler.checking import check_roster
from scheduler.rules.base import Severity
from scheduler.solution import Limits, Result, Status
from scheduler.solve import solve
from tests.scheduler.explain.months import MONTHS
from tests.scheduler.explain.overconstrained import Month

LIMITS = Limits(seconds=2.0, workers=1)
every_month = pytest.mark.parametrize("month", MONTHS, ids=lambda month: month.name)


def test_there_are_twenty_five_months_of_three_people() -> None:
    assert len({month.name for month in MONTHS}) == 25
    assert {len(month.people) for month in MONTHS} == {3}


@every_month
def test_the_least_relaxation_is_named_and_a_draft_made(month: Month) -> None:
    result = drafted(month)
    assert {(claim.rule, claim.agent or claim.team) for found in result.relaxations for claim in found.given_up} == set(
        month.given_up
    )
    told = " | ".join(found.sentence for found in result.relaxations)
    for words in month.says:
        assert words in told
    assert all(found.proven for found in result.relaxations)


@every_month
def test_a_draft_breaks_nothing_but_what_was_given_up(month: Month) -> None:
    result = drafted(month)
    assert result.roster is not None
    violations = check_roster(result.roster, month.instance(), month.rules)
    assert violations == result.violations
    hard = {
        (found.rule, found.agent or found.values["team"]) for found in violations if found.severity is Severity.HARD
    }
    assert hard == set(month.given_up)


@every_month
def test_without_relaxations_no_roster_exists(month: Month) -> None:
    result = solve(month.instance(), month.rules, LIMITS, relax=False)
    assert (result.status, result.roster, result.relaxations) == (Status.INFEASIBLE, None, ())


def drafted(month: Month) -> Result:
    result = solve(month.instance(), month.rules, LIMITS)
    assert result.status is Status.RELAXED
    return result


def test_a_floor_that_was_not_kept_in_time_is_given_up_unproven(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.strategies.exact.MOST_CHOICES", 0)  # as if the centre were large
    monkeypatch.setattr("scheduler.solve.LEAST_GRACE_SECONDS", 0.0)
    month = next(month for month in MONTHS if month.name.startswith("two are asked for at night"))
    result = solve(month.instance(), month.rules, Limits(seconds=0.001, workers=1))
    assert (result.status, result.roster is None) == (Status.RELAXED, False)
    assert not any(found.proven for found in result.relaxations)
    hard = {found.rule for found in result.violations if found.severity is Severity.HARD}
    assert hard == {"heads-on-duty"}
    assert all("was not kept in the time allowed" in found.sentence for found in result.relaxations)
