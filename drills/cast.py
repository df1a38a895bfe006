"""Who takes which role: people who serve customers all through the window and whose teams can spare them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from drills.drill import Seat
from drills.notes import Note
from drills.roles import Form, Role
from drills.scenario.frozen import Scenario
from drills.scenario.templates import COMMANDER_SEAT
from forecasting.messages import N_
from scheduler.agents import Agent, AgentId, Grade, SkillLevel

LEADING_GRADES = frozenset({Grade.SUPERVISOR, Grade.MANAGER, Grade.DIRECTOR})

# Who knows the script, by form: one entry a person, who holds all roles of the entry. An evaluator does nothing else
# but watch, because who gives the injects cannot also time them.
SCRIPT_SIDE: Mapping[Form, tuple[tuple[Role, ...], ...]] = {
    Form.TABLETOP: ((Role.EVALUATOR,), (Role.CONTROLLER, Role.PLANNER, Role.SIMULATOR, Role.SAFETY)),
    Form.FUNCTIONAL: ((Role.EVALUATOR,), (Role.CONTROLLER, Role.PLANNER, Role.SAFETY), (Role.SIMULATOR,)),
    Form.FULL: (
        (Role.EVALUATOR,),
        (Role.CONTROLLER, Role.PLANNER),
        (Role.SAFETY,),
        (Role.SIMULATOR,),
        (Role.OBSERVER,),
    ),
}
NO_LEADER = Note(N_("nobody of a leading grade is on this roster; a person of the highest skill level commands"))
_SKILLED_ROLES = frozenset({Role.EVALUATOR, Role.CONTROLLER, Role.SAFETY})


@dataclass(frozen=True, slots=True)
class Part:
    """What one person is wanted for: *roles*, the scenario's *player_seat*, and the least level for it."""

    roles: tuple[Role, ...]
    player_seat: str | None
    least_level: SkillLevel
    single: bool = True


@dataclass(frozen=True, slots=True)
class Cast:
    """The seats taken in one window, with what has to be said about them."""

    seats: tuple[Seat, ...]
    notes: tuple[Note, ...]

    @property
    def commander_has_backup(self) -> bool:
        """Whether somebody on live work could lead instead."""
        return any(seat.role is Role.COMMANDER and seat.backup is not None for seat in self.seats)


def parts_of(scenario: Scenario) -> tuple[Part, ...]:
    """Return the parts of *scenario*, those that are hardest to fill first."""
    players = [
        Part(
            (Role.COMMANDER if seat.id == COMMANDER_SEAT else Role.PLAYER,), seat.id, seat.least_level, seat.people == 1
        )
        for seat in scenario.seats
        for _ in range(seat.people)
    ]
    script = [
        Part(roles, None, SkillLevel.INTERMEDIATE if _SKILLED_ROLES & set(roles) else SkillLevel.JUNIOR)
        for roles in SCRIPT_SIDE[scenario.form]
    ]
    return tuple(sorted([*players, *script], key=lambda part: (part.player_seat != COMMANDER_SEAT, -part.least_level)))


def leads(agent: Agent) -> bool:
    """Tell whether *agent* is of a grade that leads incidents (GR)."""
    return agent.grade in LEADING_GRADES


def choose_cast(parts: Sequence[Part], free: Sequence[Agent], room: Mapping[str, int], *, leaders: bool) -> Cast | Note:
    """Return who of the *free* people takes which of *parts*, or why nobody can.

    *free* stands in the order in which people are preferred when nothing else tells them apart. *room* says how many
    people each team can spare. *leaders*: whether the roster has people of a leading grade at all; where it has none
    the highest level commands, which a note says.
    """
    casting = _Casting(free, room)
    for part in parts:
        wanted = _commander_test(free, leaders=leaders) if part.player_seat == COMMANDER_SEAT else None
        refused = casting.take(part, wanted)
        if refused is not None:
            return refused
    if not leaders:
        casting.notes.append(NO_LEADER)
    return casting.finished()


def _commander_test(free: Sequence[Agent], *, leaders: bool) -> Callable[[Agent], bool]:
    if leaders:
        return leads
    highest = max((agent.level for agent in free), default=SkillLevel.JUNIOR)
    return lambda agent: agent.level is highest


class _Casting:
    """One attempt to fill all parts of a window."""

    def __init__(self, free: Sequence[Agent], room: Mapping[str, int]) -> None:
        self.free = {agent.id: agent for agent in free}
        self.room = dict(room)
        self.seats: list[tuple[Part, Agent]] = []
        self.backups: dict[AgentId, Agent] = {}
        self.notes: list[Note] = []

    def take(self, part: Part, wanted: Callable[[Agent], bool] | None) -> Note | None:
        open_to = [agent for agent in self.free.values() if self.room.get(agent.team, 0) > 0]
        if wanted is not None:
            return self._command(part, [agent for agent in open_to if wanted(agent)], wanted)
        if not open_to:
            return Note(N_("too few people can leave live work"))
        able = [agent for agent in open_to if agent.level >= part.least_level]
        if not able:
            highest = max(agent.level for agent in open_to)
            able = [agent for agent in open_to if agent.level is highest]
            self.notes.append(
                Note(
                    N_("{role}: nobody of the wanted skill level can leave live work; the highest there is was taken"),
                    {},
                    {"role": part.roles[0].label},
                )
            )
        chosen = min(able, key=lambda agent: (leads(agent), agent.level, -self.room[agent.team]))
        self._seat(part, chosen)
        return None

    def _command(self, part: Part, able: list[Agent], wanted: Callable[[Agent], bool]) -> Note | None:
        if not able:
            return Note(N_("nobody who may command can leave live work for the whole window"))
        self._seat(part, able[0])
        self._back_up(able[0], [agent for agent in self.free.values() if wanted(agent)])
        if able[0].id not in self.backups:
            self.notes.append(Note(N_("nobody else who may command stays on live work")))
        return None

    def _seat(self, part: Part, agent: Agent) -> None:
        self.seats.append((part, agent))
        self.room[agent.team] -= 1
        del self.free[agent.id]

    def _back_up(self, agent: Agent, able: Sequence[Agent]) -> None:
        if able:
            self.backups[agent.id] = able[0]
            del self.free[able[0].id]

    def finished(self) -> Cast:
        for part, agent in self.seats:
            if part.single and agent.id not in self.backups:
                self._back_up(agent, [other for other in self.free.values() if other.level >= part.least_level])
        seats = [
            self._with_backup(Seat(role, agent.id, agent.name, agent.team, part.player_seat))
            for part, agent in self.seats
            for role in part.roles
        ]
        order = list(Role)
        return Cast(tuple(sorted(seats, key=lambda seat: order.index(seat.role))), tuple(self.notes))

    def _with_backup(self, seat: Seat) -> Seat:
        backup = self.backups.get(seat.agent)
        return seat if backup is None else replace(seat, backup=backup.id, backup_name=backup.name)
