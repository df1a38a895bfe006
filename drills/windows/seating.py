"""From the people taken to a cast: their seats, who could take over from them, and what has to be said about it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from drills.cast import NO_LEADER, Cast, Part
from drills.drill import Seat
from drills.notes import Note
from drills.roles import Role
from drills.windows.bench import Bench, Taken
from forecasting.messages import N_
from scheduler.agents import Agent

ALONE = Note(N_("nobody else who may command stays on live work"))


def seated(taken: Taken, bench: Bench) -> Cast:
    """Return the cast of *taken*; whoever backs somebody up is on live work all through the window and nobody else's backup."""
    return _Seating(taken, bench).cast()


class _Seating:
    """The people of one window on their way to their seats."""

    def __init__(self, taken: Taken, bench: Bench) -> None:
        self.bench = bench
        agents, parts = bench.prices.agents, bench.prices.parts
        held = sorted(zip(taken.parts, taken.rows, strict=True), key=lambda pair: (pair[0], bench.base[pair[1]]))
        self.held: list[tuple[Part, Agent]] = [(parts[part][0], agents[row]) for part, row in held]
        free = bench.free[np.argsort(bench.prices.lots[bench.free], kind="stable")]
        away = taken.away
        self.left: list[int] = [row for row in free.tolist() if row not in away]

    def cast(self) -> Cast:
        seats: list[Seat] = []
        notes: list[Note] = []
        for part, agent in self.held:
            backup = self._backup(part) if part.single else None
            seats += [
                _backed(Seat(role, agent.id, agent.name, agent.team, part.player_seat), backup) for role in part.roles
            ]
            if part.commands and backup is None:
                notes.append(ALONE)
        notes += self._too_low()
        if not self.bench.leaders:
            notes.append(NO_LEADER)
        order = list(Role)
        return Cast(tuple(sorted(seats, key=lambda seat: order.index(seat.role))), tuple(notes))

    def _backup(self, part: Part) -> Agent | None:
        first = next((row for row in self.left if self._could(row, part)), None)
        if first is None:
            return None
        self.left.remove(first)
        return self.bench.prices.agents[first]

    def _could(self, row: int, part: Part) -> bool:
        if part.commands:
            return row in self.bench.commanders
        agent = self.bench.prices.agents[row]
        return agent.level >= part.least_level and set(part.languages) <= set(agent.languages)

    def _too_low(self) -> Iterator[Note]:
        short = [part for part, agent in self.held if agent.level < part.least_level and not part.commands]
        yield from (_low(part) for part in _once(short))


def _low(part: Part) -> Note:
    template = N_("{role}: nobody of the wanted skill level can leave live work; the highest there is was taken")
    return Note(template, {}, {"role": part.roles[0].label})


def _once(parts: Iterable[Part]) -> Iterable[Part]:
    return dict.fromkeys(parts)


def _backed(seat: Seat, backup: Agent | None) -> Seat:
    return seat if backup is None else replace(seat, backup=backup.id, backup_name=backup.name)
