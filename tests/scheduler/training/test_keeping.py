"""Sessions that people know already stay where they are when the roster is planned again."""

from dataclasses import replace
from datetime import timedelta

from scheduler.agents import AgentId
from scheduler.draft import Draft
from scheduler.instance import Instance
from scheduler.objective import Objective
from scheduler.options import options_of
from scheduler.roster import Activity, Roster
from scheduler.rules.law import law_pack
from scheduler.rules.training_kept import TrainingKept
from scheduler.shifts import ShiftKind
from scheduler.solution import Limits, Status
from scheduler.solve import solve
from scheduler.training.keeping import clear_kept, with_kept
from scheduler.training.seats import is_training, seats_in
from tests.scheduler.tiny import (
    MONDAY,
    SHANGHAI,
    SOMEBODY,
    accepted_by_model,
    centre,
    contract,
    kind,
    line,
    pause,
    person,
    rosters,
)
from tests.scheduler.training.classroom import ALONE, DAY, all_at_work, duty, school

HOUR = timedelta(hours=1)
WIDE = kind("wide", "08:00", 9, pause(60, "02:00", "06:00"))
LATE = kind("late", "12:00", 9, pause(60, "03:00", "05:00"))


def published(instance: Instance, shifts: ShiftKind, hour: int, name: str = "training news") -> TrainingKept:
    """Return the rule that the first day's session of an hour at *hour* is kept, in a shift of *shifts*."""
    (shift,) = line(instance, shifts).assignments
    midnight = shift.start.replace(hour=0)
    item = Activity(midnight + hour * HOUR, midnight + (hour + 1) * HOUR, name)
    return TrainingKept.of(Roster.of(instance.grid, [replace(shift, activities=(item,))]))


def alone(*, leave: bool = False) -> Instance:
    away = [MONDAY] if leave else []
    return centre(person(contract(WIDE, LATE), leave=away), (WIDE, LATE), days=2)


def test_the_model_accepts_the_shifts_that_cover_the_session_with_a_break_beside_it() -> None:
    instance = alone()
    for hour in range(6, 22):
        rule = published(instance, WIDE, hour)
        lawful = set()
        for chosen, roster in rosters(instance):
            first = next((option for _, option in chosen if option.day == MONDAY), None)
            begins = {WIDE: 8, LATE: 12}
            fits = first is not None and begins[first.kind] <= hour < begins[first.kind] + 9
            if fits:
                lawful.add(chosen)
            kept = with_kept(Roster.of(instance.grid, roster.assignments), [rule])
            assert fits or list(rule.check(kept, instance))
        assert accepted_by_model(instance, [rule]) == lawful


def test_a_session_in_the_only_time_of_the_break_cannot_be_kept_in_that_shift() -> None:
    instance = centre(person(contract(DAY)), (DAY,), days=1)
    assert not accepted_by_model(instance, [published(instance, DAY, 12)])
    assert len(accepted_by_model(instance, [published(instance, DAY, 13)])) == 1


def test_who_is_on_leave_is_excused_and_other_days_are_free() -> None:
    instance = alone(leave=True)
    rule = published(instance, WIDE, 10)
    assert not list(rule.check(line(instance), instance))
    assert frozenset() in accepted_by_model(instance, [rule])


def test_activities_other_than_training_are_not_kept() -> None:
    instance = alone()
    assert not published(instance, WIDE, 10, "drill x").sessions
    assert published(instance, WIDE, 10, "teaching news").sessions


def test_people_with_sessions_of_their_own_are_told_apart() -> None:
    rule = published(alone(), WIDE, 10)
    assert rule.about(person(contract(WIDE))) == rule.sessions
    assert not rule.about(person(contract(WIDE), "b"))


def test_breaks_move_off_the_session_to_the_cheapest_time_left() -> None:
    need = {slot: 0.0 if slot in {11, 13} else 2.0 for slot in range(24)}
    instance = centre(person(contract(WIDE)), (WIDE,), days=1, need=need)
    draft = Draft.empty(instance, Objective())
    (option,) = options_of(instance, instance.agents[0], MONDAY)
    draft.put(instance.agents[0], {MONDAY: option})

    def hour_of_break() -> int:
        return draft.roster().assignments[0].breaks[0].start.astimezone(SHANGHAI).hour

    assert hour_of_break() == 11  # the first hour in which nobody is wanted
    rule = published(instance, WIDE, 11)
    clear_kept(draft, [rule])
    assert hour_of_break() == 13
    assert not list(rule.check(with_kept(draft.roster(), [rule]), instance))
    clear_kept(draft, [published(instance, WIDE, 16)])  # where it is in nobody's way it stays
    assert hour_of_break() == 13


def test_a_plan_made_again_for_another_demand_keeps_what_is_published_and_counts_it() -> None:
    instance = school("abcd", replace(ALONE, least=2, most=4), days=3, need=2.0)
    rules = (*law_pack("none"), *duty(instance, 1))
    first = solve(instance, rules, Limits(2, 1)).roster
    assert first is not None
    known = TrainingKept.of(first)
    assert known.sessions
    busier = replace(
        instance, demand=replace(instance.demand, scheduled={"care": instance.demand.scheduled["care"] * 2})
    )
    again = solve(busier, (*rules, known), Limits(2, 1))
    assert again.status in {Status.OPTIMAL, Status.FEASIBLE}
    assert again.roster is not None
    assert TrainingKept.of(again.roster).sessions >= known.sessions
    assert not [found for found in again.violations if found.rule == "training-kept"]


def test_a_roster_with_training_is_planned_checked_and_bounded() -> None:
    instance = school("abcd", ALONE, days=3, need=2.0)
    result = solve(instance, (*law_pack("none"), *duty(instance, 1)), Limits(2, 1))
    assert result.roster is not None
    assert list(seats_in(result.roster, instance.curriculum))
    assert result.objective is not None
    assert result.bound is not None
    assert result.bound <= result.objective
    assert sum(result.terms.values()) == result.objective
    assert {item.name for shift in result.roster.assignments for item in shift.activities} == {"training news"}


def test_the_session_of_somebody_else_is_not_put_into_a_shift() -> None:
    instance = school("ab", ALONE, days=1)
    roster = all_at_work(instance)
    item = Activity(roster.assignments[0].start, roster.assignments[0].start + HOUR, "training news")
    known = Roster.of(instance.grid, [replace(roster.assignments[0], activities=(item,)), roster.assignments[1]])
    kept = with_kept(roster, [TrainingKept.of(known)])
    assert [any(map(is_training, shift.activities)) for shift in kept.assignments] == [True, False]
    assert kept.assignments[0].agent == AgentId("a") == SOMEBODY
