"""How few people skill sets can do with at all: a start for the search, and the occupancy that every plan has to keep.

Whatever the routing, the queues that nobody outside some sets serves are work for these sets. That their people are not too busy
is Hall's condition (J. London Math. Soc. 10:26, 1935) for work that can be spread in any way. That they answer in time takes at
least about as many people as one queue of all this work would need: pooled people answer no fewer in time than people apart.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

from forecasting.errors import StaffingError
from forecasting.messages import N_, Sentence
from forecasting.site import Queue, ServiceTarget
from forecasting.staffing.least_agents import least_agents
from forecasting.staffing.pooled_load import PooledLoad
from forecasting.staffing.skills import MOST_SETS, SkillSet, serving
from forecasting.staffing.tails import Flags, Floats

People = npt.NDArray[np.int64]  # (sets, slots)
_NEARLY = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Each row of *members* (groups, sets) is a group of sets and of *queues* (groups, queues) that nobody else serves.

    *busy* (groups, slots) are whole people whom the work of the group takes at its queues' greatest occupancy.
    """

    members: npt.NDArray[np.int64]
    queues: Flags
    busy: Floats

    def kept(self, people: People) -> Flags:
        """Tell by slot whether *people* can share the work so that nobody is too busy."""
        return np.asarray(np.all(self.members @ people >= self.busy, axis=0))

    def tight(self, people: People) -> npt.NDArray[np.intp]:
        """Return by set and slot the group that could not spare one of the set's people, -1 where every group could."""
        lacking = (self.members @ people - 1) < self.busy
        held = self.members[:, :, np.newaxis].astype(bool) & lacking[:, np.newaxis, :]
        return np.asarray(np.where(held.any(axis=0), held.argmax(axis=0), -1))


def groups_of(load: PooledLoad, sets: Sequence[SkillSet], floor: int = 0) -> Groups:
    """Return the groups of *sets* for *load*; all people together are at least *floor* while any queue is open.

    Raise StaffingError for more sets than can be looked at in all their combinations.
    """
    if len(sets) > MOST_SETS:
        template = N_("{count} skill sets; expected at most {most}")
        raise StaffingError(Sentence(template, count=len(sets), most=MOST_SETS))
    served = np.array([[queue.name in one.queues for one in sets] for queue in load.queues])
    members = np.array(list(_combinations(len(sets))))
    inside = np.array([~np.any(served & (row == 0), axis=1) for row in members])
    useful = inside.any(axis=1)
    members, inside = members[useful], inside[useful]
    busy = np.ceil(inside @ load.busy - _NEARLY)
    busy[-1] = np.maximum(busy[-1], np.where(load.is_open.any(axis=0), floor, 0))
    return Groups(members, inside, busy)


def _combinations(count: int) -> Iterator[npt.NDArray[np.int64]]:
    """Yield every choice of sets as ones among zeros, all of them last."""
    for size in range(1, count + 1):
        for chosen in combinations(range(count), size):
            row = np.zeros(count, np.int64)
            row[list(chosen)] = 1
            yield row


def start_of(load: PooledLoad, sets: Sequence[SkillSet], groups: Groups) -> People:
    """Return by set and slot the lightest people with whom every group has what it takes as one queue of its work."""
    least = np.maximum(groups.busy, np.stack([_as_one_queue(load, row) for row in groups.queues]))
    columns, again = np.unique(least, axis=1, return_inverse=True)
    weights = np.array([one.weight for one in sets])
    found = np.stack([_lightest(weights, groups.members, column) for column in columns.T], axis=1)
    return np.asarray(found[:, again.ravel()])


def _lightest(weights: Floats, members: npt.NDArray[np.int64], least: Floats) -> npt.NDArray[np.int64]:
    if not least.any():
        return np.zeros(len(weights), np.int64)
    answer = milp(
        weights,
        constraints=LinearConstraint(members, least, np.inf),
        integrality=np.ones(len(weights), np.int64),
        bounds=Bounds(0, np.inf),
    )
    return np.asarray(np.round(np.asarray(answer.x, float)), np.int64)


def _as_one_queue(load: PooledLoad, chosen: Flags) -> Floats:
    """Return whole people by slot for the *chosen* queues as one, no fewer than any of them needs alone, no more than all do."""
    names = np.flatnonzero(chosen)
    alone = load.alone[names]
    if len(names) == 1:
        return np.asarray(alone[0])
    contacts, heads = load.contacts[names], load.heads[names]
    came = contacts.sum()
    queues = [load.queues[number] for number in names]
    if not came or not heads.any():
        return np.asarray(alone.max(axis=0))
    share = float(sum(queue.target.share * of.sum() for queue, of in zip(queues, contacts, strict=True)) / came)
    merged = Queue(
        "pool",
        target=ServiceTarget(share, max(queue.target.within_seconds for queue in queues)),
        patience_seconds=_patience(queues, contacts.sum(axis=1)),
        max_occupancy=1.0,
    )
    total = contacts.sum(axis=0)
    seconds = np.divide(
        heads.sum(axis=0) * load.slot_seconds, total, out=np.full(len(total), 1.0), where=(total > 0) & (heads.any(axis=0))
    )  # fmt: skip
    need = least_agents(merged, np.where(alone.any(axis=0), heads.sum(axis=0), 0.0), seconds).agents
    return np.asarray(np.clip(need, alone.max(axis=0), alone.sum(axis=0)))


def _patience(queues: Sequence[Queue], contacts: Floats) -> float | None:
    known = [queue.patience_seconds for queue in queues]
    if any(seconds is None for seconds in known):
        return None
    return float(np.average([seconds or 0.0 for seconds in known], weights=contacts))


def apart(load: PooledLoad, sets: Sequence[SkillSet]) -> People:
    """Return by set and slot what the queues need alone, each served by the lightest set that can."""
    people = np.zeros((len(sets), load.contacts.shape[1]), np.int64)
    order = {one.name: number for number, one in enumerate(sets)}
    for queue, heads in zip(load.queues, load.alone, strict=True):
        people[order[serving(sets, queue.name)[0].name]] += heads.astype(np.int64)
    return people
