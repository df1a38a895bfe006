"""The score of a drill: what its log says of targets, objectives, times and live service, each with the lines that say so."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from drills.exercise import ClockStatus
from drills.incidents import Level
from drills.rating import Rating
from drills.scenario.acts import Act, Capability, Element
from forecasting.messages import N_


@dataclass(frozen=True, slots=True)
class Cited:
    """A number and the numbers of the log's *lines* that it follows from."""

    value: float
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TargetScore:
    """How one expectation ended. *met* is None where it does not count (not started, stopped, projected, not observed).

    *response* has the seconds of exercise time from the clock's start to the first stamp, None where none came; *predicted* is the chance
    of meeting it that was told before the drill. *target* names a standard, None for the template's own limit. *agent* is whose
    stamp was the first; *capability* is what its trend counts for, *element* what an improvement would be about.
    """

    expectation: str
    objective: str
    incident: str
    target: str | None
    critical: bool
    status: ClockStatus
    met: bool | None
    within_minutes: int
    response: Cited | None
    predicted: float | None
    lines: tuple[int, ...]
    capability: Capability = Capability.JUDGEMENT
    element: Element = Element.TRAINING
    act: Act = Act.DECISION
    seat: str = ""
    agent: str | None = None


@dataclass(frozen=True, slots=True)
class ObjectiveScore:
    """The *rating* of an objective: the worse of what its clocks say and what the evaluators saw; None where nothing counts.

    *met* of *counted* targets; *by_clocks* before any cap, *by_evaluators* None without sheets.
    """

    objective: str
    rating: Rating | None
    met: int
    counted: int
    by_clocks: Rating | None
    by_evaluators: Rating | None
    lines: tuple[int, ...]


class Aspect(StrEnum):
    """In what evaluators can differ."""

    MET = "met"
    SCALE = "scale"
    MINUTES = "minutes"
    RATING = "rating"
    ITEM = "item"

    @property
    def label(self) -> str:
        """Marked name of what they differ in."""
        return _ASPECTS[self]


_ASPECTS = {
    Aspect.MET: N_("met or not"),
    Aspect.SCALE: N_("mark from 1 to 5"),
    Aspect.MINUTES: N_("measured minutes"),
    Aspect.RATING: N_("rating of the objective"),
    Aspect.ITEM: N_("points of a role play's item"),
}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Evaluators who saw the same differently: *of* which expectation, objective or role play, in which *aspect*, and who said what.

    *said* is by the evaluator's agent id; *item* names the item of a role play's sheet.
    """

    of: str
    said: Mapping[str, str]
    lines: tuple[int, ...]
    aspect: Aspect = Aspect.MET
    item: str | None = None


@dataclass(frozen=True, slots=True)
class RolePlayScore:
    """Points of a role play from 0 to 100 (HQ): the mean over evaluators less what forbidden phrases cost.

    *first_reply* in seconds from the opening, None where nobody replied; *offences* are the categories heard.
    """

    roleplay: str
    points: Cited | None
    first_reply: Cited | None
    offences: tuple[str, ...]
    satisfied: bool | None
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LiveLoss:
    """Service-level points that the live service lost while people were away, against the *budget*.

    *measured*: expected without a drill less what was seen, by contacts; None where nothing was measured. *predicted* before the drill;
    *residual* is measured less predicted. *over_budget* caps every rating at M.
    """

    budget: float
    measured: Cited | None
    predicted: float | None
    residual: float | None
    over_budget: bool


@dataclass(frozen=True, slots=True)
class IncidentTimes:
    """The time points t0 to t9 of an incident (empty name: of the whole drill) in seconds of exercise time, as far as they came.

    *level* is what the players graded it last, *called_for* what the facts called for by then; *level_lines* say both.
    """

    incident: str
    points: Mapping[str, Cited]
    level: Level | None
    called_for: Level
    level_lines: tuple[int, ...] = ()

    @property
    def graded_right(self) -> bool | None:
        """Whether the players' last level is what the facts called for; None where they gave none."""
        return None if self.level is None else self.level is self.called_for


@dataclass(frozen=True, slots=True)
class DrillScore:
    """The score of one log under one version of the *rules*. *aborted* names why it was broken off, None where it was not.

    *points* from 0 to 100 and *rating* are None where nothing counts.
    """

    rules: str
    aborted: str | None
    rating: Rating | None
    points: Cited | None
    targets: tuple[TargetScore, ...]
    objectives: tuple[ObjectiveScore, ...]
    roleplays: tuple[RolePlayScore, ...]
    times: tuple[IncidentTimes, ...]
    live: LiveLoss
    disagreements: tuple[Disagreement, ...]

    def target(self, expectation: str) -> TargetScore:
        """Return the score of the expectation called *expectation*; KeyError where there is none."""
        for target in self.targets:
            if target.expectation == expectation:
                return target
        raise KeyError(expectation)
