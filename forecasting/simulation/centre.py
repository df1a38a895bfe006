"""The words for what is simulated: streams of contacts, people with their time on duty, and who takes what.

Times are seconds since the start of the horizon, slots are whole and of one length. Nothing here knows of rosters,
calendars or sites: whoever asks translates them, with the grid, into seconds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

import numpy as np

from forecasting.simulation.arrays import Flags, Floats

LEVELS = (0, 1, 2)  # junior, intermediate, senior (SK)
MOST_AT_ONCE = 12  # HQ: up to a dozen chats at peak


class Routing(StrEnum):
    """Who of several people with room gets a contact; a person with room takes the contact that waits by priority, then longest.

    With every rule, who has the fewest contacts in hand comes first, except that BY_LEVEL asks the lowest level for
    the stream first, among these who serves the fewest streams, so that seniors are kept for what only they can do.
    LONGEST_IDLE then takes who was given or finished a contact the longest time ago, LEAST_BUSY who has served the
    fewest seconds; somebody who comes on duty counts as having served as much as those present on average.
    """

    LONGEST_IDLE = "longest-idle"
    LEAST_BUSY = "least-busy"
    BY_LEVEL = "by-level"


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """One queue's customers, what they ask for and how they behave.

    By slot: *contacts* are expected first attempts (0 or more), *handling_seconds* the mean work of a contact whose agent serves
    no other at the same time (above 0), *open_slots* whether anybody is let in (None: always); who comes outside is turned away
    and counted. *profile* spreads the contacts of a slot: shape (slots, parts), weights of equal parts of each slot.

    *handling_cv* is the spread of the work, standard deviation by mean, lognormal; None means exponential, 0 none at all.
    *patience_seconds* is the mean time, exponential, after which a waiting customer leaves (None: nobody does), and
    *leaves_at_once* the share that leaves rather than wait at all, *balk_share* the one that leaves whether anybody is free or not,
    in the menu or at the announcement. Of those who leave, *retrial_share* come again after
    *retrial_seconds* on average, exponential; both are one number or one a slot, that of the first attempt. *also_at* are first
    attempts at known seconds, rising, besides the expected ones; busy days have no more of them. *busyness_cv* is the spread of a factor, gamma with mean 1, by which whole
    days are busier or calmer than expected, one number or one a day (Avramidis and others, Management Science 50:896, 2004).

    *priority*: lower numbers are served first. *at_once* is the most contacts that one person serves at the same time, and
    *growth* by what factor each takes longer when 1, 2, … are served at once (first value 1; the last one holds beyond
    the end). *finishes_waiting*: whether who waits at closing is still served, or sent away.
    *within_seconds* and *target_share* are the service level that is counted.
    """

    name: str
    contacts: Floats
    handling_seconds: Floats
    handling_cv: float | None = None
    patience_seconds: float | None = None
    leaves_at_once: float = 0.0
    balk_share: float = 0.0
    retrial_share: float | Floats = 0.0
    retrial_seconds: float | Floats = 600.0
    busyness_cv: float | tuple[float, ...] = 0.0
    priority: int = 0
    at_once: int = 1
    growth: tuple[float, ...] = (1.0,)
    within_seconds: float = 20.0
    target_share: float = 0.80
    open_slots: Flags | None = None
    finishes_waiting: bool = True
    profile: Floats | None = None
    also_at: Floats | None = None

    def __post_init__(self) -> None:
        faults = [*self._faults_by_slot(), *self._faults_of_customers(), *self._faults_of_service()]
        if faults:
            raise ValueError(f"stream {self.name}: " + "; ".join(faults))

    def _faults_by_slot(self) -> Iterator[str]:
        shape = self.contacts.shape
        if len(shape) != 1 or not shape[0]:
            yield f"contacts of shape {shape}; expected one number a slot"
            return
        if not bool(np.all(np.isfinite(self.contacts) & (self.contacts >= 0))):
            yield "contacts: expected finite numbers of 0 or more"
        if self.handling_seconds.shape != shape:
            yield f"handling_seconds of shape {self.handling_seconds.shape}; expected {shape}"
        elif not bool(np.all(np.isfinite(self.handling_seconds) & (self.handling_seconds > 0))):
            yield "handling_seconds: expected finite numbers above 0"
        if self.open_slots is not None and (self.open_slots.shape != shape or self.open_slots.dtype != np.bool_):
            yield f"open_slots of shape {self.open_slots.shape}, {self.open_slots.dtype}; expected {shape}, bool"
        if self.profile is not None:
            if self.profile.ndim != 2 or self.profile.shape[0] != shape[0] or not self.profile.shape[1]:
                yield f"profile of shape {self.profile.shape}; expected ({shape[0]}, parts)"
            elif not bool(np.all(self.profile >= 0) and np.all(self.profile.sum(axis=1) > 0)):
                yield "profile: expected weights of 0 or more and one above 0 in every slot"

    def _faults_of_customers(self) -> Iterator[str]:
        if self.handling_cv is not None and not 0 <= self.handling_cv < np.inf:
            yield f"handling_cv {self.handling_cv}; expected 0 or more"
        if self.patience_seconds is not None and not 0 < self.patience_seconds < np.inf:
            yield f"patience_seconds {self.patience_seconds}; expected above 0"
        if not 0 <= self.leaves_at_once <= 1:
            yield f"leaves_at_once {self.leaves_at_once}; expected 0 to 1"
        if not 0 <= self.balk_share < 1:
            yield f"balk_share {self.balk_share}; expected 0 or more and below 1"
        yield from self._faults_of_redials()
        spreads = self.busyness_cv if isinstance(self.busyness_cv, tuple) else (self.busyness_cv,)
        if any(not 0 <= spread < np.inf for spread in spreads):
            yield f"busyness_cv {self.busyness_cv}; expected 0 or more"

    def _faults_of_redials(self) -> Iterator[str]:
        share, seconds = np.asarray(self.retrial_share), np.asarray(self.retrial_seconds)
        for name, values in (("retrial_share", share), ("retrial_seconds", seconds)):
            if values.shape not in {(), self.contacts.shape}:
                yield f"{name} of shape {values.shape}; expected one number or {self.contacts.shape}"
        if not bool(np.all((share >= 0) & (share < 1))):
            yield f"retrial_share {self.retrial_share}; expected 0 or more and below 1"
        if not bool(np.all((seconds > 0) & (seconds < np.inf))):
            yield f"retrial_seconds {self.retrial_seconds}; expected above 0"
        if self.also_at is not None and not bool(np.all(np.diff(self.also_at) >= 0)):
            yield "also_at: expected rising seconds"

    def _faults_of_service(self) -> Iterator[str]:
        if not 1 <= self.at_once <= MOST_AT_ONCE:
            yield f"at_once {self.at_once}; expected 1 to {MOST_AT_ONCE}"
        if not self.growth or self.growth[0] != 1 or any(not 1 <= factor < np.inf for factor in self.growth):
            yield f"growth {self.growth}; expected factors of 1 or more, the first 1"
        if not 0 <= self.within_seconds < np.inf:
            yield f"within_seconds {self.within_seconds}; expected 0 or more"
        if not 0 <= self.target_share < 1:
            yield f"target_share {self.target_share}; expected 0 or more and below 1"

    def busyness_on(self, day: int) -> float:
        """Return the spread of the busyness of day number *day* (0: the first)."""
        return self.busyness_cv[day] if isinstance(self.busyness_cv, tuple) else self.busyness_cv

    def growth_at(self, served: int) -> float:
        """Return how many times as long a contact takes while its agent serves *served* at once (1 or more)."""
        return self.growth[min(served, len(self.growth)) - 1]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who serves customers: *levels* by stream name, *duty* in seconds, half-open [start, end), breaks cut out.

    A contact in progress at the end of a span of duty is finished; the next span begins when it is planned. Duty may begin
    before second 0 and end after the horizon: who waits then is still served.
    *at_once* caps what this person serves at the same time, whatever the stream allows; None leaves it to the stream.
    *turns*, by time, tell other levels from a second on: the person serves these streams then, and finishes what is in hand.
    """

    name: str
    levels: Mapping[str, int]
    duty: tuple[tuple[float, float], ...]
    at_once: int | None = None
    turns: tuple[tuple[float, Mapping[str, int]], ...] = ()

    def __post_init__(self) -> None:
        faults = [
            f"level {level} for stream {stream}; expected one of {LEVELS}"
            for levels in (self.levels, *(later for _at, later in self.turns))
            for stream, level in levels.items()
            if level not in LEVELS
        ]
        moments = [0.0, *(at for at, _levels in self.turns)]
        if any(later < before for before, later in pairwise(moments)):
            faults.append(f"turns at {moments[1:]}; expected rising seconds of 0 or more")
        faults += [f"duty [{start}, {end}) is empty or reversed" for start, end in self.duty if not start < end]
        faults += [
            f"duty [{start}, {end}) begins before the one before it ends at {before}"
            for (_first, before), (start, end) in pairwise(self.duty)
            if start < before
        ]
        if self.at_once is not None and not 1 <= self.at_once <= MOST_AT_ONCE:
            faults.append(f"at_once {self.at_once}; expected 1 to {MOST_AT_ONCE}")
        if faults:
            raise ValueError(f"person {self.name}: " + "; ".join(faults))

    def levels_at(self, second: float) -> Mapping[str, int]:
        """Return the levels by stream that hold from *second* on."""
        return next((levels for at, levels in reversed(self.turns) if at <= second), self.levels)


@dataclass(frozen=True, slots=True, eq=False)
class Centre:
    """What is simulated: *streams* and *people* over slots of *slot_seconds*.

    *day_starts* are the first slots of the days, the first of them 0: days have their own busyness and their own
    verdict on the target. *busyness_correlation* (0 to 1) ties the busyness of the streams within a day.
    """

    streams: tuple[Stream, ...]
    people: tuple[Person, ...]
    slot_seconds: float = 900.0
    day_starts: tuple[int, ...] = (0,)
    routing: Routing = Routing.LONGEST_IDLE
    busyness_correlation: float = 1.0
    n_slots: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "n_slots", len(self.streams[0].contacts) if self.streams else 0)
        faults = [*self._faults_of_streams(), *self._faults_of_time(), *self._faults_of_people()]
        if faults:
            raise ValueError("centre: " + "; ".join(faults))

    def _faults_of_streams(self) -> Iterator[str]:
        if not self.streams:
            yield "no streams"
        names = [stream.name for stream in self.streams]
        if len(set(names)) != len(names):
            yield f"stream names {sorted(names)} are not unique"
        for stream in self.streams:
            if len(stream.contacts) != self.n_slots:
                yield f"stream {stream.name} has {len(stream.contacts)} slots; expected {self.n_slots} as the first one"

    def _faults_of_time(self) -> Iterator[str]:
        if not 0 < self.slot_seconds < np.inf:
            yield f"slot_seconds {self.slot_seconds}; expected above 0"
        starts = self.day_starts
        rising = all(start < later for start, later in pairwise(starts))
        if not starts or starts[0] != 0 or not rising or starts[-1] >= max(self.n_slots, 1):
            yield f"day_starts {starts}; expected rising slots from 0 on, below {self.n_slots}"
        for stream in self.streams:
            if isinstance(stream.busyness_cv, tuple) and len(stream.busyness_cv) != len(starts):
                yield f"stream {stream.name} has {len(stream.busyness_cv)} values of busyness_cv; expected {len(starts)}, one a day"
        if not 0 <= self.busyness_correlation <= 1:
            yield f"busyness_correlation {self.busyness_correlation}; expected 0 to 1"

    def _faults_of_people(self) -> Iterator[str]:
        known = {stream.name for stream in self.streams}
        names = [person.name for person in self.people]
        if len(set(names)) != len(names):
            yield "names of people are not unique: " + ", ".join(
                sorted({name for name in names if names.count(name) > 1})
            )
        for person in self.people:
            served = set(person.levels).union(*(levels for _at, levels in person.turns))
            unknown = sorted(served - known)
            if unknown:
                yield f"person {person.name} serves unknown streams {', '.join(unknown)}"

    @property
    def horizon_seconds(self) -> float:
        """Seconds from the start to the end of the last slot."""
        return self.n_slots * self.slot_seconds

    def days(self) -> tuple[range, ...]:
        """Return the slots of each day."""
        ends = (*self.day_starts[1:], self.n_slots)
        return tuple(range(start, end) for start, end in zip(self.day_starts, ends, strict=True))
