"""What people a drill needs and who sits where: parts, each for one person, and the seats taken."""

from collections.abc import Mapping
from dataclasses import dataclass

from drills.drill import Seat
from drills.incidents import Family
from drills.notes import Note
from drills.roles import Form, Role
from drills.scenario.frozen import Scenario
from drills.scenario.templates import COMMANDER_SEAT
from forecasting.messages import N_
from scheduler.agents import Agent, Grade, SkillLevel

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
    """What one person is wanted for: *roles*, the scenario's *player_seat*, and the least level for it.

    *single* parts get a backup. Who takes the part speaks all *languages*.
    """

    roles: tuple[Role, ...]
    player_seat: str | None
    least_level: SkillLevel
    single: bool = True
    languages: tuple[str, ...] = ()

    @property
    def commands(self) -> bool:
        """Whether it is the commander's."""
        return self.player_seat == COMMANDER_SEAT


@dataclass(frozen=True, slots=True)
class Needs:
    """What a drill asks of a roster: *minutes* with one person for each of *parts*, the hardest to fill first.

    *seed* settles what nothing else settles.
    """

    parts: tuple[Part, ...]
    minutes: int
    family: Family
    form: Form
    seed: int = 0

    def __post_init__(self) -> None:
        if not self.parts or self.minutes < 1:
            raise ValueError(
                f"needs of a drill: {len(self.parts)} parts for {self.minutes} minutes; expected some of both"
            )


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
            (Role.COMMANDER if seat.id == COMMANDER_SEAT else Role.PLAYER,),
            seat.id,
            seat.least_level,
            seat.people == 1,
            seat.languages,
        )
        for seat in scenario.seats
        for _ in range(seat.people)
    ]
    script = [
        Part(roles, None, SkillLevel.INTERMEDIATE if _SKILLED_ROLES & set(roles) else SkillLevel.JUNIOR)
        for roles in SCRIPT_SIDE[scenario.form]
    ]
    return tuple(sorted([*players, *script], key=lambda part: (not part.commands, -part.least_level)))


def needs_of(scenario: Scenario) -> Needs:
    """Return what *scenario* asks of a roster."""
    return Needs(parts_of(scenario), scenario.minutes, scenario.family, scenario.form, scenario.seed)


def leads(agent: Agent) -> bool:
    """Tell whether *agent* is of a grade that leads incidents (GR)."""
    return agent.grade in LEADING_GRADES
