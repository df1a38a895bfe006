"""What is told of a drill before it takes place: how its people will fare, what its incident would do, what it costs."""

from collections.abc import Mapping
from dataclasses import dataclass

from drills.rating import Rating
from drills.scenario.frozen import Standing
from drills.simulation.cost import LiveCost
from drills.simulation.points import TimePoint
from drills.simulation.queue import QueueForecast
from drills.simulation.spread import Spread


@dataclass(frozen=True, slots=True)
class TaskForecast:
    """One expectation: how often its clock starts, how long after that it is done, and how often it is met.

    *target* names a standard, None for the template's own limit. *response_minutes* also has what is done too late; its quantiles are None where so many do not get it done by the drill's end.
    *met* is the share met of those clocks that ran out within the drill; for a *projected* one the share of plans there at the
    end, which enters no rate; None where nothing can be seen.
    """

    id: str
    objective: str
    incident: str
    target: str | None
    critical: bool
    standing: Standing
    within_minutes: int
    started: float
    response_minutes: Spread
    met: float | None


@dataclass(frozen=True, slots=True)
class PointForecast:
    """A time point of an *incident* (empty: of the whole drill), in minutes from the drill's start."""

    incident: str
    point: TimePoint
    minutes: Spread


@dataclass(frozen=True, slots=True)
class Prediction:
    """*chance*: the share of targets met of those that count, on average; *all_critical*: how often all critical ones that count are met.

    *score* is in points from 0 to 100, *ratings* how often each letter. *queues* are those of the exercise's world, in which
    the incident is real and those who play are away; *live* is what the drill costs the real service. Both are empty or
    None where no floor was told. *digest* is the scenario's.
    """

    digest: str
    intensity_percent: int
    seed: int
    replications: int
    service_replications: int
    chance: float
    all_critical: float
    score: Spread
    ratings: Mapping[Rating, float]
    tasks: tuple[TaskForecast, ...]
    points: tuple[PointForecast, ...]
    queues: tuple[QueueForecast, ...] = ()
    live: LiveCost | None = None

    def task(self, expectation: str) -> TaskForecast:
        """Return the forecast of the expectation called *expectation*."""
        for task in self.tasks:
            if task.id == expectation:
                return task
        raise KeyError(expectation)
