"""Mean times over drills. One duration is a duration; a mean stands here alone, with its number and its spread."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite
from statistics import fmean, stdev

from drills.improvement.scored import ScoredDrill, held
from forecasting.messages import N_

ONSET = "t0"
TIMES = {
    "t2": N_("mean time to acknowledge"),
    "t3": N_("mean time to grade"),
    "t4": N_("mean time to escalate"),
    "t5": N_("mean time to first response"),
    "t6": N_("mean time to statement"),
    "t7": N_("mean time to contain"),
    "t8": N_("mean time to recover"),
}
MINUTE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class RollUp:
    """The *mean* of *n* durations in minutes, two at least, and their *spread*: the standard deviation; *drills* are those that had one."""

    mean: float
    n: int
    spread: float
    drills: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.n < 2 or not isfinite(self.mean) or self.spread < 0:
            raise ValueError(
                f"mean {self.mean} of {self.n}, spread {self.spread}; expected of 2 at least, with a spread"
            )


def roll_up(minutes: Sequence[float], drills: Iterable[str] = ()) -> RollUp | None:
    """Return the roll-up of durations in *minutes*; None for fewer than two: one duration is a duration."""
    if len(minutes) < 2:
        return None
    return RollUp(fmean(minutes), len(minutes), stdev(minutes), tuple(drills))


def mean_times(drills: Iterable[ScoredDrill]) -> dict[str, RollUp]:
    """Return by time point, t2 to t8, its roll-up over *drills* from the onset, of the first incident that has it; points that fewer than two had are left out.

    What was never reached enters no mean: a mean time says nothing of how often.
    """
    known = held(drills)
    found: dict[str, RollUp] = {}
    for point in TIMES:
        rows = [(drill.id, span) for drill in known if (span := _span(drill, point)) is not None]
        rolled = roll_up([span for _drill, span in rows], [drill for drill, _span in rows])
        if rolled is not None:
            found[point] = rolled
    return found


def _span(drill: ScoredDrill, point: str) -> float | None:
    whole = next((times.points for times in drill.score.times if not times.incident), {})
    if ONSET not in whole or point not in whole:
        return None
    return (whole[point].value - whole[ONSET].value) / MINUTE_SECONDS
