"""Soft rules cost in the model what they cost from the roster: every roster of tiny centres, with a past and without."""

from dataclasses import replace

import pytest
from ortools.sat.python.cp_model import CpModel, CpSolver, LinearExpr

from scheduler.availability import WHOLE_DAY, Availability, Window
from scheduler.instance import Instance
from scheduler.objective import Objective
from scheduler.objective.soft_rules import SoftRule
from scheduler.rules.availability import WithinAvailability
from scheduler.rules.base import Rule, Severity
from scheduler.rules.scope import Scoped
from scheduler.rules.soft import PRICES, Unit
from scheduler.variables import Variables
from tests.scheduler.rules.test_check_and_post_agree import CASES as LAW_CASES
from tests.scheduler.rules.test_days_before_the_plan import CASES as PAST_CASES
from tests.scheduler.rules.test_sequence_rules_agree import CASES as SITE_CASES
from tests.scheduler.tiny import EARLY, LATE, NIGHT, Chosen, centre, contract, person, rosters

NINE_TO_SIX = Availability(((Window(540, 1080),), (), *((WHOLE_DAY,),) * 5))
AT_TIMES = centre(replace(person(contract(EARLY, LATE, NIGHT)), available=NINE_TO_SIX), (EARLY, LATE, NIGHT), days=3)
ALL: list[tuple[str, Rule, Instance]] = [
    *((case.what, case.rule, case.instance) for case in LAW_CASES),
    *((case.what, case.rule, case.instance) for case in SITE_CASES),
    *PAST_CASES,
    ("from nine to six", WithinAvailability(), AT_TIMES),
]
TRIED = [each for each in ALL if each[1].name in PRICES]
CASES = [pytest.param(rule, there, id=f"{rule.name}, {what}") for what, rule, there in TRIED]
MOST_ROSTERS = 700


def soft(rule: Rule) -> Scoped:
    return Scoped(rule.rule if isinstance(rule, Scoped) else rule, Severity.SOFT)


class Priced:
    """The model of one soft rule, asked again and again what a roster costs."""

    def __init__(self, term: SoftRule, instance: Instance) -> None:
        self.model = CpModel()
        self.variables = Variables.build(self.model, instance)
        parts = [part for agent in instance.agents for part in term.post(self.model, self.variables, agent)]
        self.model.minimize(LinearExpr.weighted_sum([var for var, _ in parts], [cost for _, cost in parts]))

    def cost(self, chosen: Chosen) -> int:
        for (agent, _), choices in self.variables.chosen.items():
            for option, var in choices:
                value = int((agent, option) in chosen)
                domain = self.model.proto.variables[var.index].domain
                domain[0], domain[1] = value, value
        solver = CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.cp_model_presolve = False
        assert solver.status_name(solver.solve(self.model)) == "OPTIMAL"
        return round(solver.objective_value)


@pytest.mark.parametrize(("rule", "instance"), CASES)
def test_a_soft_rule_costs_the_same_in_the_model_and_from_the_roster(rule: Rule, instance: Instance) -> None:
    term = SoftRule.of(soft(rule))
    model = Priced(term, instance)
    objective = Objective().under([term.rule])
    every = list(rosters(instance))
    costs = []
    for chosen, roster in every[:: 1 + len(every) // MOST_ROSTERS]:
        cost = objective.costs(roster, instance)[term.name]
        assert model.cost(chosen) == cost, roster.assignments
        found = list(term.rule.check(roster, instance))
        assert (cost > 0) == bool(found)
        if PRICES[rule.name].unit is Unit.VIOLATION:
            assert cost == term.cost * len(found)
        costs.append(cost)
    assert max(costs) > 0


def test_every_rule_that_may_be_soft_is_tried() -> None:
    assert {rule.name for _, rule, _ in TRIED} == PRICES.keys()
