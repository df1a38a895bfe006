"""Makes neighbouring slots ask for like people, where several mixes would do: what jumps to and fro no roster can follow."""

import numpy as np

from forecasting.staffing.pooled_bounds import Groups, People
from forecasting.staffing.pooled_search import FELT_SLOTS
from forecasting.staffing.pooled_trial import Trial
from forecasting.staffing.tails import Flags, Floats

_ROUNDS = 3
_AROUND = 4  # slots before and after that a mix is likened to
_APART = 1 + FELT_SLOTS  # slots between those that change at the same time
_BLENDS = (1.0, 0.5)  # how much of the way to the mix around
_HEAVIER = 1.01  # a hundredth of weight for a mix that lasts


def evened(trial: Trial, people: People, groups: Groups, level: float) -> People:
    """Return as many *people* in every slot, mixed like those around it where every target and group still holds at *level*.

    A slot becomes heavier by a hundredth at most.
    """
    weights = np.array([one.weight for one in trial.sets])
    most = weights @ people * _HEAVIER
    for _round in range(_ROUNDS):
        before = people
        for blend in _BLENDS:
            for rest in range(_APART):
                wanted = _likened(people, blend, np.asarray(trial.load.is_open.any(axis=0)))
                asked = (np.arange(people.shape[1]) % _APART == rest) & (wanted != people).any(axis=0)
                asked &= groups.kept(wanted) & (weights @ wanted <= most)
                people = _taken(trial, people, wanted, asked, level)
        if bool(np.array_equal(before, people)):
            break
    return people


def _taken(trial: Trial, people: People, wanted: People, asked: Flags, level: float) -> People:
    if not asked.any():
        return people
    kept = np.asarray((trial.margins(np.where(asked, wanted, people), level) >= 0).all(axis=0))
    after = np.array([kept[slot : slot + _APART].all() for slot in range(len(kept))])
    return np.where(asked & after, wanted, people)


def _likened(people: People, blend: float, is_open: Flags) -> People:
    """Return people by slot in the mix of those around it, as many as there are in the slot."""
    total = people.sum(axis=0)
    around = np.array([np.convolve(row, np.ones(2 * _AROUND + 1), mode="same") for row in people * is_open])
    both = around.sum(axis=0)
    shares = np.divide(around, both, out=np.zeros_like(around), where=both > 0)
    ideal = blend * shares * total + (1.0 - blend) * people
    return np.where(both > 0, rounded(ideal, total), people)


def rounded(ideal: Floats, total: People) -> People:
    """Return whole numbers near *ideal*, columns that sum to *total*: the greatest remainders are rounded up."""
    whole = np.floor(ideal + 1e-9)
    lacking = total - whole.sum(axis=0)
    rank = np.argsort(np.argsort(whole - ideal, axis=0, kind="stable"), axis=0, kind="stable")
    return np.asarray(whole + (rank < lacking), np.int64)


def filled(people: People) -> People:
    """Return *people* with no slot below both of those beside it: people are added to the sets that have most more there.

    Who goes for a single slot finishes a contact in it and is back for the next one. The simulation would count that as help, and
    no real shift does it.
    """
    full, total = people.copy(), people.sum(axis=0)
    for slot in np.flatnonzero(total[1:-1] < np.minimum(total[:-2], total[2:])) + 1:
        for _missing in range(min(total[slot - 1], total[slot + 1]) - total[slot]):
            more = full[:, slot - 1] + full[:, slot + 1] - 2 * full[:, slot]
            full[int(more.argmax()), slot] += 1
    return full
