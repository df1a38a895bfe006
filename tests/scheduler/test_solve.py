"""Centres whose best roster is worked out by hand, and what a solve promises of any centre."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.site import OpeningHours
from scheduler.agents import AgentId, Bounds, Restriction, Team
from scheduler.checking import check_roster, is_lawful
from scheduler.conflicts import has_line
from scheduler.coverage import on_duty
from scheduler.demand import Demand
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity
from scheduler.rules.law import law_pack, with_parameters
from scheduler.rules.rest import DailyRest
from scheduler.rules.weekly_rest import WeeklyRest
from scheduler.solution import Limits, Progress, Result, Status
from scheduler.solve import solve
from tests.scheduler.tiny import (
    BERLIN,
    EARLY,
    LATE,
    LONG,
    MONDAY,
    NIGHT,
    ROUND_THE_CLOCK,
    TEAM,
    centre,
    contract,
    heads,
    kind,
    next_days,
    pause,
    person,
)

NONE, CHINA = law_pack("none"), law_pack("china")
LIMITS = Limits(seconds=20, workers=1, seed=7)
LUNCH = kind("lunch", "08:00", 9, pause(60, "03:00", "04:00"))
THREE_SHIFTS = tuple(
    kind(name, start, 9, pause(60, "03:00", "05:00"))
    for name, start in (("e", "06:00"), ("l", "14:00"), ("n", "22:00"))
)
MISSING = 34.0  # points for one of one head missing in a slot: 10 + 0.9 × 10 + 0.75 × 20
HARD_FLOOR = with_parameters(NONE, {"heads-on-duty": {"severity": "hard"}})


def hours(first: int, last: int, need: float = 1.0, days: int = 1) -> dict[int, float]:
    """Need *need* heads from *first* to *last* o'clock on each day."""
    return {24 * day + hour: need for day in range(days) for hour in range(first, last)}


def solved(instance: Instance, rules: tuple[Rule, ...] = NONE) -> Result:
    """Solve and hold the promises that hold for every result with a roster."""
    result = solve(instance, rules, LIMITS, relax=False)
    if result.roster is not None:
        assert is_lawful(check_roster(result.roster, instance, rules))
        assert result.objective is not None
        assert result.bound is not None
        assert result.bound <= result.objective
        assert result.objective == pytest.approx(sum(result.terms.values()))
        assert result.limits == LIMITS
    return result


def roster_of(result: Result) -> Roster:
    assert result.roster is not None, [conflict.message for conflict in result.conflicts]
    return result.roster


def starts(result: Result) -> list[str]:
    return [f"{shift.agent} {shift.start:%a %H:%M}" for shift in roster_of(result).assignments]


def test_one_person_covers_one_shift() -> None:
    result = solved(centre(person(contract(EARLY)), [EARLY], days=1, need=hours(8, 16)))
    assert (result.status, result.objective, result.gap) == (Status.OPTIMAL, 0, 0)
    assert starts(result) == ["a Mon 08:00"]


def test_two_shifts_are_shared_so_that_everybody_rests() -> None:
    # eleven hours of rest forbid early after late: with two people and three days each keeps to one of the two shifts
    people = [person(contract(EARLY, LATE), name) for name in "ab"]
    result = solved(
        centre(people, [EARLY, LATE], days=3, need=hours(8, 14, days=3) | hours(16, 22, days=3)), (*NONE, DailyRest())
    )
    assert result.status is Status.OPTIMAL
    # 14:00 to 16:00 has two heads where none is needed: 2 × 2 heads × 2 points a day
    assert result.objective == 3 * 2 * 2 * 2
    assert {shift.kind for shift in roster_of(result).by_agent()[AgentId("a")]} in ({"early"}, {"late"})


def test_three_shifts_cover_a_centre_round_the_clock() -> None:
    # one head from the first 06:00 on (the night before belongs to nobody): fifteen shifts in five days
    kinds = [kind("e", "06:00", 8), kind("l", "14:00", 8), kind("n", "22:00", 8)]
    people = [person(contract(*kinds), name) for name in "abcdef"]
    need = dict.fromkeys(range(6, 5 * 24), 1.0)
    rules = with_parameters(CHINA, {"rest-in-shift": {"minutes": 0}})
    result = solved(centre(people, kinds, days=5, need=need), rules)
    assert (result.status, result.objective) == (Status.OPTIMAL, 0)
    assert len(roster_of(result).assignments) == 15


def test_the_start_window_is_used() -> None:
    window = kind("window", "06:00", 8, last="12:00")
    result = solved(centre(person(contract(window)), [window], days=1, need=hours(10, 18)))
    assert (result.objective, starts(result)) == (0, ["a Mon 10:00"])


def test_breaks_are_staggered() -> None:
    # two are needed from 8 to 17, one at 11 and one at 12: one pauses at 11, the other at 12
    people = [person(contract(LUNCH), name) for name in "ab"]
    result = solved(centre(people, [LUNCH], days=1, need=hours(8, 17, 2.0) | {11: 1.0, 12: 1.0}), CHINA)
    assert (result.status, result.objective) == (Status.OPTIMAL, 0)
    assert sorted(
        shift.breaks[0].start.astimezone(ZoneInfo("Asia/Shanghai")).hour for shift in roster_of(result).assignments
    ) == [11, 12]


def test_the_seventh_day_stays_uncovered() -> None:
    # one person, seven days: one must be free, its eight hours cost 34 points each
    instance = centre(person(contract(EARLY)), [EARLY], days=7, need=hours(8, 16, days=7))
    result = solved(instance, (*NONE, WeeklyRest()))
    assert result.objective == 8 * MISSING
    assert result.status is Status.OPTIMAL


def test_forty_hours_leave_two_days_uncovered() -> None:
    lunch_off = kind("lunch", "08:00", 9, pause(60, "04:00"))
    instance = centre(
        person(contract(lunch_off)),
        [lunch_off],
        days=7,
        need=hours(8, 17, days=7) | dict.fromkeys(range(12, 168, 24), 0.0),
    )
    result = solved(instance, CHINA)
    assert (result.status, result.objective) == (Status.OPTIMAL, 2 * 8 * MISSING)


def test_hours_of_the_contract_are_worked_though_nobody_needs_them() -> None:
    # 16 hours at least, one day of need: the other day's eight hours cost two points each
    instance = centre(person(contract(EARLY, hours=Bounds(16, 16))), [EARLY], days=2, need=hours(8, 16))
    result = solved(instance)
    assert (result.status, result.objective, result.terms) == (Status.OPTIMAL, 16, {"shortage": 0.0, "excess": 16.0})


def test_the_shortage_is_shared_out_over_days_of_equal_need() -> None:
    # one of two missing on both days: 10 + 0.8 × 10 + 0.5 × 20 = 28 a slot; both missing on one day: 2 × 34
    people = [person(contract(EARLY, hours=Bounds(None, 8)), name) for name in "ab"]
    result = solved(centre(people, [EARLY], days=2, need=hours(8, 16, 2.0, days=2)))
    assert (result.status, result.objective) == (Status.OPTIMAL, 2 * 8 * 28)
    assert sorted(shift.day for shift in roster_of(result).assignments) == next_days(MONDAY, 2)


def test_teams_are_covered_by_their_own_people() -> None:
    result = solved(_two_teams())
    assert starts(result) == ["b Mon 08:00"]
    assert (result.status, result.objective) == (Status.OPTIMAL, 0)


def _two_teams() -> Instance:
    grid = centre(person(contract(EARLY)), [EARLY], days=1).grid
    teams = (Team(TEAM, ("calls",), ROUND_THE_CLOCK), Team("back", ("mail",), ROUND_THE_CLOCK))
    people = (person(contract(EARLY), "a"), person(contract(EARLY), "b", team="back"))
    demand = Demand(grid, {"back": heads(grid, hours(8, 16)), TEAM: heads(grid, 0.0)})
    return Instance(grid, teams, (EARLY,), people, demand)


@pytest.mark.parametrize("clock", ["America/Los_Angeles", "Europe/London", "Asia/Tokyo", "Pacific/Auckland"])
@pytest.mark.parametrize("site", ["Asia/Shanghai", "America/Los_Angeles"])
def test_nights_of_people_on_other_clocks_are_planned_at_their_own_ten(clock: str, site: str) -> None:
    instance = centre(person(contract(NIGHT), zone=clock), [NIGHT], days=3, zone=ZoneInfo(site), need=1.0)
    result = solved(instance)
    assert result.status is Status.OPTIMAL
    assert {f"{shift.start:%H:%M} {shift.start.tzinfo}" for shift in roster_of(result).assignments} == {
        f"22:00 {clock}"
    }


@pytest.mark.parametrize("first", [date(2026, 10, 24), date(2026, 3, 28)])
def test_a_shift_may_start_in_the_hour_of_a_clock_change(first: date) -> None:
    two = kind("two", "02:00", 8)
    result = solved(centre(person(contract(two)), [two], days=3, first=first, zone=BERLIN, need=1.0))
    assert result.status is Status.OPTIMAL
    assert len(roster_of(result).assignments) == 3


def test_a_hard_floor_keeps_two_together_though_one_would_do() -> None:
    people = [person(contract(EARLY, LATE), name) for name in "ab"]
    result = solved(centre(people, [EARLY, LATE], days=1, need=hours(8, 16)), HARD_FLOOR)
    # a second head where one is needed: 1 + 0.75 points in eight slots
    assert (result.objective, starts(result)) == (8 * 1.75, ["a Mon 08:00", "b Mon 08:00"])


def test_a_hard_floor_that_leave_makes_impossible_is_named() -> None:
    people = [person(contract(EARLY), "a"), person(contract(EARLY), "b", leave=[MONDAY])]
    result = solved(centre(people, [EARLY], days=1, need=hours(8, 16)), HARD_FLOOR)
    assert (result.status, result.roster, result.objective, result.gap) == (Status.INFEASIBLE, None, None, None)
    (conflict,) = result.conflicts
    assert conflict.message == "team care has 1 on shift on 2026-10-05 from 08:00 to 16:00; at least 2 are asked for"


def chain() -> Instance:
    """Three people for three shifts, one way to have somebody in each: whoever takes the shift of most need is in the way."""
    kinds = [kind("e", "06:00", 8), kind("l", "14:00", 8), kind("n", "22:00", 8)]
    offers = {"a": kinds[:2], "b": kinds[1:], "c": kinds[2:]}
    people = [person(contract(*offer, name=name), name) for name, offer in offers.items()]
    return centre(people, kinds, days=1, need=hours(6, 14, 0.1) | hours(14, 22, 3.0) | hours(22, 24, 2.0))


def test_a_hard_floor_that_no_single_person_can_mend_is_mended_by_several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.strategies.exact.MOST_CHOICES", 0)
    result = solved(chain(), with_parameters(NONE, {"heads-on-duty": {"heads": 1, "severity": "hard"}}))
    assert starts(result) == ["a Mon 06:00", "b Mon 14:00", "c Mon 22:00"]


def test_a_hard_floor_is_mended_even_when_the_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.strategies.exact.MOST_CHOICES", 0)
    monkeypatch.setattr("scheduler.strategies.swept_crowd.SweptCrowd._in_sweeps", lambda *_: False)  # others begin
    rules = with_parameters(NONE, {"heads-on-duty": {"heads": 1, "severity": "hard"}})
    result = solve(chain(), rules, replace(LIMITS, seconds=0.001), relax=False)
    assert starts(result) == ["a Mon 06:00", "b Mon 14:00", "c Mon 22:00"]


def test_a_hard_floor_without_time_to_keep_it_is_not_called_impossible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.strategies.exact.MOST_CHOICES", 0)
    monkeypatch.setattr("scheduler.strategies.swept_crowd.SweptCrowd._in_sweeps", lambda *_: False)  # others begin
    rules = with_parameters(NONE, {"heads-on-duty": {"heads": 1, "severity": "hard"}})
    result = solve(chain(), rules, LIMITS, watch=lambda _: False, relax=False)
    assert (result.status, result.roster) == (Status.OUT_OF_TIME, None)


def test_only_those_with_approved_overtime_get_it() -> None:
    people = [person(contract(LONG), name) for name in "abcdef"]
    rules = with_parameters(
        CHINA,
        {
            "daily-hours": {"overtime_approved": ["b", "e"]},
            "overtime": {"hours_a_day": 2},
            "rest-in-shift": {"minutes": 0},
        },
    )
    result = solved(centre(people, [LONG], days=1, need=hours(8, 18, 6.0)), rules)
    assert starts(result) == ["b Mon 08:00", "e Mon 08:00"]


def test_a_contract_that_the_law_forbids_names_the_agent_and_the_least_set_of_rules() -> None:
    seven = kind("seven", "08:00", 7)  # six of them are 42 hours: above the week's 40, within the average of 44
    people = [person(contract(seven), "fine"), person(contract(seven, hours=Bounds(42, None), name="42 h"), "bound")]
    result = solved(centre(people, [seven], days=7), CHINA)
    assert (result.status, result.roster) == (Status.INFEASIBLE, None)
    (conflict,) = result.conflicts
    assert conflict.agent == "bound"
    assert conflict.message == (
        "BOUND (bound, contract 42 h) can have no shifts that keep all of: period-hours [contract]; weekly-hours [WH-3]"
    )


def test_people_alike_are_named_once() -> None:
    people = [person(contract(EARLY, hours=Bounds(60, None)), name) for name in "abc"]
    assert len(solved(centre(people, [EARLY], days=7)).conflicts) == 1


def test_a_contract_without_kinds_that_asks_for_hours_is_a_conflict() -> None:
    nothing = person(contract(hours=Bounds(8, None)), "a")
    result = solved(centre([nothing, person(contract(EARLY), "b")], [EARLY], days=2))
    assert result.status is Status.INFEASIBLE
    assert "period-hours" in result.conflicts[0].message


def busy_centre() -> Instance:
    """Six people in two or three shifts for a week, with leave, a nursing mother and uneven need."""
    terms, nights = contract(*THREE_SHIFTS[:2], hours=Bounds(24, 40)), contract(*THREE_SHIFTS, name="n")
    people = [
        person(terms, "a"),
        person(terms, "b", leave=next_days(MONDAY, 2)),
        person(nights, "c", restrictions=[Restriction.NURSING]),
        *(person(nights, name) for name in "def"),
    ]
    need = {slot: 1 + (slot % 24 > 9) + (slot % 7 == 3) / 2 for slot in range(7 * 24)}
    return centre(people, THREE_SHIFTS, days=7, need=need)


def test_a_seed_settles_the_roster() -> None:
    first, second = (solved(busy_centre(), CHINA) for _ in range(2))
    assert first.roster == second.roster
    assert first.objective == second.objective


def test_a_watcher_that_stops_at_once_still_gets_a_lawful_roster() -> None:
    instance = busy_centre()
    result = solve(instance, CHINA, LIMITS, watch=lambda _: False)
    assert result.stopped_early
    assert result.status is Status.FEASIBLE
    assert is_lawful(check_roster(roster_of(result), instance, CHINA))


def test_a_moment_of_time_still_gives_everybody_a_lawful_line() -> None:
    instance = busy_centre()
    result = solve(instance, CHINA, Limits(seconds=0.001, workers=1))
    assert not result.stopped_early
    assert is_lawful(check_roster(roster_of(result), instance, CHINA))
    assert {AgentId("a"), AgentId("b")} <= set(roster_of(result).by_agent())  # 24 hours at least


def test_progress_is_told_in_order_and_the_objective_only_falls() -> None:
    told: list[Progress] = []

    def watch(progress: Progress) -> bool:
        told.append(progress)
        return True

    result = solve(busy_centre(), CHINA, LIMITS, watch)
    assert told[0].stage == "building lines"
    assert told[0].objective is None
    assert all(earlier.seconds <= later.seconds for earlier, later in pairwise(told))
    objectives = [progress.objective for progress in told if progress.objective is not None]
    assert objectives == sorted(objectives, reverse=True)
    assert result.objective is not None
    assert result.objective <= objectives[-1]


def test_the_turns_alone_come_near_what_is_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    instance = busy_centre()
    best = solved(instance, CHINA)
    monkeypatch.setattr("scheduler.strategies.exact.MOST_CHOICES", 0)
    turns = solved(instance, CHINA)
    assert (best.strategy, turns.strategy) == ("exact", "crowd")
    assert best.objective is not None
    assert turns.objective is not None
    assert best.objective <= turns.objective <= 1.25 * best.objective


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_every_roster_is_lawful_and_every_refusal_names_rules_that_conflict(data: st.DataObject) -> None:
    pool = (*THREE_SHIFTS, LUNCH)
    people = []
    for name in "abc":
        kinds = data.draw(st.lists(st.sampled_from(pool), min_size=1, max_size=3, unique=True))
        least = data.draw(st.sampled_from([None, 8, 24, 40, 48]))
        terms = contract(
            *kinds,
            hours=Bounds(least, data.draw(st.sampled_from([None, 48]))),
            in_row=Bounds(data.draw(st.sampled_from([None, 2])), data.draw(st.sampled_from([None, 3]))),
            name=name,
        )
        leave = data.draw(st.frozensets(st.sampled_from(next_days(MONDAY, 7)), max_size=2))
        why = data.draw(st.frozensets(st.sampled_from(Restriction), max_size=1))
        people.append(person(terms, name, leave=leave, restrictions=why))
    opening = data.draw(st.sampled_from([ROUND_THE_CLOCK, OpeningHours()]))
    need = {slot: 1.0 + data.draw(st.integers(0, 2)) / 2 for slot in range(0, 7 * 24, 5)}
    instance = centre(people, pool, days=7, opening=opening, need=need)
    result = solved(instance, CHINA)
    if result.roster is not None:
        assert result.status in {Status.OPTIMAL, Status.FEASIBLE}
        return
    assert result.status is Status.INFEASIBLE
    by_name = {rule.name: rule for rule in CHINA if rule.severity is Severity.HARD}
    for conflict in result.conflicts:
        assert conflict.agent is not None
        agent = instance.agent_by_id[conflict.agent]
        named = [by_name[name] for name in re.findall(r"([a-z-]+) \[", str(conflict.values["rules"]))]
        assert named
        assert not has_line(instance, [agent], named)
        for rule in named:
            assert has_line(instance, [agent], [other for other in named if other is not rule])


def test_nobody_is_on_duty_outside_their_shift() -> None:
    instance = centre(person(contract(NIGHT)), [NIGHT], days=2, need={23: 1.0, 26: 1.0})
    assert on_duty(roster_of(solved(instance)), instance)[TEAM].tolist()[20:32] == [0, 0, *(1,) * 8, 0, 0]


def test_lines_not_found_in_time_are_not_called_impossible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.strategies.crowd.best_of", lambda *_: None)
    monkeypatch.setattr("scheduler.strategies.swept_crowd.SweptCrowd._in_sweeps", lambda *_: False)
    result = solved(centre([person(contract(EARLY), "a")], [EARLY], days=7))
    assert (result.status, result.roster) == (Status.OUT_OF_TIME, None)
    (conflict,) = result.conflicts
    assert conflict.message == "no shifts were found in time for A (a, contract c); they are not proven impossible"
