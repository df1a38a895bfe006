"""A centre as the arrays that the kernel reads: people in groups of equal skills, duty as a list of changes."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from forecasting.simulation.arrays import Flags, Floats, Ints
from forecasting.simulation.centre import MOST_AT_ONCE, Centre, Person, Routing, Stream

LEAVES, CLOSES, COMES = 0, 1, 2  # kinds of change, in the order in which they happen at the same time


class Plan(NamedTuple):
    """What stays as it is while the simulation runs.

    By stream: *at_once*, *priority*, *within* seconds, *growth* (stream, served at once), *is_open* (slot, stream).
    *askers* lists, from ``askers_from[stream]`` to ``askers_from[stream + 1]``, the groups that serve a stream, those with
    the least *rank* first; *skills* from ``skills_from[group]`` on the streams that a group serves. By person: *group*, *cap*.
    Changes by time: *change_time*, *change_kind* and the person or stream that they concern.
    """

    at_once: Ints
    priority: Ints
    within: Floats
    growth: Floats
    is_open: Flags
    askers: Ints
    rank: Ints
    askers_from: Ints
    skills: Ints
    skills_from: Ints
    group: Ints
    cap: Ints
    change_time: Floats
    change_kind: Ints
    change_of: Ints
    slot_seconds: float
    n_slots: int
    least_busy: bool


def plan_of(centre: Centre) -> Plan:
    """Return the arrays of *centre*."""
    numbers = {stream.name: number for number, stream in enumerate(centre.streams)}
    profiles = [tuple(sorted((numbers[name], level) for name, level in who.levels.items())) for who in centre.people]
    kinds = list(dict.fromkeys(profiles))
    asked = [list(_askers(number, kinds, centre.routing)) for number in numbers.values()]
    changes = sorted(_changes(centre))
    return Plan(
        at_once=_whole(stream.at_once for stream in centre.streams),
        priority=_whole(stream.priority for stream in centre.streams),
        within=np.array([stream.within_seconds for stream in centre.streams]),
        growth=np.array([_growth(stream) for stream in centre.streams]),
        is_open=np.stack([_open(stream) for stream in centre.streams], axis=1),
        askers=_whole(group for row in asked for _rank, group in row),
        rank=_whole(rank for row in asked for rank, _group in row),
        askers_from=_starts(len(row) for row in asked),
        skills=_whole(number for kind in kinds for number, _level in kind),
        skills_from=_starts(len(kind) for kind in kinds),
        group=_whole(kinds.index(profile) for profile in profiles),
        cap=_whole(_cap(person) for person in centre.people),
        change_time=np.array([time for time, _kind, _of in changes], float),
        change_kind=_whole(kind for _time, kind, _of in changes),
        change_of=_whole(of for _time, _kind, of in changes),
        slot_seconds=float(centre.slot_seconds),
        n_slots=centre.n_slots,
        least_busy=centre.routing is Routing.LEAST_BUSY,
    )


def served_by_group(plan: Plan) -> Floats:
    """Return, by group and stream, 1 where the group serves the stream, else 0."""
    serves = np.zeros((len(plan.skills_from) - 1, len(plan.at_once)))
    serves[np.repeat(np.arange(len(serves)), np.diff(plan.skills_from)), plan.skills] = 1.0
    return serves


def _whole(values: Iterator[int]) -> Ints:
    return np.fromiter(values, np.int32)


def _starts(lengths: Iterator[int]) -> Ints:
    return np.concatenate([[0], np.cumsum(np.fromiter(lengths, np.int32))]).astype(np.int32)


def _askers(number: int, kinds: list[tuple[tuple[int, int], ...]], routing: Routing) -> Iterator[tuple[int, int]]:
    """Return rank and number of each group that serves the stream, the first to be asked first."""
    ranks = {}
    for group, kind in enumerate(kinds):
        level = dict(kind).get(number)
        if level is not None:
            ranks[group] = level * 1000 + len(kind) if routing is Routing.BY_LEVEL else 0
    return iter(sorted((rank, group) for group, rank in ranks.items()))


def _changes(centre: Centre) -> Iterator[tuple[float, int, int]]:
    for number, person in enumerate(centre.people):
        for start, end in _joined(person.duty):
            yield start, COMES, number
            yield end, LEAVES, number
    for number, stream in enumerate(centre.streams):
        if stream.open_slots is None or stream.finishes_waiting:
            continue
        is_open = stream.open_slots
        for slot in np.flatnonzero(is_open & ~np.append(is_open[1:], np.False_)):
            yield (int(slot) + 1) * centre.slot_seconds, CLOSES, number


def _joined(duty: tuple[tuple[float, float], ...]) -> Iterator[tuple[float, float]]:
    """Yield the spans of duty, those that touch as one."""
    begun: tuple[float, float] | None = None
    for start, end in duty:
        if begun is not None and start == begun[1]:
            begun = begun[0], end
            continue
        if begun is not None:
            yield begun
        begun = start, end
    if begun is not None:
        yield begun


def _growth(stream: Stream) -> list[float]:
    return [1.0, *(stream.growth_at(served) for served in range(1, MOST_AT_ONCE + 1))]


def _open(stream: Stream) -> Flags:
    return np.ones(len(stream.contacts), np.bool_) if stream.open_slots is None else stream.open_slots


def _cap(person: Person) -> int:
    return MOST_AT_ONCE if person.at_once is None else person.at_once
