"""People in tables: everybody has one place, answers as they would alone, and kinds are spread evenly over a pass."""

from itertools import accumulate

import numpy as np

from scheduler.agents import Bounds
from scheduler.draft import Draft
from scheduler.instance import Instance
from scheduler.lines.programme import Programmes
from scheduler.objective import Objective
from scheduler.objective.aims import Aims
from scheduler.objective.requests import OFF, Request
from scheduler.strategies import turns_kernel
from scheduler.strategies.seats import Seats
from scheduler.strategies.shelves import slots_of
from scheduler.strategies.tables import KINDS, Table, Walk, tables_of
from scheduler.strategies.turns_kernel import BY_REACH, Goal
from tests.scheduler.strategies.test_sweeps import CHINA, LUNCH, everything, week
from tests.scheduler.tiny import LATE, NIGHT, TEAM, centre, contract, person


def wishing(instance: Instance) -> Objective:
    asked = tuple(Request(agent.id, instance.days()[1], OFF) for agent in instance.agents[::2])
    return Aims(asked=asked, overtime=300).objective(instance)


def tables(instance: Instance, objective: Objective) -> tuple[Draft, dict[str, list[Table]]]:
    draft = Draft.empty(instance, objective, CHINA)
    everybody = Programmes(instance, CHINA, objective, instance.agents)
    return draft, tables_of(Seats.of(draft, [everybody.of(agent) for agent in instance.agents]), draft)


def at_true_values(draft: Draft) -> Goal:
    nothing = np.zeros_like(draft.heads[TEAM])
    return Goal(slots_of(draft.demand[TEAM], draft.weights), nothing, nothing, nothing, 0, BY_REACH)


def test_plain_python_and_compiled_turns_give_the_same_lines_breaks_and_costs() -> None:
    walks = []
    for plain in (True, False):
        instance = week(3)
        draft, found = tables(instance, wishing(instance))
        (table,) = found[TEAM]
        walk, goal = Walk([table], draft.heads[TEAM], np.random.default_rng(1)), at_true_values(draft)
        (part,) = walk.parts(3)
        if plain:
            turns_kernel.take_turns(
                table.graphs,
                table.rooms,
                table.offers,
                table.people,
                goal,
                goal,
                table.desk,
                part.order,
                walk.heads,
                walk.answers[0],
            )
        else:
            walk.take(part, goal, goal)
        assert walk.tell() == []
        walks.append((draft.heads[TEAM].tolist(), [array.tolist() for array in walk.answers[0]]))
    assert walks[0] == walks[1]


def test_teams_of_more_than_eight_kinds_of_people_are_in_several_tables_and_everybody_answers() -> None:
    offers = [(LUNCH,), (LATE,), (NIGHT,)]
    terms = [
        contract(*offer, hours=Bounds(16, 40), in_row=Bounds(None, most)) for offer in offers for most in range(2, 5)
    ]
    instance = centre([person(each, f"a{n}") for n, each in enumerate(terms)], [LUNCH, LATE, NIGHT], days=7, need=1.0)
    draft, found = tables(instance, Objective())
    assert [len(table.seats) for table in found[TEAM]] == [KINDS, 1]
    walk, goal = Walk(found[TEAM], draft.heads[TEAM], np.random.default_rng(1)), at_true_values(draft)
    for part in walk.parts(64):
        walk.take(part, goal, goal)
    assert walk.tell() == []
    seats = [seat for table in found[TEAM] for seat in table.seats]
    assert {seat.agent.id for seat in seats} == {agent.id for agent in instance.agents}
    assert all((seat.line >= 0).any() for seat in seats)


def test_people_of_every_kind_are_spread_evenly_over_a_pass() -> None:
    few, many = contract(LUNCH, hours=Bounds(16, 24)), contract(LATE, hours=Bounds(16, 24))
    people = [person(few if number < 4 else many, f"a{number}") for number in range(16)]
    _, found = tables(centre(people, [LUNCH, LATE], days=7, need=1.0), Objective())
    (table,) = found[TEAM]
    order = table.order(np.random.default_rng(3))
    assert sorted(order.tolist()) == list(range(16))
    of_few = accumulate(int(table.people.kind[place] == 0) for place in order)
    assert all(abs(seen - (number + 1) / 4) <= 1 for number, seen in enumerate(of_few))


def test_people_who_share_burdens_are_in_no_table() -> None:
    instance = week()
    assert tables(instance, everything(instance))[1] == {}
