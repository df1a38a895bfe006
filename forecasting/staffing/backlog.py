"""People for work that waits: contacts join a backlog by age, are served in order while it is open, and have a deadline.

A deterministic fluid by slot: contacts arrive and are served evenly over a slot, first come first served, none leaves.
Chance is left out, which is fair where the deadline is long beside the handling time; below one slot Erlang's formulas
come on top. People are as level as deadlines allow, see ``levelling``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forecasting.errors import StaffingError
from forecasting.messages import N_, Sentence
from forecasting.site import Queue
from forecasting.staffing.backlog_reasons import late_too_often, reasons_of
from forecasting.staffing.least_agents import HUNDREDTHS, least_agents
from forecasting.staffing.least_peak import ALMOST, Aim, all_hands, least_peaks
from forecasting.staffing.levelling import Stream, due_by_slot, level_people
from forecasting.staffing.surroundings import DAYS_A_WEEK, surroundings_of
from forecasting.staffing.tails import Floats
from forecasting.timegrid import TimeGrid


@dataclass(frozen=True, slots=True)
class Waiting:
    """*contacts* that wait when the plan begins and have done so for *age_seconds*."""

    contacts: float
    age_seconds: float

    def __post_init__(self) -> None:
        if not 0 <= self.contacts < np.inf:
            raise ValueError(f"waiting contacts {self.contacts}; expected 0 or more")
        if not 0 <= self.age_seconds < np.inf:
            raise ValueError(f"age of waiting contacts {self.age_seconds} seconds; expected 0 or more")


@dataclass(frozen=True, slots=True)
class BacklogPeople:
    """What a backlog needs and how it fares, by slot of the grid.

    *agents* on the floor, fractions kept, beside spare people; *waiting* contacts at the end of the slot; *in_time* 1 where all
    of the slot's arrivals are done within the deadline; *reasons* in words.
    """

    agents: Floats
    waiting: Floats
    in_time: Floats
    reasons: tuple[str, ...]


def backlog_people(
    queue: Queue,
    contacts: Floats,
    aht_seconds: Floats,
    grid: TimeGrid,
    waiting: Sequence[Waiting] | None = None,
    spare: Floats | None = None,
) -> BacklogPeople:
    """Return the least people, as level as can be, that do the target's share of *contacts* within its deadline.

    *contacts* and *aht_seconds* are by slot of *grid*, closed ones included. The target holds in every week of *grid*, a rest of less
    than seven days with the week before it; the deadline runs on while the queue is closed, and the contacts of a slot are in
    time when all of them are. What the target lets be late lowers the peak, and is done too. *waiting* is the backlog at the
    start; None takes the steady state: the week before is like the first one forecast. *spare* people by slot, on the floor for
    other queues with time left, work first. A person works the share ``max_occupancy`` of the time, on ``concurrency`` contacts at once.
    Raise StaffingError where more has to be late than the target allows, because nobody is there within the deadline.
    """
    _refuse_other_targets(queue)
    _check_shapes(grid, contacts, aht_seconds, np.zeros(grid.n_slots) if spare is None else spare)
    course = _course(queue, contacts, aht_seconds, grid, waiting, spare)
    deadline = int(queue.target.within_seconds // grid.slot_length.total_seconds())
    people = _least(course, queue, deadline, grid)
    agents = people[course.planned]
    if deadline == 0:
        load = np.where(course.is_open, contacts, 0.0) * aht_seconds / grid.slot_length.total_seconds()
        agents = np.maximum(agents, least_agents(queue, load, aht_seconds, HUNDREDTHS).agents)
        people[course.planned] = agents
    served = course.stream.served(people)
    in_time = course.stream.in_time(served, deadline)[course.planned]
    edges = np.concatenate([[0.0], np.cumsum(course.contacts)])
    done = np.interp(served, course.stream.arrived(), edges)
    left = np.maximum((edges - done)[1:][course.planned], 0.0)
    return BacklogPeople(agents, left, in_time, reasons_of(queue, course.stream, people, course.planned, grid))


@dataclass(frozen=True, slots=True)
class _Course:
    """The stream of work from before the plan until after it: *contacts* by slot, the *planned* ones, the *week* of those.

    A rest of less than a week counts with the week before it. The last *cycle_slots* come round.
    """

    stream: Stream
    contacts: Floats
    planned: slice
    week: npt.NDArray[np.int64]
    cycle_slots: int

    @property
    def is_open(self) -> npt.NDArray[np.bool_]:
        return self.stream.is_open[self.planned]


def _course(
    queue: Queue,
    contacts: Floats,
    aht_seconds: Floats,
    grid: TimeGrid,
    waiting: Sequence[Waiting] | None,
    spare: Floats | None,
) -> _Course:
    around = surroundings_of(queue, grid, queue.target.within_seconds)
    coming, taking = contacts[around.source], aht_seconds[around.source]
    helping = np.zeros(len(coming)) if spare is None else spare[around.source]
    is_open, first = around.is_open, around.first
    if waiting is not None:
        before = _by_age(waiting, grid)
        coming = np.concatenate([before, coming[first:]])
        taking = np.concatenate([np.full(len(before), aht_seconds[0]), taking[first:]])
        helping = np.concatenate([np.zeros(len(before)), helping[first:]])
        is_open = np.concatenate([np.zeros(len(before), bool), is_open[first:]])
        first = len(before)
    work = coming * taking / (grid.slot_length.total_seconds() * queue.concurrency * queue.max_occupancy)
    days = np.repeat(np.arange(grid.days), [len(grid.slots_of(day)) for day in grid.dates()])
    week = np.minimum(days // DAYS_A_WEEK, max(0, grid.days // DAYS_A_WEEK - 1))
    planned = slice(first, first + grid.n_slots)
    return _Course(Stream(work, is_open, helping), coming, planned, week, around.cycle_slots)


def _by_age(waiting: Sequence[Waiting], grid: TimeGrid) -> Floats:
    """Return the contacts that wait at the start by the slot before it in which they came, the oldest first."""
    ages = [max(1, int(np.ceil(one.age_seconds / grid.slot_length.total_seconds()))) for one in waiting]
    before = np.zeros(max(ages, default=0))
    for age, one in zip(ages, waiting, strict=True):
        before[len(before) - age] += one.contacts
    return before


def _least(course: _Course, queue: Queue, deadline: int, grid: TimeGrid) -> Floats:
    """Return the most level people that have as much in time as the target asks for, week by week, at the least peak."""
    stream, contacts = course.stream, course.contacts[course.planned]
    needed: Floats = np.bincount(course.week, queue.target.share * contacts).astype(np.float64)
    aim = Aim(deadline, course.planned, contacts, course.week, needed, course.cycle_slots)
    at_once = stream.served(np.full(len(course.contacts), all_hands(stream)))
    short = aim.reached(stream, at_once) < needed * (1 - ALMOST)
    if short.any():
        hit = contacts * short[course.week]
        late = hit * (1 - stream.in_time(at_once, deadline)[course.planned])
        raise StaffingError(late_too_often(queue, late, hit, grid))
    in_reach = stream.served(least_peaks(stream, aim))[np.flatnonzero(stream.is_open) + 1]
    return level_people(stream, np.minimum(due_by_slot(stream, deadline), in_reach))


def _check_shapes(grid: TimeGrid, *by_slot: Floats) -> None:
    for values in by_slot:
        if values.shape != (grid.n_slots,) or not bool((values >= 0).all()):
            raise ValueError(f"values by slot of shape {values.shape}: expected {grid.n_slots} of them, each 0 or more")


def _refuse_other_targets(queue: Queue) -> None:
    if queue.target.mean_wait_seconds is not None or queue.target.abandoned is not None:
        reason = N_(
            "queue {queue}: a backlog is asked for a share done within its deadline; a mean wait or a share of customers "
            "who leave cannot be asked of it"
        )
        raise StaffingError(Sentence(reason, queue=queue.name))
