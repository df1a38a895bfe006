"""What rules over several people want stands in the sentences of drafts, with who is in the way of it."""

from dataclasses import replace
from datetime import date

from scheduler.agents import Agent, Grade, SkillLevel
from scheduler.instance import Instance
from scheduler.rules.base import Rule
from scheduler.solution import Limits, Result, Status
from scheduler.solve import solve
from tests.scheduler.explain.overconstrained import DAY, KINDS, LATE, NIGHT, NONE, with_site
from tests.scheduler.tiny import ROUND_THE_CLOCK, centre, contract, next_days, person

LIMITS = Limits(seconds=3.0, workers=1)
MONDAY = date(2026, 11, 9)
AWAY = next_days(date(2026, 11, 12), 3)


def senior(name: str, *leave: date) -> Agent:
    return replace(person(contract(NIGHT, DAY), name, leave=leave), level=SkillLevel.SENIOR)


def week(*people: Agent, days: int = 7) -> Instance:
    return centre(people, KINDS, days=days, first=MONDAY, opening=ROUND_THE_CLOCK)


def drafted(instance: Instance, rules: tuple[Rule, ...]) -> Result:
    result = solve(instance, rules, LIMITS)
    assert (result.status, result.roster is None) == (Status.RELAXED, False), result.conflicts
    return result


def test_leave_and_seniors_on_the_night_cannot_both_hold() -> None:
    rules = with_site({"levels-on-duty": {"least": 2, "kinds": ["night"]}}, NONE)
    result = drafted(week(senior("A012", *AWAY), senior("A013"), person(contract(NIGHT, DAY), "A014")), rules)
    (found,) = result.relaxations
    assert found.sentence == (
        "at least 2 seniors on the night shift on 2026-11-11 to 2026-11-14 [SK] and "
        "the leave of A012 on 2026-11-12 to 2026-11-14 [site] cannot both hold: "
        "either give up at least 2 seniors on the night shift on 2026-11-11 to 2026-11-14 [SK] (1 missing), as this roster does; "
        "or the leave of A012 on 2026-11-12 to 2026-11-14 [site]"
    )
    assert {violation.day for violation in result.violations if violation.rule == "levels-on-duty"} == set(
        next_days(date(2026, 11, 11), 4)
    )


def test_a_site_without_its_only_supervisor_says_so() -> None:
    boss = replace(person(contract(DAY), "boss", leave=AWAY[:1]), grade=Grade.SUPERVISOR)
    rules = with_site({"supervisor-on-duty": {"weekdays": ["thursday"]}}, NONE)
    result = drafted(week(boss, person(contract(DAY), "b"), days=4), rules)
    told = " | ".join(found.sentence for found in result.relaxations)
    assert "at least 1 of grade supervisor or above of care on shift on 2026-11-12 [GR, OS-7.1]" in told
    assert {violation.rule for violation in result.violations} == {"supervisor-on-duty"}


def test_two_tables_of_one_rule_are_told_apart() -> None:
    tables = {"heads-per-shift": [{"least": 2, "kinds": ["late"]}, {"least": 1, "kinds": ["day"]}]}
    people = [person(contract(DAY, LATE, name=name), name) for name in "ab"]
    result = drafted(week(*people, days=1), with_site(tables, NONE))
    given_up = [claim for found in result.relaxations for claim in found.given_up]
    assert len(given_up) == 1
    (violation,) = result.violations
    assert violation.values["about"] == given_up[0].about


def test_a_team_without_any_senior_gets_a_draft_that_says_so() -> None:
    rules = with_site({"levels-on-duty": {"kinds": ["night"]}}, NONE)
    result = drafted(week(person(contract(NIGHT), "a"), person(contract(DAY), "b"), days=2), rules)
    (found,) = result.relaxations
    assert found.sentence.startswith(
        "at least 1 senior on the night shift on 2026-11-09 to 2026-11-10 [SK] cannot hold"
    )


def test_only_those_who_count_are_spared_something_for_their_rule() -> None:
    rules = with_site({"levels-on-duty": {"least": 2, "kinds": ["night"]}}, NONE)
    others = [person(contract(NIGHT, DAY), f"b{number}") for number in range(12)]
    result = drafted(week(senior("a", *AWAY[:1]), senior("c"), *others), rules)
    assert [conflict.people for conflict in result.conflicts] == [("a", "c")] * 2
    assert {claim.rule for found in result.relaxations for claim in found.given_up} == {"levels-on-duty"}
