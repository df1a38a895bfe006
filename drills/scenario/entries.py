"""The entries of a template file: parameters, objectives, seats, injects, expectations."""

from dataclasses import field
from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from drills.incidents import Level
from drills.roles import Form
from drills.scenario.acts import STAMPED, Act, Capability, Element
from drills.scenario.faulty import downwards, either
from drills.scenario.fields import STRICT, Minutes, Name, Numeral, Percent, Positive, Reference, Skill, Whole
from drills.scenario.frozen import Measure, Outcome, Source
from drills.scenario.text import Text
from forecasting.messages import N_, Sentence
from scheduler.agents import SkillLevel

LAST_BY_HAND_PERCENT = 80


@dataclass(frozen=True, slots=True, config=STRICT)
class LevelPath:
    """The incident opens as *opening* and is at worst *worst*."""

    opening: Numeral
    worst: Numeral

    def __post_init__(self) -> None:
        if self.opening < self.worst:
            levels = {"opening": self.opening.name, "worst": self.worst.name}
            raise ValueError(Sentence(N_("opening level {opening} is graver than worst level {worst}"), **levels))


@dataclass(frozen=True, slots=True, config=STRICT)
class Parameter:
    """A place in the texts: a number drawn from the *ranges* of the incident's worst level, or one of *choices*."""

    name: Name
    ranges: dict[Numeral, tuple[Whole, Whole]] = field(default_factory=dict)
    step: Positive = 1
    choices: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.ranges) == bool(self.choices):
            raise either(f"parameter {self.name}", "ranges", "choices")
        for level, (least, most) in self.ranges.items():
            if least > most:
                raise downwards(f"parameter {self.name}", level.name, least, most)


@dataclass(frozen=True, slots=True, config=STRICT)
class Constraint:
    """The number drawn for *smaller*, times *factor*, is at most the one drawn for *larger*."""

    smaller: Name
    larger: Name
    factor: Annotated[float, Field(gt=0)] = 1.0


@dataclass(frozen=True, slots=True, config=STRICT)
class ObjectiveEntry:
    """What a drill from this template is to show, and the *success* by which it is known to be shown."""

    id: Name
    text: Text
    success: Text


@dataclass(frozen=True, slots=True, config=STRICT)
class SeatEntry:
    """A place among the players; *people* by form, of at least *least_level*, who speak all *languages*."""

    id: Name
    name: Text
    people: dict[Form, Positive]
    least_level: Skill = SkillLevel.JUNIOR
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, config=STRICT)
class After:
    """The inject comes when *expectation* has ended in *outcome*, *delay_minutes* later."""

    expectation: Reference
    outcome: Outcome
    delay_minutes: Whole = 0


@dataclass(frozen=True, slots=True, config=STRICT)
class InjectEntry:
    """A message with exactly one trigger.

    Comes at a share of the drill drawn from *at_percent*; or *after* an expectation has ended; or *delay_minutes*
    after the act *on* was stamped in the log; or *by_hand*, up to *until_percent* of the drill.
    """

    id: Name
    source: Source
    sender: Text
    seat: Name
    text: Text
    objectives: tuple[Name, ...]
    at_percent: tuple[Percent, Percent] | None = None
    after: After | None = None
    on: Act | None = None
    delay_minutes: Whole = 0
    by_hand: bool = False
    until_percent: Percent = LAST_BY_HAND_PERCENT
    ambiguous: bool = False
    raises_level: bool = False
    reveals: bool = False
    levels: tuple[Numeral, ...] = tuple(Level)
    forms: tuple[Form, ...] = tuple(Form)

    def __post_init__(self) -> None:
        triggers = (self.at_percent is not None, self.after is not None, self.on is not None, self.by_hand)
        if sum(triggers) != 1:
            raise _wrong(self, N_("inject {name}: give exactly one of at_percent, after, on and by_hand"))
        if self.at_percent is not None and self.at_percent[0] > self.at_percent[1]:
            raise downwards(f"inject {self.id}", "at_percent", *self.at_percent)
        if self.on is not None and self.on not in STAMPED:
            raise _wrong(
                self,
                N_("inject {name}: nothing can wait for {act}; expected {acts}"),
                act=self.on.value,
                acts=", ".join(sorted(STAMPED)),
            )
        if self.delay_minutes and self.on is None:
            raise _wrong(self, N_("inject {name}: delay_minutes belongs to on, or into after"))


@dataclass(frozen=True, slots=True, config=STRICT)
class ExpectationEntry:
    """What should be seen after *basis*, within a *target* of the standards or the template's own *within_minutes*.

    *citation* names the source of *within_minutes* where a law or rule has it.
    *judged_by_plan*: where it is due after the drill's end, a plan with a time and an owner can be judged instead.
    *effort*: median and 90th percentile of the minutes that the doing takes; by default those of the target.
    """

    id: Name
    objective: Name
    seat: Name
    basis: Reference
    text: Text
    target: str | None = None
    within_minutes: Positive | None = None
    citation: str | None = None
    measure: Measure = Measure.YES_NO
    critical: bool = False
    judged_by_plan: bool = False
    effort: tuple[Minutes, Minutes] | None = None
    act: Act = Act.DECISION
    element: Element = Element.TRAINING
    capability: Capability | None = None
    levels: tuple[Numeral, ...] = tuple(Level)
    forms: tuple[Form, ...] = tuple(Form)

    def __post_init__(self) -> None:
        if (self.target is None) == (self.within_minutes is None):
            raise either(f"expectation {self.id}", "target", "within_minutes")
        if self.citation is not None and self.within_minutes is None:
            raise _wrong(self, N_("expectation {name}: a target has its citation; give one with within_minutes only"))
        if self.effort is not None and self.effort[0] >= self.effort[1]:
            raise _wrong(self, N_("expectation {name}: the median effort is not below the 90th percentile"))


def _wrong(entry: InjectEntry | ExpectationEntry, template: str, **values: str) -> ValueError:
    return ValueError(Sentence(template, name=entry.id, **values))
