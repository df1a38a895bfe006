"""Pauses of a drill, drawn at moments when nobody does anything: the clock of the exercise stands, that of the wall goes on."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from functools import partial

from drills.exercise import Order, Run, pause, resume
from drills.practice.acting import PAUSED
from drills.practice.conductor import Conductor, Planned
from drills.practice.deeds import milliseconds
from drills.practice.people import holder
from drills.practice.words import said_of
from drills.roles import Role
from drills.scenario.streams import Stream

SHORTEST, LONGEST = 2, 15  # minutes


def pauses(conductor: Conductor, seed: int, number: int, language: str, taken: Collection[int]) -> Iterator[Planned]:
    """Yield *number* pauses of *conductor*'s run in the middle four fifths of its time, not at a moment that is *taken*."""
    last = milliseconds(conductor.run.scenario.minutes)
    for each in range(number):
        stream = Stream(seed, "pause", str(each))
        ms = stream.integer(last // 10, last - last // 10)
        while ms in taken:
            ms += 1
        length = timedelta(minutes=stream.integer(SHORTEST, LONGEST))
        why = said_of("paused", seed, str(each)).in_language(language)
        yield Planned(ms, PAUSED, each, partial(_pause, conductor, length, why))


def _pause(conductor: Conductor, length: timedelta, why: str, run: Run, now: datetime) -> Run:
    by = holder(run.drill, Role.CONTROLLER)
    run = pause(run, Order(now, by), why)
    conductor.wait(length)
    return resume(run, Order(now + length, by))
