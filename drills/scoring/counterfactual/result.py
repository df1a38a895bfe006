"""What would have followed from another act, beside what did."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from drills.exercise import Log
from drills.rating import Rating
from drills.scenario.canonical import canonical_json
from drills.scoring.counterfactual.change import Change
from drills.scoring.drill_score import DrillScore
from drills.simulation.spread import Spread


@dataclass(frozen=True, slots=True)
class TimeShift:
    """A time point of an *incident* (empty: of the whole drill) in seconds of exercise time, None where it did not come."""

    incident: str
    point: str
    true: float | None
    what_if: float | None


@dataclass(frozen=True, slots=True)
class Shift:
    """A figure under both courses of things, on average, and how different their *difference* (what if less true) can turn out."""

    true: float | None
    what_if: float | None
    difference: Spread


@dataclass(frozen=True, slots=True)
class QueueShift:
    """What customers of a *queue* (None: of all) would get were the incident real, from its start until the stretch is over.

    *contacts* come, redials included; *left* without an answer; *within_percent* are answered in the target's time; waiting is of those
    answered or gone from the line.
    """

    queue: str | None
    contacts: Shift
    left: Shift
    within_percent: Shift
    mean_wait_seconds: Shift


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """*true* is the score of the drill, *what_if* that of the what-if *log*, in which new tasks take their median time.

    *points*: by how much the points differ over draws of those times, *ratings* how often each letter. *otherwise*: expectations that
    ended otherwise or took another time; *gone* and *new* injects; *dropped* lines of acts for which there was no occasion any more.
    """

    change: Change
    true: DrillScore
    what_if: DrillScore
    log: Log
    points: Spread
    ratings: Mapping[Rating, float]
    times: tuple[TimeShift, ...]
    otherwise: tuple[str, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]
    dropped: tuple[int, ...]
    queues: tuple[QueueShift, ...] = ()


def counterfactual_json(of: Counterfactual) -> str:
    """Return what would have followed as JSON, without the what-if log, which is no log of a drill. Same answer: the same bytes."""
    return canonical_json({field.name: getattr(of, field.name) for field in fields(of) if field.name != "log"})
