"""What one more person in the worst hour would change, on the same customers and the same absences."""

from collections.abc import Iterable
from dataclasses import dataclass

from forecasting.service import WeakHour, over_stretches
from forecasting.service.verdict import Targets, targets_met
from forecasting.simulation import Estimate, Outcome, Person, compare, service_level
from forecasting.timegrid import TimeGrid

JUNIOR = 0
Interval = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class OneMore:
    """What one more person in the worst hour changes, for all queues of the *team*, on the same draws.

    Service levels of the hour's queue are of that hour and of its whole day, *gain* and *day_gain* with paired confidence intervals: mean, low, high.
    *met_before* and *met_after* are probabilities that the day reaches all its targets.
    """

    hour: WeakHour
    team: str
    before: float
    after: float
    gain: Interval
    day_before: float
    day_after: float
    day_gain: Interval
    met_before: float
    met_after: float


def somebody(hour: WeakHour, queues: Iterable[str], grid: TimeGrid) -> Person:
    """Return a junior who serves *queues* in *hour*."""
    seconds = grid.slot_length.total_seconds()
    return Person("+1", dict.fromkeys(queues, JUNIOR), ((hour.first * seconds, hour.end * seconds),))


def one_more(base: Outcome, more: Outcome, hour: WeakHour, team: str, grid: TimeGrid, targets: Targets) -> OneMore:
    """Return what *more*, with somebody besides in *hour*, has over *base*; both by slot and of as many replications."""
    number = [stream.name for stream in base.centre.streams].index(hour.queue)
    day = next(at for at, slots in enumerate(base.centre.days()) if hour.first in slots)
    around = sorted({0, hour.first} | ({hour.end} if hour.end < grid.n_slots else set()))
    at = around.index(hour.first)
    old, new = over_stretches(base, around), over_stretches(more, around)
    old_days, new_days = base.by_day(), more.by_day()
    return OneMore(
        hour=hour,
        team=team,
        before=float(service_level(old).mean[at, number]),
        after=float(service_level(new).mean[at, number]),
        gain=_interval(compare(new, old).service_level, at, number),
        day_before=float(service_level(old_days).mean[day, number]),
        day_after=float(service_level(new_days).mean[day, number]),
        day_gain=_interval(compare(new_days, old_days).service_level, day, number),
        met_before=float(targets_met(base, targets).mean[day, number]),
        met_after=float(targets_met(more, targets).mean[day, number]),
    )


def _interval(estimate: Estimate, stretch: int, number: int) -> Interval:
    mean, low, high = (float(part[stretch, number]) for part in estimate)
    return mean, low, high
