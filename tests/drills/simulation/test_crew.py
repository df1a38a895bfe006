"""Who sits where: the people of a drill, or the least that a scenario asks for."""

from datetime import timedelta

import pytest

from drills.drill import Drill, Seat, Window
from drills.roles import Role
from drills.simulation import Crew, Member, setting_of
from scheduler.agents import AgentId, SkillLevel
from tests.drills.simulation.small_scenario import expected, inject, scenario
from tests.drills.simulation.small_service import GRID, NOON, floor
from tests.drills.small_floor import SHANGHAI, agent

ASKED = scenario([inject("a")], [expected("task", "a")], agents=2)
SEATS = (
    Seat(Role.COMMANDER, AgentId("A01"), "One", "service", "commander"),
    Seat(Role.PLAYER, AgentId("A02"), "Two", "service", "agents"),
    Seat(Role.PLAYER, AgentId("A01"), "One", "service", "agents"),
    Seat(Role.EVALUATOR, AgentId("A03"), "Three", "service"),
)
AGENTS = [agent(1, SkillLevel.SENIOR), agent(2), agent(3, SkillLevel.INTERMEDIATE)]


def test_the_least_crew_has_the_people_and_levels_that_the_seats_ask_for() -> None:
    crew = Crew.least(ASKED)
    assert [(member.id, member.level) for member in crew.members] == [
        ("commander 1", SkillLevel.SENIOR),
        ("agents 1", SkillLevel.JUNIOR),
        ("agents 2", SkillLevel.JUNIOR),
    ]
    assert crew.seats == {"commander": (0,), "agents": (1, 2)}


def test_the_players_of_a_drill_play_at_their_own_level_and_whoever_has_two_seats_is_one() -> None:
    start = GRID.instant(NOON)
    drill = Drill("one", ASKED, Window(start, start + timedelta(minutes=60), SHANGHAI), SEATS, ())
    setting = setting_of(drill, floor(), AGENTS)
    assert setting.crew is not None
    assert setting.crew.members == (Member("A01", SkillLevel.SENIOR), Member("A02", SkillLevel.JUNIOR))
    assert setting.crew.seats == {"commander": (0,), "agents": (1, 0)}
    assert (setting.first, setting.away) == (NOON, ("A01", "A02", "A03"))


@pytest.mark.parametrize(
    ("members", "seats", "fault"),
    [
        ((Member("a", SkillLevel.JUNIOR),) * 2, {}, "member a appears twice"),
        ((Member("a", SkillLevel.JUNIOR),), {"agents": (1,)}, r"seat agents has no members \[1\]"),
        ((Member("a", SkillLevel.JUNIOR),), {"agents": (0, 0)}, "seat agents has a member twice"),
    ],
)
def test_crews_that_contradict_themselves_are_refused(
    members: tuple[Member, ...], seats: dict[str, tuple[int, ...]], fault: str
) -> None:
    with pytest.raises(ValueError, match=fault):
        Crew(members, seats)
