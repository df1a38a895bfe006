"""Who plays: the people in the seats of a drill, or whoever takes the seat of somebody who stays away."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from drills.drill import Drill, Seat
from drills.practice.circumstances import Circumstances
from drills.scenario.streams import Stream
from drills.simulation import Crew
from drills.simulation.crew import Member

THOUSAND = 1000


def crew_of(drill: Drill) -> Crew:
    """Return the players of *drill*, each of the highest level that their seats ask for at least."""
    places = [seat for seat in drill.seats if seat.player_seat is not None]
    agents = tuple(dict.fromkeys(str(seat.agent) for seat in places))
    levels = {
        agent: max(
            drill.scenario.seat(str(seat.player_seat)).least_level for seat in places if str(seat.agent) == agent
        )
        for agent in agents
    }
    seats: dict[str, tuple[int, ...]] = {}
    for seat in places:
        held = seats.get(str(seat.player_seat), ())
        seats[str(seat.player_seat)] = tuple(dict.fromkeys((*held, agents.index(str(seat.agent)))))
    return Crew(tuple(Member(agent, levels[agent]) for agent in agents), seats)


@dataclass(frozen=True, slots=True)
class Absence:
    """*agent* stays away, *backup* takes their place."""

    agent: str
    backup: str


def absences(drill: Drill, seed: int, circumstances: Circumstances) -> tuple[Absence, ...]:
    """Return which players stay away: only those for whom a backup can come, who is not wanted elsewhere in the drill."""
    taken = {str(agent) for agent in drill.away}
    found = []
    for agent, seats in _by_player(drill.seats).items():
        backup = next((str(seat.backup) for seat in seats if seat.backup is not None), None)
        drawn = Stream(seed, "absent", agent).integer(0, THOUSAND - 1)
        if backup is not None and backup not in taken and drawn < THOUSAND * circumstances.absent_share:
            taken.add(backup)
            found.append(Absence(agent, backup))
    return tuple(found)


def _by_player(seats: Iterable[Seat]) -> dict[str, list[Seat]]:
    by_player: dict[str, list[Seat]] = {}
    for seat in seats:
        if seat.player_seat is not None:
            by_player.setdefault(str(seat.agent), []).append(seat)
    return by_player


def replaced(crew: Crew, away: Iterable[Absence]) -> Crew:
    """Return *crew* with backups in the place of those who are *away*; they are taken to be of the same level."""
    instead = {absence.agent: absence.backup for absence in away}
    return replace(
        crew, members=tuple(replace(member, id=instead.get(member.id, member.id)) for member in crew.members)
    )
