"""Why-not questions about shifts that rules over several people stand against."""

from dataclasses import replace

from scheduler.agents import Agent, AgentId, SkillLevel
from scheduler.explain.price import prices
from scheduler.explain.why_not import Asking, Verdict, WhyNot
from scheduler.instance import Instance
from scheduler.objective import Objective
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity
from scheduler.rules.heads_per_shift import HeadsPerShift
from scheduler.rules.levels import LevelsOnDuty
from scheduler.rules.supervisors import SupervisorOnDuty
from scheduler.solution import Limits
from tests.scheduler.explain.overconstrained import DAY, KINDS, LATE, NONE
from tests.scheduler.tiny import MONDAY, ROUND_THE_CLOCK, centre, contract, line, person

NAMES = frozenset({"late"})


def shop() -> Instance:
    """Return a senior and two others, two of whom work the day and one late."""
    people = [person(contract(DAY, LATE), name) for name in "abc"]
    return centre([senior(people[0]), *people[1:]], KINDS, days=1, opening=ROUND_THE_CLOCK)


def senior(agent: Agent) -> Agent:
    return replace(agent, level=SkillLevel.SENIOR)


def asked(rules: tuple[Rule, ...], who: str, kind: str, objective: Objective | None = None) -> WhyNot:
    instance = shop()
    shifts = [
        *line(instance, LATE, agent=AgentId("a")).assignments,
        *line(instance, DAY, agent=AgentId("b")).assignments,
        *line(instance, DAY, agent=AgentId("c")).assignments,
    ]
    asking = Asking(Roster.of(instance.grid, shifts), instance, (*NONE, *rules), objective or Objective())
    return asking.why_not(instance.agent_by_id[AgentId(who)], MONDAY, kind)


def test_the_only_senior_of_the_late_shift_is_needed_there() -> None:
    found = asked((LevelsOnDuty(kinds=NAMES),), "a", "day")
    assert found.verdict is Verdict.OTHER_PEOPLE
    assert [violation.rule for violation in found.broken] == ["levels-on-duty"]


def test_a_shift_with_as_many_as_may_be_is_full() -> None:
    found = asked((HeadsPerShift(0, 1, NAMES),), "b", "late")
    assert found.verdict is Verdict.OTHER_PEOPLE
    assert "at most 1 are allowed" in found.broken[0].message


def test_what_is_missing_already_is_not_held_against_a_shift() -> None:
    found = asked((SupervisorOnDuty(),), "b", "late")  # nobody is a supervisor, whoever works
    assert found.verdict is Verdict.POSSIBLE


def test_a_soft_rule_is_a_term_of_the_price() -> None:
    rule = LevelsOnDuty(kinds=NAMES, severity=Severity.SOFT, weight=12)
    found = asked((rule,), "a", "day", Objective().under([rule], shop()))
    assert found.verdict is Verdict.POSSIBLE
    assert found.costs["rule: levels-on-duty"] == 12


def test_the_price_of_the_second_senior_is_the_shortage_elsewhere() -> None:
    people = [senior(person(contract(DAY, LATE), name)) for name in "ab"]
    instance = centre(people, KINDS, days=1, opening=ROUND_THE_CLOCK, need=dict.fromkeys(range(8, 12), 1.0))
    rules = (*NONE, LevelsOnDuty(2, kinds=NAMES))
    shifts = [shift for name in "ab" for shift in line(instance, LATE, agent=AgentId(name)).assignments]
    roster = Roster.of(instance.grid, shifts)
    (price,) = prices(roster, instance, rules, Objective(), "levels-on-duty", Limits(2.0, 1))
    assert (price.step.figure, price.step.before, price.step.after) == ("least", 2, 1)
    assert price.gain["shortage"] == 4 * 34
