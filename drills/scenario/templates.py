"""What a template file holds. One file, one template; drawing from it gives a scenario."""

from pydantic.dataclasses import dataclass

from drills.incidents import Family, Level, Relation
from drills.roles import Form
from drills.scenario.entries import (
    Constraint,
    ExpectationEntry,
    InjectEntry,
    LevelPath,
    ObjectiveEntry,
    Parameter,
    SeatEntry,
)
from drills.scenario.fields import STRICT, Name, Numeral, Percent, Positive
from drills.scenario.play_entries import LoadEntry, RolePlayEntry
from drills.scenario.text import Text
from forecasting.messages import N_, Sentence

COMMANDER_SEAT = "commander"


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Course:
    """What templates of one incident and combinations of several have in common.

    *title* is shown to players. *minutes* is the length by form. *spoilers* are words that give the cause away.
    """

    id: Name
    version: Positive
    title: Text
    cause: Text
    mechanism: Text
    symptoms: Text
    consequences: Text
    stop_rule: Text
    safe_word: Text
    minutes: dict[Form, Positive]
    objectives: tuple[ObjectiveEntry, ...]
    seats: tuple[SeatEntry, ...] = ()
    injects: tuple[InjectEntry, ...] = ()
    expectations: tuple[ExpectationEntry, ...] = ()
    loads: tuple[LoadEntry, ...] = ()
    roleplays: tuple[RolePlayEntry, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    spoilers: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Template(Course):
    """A kind of incident: cause → mechanism → symptoms → consequences, and how a drill of it runs."""

    family: Family
    levels: tuple[LevelPath, ...]

    def path_to(self, level: Level) -> tuple[LevelPath, ...]:
        """Return the ways in which an incident of this template becomes *level*."""
        return tuple(path for path in self.levels if path.worst is level)


@dataclass(frozen=True, slots=True, config=STRICT)
class Part:
    """One incident of a combination: a *template* that begins at *offset_percent* of the drill.

    *serves* says which objective of the combination each of the template's objectives stands for; what serves none is
    left out, and so are the injects and expectations named in *without* and all that builds on them. *id*, by default the template's,
    stands before the names of the part. *levels* are those that the incident may become at worst here.
    """

    template: Name
    serves: dict[Name, Name]
    offset_percent: Percent = 0
    without: tuple[Name, ...] = ()
    levels: tuple[Numeral, ...] = tuple(Level)
    id: Name | None = None

    @property
    def name(self) -> str:
        """What stands before the names of the part."""
        return self.template if self.id is None else self.id


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Combination(Course):
    """Several incidents at once, tied by a *relation* and by injects and expectations of its own.

    The first part is the gravest: the drill's level is its level.
    """

    relation: Relation
    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        if len(self.parts) < 2:
            raise ValueError(
                Sentence(
                    N_("combination {name}: {count} parts; expected 2 or more"), name=self.id, count=len(self.parts)
                )
            )
