"""Looks for the lightest people by skill set and slot with whom every queue of a day keeps its targets, by simulation.

From a start that is too low people are added where a queue falls short, the move first that helps it most for its weight; then
whatever is not needed is taken away again (the order of Wallace and Whitt, Manufacturing & Service Operations Management 7:276, 2005).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forecasting.staffing.pooled_bounds import Groups, People
from forecasting.staffing.pooled_trial import Trial
from forecasting.staffing.skills import SkillSet
from forecasting.staffing.tails import Flags, Floats

_ROUNDS = 40
_WINDOW = np.ones(5)  # slots that judge a move together: alike ones then choose alike
_PASSES = 2
_SIZES = (4, 1)  # people by whom a slot is changed at once, the boldest try first
FELT_SLOTS = 2  # slots for which people are missed where somebody is taken away
_BLOCK_SECONDS = 3600.0
_FEWER = 4  # times fewer days to compare moves on
_MOST_TAUGHT = 3  # people by whom one round changes a slot where a set is exchanged for another


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """A *change* of people by set, weighing *weight* more than before; *to* is the set that grows, None where none does."""

    change: npt.NDArray[np.int64]
    weight: float
    to: int | None


def moves_of(sets: Sequence[SkillSet]) -> tuple[list[Move], list[Move]]:
    """Return the moves that add or teach people, and those that take away or ask for less, the greatest saving first."""
    weights, one = np.array([each.weight for each in sets]), np.eye(len(sets), dtype=np.int64)
    raising = [Move(one[number], float(weights[number]), number) for number in range(len(sets))]
    pairs = [
        (more, less)
        for more, able in enumerate(sets)
        for less, plain in enumerate(sets)
        if more != less and able.contains(plain) and weights[more] > weights[less]
    ]
    raising += [Move(one[more] - one[less], float(weights[more] - weights[less]), more) for more, less in pairs]
    lowering = [Move(-one[number], -float(weights[number]), None) for number in range(len(sets))]
    lowering += [Move(one[less] - one[more], float(weights[less] - weights[more]), less) for more, less in pairs]
    return raising, sorted(lowering, key=lambda move: move.weight)


def raised(trial: Trial, people: People, level: float) -> People:
    """Return *people* with so many more that no target is missed at *level* in *trial*, or after the last round as many as then."""
    raising, _ = moves_of(trial.sets)
    few = trial.first(max(trial.replications // _FEWER, 8))
    for _round in range(_ROUNDS):
        margins = trial.margins(people, level)
        short = margins < 0
        if not short.any():
            break
        people = people + _best_moves(few, people, margins, raising)
    return people


def _best_moves(few: Trial, people: People, margins: Floats, raising: Sequence[Move]) -> People:
    """Return by set and slot the change that helps the queues that fall short most for its weight."""
    short = margins < 0
    slots = np.asarray(short.any(axis=0))
    before = few.margins(people, 0.0)
    best, change = np.zeros(len(slots)), np.zeros_like(people)
    for move in raising:
        asked = slots & _possible(people, move) & (short[_served(few, move)].any(axis=0))
        if not asked.any():
            continue
        after = few.margins(people + move.change[:, np.newaxis] * asked, 0.0)
        with np.errstate(invalid="ignore"):  # nobody came in these few days: no difference
            gain = np.nan_to_num(np.where(short, after - before, 0.0), nan=0.0, posinf=0.0, neginf=0.0)
        worth = np.where(asked, np.convolve(gain.sum(axis=0), _WINDOW, mode="same") / move.weight, 0.0)
        better = worth > best
        best = np.where(better, worth, best)
        change = np.where(better, move.change[:, np.newaxis] * _steps(margins, gain, people, move), change)
    for slot in np.flatnonzero(
        slots & (best <= 0)
    ):  # nothing told apart by so few days: more of the lightest who serve the worst
        change[:, slot] = raising[_lightest(few, int(margins[:, slot].argmin()))].change
    return change


def _steps(margins: Floats, gain: Floats, people: People, move: Move) -> npt.NDArray[np.int64]:
    """Return how many times in a row a move is made at once: fewer than would fill the worst queue's gap if each helped alike."""
    worst = np.minimum(margins.min(axis=0), 0.0)
    helped = np.take_along_axis(gain, margins.argmin(axis=0)[np.newaxis], axis=0)[0]
    wanted = np.divide(-worst * 0.7, helped, out=np.ones(len(worst)), where=helped > 0)
    most = np.maximum(people.sum(axis=0) // 10, 1)
    if (move.change < 0).any():
        most = np.minimum(_MOST_TAUGHT, people[int(move.change.argmin())])
    return np.asarray(np.clip(wanted, 1, np.maximum(most, 1)).astype(np.int64))


def _served(trial: Trial, move: Move) -> Flags:
    grows = trial.sets[move.to] if move.to is not None else None
    return np.array([grows is not None and queue.name in grows.queues for queue in trial.load.queues])


def _lightest(trial: Trial, queue: int) -> int:
    name = trial.load.queues[queue].name
    able = [number for number, one in enumerate(trial.sets) if name in one.queues]
    return min(able, key=lambda number: (trial.sets[number].weight, number))


def _possible(people: People, move: Move) -> Flags:
    return np.asarray(np.all(people + move.change[:, np.newaxis] >= 0, axis=0))


def trimmed(trial: Trial, people: People, groups: Groups, level: float) -> People:
    """Return *people* less whom no target at *level* and no group misses, the heaviest first.

    Sets are exchanged for an hour or so at a time, so that the mix does not jump to and fro; single people go slot by slot.
    """
    _, lowering = moves_of(trial.sets)
    block = max(round(_BLOCK_SECONDS / trial.load.slot_seconds), 1)
    steps = [_Step(move, size, block) for move in lowering for size in _SIZES] + _single(lowering)
    return _less(trial, people, groups, level, steps)


def spared(trial: Trial, people: People, groups: Groups, level: float) -> People:
    """Return *people* less single ones whom no target at *level* and no group misses, slot by slot."""
    return _less(trial, people, groups, level, _single(moves_of(trial.sets)[1]))


def _single(lowering: Sequence[Move]) -> list["_Step"]:
    return [_Step(move, 1, 1) for move in lowering if move.to is None]


def _less(trial: Trial, people: People, groups: Groups, level: float, steps: Sequence["_Step"]) -> People:
    tried: set[bytes] = set()
    for _pass in range(_PASSES):
        before = people
        for step in steps:
            people = _in_turns(trial, people, groups, level, step, tried)
        if bool(np.array_equal(before, people)):
            break
    return people


class _Step(NamedTuple):
    """A *move* made *size* times at once in *block* slots in a row."""

    move: Move
    size: int
    block: int

    def change(self, where: Flags) -> People:
        return np.asarray(self.move.change[:, np.newaxis] * (self.size * where))

    def sensible(self, people: People, groups: Groups) -> Flags:
        """Tell by slot whether so many at once are worth a try: half of a set taught less, a twentieth of all taken away."""
        lowered = people + self.change(np.ones(people.shape[1], np.bool_))
        shrinking = people[int(self.move.change.argmin())]
        most = people.sum(axis=0) // 20 if self.move.to is None else shrinking // 2
        return np.asarray((lowered >= 0).all(axis=0) & (self.size <= np.maximum(most, 1)) & groups.kept(lowered))

    def key(self, people: People, first: int) -> bytes:
        """Return what a try in the block from *first* on depends on."""
        around = people[:, max(first - 1, 0) : first + self.block + FELT_SLOTS]
        return repr((self.move.change.tolist(), self.size, self.block, first)).encode() + around.tobytes()


def _in_turns(trial: Trial, people: People, groups: Groups, level: float, step: _Step, tried: set[bytes]) -> People:
    """Return *people* less *step* in every block in which, and after which, each target still holds; other blocks wait their turn."""
    slots = people.shape[1]
    apart = 1 + -(-FELT_SLOTS // step.block)
    for turn in range(apart):
        firsts = range(turn * step.block, slots, apart * step.block)
        sensible = step.sensible(people, groups)
        asked = np.zeros(slots, np.bool_)
        for first in firsts:
            key = step.key(people, first)
            if key not in tried:
                asked[first : first + step.block] = sensible[first : first + step.block]
            tried.add(key)
        if not asked.any():
            continue
        kept = np.asarray((trial.margins(people + step.change(asked), level) >= 0).all(axis=0))
        for first in firsts:
            if not kept[first : first + step.block + FELT_SLOTS].all():
                asked[first : first + step.block] = False
        people = people + step.change(asked)
    return people
