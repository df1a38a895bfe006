"""Breaks of free shifts are placed in the model of a window where they hurt the cover least, and where it says they lie."""

from collections import Counter

from ortools.sat.python.cp_model import CpSolver

from scheduler.agents import AgentId
from scheduler.draft import Draft
from scheduler.instance import Instance
from scheduler.objective import SCALE, Objective, Weights, slot_cost
from scheduler.strategies.windows import Window, WindowModel, changed_lines
from tests.scheduler.tiny import TEAM, centre, contract, kind, pause, person

LUNCH = kind("lunch", "08:00", 8, pause(60, "02:00", "05:00"))
WEIGHTS = Weights(((0.0, 10),), ((0.0, 1),))


def busy(*quiet: int, people: int) -> Instance:
    """Return a day of two people needed from 8 to 16 o'clock, and one where it is *quiet*."""
    need = {hour: float(people - (hour in quiet)) for hour in range(8, 16)}
    agents = [person(contract(LUNCH), name) for name in "abc"[:people]]
    return centre(agents, [LUNCH], days=1, need=need)


def solved(draft: Draft) -> tuple[WindowModel, float]:
    everything = Window({agent.id: frozenset(draft.instance.days()) for agent in draft.instance.agents})
    model = WindowModel.build(draft, everything, ())
    solver = CpSolver()
    solver.parameters.num_workers = 1
    model.solve(solver)
    return model, solver.objective_value


def nobody(instance: Instance) -> Draft:
    draft = Draft.empty(instance, Objective(WEIGHTS))
    for agent in instance.agents:
        draft.put(agent, {})
    return draft


def test_each_break_lies_in_a_quiet_hour_of_its_own() -> None:
    draft = nobody(busy(10, 12, people=2))
    found, objective = solved(draft)
    for (agent_id, day), pattern in found.patterns.items():
        agent = draft.instance.agent_by_id[agent_id]
        draft.put(agent, changed_lines(draft, found)[AgentId(agent_id)])
        draft.move_breaks(agent, day, pattern)
    hours = Counter(
        pause.start.astimezone(shift.start.tzinfo).hour
        for shift in draft.roster().assignments
        for pause in shift.breaks
    )
    assert hours == {10: 1, 12: 1}
    assert draft.cost() == objective == 0


def test_the_cost_of_the_model_is_that_of_the_roster_with_its_breaks() -> None:
    draft = nobody(busy(11, people=3))
    found, objective = solved(draft)
    lines = changed_lines(draft, found)
    for agent in draft.instance.agents:
        draft.lift(agent)
        draft.put(agent, lines[agent.id])
    for (agent_id, day), pattern in found.patterns.items():
        draft.move_breaks(draft.instance.agent_by_id[agent_id], day, pattern)
    assert draft.cost() == objective == 2 * 10 * SCALE
    assert int(slot_cost(draft.heads[TEAM], draft.demand[TEAM], WEIGHTS).sum()) == objective


def test_breaks_that_stay_are_where_a_window_begins() -> None:
    draft = nobody(busy(10, 12, people=2))
    found, _objective = solved(draft)
    lines = changed_lines(draft, found)
    for agent in draft.instance.agents:
        draft.put(agent, lines[agent.id])
    again, objective = solved(draft)
    assert changed_lines(draft, again) == {}
    assert again.status == "OPTIMAL"
    assert objective == 0
