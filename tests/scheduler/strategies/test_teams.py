"""Teams that nothing ties together are parts of their own, solved anywhere and merged to the same roster."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from scheduler.agents import AgentId, Team
from scheduler.checking import check_roster, is_lawful
from scheduler.demand import Demand
from scheduler.fairness import Burden
from scheduler.instance import Instance
from scheduler.objective import Objective
from scheduler.objective.aims import Aims
from scheduler.roster import Roster
from scheduler.rules.law import law_pack
from scheduler.rules.pairing import Pairing
from scheduler.solution import Limits
from scheduler.solve import solve
from scheduler.strategies.teams import Part, merged, parts_of, solve_apart
from tests.scheduler.tiny import EARLY, LATE, ROUND_THE_CLOCK, after, centre, contract, heads, person

NONE = law_pack("none")


def three_teams() -> Instance:
    terms = contract(EARLY, LATE)
    people = [person(terms, f"{team}{number}", team=team) for team in "xyz" for number in range(2)]
    teams = tuple(Team(name, (name,), ROUND_THE_CLOCK) for name in "xyz")
    alone = centre(person(terms), [EARLY, LATE], days=2)
    demand = {name: heads(alone.grid, 1.0 + place) for place, name in enumerate("xyz")}
    return replace(alone, agents=tuple(people), teams=teams, demand=Demand(alone.grid, demand))


def made(part: Part) -> Roster | None:
    return solve(part.instance, part.rules, Limits(5.0, 1), objective=part.objective).roster


def test_each_team_is_a_part_with_its_own_people_and_demand() -> None:
    parts = parts_of(three_teams(), NONE, Objective())
    assert [part.teams for part in parts] == [("x",), ("y",), ("z",)]
    assert [agent.id for agent in parts[1].instance.agents] == ["y0", "y1"]
    assert parts[1].instance.demand.skills == ("y",)


def test_what_ties_people_of_two_teams_joins_them() -> None:
    pairs = (*NONE, Pairing(frozenset({"x0+z1"})))
    assert [part.teams for part in parts_of(three_teams(), pairs, Objective())] == [("x", "z"), ("y",)]


def test_burdens_are_shared_within_the_part_alone() -> None:
    instance = three_teams()
    aim = Aims(shares={Burden.WEEKENDS: 100}).objective(instance)
    parts = parts_of(instance, NONE, aim)
    assert [share.groups for part in parts for share in part.objective.shares] == [
        ((AgentId(f"{team}0"), AgentId(f"{team}1")),) for team in "xyz"
    ]


def test_parts_solved_side_by_side_make_the_same_roster_as_one_after_the_other() -> None:
    instance = three_teams()
    parts = parts_of(instance, NONE, Objective())
    with ThreadPoolExecutor(max_workers=2) as executor:
        rosters = solve_apart(parts, made, executor)
    assert rosters == solve_apart(parts, made)
    whole = merged(instance, [roster for roster in rosters if roster is not None])
    assert is_lawful(check_roster(whole, instance, NONE))
    assert {shift.agent for shift in whole.assignments} == {agent.id for agent in instance.agents}


def test_a_part_can_be_sent_to_another_process() -> None:
    instance = after(three_teams(), EARLY, agent=AgentId("y0"))
    part = parts_of(instance, NONE, Objective())[1]
    again = pickle.loads(pickle.dumps(part))
    assert (again.instance.agents, again.instance.before) == (part.instance.agents, part.instance.before)
    assert made(again) == made(part)
    assert part.instance.before is not None
    assert {shift.agent for shift in part.instance.before.assignments} == {"y0"}
