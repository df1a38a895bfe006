"""A stretch of the live service in small steps: what a drill's hours look like before anything happens to them.

The drill begins *warm_up* after the stretch, so that people are as busy as usual when it does; afterwards the stretch goes on until
what the drill has done to the queues is over. Minutes count from the drill's start, seconds from the stretch's.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from drills.felt import MOST_TAIL_MINUTES
from drills.simulation.floor import Floor
from forecasting.simulation import Person, Stream
from forecasting.simulation.arrays import Floats
from forecasting.site import Channel
from scheduler.agents import AgentId
from scheduler.staff import Staff

STEP_SECONDS = 300.0
WARM_UP_MINUTES = 60
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stage:
    """*streams* in steps of STEP_SECONDS, *staff* of the stretch, which begins *offset* seconds into the floor's grid.

    The drill takes the seconds [*begins*, *ends*) of the stretch.
    """

    floor: Floor
    streams: tuple[Stream, ...]
    staff: Staff
    offset: float
    begins: float
    ends: float

    @property
    def steps(self) -> int:
        """Number of steps."""
        return len(self.streams[0].contacts)

    @property
    def seconds(self) -> float:
        """Length of the stretch."""
        return self.steps * STEP_SECONDS

    def second(self, minute: float) -> float:
        """Return the second of the stretch at *minute* of the drill."""
        return self.begins + 60.0 * minute

    def overlap(self, begins: float, ends: float) -> Floats:
        """Return by step the share of it that lies in [*begins*, *ends*), minutes of the drill."""
        low = np.arange(self.steps) * STEP_SECONDS
        inside = np.minimum(low + STEP_SECONDS, self.second(ends)) - np.maximum(low, self.second(begins))
        share: Floats = np.maximum(inside, 0.0) / STEP_SECONDS
        return share

    def usual(self, minutes: float) -> tuple[float, dict[Channel, float]]:
        """Return the contacts an hour that usually come during a drill of *minutes*, and how its channels share their work."""
        during = self.overlap(0, minutes)
        contacts, work = 0.0, dict.fromkeys(self.floor.channels.values(), 0.0)
        for stream in self.streams:
            contacts += float((stream.contacts * during).sum())
            seconds = float((stream.contacts * stream.handling_seconds * during).sum())
            work[self.floor.channels[stream.name]] += seconds * stream.growth_at(stream.at_once) / stream.at_once
        whole = sum(work.values()) or 1.0
        return contacts / minutes * 60, {channel: seconds / whole for channel, seconds in work.items()}

    def present(self, seed: int, replications: Iterable[int]) -> Iterator[tuple[Person, ...]]:
        """Yield the people of the stretch whom each of *replications* draws present."""
        for replication in replications:
            yield tuple(self._shifted(person) for person in self.staff.present_people(seed, replication))

    def without(self, people: Sequence[Person], away: Iterable[AgentId]) -> tuple[Person, ...]:
        """Return *people* with those who are *away* off for the drill; for who is drawn absent somebody of the team goes instead."""
        on_duty = {person.name for person in people if self._serves_during(person)}
        wanted = {str(agent) for agent in away}
        teams = {str(agent): team for agent, team in self.floor.teams.items()}
        lacking = Counter(teams.get(name) for name in wanted - on_duty)
        gone = set(wanted)
        for person in people:
            team = teams.get(person.name)
            if lacking[team] > 0 and person.name in on_duty - wanted:
                gone.add(person.name)
                lacking[team] -= 1
        return taken_off(people, gone, self.begins, self.ends)

    def _serves_during(self, person: Person) -> bool:
        return any(start < self.ends and end > self.begins for start, end in person.duty)

    def _shifted(self, person: Person) -> Person:
        duty = tuple(
            (max(start - self.offset, -STEP_SECONDS), end - self.offset)
            for start, end in person.duty
            if end > self.offset
        )
        return replace(person, duty=duty)


def stage_of(floor: Floor, first: int, minutes: float) -> Stage:
    """Return the stretch of *floor* around a drill of *minutes* that begins with the slot *first*."""
    grid = floor.grid
    per_hour = grid.slots_in(60)
    start = max(first - per_hour * WARM_UP_MINUTES // 60, 0)
    length = grid.slot_length.total_seconds()
    end = min(first + int(-(-60 * (minutes + MOST_TAIL_MINUTES) // length)), grid.n_slots)
    offset = start * length
    parts = int(length // STEP_SECONDS)
    day = next(number for number, date in reversed(list(enumerate(grid.dates()))) if grid.slots_of(date).start <= first)
    return Stage(
        floor,
        tuple(_cut(stream, start, end, parts, day) for stream in floor.streams),
        _of_stretch(floor.staff, offset, end * length),
        offset,
        (first - start) * length,
        (first - start) * length + 60.0 * minutes,
    )


def _cut(stream: Stream, start: int, end: int, parts: int, day: int) -> Stream:
    """Return the slots [*start*, *end*) of *stream*, each as so many *parts*, as busy as days like *day* are."""
    of_slot = np.repeat(np.arange(start, end), parts)
    weights = np.full(len(of_slot), 1.0 / parts)
    if stream.profile is not None:
        known = stream.profile[start:end] / stream.profile[start:end].sum(axis=1, keepdims=True)
        spread = np.repeat(known, parts, axis=1) / parts
        weights = spread.reshape(end - start, parts, -1).sum(axis=2).ravel()
    return replace(
        stream,
        contacts=stream.contacts[of_slot] * weights,
        handling_seconds=stream.handling_seconds[of_slot],
        open_slots=None if stream.open_slots is None else stream.open_slots[of_slot],
        retrial_share=_by_step(stream.retrial_share, of_slot),
        retrial_seconds=_by_step(stream.retrial_seconds, of_slot),
        busyness_cv=stream.busyness_on(day),
        profile=None,
    )


def _by_step(value: float | Floats, of_slot: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> Floats:
    return np.full(len(of_slot), value) if np.ndim(value) == 0 else np.asarray(value)[of_slot]


def _of_stretch(staff: Staff, offset: float, end: float) -> Staff:
    """Return those of *staff* with a shift that has duty in the stretch, and these shifts."""
    shifts = tuple(shift for shift in staff.shifts if any(start < end and last > offset for start, last in shift.spans))
    there = {shift.agent for shift in shifts}
    return Staff(
        staff.grid,
        {agent: levels for agent, levels in staff.levels.items() if agent in there},
        shifts,
        {agent: share for agent, share in staff.present.items() if agent in there},
    )


def cut_out(duty: Iterable[Span], begins: float, ends: float) -> Iterator[Span]:
    """Yield *duty* without [*begins*, *ends*)."""
    for start, end in duty:
        if start < min(end, begins):
            yield start, min(end, begins)
        if max(start, ends) < end:
            yield max(start, ends), end


def taken_off(people: Iterable[Person], away: Iterable[str], begins: float, ends: float) -> tuple[Person, ...]:
    """Return *people*, those who are *away* without the seconds [*begins*, *ends*)."""
    gone = set(away)
    return tuple(
        replace(person, duty=tuple(cut_out(person.duty, begins, ends))) if person.name in gone else person
        for person in people
    )
