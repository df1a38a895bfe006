"""Overtime of the month begun that no known shift shows: told by a tally, counted by check, model and line programme."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from scheduler.agents import AgentId
from scheduler.instance import Instance, Tally
from scheduler.lines.programme import LineProgramme
from scheduler.objective import Objective
from scheduler.rules.overtime import Overtime
from tests.scheduler.tiny import (
    EARLY,
    LONG,
    MONDAY,
    SOMEBODY,
    accepted_by_model,
    after,
    broken,
    centre,
    contract,
    person,
    rosters,
)

OCTOBER = MONDAY.replace(day=1)
RULE = Overtime(hours_a_day=2, hours_a_month=36)


def told(overtime_hours: float | None, *, since: date = OCTOBER, known: bool = False) -> Instance:
    """One person from Monday 5 October on, who had so much overtime before; with *known* days of two hours each, too."""
    instance = centre(person(contract(EARLY, LONG)), (EARLY, LONG), days=3)
    instance = after(instance, LONG, LONG) if known else instance
    minutes = None if overtime_hours is None else round(60 * overtime_hours)
    return replace(instance, agents=(person(contract(EARLY, LONG)),), tallies=(Tally(SOMEBODY, since, 6_000, minutes),))


def test_two_hours_more_fit_below_the_limit_and_not_above_it() -> None:
    assert not broken(RULE, told(34), EARLY, LONG)
    (found,) = broken(RULE, told(34.5), EARLY, LONG)
    assert found.values["hours"] == 36.5
    assert not broken(RULE, told(40), EARLY)  # what was too much before is not the plan's


def test_a_tally_that_tells_no_overtime_or_begins_on_another_day_leaves_known_shifts_to_count() -> None:
    assert broken(replace(RULE, hours_a_month=5), told(None, known=True), LONG)
    assert not broken(replace(RULE, hours_a_month=5), told(0, known=True), LONG)
    assert broken(replace(RULE, hours_a_month=5), told(0, since=date(2026, 9, 28), known=True), LONG)


@pytest.mark.parametrize("hours", [None, 0, 31, 32, 33.5, 34, 35, 50])
def test_model_and_line_programme_accept_what_the_check_accepts(hours: float | None) -> None:
    instance = told(hours, known=True)
    lawful = {chosen for chosen, roster in rosters(instance) if not list(RULE.check(roster, instance))}
    assert accepted_by_model(instance, [RULE]) == lawful
    programme = LineProgramme.of(instance, instance.agents[0], [RULE], Objective())
    assert programme.left_over == ()
    worth = np.array([2 if option.kind == LONG else 1 for option in programme.options])
    _, best = programme.best(worth)
    assert best == max(sum(2 if option.kind == LONG else 1 for _, option in chosen) for chosen in lawful)


@pytest.mark.parametrize("minutes", [-1, 6_001])
def test_overtime_is_part_of_the_time_worked(minutes: int) -> None:
    with pytest.raises(ValueError, match="expected 0 to 6000"):
        Tally(AgentId("a"), OCTOBER, 6_000, minutes)
