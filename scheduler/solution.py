"""What a solve gives back: the roster, how good it is, how good any roster could be, and what it took."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from forecasting.messages import N_
from scheduler.conflicts import Conflict
from scheduler.explain.relaxation import Relaxation
from scheduler.roster import Roster
from scheduler.rules.base import Violation


class Status(StrEnum):
    """How a solve ended; RELAXED with a draft that breaks the least of the rules that no lawful roster could keep."""

    OPTIMAL = N_("optimal")
    FEASIBLE = N_("feasible")
    RELAXED = N_("relaxed")
    INFEASIBLE = N_("infeasible")
    OUT_OF_TIME = N_("out of time")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and with what a solve may work. *seconds* is wall time.

    *work* bounds the solver's own count of its work, about a second each: strategies that go by it find the same again for
    the same *seed* and *workers*, as long as *seconds* suffice; the bound beside it still hangs on the time.
    None leaves it open.
    """

    seconds: float = 60.0
    workers: int = 2
    seed: int = 1
    work: float | None = None

    def __post_init__(self) -> None:
        if not 0 < self.seconds < float("inf"):
            raise ValueError(f"limits: {self.seconds} seconds; expected above 0")
        if self.workers < 1:
            raise ValueError(f"limits: {self.workers} workers; expected 1 or more")
        if self.work is not None and not self.work > 0:
            raise ValueError(f"limits: work of {self.work}; expected above 0")


@dataclass(frozen=True, slots=True)
class Progress:
    """One report of a solve under way; *objective* and *bound* in points, *seconds_left* of the time limit; None as long as there is none."""

    stage: str
    seconds: float
    seconds_left: float | None = None
    objective: float | None = None
    bound: float | None = None


@dataclass(frozen=True, slots=True)
class Improvement:
    """A better roster was found after *seconds*; *objective* and *bound* in points, *bound* None as long as there was none."""

    seconds: float
    objective: float
    bound: float | None = None

    @property
    def gap(self) -> float | None:
        """Share of the objective that was not ruled out then; None without a bound."""
        if self.bound is None:
            return None
        return max(0.0, 1 - self.bound / self.objective) if self.objective else 0.0


class Watcher(Protocol):
    """Who watches a solve. Answering False asks it to stop with the best roster found so far."""

    def __call__(self, progress: Progress, /) -> bool:
        """Take a report; return whether to go on."""


@dataclass(frozen=True, slots=True)
class Result:
    """The end of a solve.

    *objective* and *bound* are in points, lower is better; both None unless a roster was found. *terms* splits the
    objective by name. *conflicts* names rules and people where no lawful roster exists, *relaxations* what a draft gave up
    of them, which *violations* then show as hard. *strategy* names the way taken. *improvements* are the rosters found on the
    way, each better than the one before, the one given back as the last.
    """

    status: Status
    roster: Roster | None
    objective: float | None
    bound: float | None
    wall_seconds: float
    strategy: str
    limits: Limits
    version: str
    terms: Mapping[str, float] = field(default_factory=dict)
    violations: tuple[Violation, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    stopped_early: bool = False
    improvements: tuple[Improvement, ...] = ()

    @property
    def gap(self) -> float | None:
        """Share of the objective that no proof rules out: (objective - bound) / objective; 0 when proven optimal."""
        if self.objective is None or self.bound is None:
            return None
        if self.objective == 0:
            return 0.0
        return max(0.0, (self.objective - self.bound) / self.objective)
