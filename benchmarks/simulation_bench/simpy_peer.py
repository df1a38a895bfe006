"""The same day as a SimPy program, on the same customers: what somebody who knows SimPy would write."""

import importlib
from collections import deque
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from forecasting.simulation import Centre
from forecasting.simulation.draws import Draws
from forecasting.simulation.plan import COMES, plan_of
from forecasting.simulation.tables import LEFT, REDIALLED, SERVED, UNUSED, WAITING

Process = Generator[Any, object, None]


@dataclass
class Desk:
    """Who is free, since when, and who waits."""

    centre: Centre
    draws: Draws
    env: Any = field(default_factory=lambda: importlib.import_module("simpy").Environment())

    def __post_init__(self) -> None:
        numbers = {stream.name: number for number, stream in enumerate(self.centre.streams)}
        self.skills = [sorted(numbers[name] for name in person.levels) for person in self.centre.people]
        self.teams: dict[tuple[int, ...], dict[int, None]] = {}  # free people of equal skills, longest idle first
        for skills in self.skills:
            self.teams.setdefault(tuple(skills), {})
        self.askers = [[free for skills, free in self.teams.items() if number in skills] for number in numbers.values()]
        self.idle_since = [0.0] * len(self.centre.people)
        self.on_duty = [False] * len(self.centre.people)
        self.serving = [False] * len(self.centre.people)
        self.lines: list[deque[tuple[float, int, Any]]] = [deque() for _stream in numbers]
        self.priority = [stream.priority for stream in self.centre.streams]
        rows = len(self.draws.time)
        self.start, self.end = [np.nan] * rows, [np.nan] * rows
        self.person, self.fate = [-1] * rows, [UNUSED] * rows
        # plain lists: single numbers out of arrays are slow
        self.time, self.handling = self.draws.time.tolist(), self.draws.handling.tolist()
        self.patience, self.stream = self.draws.patience.tolist(), self.draws.stream.tolist()
        self.follow = self.draws.follow.tolist()

    def run(self) -> None:
        """Simulate until nothing happens any more."""
        self.env.process(self.roster())
        self.env.process(self.arrivals())
        self.env.run()

    def roster(self) -> Process:
        """Let people come and go."""
        plan = plan_of(self.centre)
        for time, kind, person, _group in plan.changes.tolist():  # nobody turns to other streams here
            if time > self.env.now:
                yield self.env.timeout(time - self.env.now)
            self.on_duty[person] = kind == COMES
            if kind == COMES and not self.serving[person]:
                self.next_of(person)
            elif kind != COMES:
                self.teams[tuple(self.skills[person])].pop(person, None)

    def arrivals(self) -> Process:
        """Let the first attempts come."""
        for contact in range(self.draws.n_first):
            yield self.env.timeout(self.time[contact] - self.env.now)
            self.env.process(self.customer(contact))

    def customer(self, contact: int) -> Process:
        """Wait, be served or leave, and perhaps come again."""
        while True:
            came, stream = self.env.now, self.stream[contact]
            person = self.free_person(stream)
            if person < 0:
                turn = self.env.event()
                self.lines[stream].append((came, contact, turn))
                self.fate[contact] = WAITING
                yield turn | self.env.timeout(self.patience[contact])
                if not turn.triggered:
                    again = self.leave(contact, turn)
                    if again < 0:
                        return
                    yield self.env.timeout(self.time[again])
                    contact = again
                    continue
                person = self.person[contact]
            yield self.env.process(self.serve(person, contact))
            return

    def serve(self, person: int, contact: int) -> Process:
        """Let *person* serve *contact* and look for the next one."""
        self.serving[person] = True
        self.person[contact], self.fate[contact], self.start[contact] = person, SERVED, self.env.now
        yield self.env.timeout(self.handling[contact])
        self.end[contact] = self.env.now
        self.serving[person] = False
        self.next_of(person)

    def leave(self, contact: int, turn: Any) -> int:
        """Take who lost patience out of the line and return the attempt that follows, -1 where none does."""
        came = self.env.now
        line = self.lines[self.stream[contact]]
        for place, entry in enumerate(line):
            if entry[2] is turn:
                del line[place]
                break
        self.fate[contact], self.end[contact] = LEFT, came
        again = self.follow[contact]
        if again < 0 or came + self.time[again] >= self.centre.horizon_seconds:
            return -1
        self.fate[contact] = REDIALLED
        return int(again)

    def free_person(self, stream: int) -> int:
        """Return the person idle longest among those who serve *stream* and take them, -1 where nobody is free."""
        first = [next(iter(free)) for free in self.askers[stream] if free]
        if not first:
            return -1
        person = min(first, key=lambda each: (self.idle_since[each], each))
        del self.teams[tuple(self.skills[person])][person]
        return person

    def next_of(self, person: int) -> None:
        """Give *person* the waiting contact of the highest priority, then longest wait, or let them be free."""
        if not self.on_duty[person]:
            return
        waiting = [
            (self.priority[stream], self.lines[stream][0][0], stream)
            for stream in self.skills[person]
            if self.lines[stream]
        ]
        if not waiting:
            self.idle_since[person] = self.env.now
            self.teams[tuple(self.skills[person])][person] = None
            return
        _came, contact, turn = self.lines[min(waiting)[2]].popleft()
        self.serving[person] = True
        self.person[contact] = person
        turn.succeed()


def exact(draws: Draws) -> Draws:
    """Round times to 2**-30 s, so that sums of them are the same in whatever order they are taken."""
    rounded = [
        np.where(np.isfinite(times), np.round(times * 2.0**30) / 2.0**30, times)
        for times in (draws.time, draws.handling, draws.patience)
    ]
    return draws._replace(time=rounded[0], handling=rounded[1], patience=rounded[2])
