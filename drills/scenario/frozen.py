"""A scenario: what happens in a drill and what should be seen, frozen. A change makes another scenario."""

from dataclasses import dataclass
from enum import StrEnum

from drills.incidents import Family, Level, Relation, Scope
from drills.roles import Form
from drills.scenario.acts import Act, Capability, Effort, Element
from drills.scenario.loads import FULL_PERCENT, Load
from drills.scenario.roleplays import RolePlay
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
    """How an expectation can end. *missed*: judged not met, or run out; *expired*: run out with nothing seen."""

    MET = "met"
    MISSED = "missed"
    EXPIRED = "expired"


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
class Event:
    """The inject comes *delay_minutes* after the first stamp of *act* in the log, and otherwise not at all.

    *incident*: of that incident; the empty text stands for any of several at once.
    """

    act: Act
    delay_minutes: int
    incident: str = ""


@dataclass(frozen=True, slots=True)
class Inject:
    """One message to a seat. *minutes* counts from the drill's start.

    Comes then, or after a *condition* or an *event*, or *by_hand* when the controller sees fit; of these three
    *minutes* is the latest at which it is planned for: an outcome at the end of its clock, an act at the end of the
    clock that asks for it. *ambiguous*: the fact can be read two ways. *new_level*: the facts now call for this level.
    *reveals*: may name the cause. *text* bears the drill mark. *incident*: which of several at once; the empty text
    where it ties them together.
    """

    id: str
    minutes: int
    source: Source
    sender: Text
    seat: str
    text: Text
    objectives: tuple[str, ...]
    condition: Condition | None = None
    event: Event | None = None
    by_hand: bool = False
    ambiguous: bool = False
    new_level: Level | None = None
    reveals: bool = False
    incident: str = ""

    @property
    def timed(self) -> bool:
        """Whether it comes at *minutes* whatever happens."""
        return self.condition is None and self.event is None and not self.by_hand


@dataclass(frozen=True, slots=True)
class Clock:
    """Time allowed for an expectation. It starts with exactly one *basis*, an inject; no basis, no start, no pass.

    *due_minutes* counts from the drill's start; where the basis has a condition it is the latest possible.
    *target* names a standard, None for a limit of the template, whose source *citation* names, or ``template``.
    """

    basis: str
    within_minutes: int
    due_minutes: int
    standing: Standing
    citation: str
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Expectation:
    """What should be seen, from which seat, against which clock. *critical*: a failure rules out the best rating.

    *effort*: how long the doing takes its person. *act*: the stamp by which it is seen. *element* and *capability*:
    what an improvement would be about, and what its trend counts for. *incident* as in :class:`Inject`.
    """

    id: str
    objective: str
    seat: str
    text: Text
    clock: Clock
    effort: Effort
    measure: Measure = Measure.YES_NO
    critical: bool = False
    act: Act = Act.DECISION
    element: Element = Element.TRAINING
    capability: Capability = Capability.JUDGEMENT
    incident: str = ""


@dataclass(frozen=True, slots=True)
class PlayerSeat:
    """A place among the players, held by *people* persons, each of whom speaks all *languages*.

    ``commander`` is the seat of the one who leads.
    """

    id: str
    name: Text
    people: int
    least_level: SkillLevel = SkillLevel.JUNIOR
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """The value drawn for a parameter of the template; a *number* was drawn from *least* to *most*, both included."""

    name: str
    text: Text
    number: int | None = None
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Incident:
    """One of the incidents of a scenario, *offset_minutes* after the drill's start. Keeps its own levels and clocks."""

    id: str
    family: Family
    template: str
    template_version: int
    level: Level
    opening_level: Level
    title: Text
    cause: Text
    mechanism: Text
    symptoms: Text
    consequences: Text
    offset_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Scenario:
    """One drawn course of events. Lasts *minutes*; *opening_level* follows from the first facts, *level* is the worst.

    *title* may be shown to players, the rest only to those who know the script. *incidents* is one where *scope* is
    single; several at once are tied by a *relation*, share the seats, and the overall level is the worst of theirs.
    *family* is that of the first. *intensity_percent* scales the *loads*, which stand as written; 100 changes nothing.
    *digest* is the SHA-256 of everything else in it, in hexadecimal.
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
    incidents: tuple[Incident, ...]
    loads: tuple[Load, ...] = ()
    roleplays: tuple[RolePlay, ...] = ()
    scope: Scope = Scope.SINGLE
    relation: Relation | None = None
    intensity_percent: int = FULL_PERCENT
    digest: str = ""

    @property
    def felt_loads(self) -> tuple[Load, ...]:
        """The loads at the scenario's intensity."""
        return tuple(load.at(self.intensity_percent) for load in self.loads)

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

    def expectation(self, expectation_id: str) -> Expectation:
        """Return the expectation called *expectation_id*."""
        for expectation in self.expectations:
            if expectation.id == expectation_id:
                return expectation
        raise KeyError(expectation_id)
