"""What a template file holds. One file, one template; drawing from it gives a scenario."""

from dataclasses import field
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic.dataclasses import dataclass

from drills.incidents import Family, Level
from drills.roles import Form
from drills.scenario.frozen import Measure, Outcome, Source
from drills.scenario.text import Text
from scheduler.agents import SkillLevel

COMMANDER_SEAT = "commander"
_STRICT = ConfigDict(extra="forbid", strict=True)


def _numeral(value: object) -> Level:
    if isinstance(value, str) and value in Level.__members__:
        return Level[value]
    raise ValueError("expected one of I, II, III, IV")


def _skill(value: object) -> SkillLevel:
    if isinstance(value, str) and value.upper() in SkillLevel.__members__ and value.islower():
        return SkillLevel[value.upper()]
    raise ValueError("expected one of junior, intermediate, senior")


Numeral = Annotated[Level, BeforeValidator(_numeral)]
Skill = Annotated[SkillLevel, BeforeValidator(_skill)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
Whole = Annotated[int, Field(ge=0)]
Percent = Annotated[int, Field(ge=0, le=100)]
Positive = Annotated[int, Field(ge=1)]


@dataclass(frozen=True, slots=True, config=_STRICT)
class LevelPath:
    """The incident opens as *opening* and is at worst *worst*."""

    opening: Numeral
    worst: Numeral

    def __post_init__(self) -> None:
        if self.opening < self.worst:
            raise ValueError(f"opening level {self.opening.name} is graver than worst level {self.worst.name}")


@dataclass(frozen=True, slots=True, config=_STRICT)
class Parameter:
    """A place in the texts: a number drawn from the *ranges* of the incident's worst level, or one of *choices*."""

    name: Name
    ranges: dict[Numeral, tuple[Whole, Whole]] = field(default_factory=dict)
    step: Positive = 1
    choices: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.ranges) == bool(self.choices):
            raise ValueError(f"parameter {self.name}: give either ranges or choices")
        for level, (least, most) in self.ranges.items():
            if least > most:
                raise ValueError(f"parameter {self.name}: {level.name} runs from {least} down to {most}")


@dataclass(frozen=True, slots=True, config=_STRICT)
class ObjectiveEntry:
    """What a drill from this template is to show, and the *success* by which it is known to be shown."""

    id: Name
    text: Text
    success: Text


@dataclass(frozen=True, slots=True, config=_STRICT)
class SeatEntry:
    """A place among the players; *people* by form, held by persons of at least *least_level*."""

    id: Name
    name: Text
    people: dict[Form, Positive]
    least_level: Skill = SkillLevel.JUNIOR


@dataclass(frozen=True, slots=True, config=_STRICT)
class After:
    """The inject comes when *expectation* has ended in *outcome*, *delay_minutes* later."""

    expectation: Name
    outcome: Outcome
    delay_minutes: Whole = 0


@dataclass(frozen=True, slots=True, config=_STRICT)
class InjectEntry:
    """A message; comes at a share of the drill drawn from *at_percent*, or *after* an expectation has ended."""

    id: Name
    source: Source
    sender: Text
    seat: Name
    text: Text
    objectives: tuple[Name, ...]
    at_percent: tuple[Percent, Percent] | None = None
    after: After | None = None
    ambiguous: bool = False
    raises_level: bool = False
    reveals: bool = False
    levels: tuple[Numeral, ...] = tuple(Level)

    def __post_init__(self) -> None:
        if (self.at_percent is None) == (self.after is None):
            raise ValueError(f"inject {self.id}: give either at_percent or after")
        if self.at_percent is not None and self.at_percent[0] > self.at_percent[1]:
            raise ValueError(
                f"inject {self.id}: at_percent runs from {self.at_percent[0]} down to {self.at_percent[1]}"
            )


@dataclass(frozen=True, slots=True, config=_STRICT)
class ExpectationEntry:
    """What should be seen after *basis*, within a *target* of the standards or the template's own *within_minutes*.

    *judged_by_plan*: where it is due after the drill's end, a plan with a time and an owner can be judged instead.
    """

    id: Name
    objective: Name
    seat: Name
    basis: Name
    text: Text
    target: str | None = None
    within_minutes: Positive | None = None
    measure: Measure = Measure.YES_NO
    critical: bool = False
    judged_by_plan: bool = False
    levels: tuple[Numeral, ...] = tuple(Level)

    def __post_init__(self) -> None:
        if (self.target is None) == (self.within_minutes is None):
            raise ValueError(f"expectation {self.id}: give either target or within_minutes")


@dataclass(frozen=True, slots=True, config=_STRICT)
class Template:
    """A kind of incident: cause → mechanism → symptoms → consequences, and how a drill of it runs.

    *title* is shown to players. *minutes* is the length by form. *spoilers* are words that give the cause away.
    """

    id: Name
    version: Positive
    family: Family
    title: Text
    cause: Text
    mechanism: Text
    symptoms: Text
    consequences: Text
    stop_rule: Text
    safe_word: Text
    minutes: dict[Form, Positive]
    levels: tuple[LevelPath, ...]
    objectives: tuple[ObjectiveEntry, ...]
    seats: tuple[SeatEntry, ...]
    injects: tuple[InjectEntry, ...]
    expectations: tuple[ExpectationEntry, ...]
    parameters: tuple[Parameter, ...] = ()
    spoilers: tuple[Text, ...] = ()

    def path_to(self, level: Level) -> tuple[LevelPath, ...]:
        """Return the ways in which an incident of this template becomes *level*."""
        return tuple(path for path in self.levels if path.worst is level)
