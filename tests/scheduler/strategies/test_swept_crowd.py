"""People in sweeps and people who answer in models of their own improve one roster together."""

from datetime import date

from scheduler.agents import Bounds
from scheduler.draft import Draft
from scheduler.instance import Instance
from scheduler.lines.programme import Programmes
from scheduler.objective import Objective
from scheduler.options import Option, options_of
from scheduler.rules.law import law_pack, with_parameters
from scheduler.solution import Limits, Progress
from scheduler.solve import solve
from scheduler.strategies.sweeps import Sweeps
from tests.scheduler.tiny import EARLY, LATE, centre, contract, person

NONE = law_pack("none")


def three(days: int = 2) -> Instance:
    terms = contract(EARLY, LATE, hours=Bounds(8 * days, 8 * days))
    return centre([person(terms, name) for name in "abc"], [EARLY, LATE], days=days, need=dict.fromkeys(range(24), 2.5))


def early_line(instance: Instance) -> dict[date, Option]:
    agent = instance.agents[0]
    return {day: next(iter(options_of(instance, agent, day))) for day in instance.days()}


def test_lines_of_sweeps_are_put_back_together_with_those_of_the_people_beside_them() -> None:
    instance = three()
    first, *others = instance.agents
    objective = Objective().under(NONE, instance)
    draft = Draft.empty(instance, objective, NONE)
    draft.put(first, early_line(instance))
    programmes = Programmes(instance, NONE, objective, others)

    def go_home() -> None:
        draft.lift(first)
        draft.put(first, {})

    sweeps = Sweeps(draft, [programmes.of(agent) for agent in others], 1, lambda _: True, pause=go_home, beside=[first])
    assert sweeps.fill() == []
    before = draft.heads[first.team].copy()
    sweeps.settle(dict)
    assert draft.fixed[first.id].keys() == set(instance.days())
    assert draft.heads[first.team].sum() >= before.sum()


def test_while_some_answer_in_models_of_their_own_no_better_roster_is_told_than_is_found() -> None:
    instance = three(days=5)
    rules = with_parameters(NONE, {"pairing": {"pairs": ["a+b"], "same": "shift"}})
    told: list[float] = []

    def watch(progress: Progress) -> bool:
        if progress.objective is not None:
            told.append(progress.objective)
        return True

    result = solve(instance, rules, Limits(20, 1), watch)
    assert result.objective is not None
    assert result.objective > 0
    assert min(told) >= result.objective - 0.01
