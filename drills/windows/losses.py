"""What live service loses where k people are away for a drill: a table over the starts of windows, by the simulation kernel.

People are taken away for blocks as long as the drill with time between them for the backlog to go, so that one replication of the
horizon measures many windows; some phases of such blocks, each a few slots later, measure them all. Windows between two measured
starts get the mean of both, numbers of people between two measured ones a line between these.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from drills.windows.live import LiveService
from drills.windows.presence import Presence
from drills.windows.replay import FloorCounts, LiveDays
from forecasting.simulation.arrays import Flags, Floats

PHASES = 4
WORK = 20_000_000  # contacts simulated for a table, about
FEWEST, MOST = 6, 20  # replications
FEW_AWAY = 0.08  # of the people on duty: a straight line tells what so few cost, between none and all of them
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Starts:
    """The candidate windows by their first slot, rising; *day* is the first candidate of each one's day.

    Each lasts *length* slots and a *tail* of at least as many slots as given.
    """

    first: Whole
    day: Whole
    length: int
    tail: int
    n_slots: int

    @property
    def step(self) -> int:
        """Slots between measured starts."""
        return -(-(self.length + max(self.tail, self.length // 2)) // PHASES)

    @property
    def period(self) -> int:
        """Slots from the start of a block to that of the next one of its phase."""
        return self.step * PHASES

    def blocks(self, phase: int) -> Flags:
        """Return in which slots people are away in *phase*."""
        away = np.zeros(self.n_slots, np.bool_)
        measured = self.first[(self.first - self.day) % self.period == phase * self.step]
        for first in measured.tolist():
            away[first : first + self.length] = True
        return away


@dataclass(frozen=True, slots=True)
class Losses:
    """By replication, window, stream and number of people away (*levels*, the first of them 0).

    *came*: contacts let in through drill and least tail; *within*: of these, answered in time; *late*: contacts more that are not
    answered in time, and *left*: contacts more that leave, both until the next block would begin, (level) on the last axis.
    """

    levels: tuple[int, ...]
    came: Floats
    within: Floats
    late: Floats
    left: Floats

    @property
    def replications(self) -> int:
        """Number of replications."""
        return len(self.came)


def measured_losses(
    live: LiveService,
    groups: Sequence[frozenset[str]],
    team_of: Sequence[str],
    starts: Starts,
    most: int,
    workers: int = 2,
) -> Losses:
    """Return the losses of windows *starts* with up to *most* people away from each of *groups* of teams.

    *team_of* is the team of each of the staff's people, in its order. *workers* replications run at a time, with the same result.
    """
    presence = Presence(live.staff)
    members = [np.flatnonzero([team in group for team in team_of]) for group in groups]
    levels = _levels(presence, members, starts, most)
    contacts = sum(float(stream.contacts.sum()) for stream in live.streams)
    rounds = 1 + PHASES * (len(levels) - 1)
    replications = int(np.clip(WORK // max(contacts * rounds, 1.0), FEWEST, MOST))
    live_days = LiveDays(live, presence, range(live.staff.grid.days), replications)
    blocks = [np.repeat(starts.blocks(phase), presence.steps_a_slot) for phase in range(PHASES)]

    def one(replication: int) -> list[Floats]:
        there = live_days.there(replication)
        floors = [there, *(_without(there, members, level, away) for level in levels[1:] for away in blocks)]
        return _of_windows(live_days.counted(replication, floors), starts, levels)

    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(one, range(replications)))
    came, within, late, left = (np.stack(parts) for parts in zip(*found, strict=True))
    return Losses(levels, came, within, late, left)


def _levels(presence: Presence, members: Sequence[Whole], starts: Starts, most: int) -> tuple[int, ...]:
    """Return the numbers of people away that are measured: none, all, and half of them where these are no small part."""
    steps = starts.first * presence.steps_a_slot
    heads = [float(presence.duty[rows][:, steps].sum(axis=0).mean()) for rows in members]
    if all(most <= FEW_AWAY * on_duty for on_duty in heads):
        return (0, most)
    return tuple(sorted({0, -(-most // 2), most}))


def _without(there: Flags, members: Sequence[Whole], count: int, away: Flags) -> Flags:
    """Return *there* without the first *count* people of each group of *members* in the steps *away*."""
    floor = there.copy()
    for rows in members:
        present = there[rows]
        first_ones = present & (np.cumsum(present, axis=0, dtype=np.int16) <= count) & away
        floor[rows] &= ~first_ones
    return floor


def _of_windows(counted: FloorCounts, starts: Starts, levels: Sequence[int]) -> list[Floats]:
    """Return came, within, late and left of one replication: (window, stream), the last three (window, stream, level)."""
    ends = np.minimum(starts.first + starts.length + starts.tail, starts.n_slots)
    came = _sums(counted.came[0], starts.first, ends)
    shape = (*came.shape, len(levels))
    within, late, left = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    within[..., 0] = _sums(counted.within[0], starts.first, ends)
    for level in range(1, len(levels)):
        floors = slice(1 + (level - 1) * PHASES, 1 + level * PHASES)
        near = _measured(counted.within[0] - counted.within[floors], starts, starts.tail)
        within[..., level] = within[..., 0] - near
        rest = starts.period - starts.length
        late[..., level] = _measured(counted.within[0] - counted.within[floors], starts, rest)
        left[..., level] = _measured(counted.left[floors] - counted.left[0], starts, rest)
    return [came, within, late, left]


def _measured(more: Floats, starts: Starts, tail: int) -> Floats:
    """Return by window and stream the sum of *more* (phase, slot, stream) over drill and *tail*, from the measured starts about it."""
    offset = starts.first - starts.day
    below = starts.first - offset % starts.step
    last = np.maximum.reduceat(starts.first, _firsts_of_days(starts.day))
    of_day = np.repeat(last, np.diff(np.append(_firsts_of_days(starts.day), len(starts.day))))
    above = np.where(offset % starts.step == 0, below, below + starts.step)
    above = np.where(above > of_day, below, above)
    share = ((starts.first - below) / starts.step)[:, None]
    return (1 - share) * _at(more, below, starts, tail) + share * _at(more, above, starts, tail)


def _firsts_of_days(day: Whole) -> Whole:
    return np.flatnonzero(np.append(True, day[1:] != day[:-1]))


def _at(more: Floats, first: Whole, starts: Starts, tail: int) -> Floats:
    phase = (first - starts.day) % starts.period // starts.step
    total = np.concatenate([np.zeros((len(more), 1, more.shape[2])), np.cumsum(more, axis=1, dtype=float)], axis=1)
    ends = np.minimum(first + starts.length + tail, starts.n_slots)
    return np.asarray(total[phase, ends] - total[phase, first])


def _sums(counts: npt.NDArray[np.int32], first: Whole, end: Whole) -> Floats:
    total = np.concatenate([np.zeros((1, counts.shape[1])), np.cumsum(counts, axis=0, dtype=float)])
    return np.asarray(total[end] - total[first])
