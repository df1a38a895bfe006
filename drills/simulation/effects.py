"""What loads do to customers and people of a stretch, in one rehearsal whose steps set the times.

Loads are put on one after the other, in the order of the scenario; people and customers that they share feel all of them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf
from zlib import crc32

import numpy as np

from drills.scenario.loads import FULL_PERCENT, Absence, ChannelLoss, Load, Opinion, Outage, Surge
from drills.simulation.bursts import Burst, contacts
from drills.simulation.pressure import burst_of, ramp
from drills.simulation.stage import STEP_SECONDS, Stage, taken_off
from drills.simulation.timing import LoadTimes
from forecasting.simulation import Person, Stream
from forecasting.simulation.arrays import Floats
from forecasting.simulation.draws import generator
from forecasting.site import Channel

LOAD = 12  # what the numbers are drawn for, beside the purposes of customers, absences and people's steps
MOST_REDIALS = 0.95  # nobody comes again for ever
LEAST_REDIAL_SECONDS = 1.0


@dataclass(slots=True)
class _Scene:
    """Customers and people while loads are put on them; *unable* has by person the streams that they cannot serve when."""

    stage: Stage
    streams: list[Stream]
    people: Sequence[Person]
    unable: dict[str, list[tuple[float, float, frozenset[str]]]]

    def affected(self, channels: Iterable[Channel]) -> list[int]:
        wanted = set(channels)
        return [at for at, stream in enumerate(self.streams) if self.stage.floor.channels[stream.name] in wanted]

    def change(self, channels: Iterable[Channel], changed: Callable[[Stream], Stream]) -> None:
        for at in self.affected(channels):
            self.streams[at] = changed(self.streams[at])

    def ranked(self, names: Iterable[str], begins: float, ends: float, random: np.random.Generator) -> list[str]:
        """Return those of *names* with duty in the seconds [*begins*, *ends*), in an order drawn for everybody."""
        turn = dict(zip((person.name for person in self.people), random.random(len(self.people)), strict=True))
        wanted = set(names)
        there = [
            person.name
            for person in self.people
            if person.name in wanted and any(start < ends and end > begins for start, end in person.duty)
        ]
        return sorted(there, key=turn.__getitem__)


def put_on(
    stage: Stage, people: Sequence[Person], loads: tuple[Load, ...], times: LoadTimes, key: tuple[int, int]
) -> tuple[tuple[Stream, ...], tuple[Person, ...]]:
    """Return customers and people under *loads* that began, ended and were calmed at *times*; *key*: seed and replication."""
    scene = _Scene(stage, list(stage.streams), people, {})
    last = (stage.ends - stage.begins) / 60
    for load, begun, ended, calmed in zip(loads, times.begun, times.ended, times.calmed, strict=True):
        if begun == inf:
            continue
        until = min(ended, last) if ended < inf else last
        random = generator(*key, crc32(load.id.encode()), LOAD)
        if isinstance(load.effect, Opinion):
            _excite(scene, load, burst_of(load.effect, begun, max(until, begun), calmed), random)
        elif begun < until:
            _weigh(scene, load, begun, until, random)
    return tuple(scene.streams), tuple(_turning(person, scene.unable.get(person.name, [])) for person in scene.people)


def _weigh(scene: _Scene, load: Load, begun: float, ended: float, random: np.random.Generator) -> None:
    effect, share = load.effect, scene.stage.overlap(begun, ended)
    if isinstance(effect, Surge):
        middle = (np.arange(scene.stage.steps) + 0.5) * STEP_SECONDS
        grown = np.array([ramp(effect, (second - scene.stage.begins) / 60 - begun) for second in middle])
        scene.change(load.channels, lambda stream: _surged(stream, effect, share, grown))
    elif isinstance(effect, Outage):
        _stop(scene, load, effect, (begun, ended), random)
    elif isinstance(effect, ChannelLoss):
        _move(scene, load, effect, share)
    elif isinstance(effect, Absence):
        names = _of_teams(scene, effect.teams)
        span = scene.stage.second(begun), scene.stage.second(ended)
        ranked = scene.ranked(names, *span, random)
        gone = ranked[: round(len(ranked) * effect.away_percent / FULL_PERCENT)]
        scene.people = taken_off(scene.people, gone, *span)


def _of_teams(scene: _Scene, teams: tuple[str, ...]) -> list[str]:
    """Return the people of *teams*, everybody where none is named."""
    team_of = {str(agent): team for agent, team in scene.stage.floor.teams.items()}
    return [person.name for person in scene.people if not teams or team_of.get(person.name) in teams]


def _surged(stream: Stream, effect: Surge, share: Floats, grown: Floats) -> Stream:
    return replace(
        stream,
        contacts=stream.contacts * (1 + effect.extra_percent / FULL_PERCENT * share * grown),
        handling_seconds=stream.handling_seconds * (1 + effect.handling_percent / FULL_PERCENT * share),
    )


def _stop(scene: _Scene, load: Load, effect: Outage, minutes: tuple[float, float], random: np.random.Generator) -> None:
    """Let too many people be unable to serve the load's channels; their customers wait, give up and try again."""
    share = scene.stage.overlap(*minutes)
    names = frozenset(scene.streams[at].name for at in scene.affected(load.channels))
    begins, ends = (scene.stage.second(minute) for minute in minutes)
    serving = [person.name for person in scene.people if names & set(person.levels)]
    ranked = scene.ranked(serving, begins, ends, random)
    for name in ranked[round(len(ranked) * effect.capacity_percent / FULL_PERCENT) :]:
        scene.unable.setdefault(name, []).append((begins, ends, names))
    redials = min(effect.redial_percent / FULL_PERCENT, MOST_REDIALS)
    after = max(60.0 * effect.redial_minutes, LEAST_REDIAL_SECONDS)
    scene.change(
        load.channels,
        lambda stream: replace(
            stream,
            contacts=stream.contacts * (1 - share * effect.lost_percent / FULL_PERCENT),
            retrial_share=np.where(share > 0, np.maximum(stream.retrial_share, redials), stream.retrial_share),
            retrial_seconds=np.where(share > 0, after, stream.retrial_seconds),
        ),
    )


def _move(scene: _Scene, load: Load, effect: ChannelLoss, share: Floats) -> None:
    """Close the load's channels; some of their customers come by another one, the rest are turned away."""
    moved = share * effect.moves_percent / FULL_PERCENT
    lost = [scene.streams[at] for at in scene.affected(load.channels)]
    coming = sum((stream.contacts * moved for stream in lost), np.zeros(scene.stage.steps))
    scene.change(
        load.channels,
        lambda stream: replace(
            stream,
            contacts=stream.contacts * (1 - moved),
            open_slots=(share < 0.5) & (True if stream.open_slots is None else stream.open_slots),
            finishes_waiting=False,
        ),
    )
    to = scene.affected([effect.to])
    for at, part in zip(to, _weights(scene, to), strict=True):
        scene.streams[at] = replace(scene.streams[at], contacts=scene.streams[at].contacts + coming * part)


def _weights(scene: _Scene, which: list[int]) -> Floats:
    """Return how *which* streams share contacts that come besides: as they share the usual ones."""
    usual = np.array([scene.stage.streams[at].contacts.sum() for at in which])
    return usual / usual.sum() if usual.sum() > 0 else np.full(len(which), 1 / max(len(which), 1))


def _excite(scene: _Scene, load: Load, burst: Burst, random: np.random.Generator) -> None:
    """Add the contacts of a crisis to the load's channels whose customers wait."""
    which = scene.affected(load.channels)
    if not which:
        return
    last = (scene.stage.seconds - scene.stage.begins) / 60
    seconds = scene.stage.begins + 60 * contacts(burst, last, random)
    taken = random.choice(len(which), len(seconds), p=_weights(scene, which))
    for number, at in enumerate(which):
        stream = scene.streams[at]
        known = np.empty(0) if stream.also_at is None else stream.also_at
        scene.streams[at] = replace(stream, also_at=np.sort(np.concatenate([known, seconds[taken == number]])))


def _turning(person: Person, unable: list[tuple[float, float, frozenset[str]]]) -> Person:
    """Return *person*, who serves others while some streams cannot be served."""
    if not unable:
        return person
    borders = sorted({moment for begins, ends, _names in unable for moment in (max(begins, 0.0), ends)})
    turns = tuple(
        (
            at,
            {
                name: level
                for name, level in person.levels.items()
                if not any(begins <= at < ends and name in names for begins, ends, names in unable)
            },
        )
        for at in borders
    )
    return replace(person, turns=turns)
