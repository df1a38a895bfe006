"""From measured losses to what the finder asks: prices of further people, how many service lets go, and the cost of a choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.special import betainc

from drills.felt import ONE_IN_TEN
from drills.placement import Cost
from drills.windows.live import FEWEST_CONTACTS
from drills.windows.losses import Losses, Starts
from drills.windows.network import Units
from drills.windows.weights import UNIT
from forecasting.simulation.arrays import Floats

STEEPEST = 6.0  # power of the number of people away with which losses rise at most


@dataclass(frozen=True, eq=False)
class LossTable:
    """*losses* of windows *starts*, as a LiveEstimate.

    *streams* are the names on the losses' axis, *floors* those that are judged, *group_streams* the streams of each of *groups*, no
    stream in two of them. *slot_minutes* is the length of a slot.
    """

    starts: Starts
    losses: Losses
    streams: tuple[str, ...]
    floors: Mapping[str, float]
    least_chance: float
    groups: tuple[frozenset[str], ...]
    group_streams: tuple[frozenset[str], ...]
    slot_minutes: int

    def steps(self, first: int) -> tuple[Units, ...]:
        """Return by group what each further person away costs, as many as service lets go."""
        at = self._place(first)
        return tuple(self._prices[at, group, : max(self._most[at, group], 0)] for group in range(len(self.groups)))

    def already(self, first: int) -> tuple[str, ...]:
        """Return the queues whose chance is too low with nobody away."""
        return self._below(self._place(first), np.zeros(len(self.groups), np.int64))

    def limits(self, first: int) -> tuple[str, ...]:
        """Return the queues whose chance is too low with one person more away than service lets go."""
        at = self._place(first)
        return self._below(at, np.minimum(np.maximum(self._most[at], 0) + 1, self.losses.levels[-1]))

    def cost(self, first: int, away: Sequence[int]) -> Cost:
        """Return what *away* people of each group cost, as estimated."""
        at, count = self._place(first), np.array(away, np.int64)
        by_stream = self._away_by_stream(count)
        late = _between(self.losses.late[:, at], self.losses.levels, by_stream)
        left = _between(self.losses.left[:, at], self.losses.levels, by_stream)
        came = self.losses.came[:, at]
        points = 100 * late.sum(axis=1) / np.maximum(came.sum(axis=1), 1.0)
        mean = sum(float(self._prices[at, group, :gone].sum()) for group, gone in enumerate(away)) / UNIT
        expected = np.maximum(came.mean(axis=0), 1e-9)
        judged = [
            self.chance[at, place, gone] for place, gone in enumerate(by_stream.tolist()) if self._judged[at, place]
        ]
        return Cost(
            points=mean,
            points_p10=max(float(np.quantile(points, ONE_IN_TEN)), 0.0),
            late=max(float(late.sum(axis=1).mean()), 0.0),
            abandoned=max(float(left.sum(axis=1).mean()), 0.0),
            chance=float(min(judged, default=1.0)),
            simulated=False,
            tail_minutes=self.starts.tail * self.slot_minutes,
            replications=self.losses.replications,
            by_queue={
                name: 100 * float(late[:, place].mean() / expected[place]) for place, name in enumerate(self.streams)
            },
        )

    @cached_property
    def _places(self) -> dict[int, int]:
        return {first: place for place, first in enumerate(self.starts.first.tolist())}

    def _place(self, first: int) -> int:
        return self._places[first]

    @cached_property
    def _group_of_stream(self) -> npt.NDArray[np.int64]:
        """By stream its group; -1 for one that nobody serves."""
        places = {name: number for number, names in enumerate(self.group_streams) for name in names}
        return np.array([places.get(name, -1) for name in self.streams], np.int64)

    def _away_by_stream(self, away: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        return np.append(away, 0)[self._group_of_stream]

    @cached_property
    def _prices(self) -> npt.NDArray[np.int64]:
        """What each further person away costs on average, in units, never less than the one before: (window, group, person).

        Chance makes measured losses neither rise nor bend as they should; where two stretches bend the wrong way they are one.
        """
        came = np.maximum(self.losses.came.sum(axis=2).mean(axis=0), 1.0)
        late = self.losses.late.mean(axis=0)
        found = np.zeros((len(came), len(self.groups), self.losses.levels[-1]), np.int64)
        for group in range(len(self.groups)):
            total = 100 * late[:, self._group_of_stream == group].sum(axis=1) / came[:, None]
            found[:, group] = np.rint(_rising_steps(total, self.losses.levels) * UNIT).astype(np.int64)
        return found

    @cached_property
    def _judged(self) -> npt.NDArray[np.bool_]:
        """Whether a stream has a floor and contacts enough to be held to it: (window, stream)."""
        has_floor = np.array([name in self.floors for name in self.streams], np.bool_)
        return np.asarray(has_floor & (self.losses.came.mean(axis=0) >= FEWEST_CONTACTS))

    @cached_property
    def chance(self) -> Floats:
        """The probability that the share answered in time reaches the floor: (window, stream, people away)."""
        floor = np.array([self.floors.get(name, 0.0) for name in self.streams])
        share = self.losses.within / np.maximum(self.losses.came, 1.0)[..., None]
        found = []
        for away in range(self.losses.levels[-1] + 1):
            level = _between(share, self.losses.levels, np.full(len(self.streams), away))
            found.append(_above(floor, level.mean(axis=0), level.std(axis=0, ddof=1)))
        # whoever else leaves, service gets no better: what looks like it is chance
        return np.minimum.accumulate(np.stack(found, axis=-1), axis=-1)

    @cached_property
    def _most(self) -> npt.NDArray[np.int64]:
        """How many people service lets go, -1 where it is too low already: (window, group)."""
        enough = (self.chance >= self.least_chance) | ~self._judged[..., None]
        found = np.full((len(enough), len(self.groups)), self.losses.levels[-1], np.int64)
        for group in range(len(self.groups)):
            of_group = enough[:, self._group_of_stream == group].all(axis=1)
            found[:, group] = of_group.sum(axis=1) - 1  # chances fall, so that those that are enough come first
        return found

    def _below(self, at: int, away: npt.NDArray[np.int64]) -> tuple[str, ...]:
        by_stream = self._away_by_stream(away).tolist()
        return tuple(
            name
            for place, name in enumerate(self.streams)
            if self._judged[at, place] and self.chance[at, place, by_stream[place]] < self.least_chance
        )


def _above(floor: Floats, mean: Floats, spread: Floats) -> Floats:
    """Return the probability that a share with this *mean* and *spread* reaches *floor*: by a beta distribution, skewed as shares are."""
    mean = np.clip(mean, 1e-4, 1 - 1e-4)
    spread = np.clip(spread, 1e-3, 0.99 * np.sqrt(mean * (1 - mean)))
    size = mean * (1 - mean) / spread**2 - 1
    return np.asarray(1 - betainc(mean * size, (1 - mean) * size, np.broadcast_to(floor, mean.shape)))


def _between(values: Floats, levels: tuple[int, ...], away: npt.NDArray[np.int64]) -> Floats:
    """Return *values* (…, stream, level) for *away* people by stream, on the line or the parabola through the levels."""
    weights = np.ones((len(away), len(levels)))
    for one, level in enumerate(levels):
        for other in levels[:one] + levels[one + 1 :]:
            weights[:, one] *= (away - other) / (level - other)
    return np.asarray((values * weights).sum(axis=-1))


def _rising_steps(total: Floats, levels: Sequence[int]) -> Floats:
    """Return by window what each further person adds to *total* (window, level), nowhere less than the one before or 0.

    *total* rises as a power of the number of people through both levels, or as a line where it does not bend upwards.
    """
    most, last = levels[-1], np.maximum(total[:, -1], 0.0)
    power = np.ones(len(total))
    if len(levels) > 2:
        half = np.clip(total[:, 1], 1e-9, None)
        rise = np.log(np.maximum(last, 1e-9) / half) / np.log(most / levels[1])
        power = np.clip(rise, 1.0, STEEPEST)
    shares = np.arange(most + 1) / most
    return np.asarray(last[:, None] * np.diff(shares ** power[:, None], axis=1))
