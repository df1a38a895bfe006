"""Soft rules in finished rosters: kept where that is cheaper, broken and paid for where it is not, and named in every answer."""

import pickle
from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.agents import AgentId, Bounds
from scheduler.explain.price import prices
from scheduler.explain.why_not import Asking, Verdict
from scheduler.instance import Instance, Tally
from scheduler.objective import SCALE, Objective, term_label
from scheduler.rules.base import Rule, Severity
from scheduler.rules.bounded_hours import HoursOfWeek
from scheduler.rules.contract import PeriodHours
from scheduler.rules.days_in_row import DaysInRow
from scheduler.rules.law import law_pack
from scheduler.rules.nights import NightsInRow
from scheduler.rules.scope import Scoped
from scheduler.rules.starts import StartDistance, StartWindow
from scheduler.rules.weekends import WeekendsWorked
from scheduler.rules.work_days import Weekday, WorkDays
from scheduler.solution import Limits, Result, Status
from scheduler.solve import solve
from scheduler.strategies import exact
from tests.scheduler.tiny import EARLY, LATE, MONDAY, NIGHT, after, centre, contract, line, person, rosters

LIMITS = Limits(seconds=20, workers=1)
NONE = law_pack("none")
SHIFT = 8 * 34.0  # points for a shift that is needed and missing: eight slots at 10 + 0.9 × 10 + 0.75 × 20


def soft(rule: Rule, weight: float | None = None, **scope: frozenset[str]) -> Scoped:
    return Scoped(rule, Severity.SOFT, **scope, weight=weight)


def needed_daily(days: int, in_row: Bounds = Bounds()) -> Instance:
    """One person who is needed from eight to four every day."""
    need = {24 * index + hour: 1.0 for index in range(days) for hour in range(8, 16)}
    return centre(person(contract(EARLY, in_row=in_row)), [EARLY], days=days, need=need)


def solved(instance: Instance, *more: Rule, without: str = "") -> Result:
    rules = (*(rule for rule in NONE if rule.name != without), *more)
    return solve(instance, rules, LIMITS)


@pytest.mark.parametrize("choices", [exact.MOST_CHOICES, 0])
@pytest.mark.parametrize(("weight", "broken"), [(SHIFT / 2 - 1, 2), (SHIFT / 2 + 1, 0)])
def test_days_too_many_in_a_row_are_worked_as_long_as_they_cost_less_than_the_shortage(
    monkeypatch: pytest.MonkeyPatch, choices: int, weight: float, broken: int
) -> None:
    monkeypatch.setattr(exact, "MOST_CHOICES", choices)
    rule = soft(DaysInRow(), weight)
    result = solved(needed_daily(5, in_row=Bounds(None, 3)), rule, without="days-in-row")
    assert result.terms["rule: days-in-row"] == broken * weight
    assert result.terms["shortage"] == (0 if broken else SHIFT)
    found = [violation.severity for violation in result.violations if violation.rule == "days-in-row"]
    assert found == [Severity.SOFT] * (broken > 0)
    assert result.objective == sum(result.terms.values())


def test_a_weight_that_is_not_given_is_the_usual_one_and_nothing_costs_nothing() -> None:
    instance = needed_daily(7)
    rule = HoursOfWeek(0, 40)
    assert solved(instance, soft(rule)).terms["rule: hours-of-week"] == 16 * 10.0
    assert "rule: hours-of-week" not in solved(instance, soft(rule, 0)).terms
    assert solved(instance, Scoped(rule)).terms["shortage"] == 2 * SHIFT


def test_hours_are_paid_by_the_part_of_an_hour() -> None:
    instance = needed_daily(5)
    costs = Objective().under([soft(HoursOfWeek(0, 39.75), 2)]).costs(line(instance, *[EARLY] * 5), instance)
    assert costs["rule: hours-of-week"] == 0.25 * 2 * SCALE
    assert costs["rule: hours-of-week"] == 50


def test_hours_before_the_plan_that_are_too_many_already_are_not_paid_for() -> None:
    wednesday = after(
        centre(person(contract(EARLY)), [EARLY], days=4, first=MONDAY + timedelta(days=3)), EARLY, EARLY, EARLY
    )
    objective = Objective().under([soft(HoursOfWeek(0, 16), 1)])
    assert objective.costs(line(wednesday), wednesday)["rule: hours-of-week"] == 0
    assert objective.costs(line(wednesday, EARLY), wednesday)["rule: hours-of-week"] == 8 * SCALE


def test_one_person_alone_has_their_own_past_and_hours() -> None:
    people = [person(contract(EARLY), name) for name in "ab"]
    instance = after(after(centre(people, [EARLY], days=3), EARLY, None), None, EARLY, agent=AgentId("b"))
    told = tuple(Tally(agent.id, MONDAY - timedelta(days=7), 60) for agent in people)
    alone = replace(instance, tallies=told).alone(instance.agents[1])
    assert alone.agents == instance.agents[1:]
    assert alone.lines_before.keys() == {AgentId("b")}
    assert alone.tallies == told[1:]
    assert alone.days_before == instance.days_before


def test_hours_that_a_contract_asks_for_may_be_missed_when_they_are_soft() -> None:
    instance = centre(person(contract(EARLY, hours=Bounds(60, 60))), [EARLY], days=5)
    assert solved(instance, without="period-hours").terms["shortage"] == 0
    assert solved(instance).status is Status.RELAXED
    result = solved(instance, soft(PeriodHours(), 50), without="period-hours")
    assert result.status is not Status.RELAXED
    assert result.terms["rule: period-hours"] == 20 * 50.0


def test_a_rule_for_some_costs_for_them_alone_and_tables_of_one_rule_add_up() -> None:
    instance = needed_daily(7)
    rules = [soft(WeekendsWorked(0, 1), 3, teams=frozenset({"care"})), soft(WeekendsWorked(0, 1), 4)]
    other = soft(WeekendsWorked(0, 1), 100, contracts=frozenset({"student"}))
    objective = Objective().under([*rules, other])
    assert objective.costs(line(instance, *[EARLY] * 7), instance)["rule: weekends-worked"] == 7 * SCALE
    assert objective.under(rules[:1]).names == ("shortage", "excess", "rule: weekends-worked")
    assert objective.under([]) == Objective()


def test_rules_of_single_days_cost_by_table_and_person() -> None:
    kinds, sunday = (EARLY, LATE), frozenset({Weekday.SUNDAY})
    people = [person(contract(*kinds), "a"), person(contract(*kinds), "b", leave=[MONDAY])]
    instance = centre(people, kinds, days=7)
    rules = [
        soft(StartWindow("09:00", "15:00"), 3),
        soft(StartWindow("06:00", "09:00"), 4, agents=frozenset({"b"})),
        soft(WorkDays(frozenset({Weekday.MONDAY}), frozenset(Weekday) - sunday), 10),
    ]
    objective = Objective().under(rules)
    assert objective.names[2:] == ("rule: start-window", "rule: work-days")
    costs = objective.costs(line(instance, EARLY, None, LATE, agent=AgentId("b")), instance)
    # b starts early once and late once, a has no shift on Monday, b is on leave then
    assert costs["rule: start-window"] == (3 + 4) * SCALE
    assert costs["rule: work-days"] == 10 * SCALE
    costs = objective.costs(line(instance, *[LATE] * 7, agent=AgentId("a")), instance)
    assert costs["rule: start-window"] == 0
    assert costs["rule: work-days"] == 10 * SCALE
    assert pickle.loads(pickle.dumps(objective)) == objective
    assert len(pickle.dumps(objective)) == len(pickle.dumps(Objective().under(rules)))


def test_a_small_roster_is_the_best_of_all_by_soft_rules() -> None:
    kinds = (EARLY, LATE, NIGHT)
    need = {24 * day + hour: 1.0 for day in range(3) for hour in (9, 15, 20, 23)}
    instance = centre(
        [person(contract(*kinds, hours=Bounds(16, None)), name) for name in "ab"], kinds, days=3, need=need
    )
    rules = (
        *(rule for rule in NONE if rule.name != "period-hours"),
        soft(PeriodHours(), 0.25),
        soft(NightsInRow(1, 1), 7),
        soft(StartDistance(120), 9, agents=frozenset({"a"})),
    )
    objective = Objective().under(rules)
    best = min(sum(objective.costs(roster, instance).values()) for _, roster in rosters(instance))
    result = solve(instance, rules, LIMITS)
    assert result.objective == best / SCALE
    assert result.roster is not None
    assert sum(objective.costs(result.roster, instance).values()) == best


def test_why_not_says_what_a_soft_rule_would_cost() -> None:
    instance = centre(person(contract(EARLY)), [EARLY], days=7)
    rules = (*NONE, soft(WeekendsWorked(0, 1), 12))
    objective = Objective().under(rules)
    (agent,) = instance.agents
    answer = Asking(line(instance), instance, rules, objective).why_not(agent, MONDAY + timedelta(days=5))
    assert answer.verdict is Verdict.POSSIBLE
    assert answer.costs["rule: weekends-worked"] == 12


def test_the_price_of_a_soft_rule_is_what_a_step_saves_of_its_points() -> None:
    instance = needed_daily(5)
    rules = (*NONE, soft(NightsInRow(1, 1), 5), soft(HoursOfWeek(0, 32), 5))
    result = solve(instance, rules, LIMITS)
    assert result.roster is not None
    assert result.terms["rule: hours-of-week"] == 8 * 5.0
    found = prices(result.roster, instance, rules, Objective(), "hours-of-week", LIMITS)
    by_step = {(price.step.figure, price.step.after): price for price in found}
    assert by_step["most_hours", 33].gain == {
        "shortage": 0,
        "excess": 0,
        "rule: nights-in-row": 0,
        "rule: hours-of-week": 5.0,
    }
    assert by_step["most_hours", 31].points == 0
    assert found[0].step.label == "least paid hours of a week, in hours"


def test_terms_are_called_by_what_they_are() -> None:
    assert term_label("shortage") == "shortage"
    label = term_label("rule: weekends-worked")
    assert label == "rule: weekends-worked"
    assert label.values == {"rule": "weekends-worked"}  # type: ignore[attr-defined]  # a Sentence
