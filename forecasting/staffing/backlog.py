"""People for work that waits: contacts join a backlog by age, are served in order while it is open, and have a deadline.

A deterministic fluid by slot: contacts arrive and are served evenly over a slot, first come first served, none leaves.
Chance is left out, which is fair where the deadline is long beside the handling time; below one slot Erlang's formulas
come on top. People are as level as deadlines allow, see ``levelling``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forecasting.errors import StaffingError
from forecasting.messages import N_, Sentence
from forecasting.site import Queue
from forecasting.staffing.backlog_reasons import late_too_often, reasons_of
from forecasting.staffing.least_agents import least_agents
from forecasting.staffing.levelling import Stream, all_later, due_by_slot, later_after_opening, level_people
from forecasting.staffing.surroundings import surroundings_of
from forecasting.staffing.tails import Floats
from forecasting.timegrid import MINUTES_A_DAY, TimeGrid

LONGEST_DELAY_DAYS = 7  # beyond the deadline, for those that the target lets be late
ALMOST = 1e-9


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

    *agents* on the floor, fractions kept, beside spare people; *waiting* contacts at the end of the slot; *in_time* the share of
    the slot's arrivals done within the deadline; *reasons* in words.
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

    *contacts* and *aht_seconds* are by slot of *grid*, closed ones included. The target holds for all contacts of *grid* together,
    and every day for those that can be done in time at all: the deadline runs on at night. What may be late waits up to
    a week longer if that saves people, and is done too. *waiting* is the backlog at the start; None takes the steady
    state: the week before is like the first one forecast. *spare* people by slot, on the floor for other queues with time left,
    work first. A person works the share ``max_occupancy`` of the time, on ``concurrency`` contacts at once.
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
        agents = np.maximum(agents, least_agents(queue, load, aht_seconds).agents)
        people[course.planned] = agents
    served = course.stream.served(people)
    in_time = course.stream.in_time(served, deadline)[course.planned]
    edges = np.concatenate([[0.0], np.cumsum(course.contacts)])
    done = np.interp(served, course.stream.arrived(), edges)
    left = np.maximum((edges - done)[1:][course.planned], 0.0)
    return BacklogPeople(agents, left, in_time, reasons_of(queue, course.stream, people, course.planned, grid))


@dataclass(frozen=True, slots=True)
class _Course:
    """The stream of work from before the plan until after it: *contacts* by slot, the *planned* ones, the *day* of those."""

    stream: Stream
    contacts: Floats
    planned: slice
    day: npt.NDArray[np.int64]

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
    return _Course(Stream(work, is_open, helping), coming, slice(first, first + grid.n_slots), days)


def _by_age(waiting: Sequence[Waiting], grid: TimeGrid) -> Floats:
    """Return the contacts that wait at the start by the slot before it in which they came, the oldest first."""
    ages = [max(1, int(np.ceil(one.age_seconds / grid.slot_length.total_seconds()))) for one in waiting]
    before = np.zeros(max(ages, default=0))
    for age, one in zip(ages, waiting, strict=True):
        before[len(before) - age] += one.contacts
    return before


def _least(course: _Course, queue: Queue, deadline: int, grid: TimeGrid) -> Floats:
    """Return the most level people that keep the target, with as much late as it allows, in one of two ways.

    Either everything may be late by as much, or what is due soon after an opening; whichever has the lower peak.
    """
    contacts, stream = course.contacts[course.planned], course.stream
    due = due_by_slot(stream, deadline)

    def done(people: Floats) -> Floats:
        return contacts * stream.in_time(stream.served(people), deadline)[course.planned]

    strict = level_people(stream, due)
    possible, share = done(strict), queue.target.share
    total = float(contacts.sum())
    if possible.sum() < share * total * (1 - ALMOST):
        raise StaffingError(late_too_often(queue, contacts - possible, contacts, grid))
    by_day = np.minimum(share * np.bincount(course.day, contacts), np.bincount(course.day, possible))

    def keeps(people: Floats) -> bool:
        in_time = done(people)
        enough = in_time.sum() >= share * total * (1 - ALMOST)
        return bool(enough and (np.bincount(course.day, in_time) >= by_day * (1 - ALMOST)).all())

    most = int(stream.is_open.mean() * LONGEST_DELAY_DAYS * MINUTES_A_DAY / grid.slot_minutes)
    plans = [
        _latest(lambda late: level_people(stream, all_later(due, late)), keeps, most),
        _latest(lambda late: level_people(stream, later_after_opening(due, stream, late)), keeps, most),
    ]
    return min(
        [strict, *(plan for plan in plans if plan is not None)], key=lambda people: float(people[course.planned].max())
    )


def _latest(plan: Callable[[int], Floats], keeps: Callable[[Floats], bool], most: int) -> Floats | None:
    """Return the last of the plans for 1 to *most* slots late that *keeps* accepts, None without one."""
    found, late, beyond = None, 0, most + 1
    while beyond - late > 1:
        middle = (late + beyond) // 2
        tried = plan(middle)
        if keeps(tried):
            found, late = tried, middle
        else:
            beyond = middle
    return found


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
