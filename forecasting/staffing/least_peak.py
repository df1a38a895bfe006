"""The least number of people, the same in all open slots, with whom a backlog keeps its target; week by week, where fewer do.

Whoever works on everything at hand as fast as so many people can has at any time done at least as much as any other
plan of so many: the least number for which that keeps the target is the least peak of all plans.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forecasting.staffing.levelling import Stream
from forecasting.staffing.tails import Floats

ALMOST = 1e-9
NEAR = 1e-6
EXACT = 1e-12  # of all work: what rounding may hide
SMALLER = 1e-11  # than what may lack where a plan is judged
STEPS = 60


@dataclass(frozen=True, slots=True)
class Aim:
    """*needed* contacts done in time by week; *contacts* and *week* are by *planned* slot of the stream.

    *cycle_slots* at the end of the stream come round: as much has to be served in them as comes, so that nothing piles up.
    """

    deadline_slots: int
    planned: slice
    contacts: Floats
    week: npt.NDArray[np.int64]
    needed: Floats
    cycle_slots: int

    def reached(self, stream: Stream, served: Floats) -> Floats:
        """Return by week the contacts that are in time when so much is *served* by each edge."""
        in_time = stream.in_time(served, self.deadline_slots, SMALLER)[self.planned]
        return np.bincount(self.week, self.contacts * in_time, minlength=len(self.needed)).astype(float)

    def met(self, stream: Stream, served: Floats) -> bool:
        """Return whether every week has what it needs."""
        return bool((self.reached(stream, served) >= self.needed * (1 - ALMOST)).all())


def all_hands(stream: Stream) -> float:
    """Return as many people as can do anything: they serve at once whatever is at hand in an open slot."""
    at_hand = stream.arrived()[np.flatnonzero(stream.is_open) + 1]
    return float(np.diff(at_hand, prepend=0.0).max(initial=0.0))


def least_peaks(stream: Stream, aim: Aim) -> Floats:
    """Return by slot the most people that a plan for *aim* needs at a time; beside the plan, what holds for it as a whole.

    A week with fewer leaves no more to the next one than it would have left. *aim* has to be within reach of ``all_hands``.
    """
    count = len(stream.arriving)
    most = all_hands(stream)
    steady = _last_cycle(stream.served(np.full(count, most)), aim)
    noise = EXACT * max(1.0, float(stream.arrived()[-1]))

    def keeps(people: float) -> bool:
        served = stream.served(np.full(count, people))
        return _last_cycle(served, aim) >= steady - noise and aim.met(stream, served)

    peaks = np.full(count, _least(keeps, most, EXACT))
    if len(aim.needed) > 1:
        at_peak = stream.served(peaks)
        for week in range(len(aim.needed)):
            peaks = _with_week(stream, aim, peaks, week, at_peak - noise)
    return peaks


def _with_week(stream: Stream, aim: Aim, peaks: Floats, week: int, least_served: Floats) -> Floats:
    """Return *peaks* with the least that will do for *week*, by whose end no less than *least_served* is to be done."""
    mine = aim.planned.start + np.flatnonzero(aim.week == week)
    end = int(mine[-1]) + 1

    def with_most(people: float) -> Floats:
        changed = peaks.copy()
        changed[mine] = people
        return changed

    def suffices(people: float) -> bool:
        served = stream.served(with_most(people))
        return bool(served[end] >= least_served[end]) and aim.met(stream, served)

    return with_most(_least(suffices, float(peaks[mine[0]]), NEAR))


def _last_cycle(served: Floats, aim: Aim) -> float:
    return float(served[-1] - served[-1 - aim.cycle_slots])


def _least(keeps: Callable[[float], bool], enough: float, near: float) -> float:
    """Return the least number that *keeps* accepts, which accepts *enough*, or one above it by the share *near* at most."""
    too_few = 0.0
    for _step in range(STEPS):
        if enough - too_few <= near * enough:
            break
        middle = (too_few + enough) / 2
        if keeps(middle):
            enough = middle
        else:
            too_few = middle
    return enough
