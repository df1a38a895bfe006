"""What rules over several people count and tie, by hand: open days and slots, groups, soft streams."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
import pytest
from ortools.sat.python.cp_model import CpModel, CpSolver

from forecasting.messages import Sentence
from forecasting.site import OpeningHours, Span
from scheduler.agents import AgentId, Team
from scheduler.instance import Instance
from scheduler.rules.alike import seen_in
from scheduler.rules.availability import WithinAvailability
from scheduler.rules.base import Rule, Severity
from scheduler.rules.heads import HeadsOnDuty
from scheduler.rules.heads_per_shift import HeadsPerShift
from scheduler.rules.law import with_parameters
from scheduler.rules.levels import Level, LevelsOnDuty
from scheduler.rules.parameters import RuleParameterError
from scheduler.rules.rest import DailyRest
from scheduler.rules.scope import Scoped
from scheduler.rules.several import (
    cost_of_stream,
    hard_streams,
    is_counting,
    is_over_several,
    price_of,
    soft_streams,
    tied_groups,
)
from scheduler.rules.wanted import Wanted, days_of, open_days, open_slots
from scheduler.rules.weekdays import refuse_unknown_weekdays
from scheduler.rules.work_days import Weekday, WorkDays
from scheduler.shifts import ShiftKind
from scheduler.streams import ANY_NUMBER
from scheduler.variables import Variables
from tests.scheduler.tiny import EARLY, MONDAY, NIGHT, after, centre, contract, kind, person

ALL = frozenset(Weekday)
TUESDAY = MONDAY + timedelta(days=1)
MORNING = OpeningHours((Span(480, 720), None, Span(480, 720), *([Span(480, 720)] * 4)), None)  # closed on Tuesdays
LATER = OpeningHours((Span(840, 900),) * 7, None)


def people(*names: str, kinds: tuple[ShiftKind, ...] = (EARLY,), days: int = 3) -> Instance:
    return centre([person(contract(*kinds), name) for name in names], kinds, days=days)


@dataclass(frozen=True, slots=True)
class Tied(WorkDays):
    """A rule that ties people and asks nothing."""

    groups: tuple[str, ...] = ()

    def ties(self, instance: Instance) -> Iterable[frozenset[AgentId]]:
        assert instance.agents
        return [frozenset(map(AgentId, group)) for group in self.groups]


def tied(*rules: tuple[str, ...]) -> list[str]:
    groups = tied_groups([Tied(groups=groups) for groups in rules], people(*"abcdef"))
    return sorted("".join(sorted(group)) for group in groups)


def test_people_are_tied_through_others_and_nobody_with_strangers_or_alone() -> None:
    assert tied(("ab", "cd")) == ["ab", "cd"]
    assert tied(("ab", "cd"), ("bc",)) == ["abcd"]
    assert tied(("ab",), ("ab",), ("ef",)) == ["ab", "ef"]
    assert tied(("a",)) == []
    assert tied(("ax",)) == []
    assert tied(("abx",)) == ["ab"]


def test_a_rule_of_several_people_is_known_through_its_wrapper() -> None:
    counting: Rule = HeadsPerShift()
    assert is_counting(counting)
    assert is_over_several(Scoped(counting))
    assert is_over_several(Tied(groups=("ab",)))
    assert not is_counting(Tied(groups=("ab",)))
    assert not is_over_several(Scoped(DailyRest()))


def test_streams_are_paid_for_where_they_are_soft_and_cost_something() -> None:
    def soft(weight: float = 1, weight_over: float = 1) -> Rule:
        return HeadsPerShift(1, 2, severity=Severity.SOFT, weight=weight, weight_over=weight_over)

    instance = people("a", "b")
    hard = HeadsPerShift(1, 2)
    assert len(soft_streams([hard, soft()], instance)) == 1
    assert [stream.hard for stream in hard_streams([hard, soft()], instance)] == [True]
    assert not soft_streams([soft(weight=0, weight_over=0)], instance)
    assert len(soft_streams([soft(weight=0)], instance)) == 1
    assert len(soft_streams([soft(weight_over=0)], instance)) == 1


def test_the_price_of_a_head_is_what_one_more_saves() -> None:
    (stream,) = soft_streams([HeadsPerShift(1, 2, severity=Severity.SOFT, weight=3, weight_over=5)], people("a"))
    prices = [price_of(stream, np.full(3, count), stream.under, stream.over).tolist() for count in (0, 1, 2, 3)]
    assert prices == [[300] * 3, [0] * 3, [-500] * 3, [-500] * 3]


@pytest.mark.parametrize(("least", "most", "cost"), [(0, 2, 0), (1, 2, 0), (3, 3, 300), (0, 1, 500), (0, 0, 1000)])
def test_missing_and_spare_heads_cost_in_the_model_what_is_said(least: int, most: int, cost: int) -> None:
    rule = HeadsPerShift(least, most, severity=Severity.SOFT, weight=3, weight_over=5)
    instance = people("a", "b", days=1)
    (stream,) = rule.streams(instance)
    model = CpModel()
    variables = Variables.build(model, instance)
    parts = cost_of_stream(model, variables, stream)
    for agent in variables.agents:
        model.add(variables.works(agent, MONDAY) == 1)
    model.minimize(sum(var * points for var, points in parts))
    solver = CpSolver()
    assert solver.status_name(solver.solve(model)) == "OPTIMAL"
    assert solver.objective_value == cost


@pytest.mark.parametrize(("past", "cost"), [(None, 800), (NIGHT, 200)])
def test_who_works_since_the_evening_before_is_not_missing(past: ShiftKind | None, cost: int) -> None:
    """Of the eight hours that the shift from midnight covers, the night of the evening before covers six."""
    instance = after(people("a", kinds=(kind("small-hours", "00:00", 8),), days=1), past)
    (stream,) = LevelsOnDuty(1, Level.JUNIOR, severity=Severity.SOFT, weight=1).streams(instance)
    model = CpModel()
    variables = Variables.build(model, instance)
    parts = cost_of_stream(model, variables, stream)
    model.add(variables.works(instance.agents[0], MONDAY) == 0)
    model.minimize(sum(var * points for var, points in parts))
    solver = CpSolver()
    assert solver.status_name(solver.solve(model)) == "OPTIMAL"
    assert solver.objective_value == cost


def test_days_and_slots_are_open_where_one_of_the_teams_is() -> None:
    instance = people("a")
    teams = [Team("x", (), MORNING), Team("y", (), LATER)]
    every = [MONDAY + timedelta(days=index) for index in range(3)]
    assert open_days(teams, ALL, instance) == every
    assert open_days(teams[:1], ALL, instance) == [MONDAY, every[2]]
    assert open_days(teams, {Weekday.TUESDAY}, instance) == [TUESDAY]
    assert days_of({Weekday.MONDAY, Weekday.SUNDAY}, instance) == [MONDAY]

    def marked(*of: Team, weekdays: frozenset[Weekday] = ALL) -> list[int]:
        return np.flatnonzero(open_slots(of, weekdays, instance.agents, instance)).tolist()

    assert marked(teams[0]) == [8, 9, 10, 11, 56, 57, 58, 59]
    assert marked(*teams, weekdays=frozenset({Weekday.TUESDAY})) == [38]
    assert marked(teams[0], weekdays=frozenset({Weekday.TUESDAY})) == []


@pytest.mark.parametrize(("kinds", "first"), [((EARLY,), 0), ((NIGHT,), 6), ((NIGHT, kind("long", "20:00", 12)), 8)])
def test_the_first_night_asks_for_nobody_whom_only_the_evening_before_could_bring(
    kinds: tuple[ShiftKind, ...], first: int
) -> None:
    instance = people("a", kinds=kinds, days=1)
    always = [Team("x", (), OpeningHours((Span(0, 1440),) * 7, None))]
    assert np.flatnonzero(open_slots(always, ALL, instance.agents, instance)).tolist() == list(range(first, 24))
    assert np.flatnonzero(open_slots(always, ALL, [], instance)).tolist() == list(range(24))
    known = after(instance, None)
    assert np.flatnonzero(open_slots(always, ALL, known.agents, known)).tolist() == list(range(24))


def test_what_is_not_asked_costs_nothing_and_has_no_most() -> None:
    plain = Wanted("heads", Severity.SOFT, 1)
    assert (plain.points_under, plain.points_over) == (0, 0)
    instance = people("a")
    asked = np.array([0, 1] * (instance.grid.n_slots // 2))
    stream = replace(plain, most=3).in_slots("of", instance.agents, instance.grid, asked, Sentence("heads"))
    assert stream.least.tolist()[:2] == [0, 1]
    assert stream.most.tolist()[:2] == [ANY_NUMBER, 3]


def test_what_sets_people_apart_is_asked_of_wrapped_rules_too() -> None:
    (agent,) = people("a").agents
    assert seen_in(agent, [DailyRest()]) == ()
    assert seen_in(agent, [WithinAvailability(), Scoped(WithinAvailability())]) == (None, None)
    assert seen_in(replace(agent, locked=frozenset()), [Scoped(DailyRest())]) == ()


def test_days_of_the_week_are_named_as_they_are_called() -> None:
    refuse_unknown_weekdays(["monday"])
    with pytest.raises(ValueError, match=r"sunday\), not friyay"):
        refuse_unknown_weekdays(["friday", "friyay"])
    with pytest.raises(ValueError, match=r"sunday\), not -"):
        refuse_unknown_weekdays([])


def test_the_heads_of_a_site_are_set_once() -> None:
    with pytest.raises(RuleParameterError, match="heads-on-duty"):
        with_parameters((HeadsOnDuty(),), {"heads-on-duty": [{"heads": 1}, {"heads": 2}]})


@pytest.mark.parametrize(
    ("severity", "weight", "fine"),
    [
        (Severity.SOFT, 0, True),
        (Severity.SOFT, 0.5, True),
        (Severity.SOFT, -0.5, False),
        (Severity.SOFT, float("inf"), False),
        (Severity.HARD, 1, False),
        (Severity.HARD, None, True),
        (Severity.SOFT, None, True),
    ],
)
def test_only_a_soft_rule_has_a_weight_and_none_below_zero(
    severity: Severity, weight: float | None, *, fine: bool
) -> None:
    if fine:
        assert Scoped(DailyRest(), severity, weight=weight).weight == weight
    else:
        with pytest.raises(ValueError, match="weight"):
            Scoped(DailyRest(), severity, weight=weight)
