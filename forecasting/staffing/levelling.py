"""The most even way to serve work between its arrival and its deadline: people by slot, as level as they can be.

Served work is a curve over the open slots between two others: never above what has arrived, never below what is due.
The shortest curve between them, a string pulled taut, has the least peak, the least sum of people beside spare ones,
and the least of any other cost that grows faster than the people do (Barlow et al. 1972, Statistical Inference under
Order Restrictions, chapter 1).
"""

from dataclasses import dataclass

import numpy as np

from forecasting.staffing.tails import Flags, Floats


@dataclass(frozen=True, slots=True)
class Stream:
    """Work by slot, first come first served: *arriving* in person-slots, *is_open*, *spare* people who have time for it.

    Work arrives evenly over its slot, can be served from then on, and is served evenly. All arrays have one shape.
    """

    arriving: Floats
    is_open: Flags
    spare: Floats

    def arrived(self) -> Floats:
        """Return the work that has arrived by each edge of the slots, one more than slots."""
        return np.concatenate([[0.0], np.cumsum(self.arriving)])

    def served(self, people: Floats) -> Floats:
        """Return the work that *people* and the spare ones have served by each edge: all that is at hand while they can."""
        arrived = self.arrived()
        capacity = np.concatenate([[0.0], np.cumsum(np.where(self.is_open, people + self.spare, 0.0))])
        return np.asarray(capacity + np.minimum.accumulate(arrived - capacity))

    def in_time(self, served: Floats, deadline_slots: int, rounding: float = 1e-9) -> Floats:
        """Return 1 for each slot whose arrivals are all served within the deadline, 0 elsewhere; *served* is by edge.

        Deadlines after the last slot count as met by what is served until then. *rounding* is the share of all work that
        may lack; who looks for a plan uses less of it than who judges one.
        """
        arrived = self.arrived()
        places = np.minimum(np.arange(len(arrived)) + deadline_slots, len(arrived) - 1)
        done = served[places] >= arrived - rounding * max(1.0, float(arrived[-1]))
        return np.asarray(done[:-1] & done[1:], float)


def due_by_slot(stream: Stream, deadline_slots: int) -> Floats:
    """Return the work that has to be served by the end of each open slot for all of it to be in time, as far as it can be.

    What is due before anybody is there is due at the end of the first open slot. At the end of the last one everything is.
    """
    slots = np.flatnonzero(stream.is_open)
    following = np.append(slots[1:], len(stream.is_open))[: len(slots)]  # nothing is served until then
    arrived = stream.arrived()
    due = np.minimum(arrived[np.maximum(following - deadline_slots, 0)], arrived[slots + 1])
    due[-1:] = arrived[slots[-1:] + 1]
    return np.asarray(due)


def level_people(stream: Stream, due: Floats) -> Floats:
    """Return people by slot, beside the spare ones, that serve what is *due* by each open slot, as level as can be.

    By the end of the last open slot no more than that is served. People are 0 in closed slots.
    """
    slots = np.flatnonzero(stream.is_open)
    people = np.zeros(len(stream.arriving))
    if not len(slots):
        return people
    arrived = stream.arrived()
    upper = arrived[slots + 1]
    lower = np.minimum(due, upper)
    upper[-1] = lower[-1]
    spare = np.cumsum(stream.spare[slots])
    slopes = taut_slopes(lower - spare, upper - spare)
    noise = 1e-12 * max(1.0, float(arrived[-1]))
    people[slots] = np.where(slopes > noise, slopes, 0.0)
    return people


def taut_slopes(lower: Floats, upper: Floats) -> Floats:
    """Return the steps of the shortest curve from 0 at place 0 that is between *lower* and *upper* from place 1 on.

    It ends where the two meet: the last values have to be the same.
    """
    low, high, count = [0.0, *lower.tolist()], [0.0, *upper.tolist()], len(lower)
    slopes = np.empty(count)
    place, height = 0, 0.0
    while place < count:
        steepest, steepest_at, flattest, flattest_at = np.inf, count, -np.inf, count
        turn, slope = count, (high[count] - height) / (count - place)
        for ahead in range(place + 1, count + 1):
            run = ahead - place
            down, up = (low[ahead] - height) / run, (high[ahead] - height) / run
            if down > steepest:
                turn, slope = steepest_at, steepest
                break
            if up < flattest:
                turn, slope = flattest_at, flattest
                break
            if up <= steepest:
                steepest, steepest_at = up, ahead
            if down >= flattest:
                flattest, flattest_at = down, ahead
        slopes[place:turn] = slope
        height = high[turn] if slope == steepest and turn == steepest_at else low[turn]
        place = turn
    return slopes
