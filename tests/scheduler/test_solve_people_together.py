"""Pairs, people kept apart, mentors, locks and windows hold in every strategy, and are named where they cannot."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.agents import Agent, AgentId, Bounds, Lock
from scheduler.availability import Availability, Window
from scheduler.checking import check_roster, is_lawful
from scheduler.explain.why_not import Asking, Verdict, WhyNot
from scheduler.instance import Instance
from scheduler.objective import Objective
from scheduler.objective.aims import Aims
from scheduler.objective.requests import Request
from scheduler.rules.base import Rule, Severity
from scheduler.rules.law import law_pack, with_parameters
from scheduler.rules.pairing import Pairing
from scheduler.rules.separation import Apart, Separation
from scheduler.solution import Limits, Result, Status
from scheduler.solve import solve
from scheduler.strategies import exact
from tests.scheduler.tiny import MONDAY, centre, contract, kind, next_days, pause, person

MEAL = pause(60, "04:00")
EARLY = kind("early", "08:00", 9, MEAL, last="09:00")
LATE = kind("late", "13:00", 9, MEAL)
DAYS = next_days(MONDAY, 7)
LIMITS = Limits(seconds=3.0, workers=1)
CHINA = law_pack("china")
NAMES = "abcdef"


def people(**changed: dict[str, object]) -> list[Agent]:
    """Return six people with early and late shifts, changed as told by name."""
    return [replace(person(contract(EARLY, LATE), name), **changed.get(name, {})) for name in NAMES]  # type: ignore[arg-type]  # fields by name


def week(agents: list[Agent], heads: float = 2.0) -> Instance:
    need = {24 * day + hour: heads for day in range(7) for hour in range(8, 22)}
    return centre(agents, (EARLY, LATE), days=7, need=need)


def solved(instance: Instance, rules: tuple[Rule, ...], monkeypatch: pytest.MonkeyPatch, *, large: bool) -> Result:
    if large:
        monkeypatch.setattr(exact, "MOST_CHOICES", 0)  # as if the centre were large: turns only
    result = solve(instance, rules, LIMITS)
    assert result.status in {Status.OPTIMAL, Status.FEASIBLE}
    assert result.roster is not None
    assert is_lawful(check_roster(result.roster, instance, rules))
    return result


def shifts(result: Result, name: str) -> dict[int, str]:
    """Return the kinds of shift of somebody by the number of the day."""
    assert result.roster is not None
    line = result.roster.by_agent().get(AgentId(name), [])
    return {(shift.day - MONDAY).days: shift.kind for shift in line}


either = pytest.mark.parametrize("large", [False, True], ids=["one model", "turns"])


@either
def test_people_who_are_paired_get_the_same_shifts(large: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001  # the column of a table
    rules = (*CHINA, Pairing(frozenset({"a+b", "c+d"})))
    result = solved(week(people()), rules, monkeypatch, large=large)
    assert shifts(result, "a") == shifts(result, "b") != {}
    assert shifts(result, "c") == shifts(result, "d") != {}


@either
def test_people_who_are_kept_apart_share_no_day(large: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001  # the column of a table
    rules = (*CHINA, Separation(frozenset({"a+b"}), Apart.DAY))
    result = solved(week(people(), heads=3.0), rules, monkeypatch, large=large)
    assert not shifts(result, "a").keys() & shifts(result, "b").keys()
    assert shifts(result, "a")
    assert shifts(result, "b")


@either
def test_a_new_hire_works_beside_the_mentor(large: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001  # the column of a table
    agents = people(a={"hired": MONDAY + timedelta(days=1), "mentor": AgentId("b")})
    result = solved(week(agents), CHINA, monkeypatch, large=large)
    hire, mentor = shifts(result, "a"), shifts(result, "b")
    assert hire
    assert {day for day in hire if day >= 1} <= mentor.keys()  # half of each shift together, as the check has seen


@either
def test_locks_and_windows_are_kept_by_people_alike_in_all_else(large: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001  # the column of a table
    mornings = Availability(((Window(8 * 60, 18 * 60),),) * 7)
    agents = people(
        a={"locked": frozenset({Lock(DAYS[0], "late"), Lock(DAYS[1])})},
        b={"locked": frozenset({Lock(DAYS[0]), Lock(DAYS[1], "early", 9 * 60)})},
        c={"available": mornings},
        d={"available": replace(mornings, dated=((DAYS[2], ()),))},
    )
    result = solved(week(agents), CHINA, monkeypatch, large=large)
    assert shifts(result, "a")[0] == "late"
    assert 1 not in shifts(result, "a")
    assert 0 not in shifts(result, "b")
    assert shifts(result, "b")[1] == "early"
    assert set(shifts(result, "c").values()) <= {"early"}
    assert 2 not in shifts(result, "d")


def test_pairs_mentors_and_locks_may_tie_several_people(monkeypatch: pytest.MonkeyPatch) -> None:
    agents = people(
        a={"hired": MONDAY, "mentor": AgentId("b")},
        c={"locked": frozenset({Lock(DAYS[0], "late")})},
    )
    rules = (*CHINA, Pairing(frozenset({"b+c"})), Separation(frozenset({"a+d"})))
    result = solved(week(agents), rules, monkeypatch, large=True)
    assert shifts(result, "b")[0] == "late"


def relaxed(instance: Instance, rules: tuple[Rule, ...] = CHINA) -> Result:
    result = solve(instance, rules, LIMITS)
    assert result.status is Status.RELAXED
    assert result.roster is not None
    return result


def given_up(result: Result) -> set[str]:
    return {claim.rule for found in result.relaxations for claim in found.given_up}


def told(result: Result) -> str:
    return " | ".join(found.sentence for found in result.relaxations)


def test_a_lock_on_a_day_of_leave_is_given_up_and_both_are_named() -> None:
    result = relaxed(week(people(a={"locked": frozenset({Lock(DAYS[0], "early")}), "leave": frozenset({DAYS[0]})})))
    assert given_up(result) == {"locked"}
    assert "what is locked for A (a) on 2026-10-05 [planner]" in told(result)
    assert "the leave of A (a) on 2026-10-05 [site]" in told(result)


def test_locks_that_leave_no_rest_are_named_with_the_law() -> None:
    locks = frozenset({Lock(DAYS[0], "late"), Lock(DAYS[1], "early", 8 * 60)})
    result = relaxed(week(people(a={"locked": locks})))
    assert given_up(result) == {"locked"}
    assert "11 h of rest between the shifts of A (a)" in told(result)


def test_windows_too_small_for_the_hours_of_a_contract_are_named() -> None:
    wednesday = Availability(((), (), (Window(0, 1440),), (), (), (), ()))
    agents = people(a={"available": wednesday})
    terms = replace(
        agents[0].contract, name="16 hours", period_minutes=replace(agents[0].contract.period_minutes, least=960)
    )
    result = relaxed(week([replace(agents[0], contract=terms), *agents[1:]]))
    assert "the times at which A (a) can work" in told(result)
    assert "at least 16 h of A (a) in the period" in told(result)


def test_a_pair_whose_locks_differ_is_named_with_the_day() -> None:
    agents = people(a={"locked": frozenset({Lock(DAYS[0], "early")})}, b={"locked": frozenset({Lock(DAYS[0], "late")})})
    rules = (*CHINA, Pairing(frozenset({"a+b"})))
    result = relaxed(week(agents), rules)
    assert len(given_up(result) & {"locked", "pairing"}) == 1
    assert "the same shifts, starts or days for A, B on 2026-10-05 [site]" in told(result)
    assert "2026-10-05" in told(result)
    hard = {found.rule for found in result.violations if found.severity is Severity.HARD}
    assert hard == given_up(result)


def test_people_kept_apart_whom_locks_put_together_are_named_with_the_day() -> None:
    both = frozenset({Lock(DAYS[0], "early")})
    rules = (*CHINA, Separation(frozenset({"a+b"})))
    result = relaxed(week(people(a={"locked": both}, b={"locked": both})), rules)
    assert len(given_up(result) & {"locked", "separation"}) == 1
    assert "at most one of A, B on shift on 2026-10-05 [site]" in told(result)


def test_what_is_given_up_for_one_pair_still_binds_the_other() -> None:
    terms = contract(EARLY, LATE, hours=Bounds(24, None), name="24 hours")
    mornings, afternoons = (Availability(((window,),) * 7) for window in (Window(480, 1080), Window(720, 1440)))
    agents = people(
        a={"available": mornings, "contract": terms},
        b={"available": afternoons, "contract": terms},
        c={"available": mornings, "contract": terms},
    )
    rules = (*CHINA, Pairing(frozenset({"a+b", "c+d"})))
    result = relaxed(week(agents), rules)
    assert {(claim.rule, claim.about) for found in result.relaxations for claim in found.given_up} == {
        ("pairing", "A, B")
    }
    assert shifts(result, "c") == shifts(result, "d")
    assert set(shifts(result, "a").values()) | set(shifts(result, "b").values()) == {"early", "late"}


def test_of_people_who_are_tied_everybody_without_a_line_of_their_own_is_named() -> None:
    never = Availability(((),) * 7)
    agents = people(
        a={"locked": frozenset({Lock(DAYS[0], "early")}), "leave": frozenset({DAYS[0]})},
        b={"locked": frozenset({Lock(DAYS[1], "early")}), "leave": frozenset({DAYS[1]})},
        c={"available": never, "contract": contract(EARLY, LATE, hours=Bounds(16, None), name="16 hours")},
    )
    result = relaxed(week(agents), (*CHINA, Pairing(frozenset({"a+b+c"}))))
    spared = {claim.agent for found in result.relaxations for claim in found.given_up if claim.agent is not None}
    assert spared >= {"a", "b", "c"}


def test_a_new_hire_without_their_mentor_is_named() -> None:
    agents = people(
        a={"hired": MONDAY, "mentor": AgentId("b"), "locked": frozenset({Lock(DAYS[0], "early")})},
        b={"locked": frozenset({Lock(DAYS[0])})},
    )
    result = relaxed(week(agents))
    assert len(given_up(result) & {"locked", "mentor"}) == 1
    assert "the new hire beside the mentor (A, B), 2026-10-05 [OS-5.1, SK]" in told(result)


def test_the_wish_of_the_longer_serving_is_met_where_only_one_can_be() -> None:
    wishes = tuple(Request(AgentId(name), day, "off") for name in "ab" for day in DAYS[:1])
    agents = [replace(one, hired=MONDAY.replace(year=2026 - 5 * number)) for number, one in enumerate(people()[:2])]
    instance = centre(agents, (EARLY, LATE), days=1, need=dict.fromkeys(range(9, 12), 1.0))
    for years, off in ((0.0, None), (10.0, "b")):
        aims = replace(Aims(), asked=wishes, seniority_percent=years)
        result = solve(instance, with_parameters(CHINA, {}), LIMITS, objective=aims.objective(instance))
        assert result.roster is not None
        working = {str(shift.agent) for shift in result.roster.assignments}
        assert len(working) == 1
        assert off not in working
        assert result.terms["requests"] == 10.0


def why_not(instance: Instance, result: Result, name: str, number: int, kind_name: str, *more: Rule) -> WhyNot:
    assert result.roster is not None
    asked = Asking(result.roster, instance, (*CHINA, *more), Objective())
    return asked.why_not(instance.agent_by_id[AgentId(name)], DAYS[number], kind_name)


def test_why_not_names_the_lock_and_the_windows_that_stand_against_a_shift(monkeypatch: pytest.MonkeyPatch) -> None:
    mornings = Availability(((Window(8 * 60, 18 * 60),),) * 7)
    agents = people(a={"locked": frozenset({Lock(DAYS[0])})}, b={"available": mornings})
    instance = week(agents)
    result = solved(instance, CHINA, monkeypatch, large=True)
    locked = why_not(instance, result, "a", 0, "early")
    assert locked.verdict is Verdict.FORBIDDEN
    assert "what is locked for A (a) on 2026-10-05 [planner]" in locked.reasons[0].sentence
    away = why_not(instance, result, "b", 1, "late")
    assert away.verdict is Verdict.FORBIDDEN
    assert "the times at which B (b) can work, 2026-10-06 [contract]" in away.reasons[0].sentence


def test_why_not_names_the_pair_that_a_shift_would_part(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = Pairing(frozenset({"a+b"}))
    agents = people(a={"locked": frozenset({Lock(DAYS[0], "early", 8 * 60)})})
    instance = week([replace(one, locked=frozenset()) for one in agents])
    result = solved(week(agents), (*CHINA, pair), monkeypatch, large=True)
    answer = why_not(instance, result, "b", 0, "late", pair)
    assert answer.verdict in {Verdict.OTHER_PEOPLE, Verdict.FORBIDDEN}
    assert "pairing" in {violation.rule for violation in answer.broken}
