"""Who sits in the seats of a scenario: people with a skill level, each of whom does one thing at a time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from drills.drill import Seat
from drills.scenario.frozen import Scenario
from scheduler.agents import Agent, AgentId, SkillLevel


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who plays."""

    id: str
    level: SkillLevel


@dataclass(frozen=True, slots=True)
class Crew:
    """*members*, and by seat the numbers of those who sit there; somebody in several seats is still one person."""

    members: tuple[Member, ...]
    seats: Mapping[str, tuple[int, ...]]

    def __post_init__(self) -> None:
        names = [member.id for member in self.members]
        faults = [f"member {name} appears twice" for name in sorted({name for name in names if names.count(name) > 1})]
        for seat, numbers in self.seats.items():
            unknown = [number for number in numbers if not 0 <= number < len(names)]
            if unknown:
                faults.append(f"seat {seat} has no members {unknown}")
            if len(set(numbers)) != len(numbers):
                faults.append(f"seat {seat} has a member twice")
        if faults:
            raise ValueError("crew: " + "; ".join(faults))

    @staticmethod
    def least(scenario: Scenario) -> "Crew":
        """Return as many people as *scenario* asks for, each of the least level that its seat asks for."""
        members: list[Member] = []
        seats = {}
        for seat in scenario.seats:
            first = len(members)
            members += [Member(f"{seat.id} {number}", seat.least_level) for number in range(1, seat.people + 1)]
            seats[seat.id] = tuple(range(first, len(members)))
        return Crew(tuple(members), seats)

    @staticmethod
    def of(seats: Iterable[Seat], agents: Mapping[AgentId, Agent]) -> "Crew":
        """Return the people of the player *seats* of a drill at their own levels."""
        places = tuple((seat.player_seat, seat.agent) for seat in seats if seat.player_seat is not None)
        numbers = {agent: number for number, agent in enumerate(dict.fromkeys(agent for _seat, agent in places))}
        return Crew(
            tuple(Member(str(agent), agents[agent].level) for agent in numbers),
            {seat: tuple(dict.fromkeys(numbers[who] for name, who in places if name == seat)) for seat, _who in places},
        )
