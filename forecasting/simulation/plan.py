"""A centre as the arrays that the kernel reads: people in groups of equal skills, duty as a list of changes."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from forecasting.simulation.arrays import Flags, Floats, Ints, Records
from forecasting.simulation.centre import MOST_AT_ONCE, Centre, Person, Routing, Stream

LEAVES, CLOSES, TURNS, COMES = 0, 1, 2, 3  # kinds of change, in the order in which they happen at the same time

Profile = tuple[tuple[int, int], ...]  # number of the stream and level, by number

STREAM = np.dtype(
    [("within", "f8"), ("at_once", "i4"), ("priority", "i4"), ("askers_from", "i4"), ("askers_to", "i4")], align=True
)
ASKER = np.dtype([("group", "i4"), ("rank", "i4")], align=True)
MEMBER = np.dtype([("group", "i4"), ("cap", "i4")], align=True)
CHANGE = np.dtype([("time", "f8"), ("kind", "i4"), ("of", "i4"), ("group", "i4")], align=True)


class Plan(NamedTuple):
    """What stays as it is while the simulation runs.

    *streams*: seconds of the target, most at once, priority, and where in *askers* the groups that serve it stand, those asked first
    in front. *growth* (stream, served at once), *is_open* (slot, stream). *skills* from ``skills_from[group]`` on are the
    streams that a group serves. *people*: their first group and their own cap. *changes* of people or streams, by time; ``group`` is that
    to which a person turns.
    """

    streams: Records
    growth: Floats
    is_open: Flags
    askers: Records
    skills: Ints
    skills_from: Ints
    people: Records
    changes: Records
    slot_seconds: float
    n_slots: int
    least_busy: bool


def plan_of(centre: Centre) -> Plan:
    """Return the arrays of *centre*."""
    numbers = {stream.name: number for number, stream in enumerate(centre.streams)}
    profiles = [_profile(who.levels, numbers) for who in centre.people]
    # of two turns at the same second the last holds
    turns = [
        (at, number, _profile(levels, numbers))
        for number, who in enumerate(centre.people)
        for at, levels in dict(who.turns).items()
    ]
    seen = dict.fromkeys([*profiles, *(profile for _at, _number, profile in turns)])
    kinds = {profile: group for group, profile in enumerate(seen)}
    asked = [_askers(number, list(kinds), centre.routing) for number in numbers.values()]
    ends = np.cumsum([len(row) for row in asked])
    streams = [
        (stream.within_seconds, stream.at_once, stream.priority, end - len(row), end)
        for stream, row, end in zip(centre.streams, asked, ends.tolist(), strict=True)
    ]
    members = [(kinds[profile], _cap(person)) for profile, person in zip(profiles, centre.people, strict=True)]
    return Plan(
        streams=np.array(streams, STREAM),
        growth=np.array([_growth(stream) for stream in centre.streams]),
        is_open=np.stack([_open(stream) for stream in centre.streams], axis=1),
        askers=np.array([entry for row in asked for entry in row], ASKER),
        skills=np.array([number for kind in kinds for number, _level in kind], np.int32),
        skills_from=np.cumsum([0, *(len(kind) for kind in kinds)], dtype=np.int32),
        people=np.array(members, MEMBER),
        changes=np.array(
            sorted([*_changes(centre), *((at, TURNS, number, kinds[profile]) for at, number, profile in turns)]), CHANGE
        ),
        slot_seconds=float(centre.slot_seconds),
        n_slots=centre.n_slots,
        least_busy=centre.routing is Routing.LEAST_BUSY,
    )


def served_by_group(plan: Plan) -> Floats:
    """Return, by group and stream, 1 where the group serves the stream, else 0."""
    serves = np.zeros((len(plan.skills_from) - 1, len(plan.streams)))
    serves[np.repeat(np.arange(len(serves)), np.diff(plan.skills_from)), plan.skills] = 1.0
    return serves


def _profile(levels: Mapping[str, int], numbers: Mapping[str, int]) -> Profile:
    return tuple(sorted((numbers[name], level) for name, level in levels.items()))


def _askers(number: int, kinds: list[Profile], routing: Routing) -> list[tuple[int, int]]:
    """Return group and rank of each group that serves the stream, the first to be asked first."""
    found = []
    for group, kind in enumerate(kinds):
        level = dict(kind).get(number)
        if level is not None:
            found.append((group, level * 1000 + len(kind) if routing is Routing.BY_LEVEL else 0))
    return sorted(found, key=lambda entry: (entry[1], entry[0]))


def _changes(centre: Centre) -> Iterator[tuple[float, int, int, int]]:
    for number, person in enumerate(centre.people):
        for start, end in _joined(person.duty):
            if end > 0:  # a shift of the night before may begin earlier
                yield max(start, 0.0), COMES, number, -1
                yield end, LEAVES, number, -1
    for number, stream in enumerate(centre.streams):
        if stream.open_slots is None or stream.finishes_waiting:
            continue
        is_open = stream.open_slots
        for slot in np.flatnonzero(is_open & ~np.append(is_open[1:], np.False_)):
            yield (int(slot) + 1) * centre.slot_seconds, CLOSES, number, -1


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
