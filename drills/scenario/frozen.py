"""A scenario: what happens in a drill and what should be seen, frozen. A change makes another scenario."""

from dataclasses import dataclass
from enum import StrEnum

from drills.incidents import Family, Level
from drills.roles import Form
from drills.scenario.text import Text
from scheduler.agents import SkillLevel


class Source(StrEnum):
    """Who speaks in an inject."""

    CUSTOMER = "customer"
    MEDIA = "media"
    OPERATIONS = "operations"
    TECHNOLOGY = "technology"
    LEGAL = "legal"
    MONITORING = "monitoring"


class Outcome(StrEnum):
    """How an expectation can end. Running out of time counts as missed."""

    MET = "met"
    MISSED = "missed"


class Measure(StrEnum):
    """What the evaluator writes down for an expectation."""

    YES_NO = "yes-no"
    SCALE = "scale"  # 1 to 5
    MEASURED = "measured"  # a time


class Standing(StrEnum):
    """What a drill can say of a clock: seen within it, judged by a plan, or not to be seen at all.

    A clock that is due after the drill's end is ``projected`` or ``not_observed`` and never enters a pass rate.
    """

    OBSERVED = "observed"
    PROJECTED = "projected"
    NOT_OBSERVED = "not_observed"


@dataclass(frozen=True, slots=True)
class Objective:
    """What the drill is to show, and by what it is known to be shown."""

    id: str
    text: Text
    success: Text


@dataclass(frozen=True, slots=True)
class Condition:
    """The inject comes *delay_minutes* after *expectation* ended in *outcome*, and otherwise not at all."""

    expectation: str
    outcome: Outcome
    delay_minutes: int


@dataclass(frozen=True, slots=True)
class Inject:
    """One message to a seat. *minutes* counts from the drill's start; with a *condition* it is the latest it can come.

    *ambiguous*: the fact can be read two ways. *new_level*: the facts now call for this level. *reveals*: may name
    the cause. *text* bears the drill mark.
    """

    id: str
    minutes: int
    source: Source
    sender: Text
    seat: str
    text: Text
    objectives: tuple[str, ...]
    condition: Condition | None = None
    ambiguous: bool = False
    new_level: Level | None = None
    reveals: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """Time allowed for an expectation. It starts with exactly one *basis*, an inject; no basis, no start, no pass.

    *due_minutes* counts from the drill's start; where the basis has a condition it is the latest possible.
    *target* names a standard, None for the template's own limit, which *citation* then says.
    """

    basis: str
    within_minutes: int
    due_minutes: int
    standing: Standing
    citation: str
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Expectation:
    """What should be seen, from which seat, against which clock. *critical*: a failure rules out the best rating."""

    id: str
    objective: str
    seat: str
    text: Text
    clock: Clock
    measure: Measure = Measure.YES_NO
    critical: bool = False


@dataclass(frozen=True, slots=True)
class PlayerSeat:
    """A place among the players, held by *people* persons. ``commander`` is the seat of the one who leads."""

    id: str
    name: Text
    people: int
    least_level: SkillLevel = SkillLevel.JUNIOR


@dataclass(frozen=True, slots=True)
class Value:
    """The value drawn for a parameter of the template."""

    name: str
    text: Text


@dataclass(frozen=True, slots=True)
class Scenario:
    """One drawn course of events. Lasts *minutes*; *opening_level* follows from the first facts, *level* is the worst.

    *title* and *notice* may be shown to players, the rest only to those who know the script. *digest* is the SHA-256
    of everything else in it, in hexadecimal.
    """

    template: str
    template_version: int
    seed: int
    family: Family
    form: Form
    level: Level
    opening_level: Level
    minutes: int
    title: Text
    cause: Text
    mechanism: Text
    symptoms: Text
    consequences: Text
    stop_rule: Text
    safe_word: Text
    spoilers: tuple[Text, ...]
    values: tuple[Value, ...]
    objectives: tuple[Objective, ...]
    seats: tuple[PlayerSeat, ...]
    injects: tuple[Inject, ...]
    expectations: tuple[Expectation, ...]
    digest: str = ""

    def seat(self, seat_id: str) -> PlayerSeat:
        """Return the seat called *seat_id*."""
        for seat in self.seats:
            if seat.id == seat_id:
                return seat
        raise KeyError(seat_id)

    def inject(self, inject_id: str) -> Inject:
        """Return the inject called *inject_id*."""
        for inject in self.injects:
            if inject.id == inject_id:
                return inject
        raise KeyError(inject_id)
