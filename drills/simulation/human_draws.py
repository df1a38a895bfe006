"""Everything random about people, drawn before anything happens: one stream of numbers a task and a person, by name.

A task more, another intensity or other loads leave the numbers of all others as they were: two scenarios are compared on
the same people with the same luck (common random numbers). The first of many replications are the same as few.
"""

from typing import NamedTuple
from zlib import crc32

import numpy as np

from drills.simulation.course import Course
from forecasting.simulation.arrays import Floats
from forecasting.simulation.draws import generator

HUMAN = 11  # what the numbers are drawn for, beside the purposes of customers and absences
_WORK, _LUCK, _PACE = range(3)


class HumanDraws(NamedTuple):
    """*work* (replication, task) standard normal, *luck* (replication, task) uniform, *pace* (replication, member) standard normal."""

    work: Floats
    luck: Floats
    pace: Floats


def human_draws(course: Course, seed: int, replications: int) -> HumanDraws:
    """Return the numbers of *replications* rehearsals of *course*."""
    work, luck = np.empty((replications, len(course.tasks))), np.empty((replications, len(course.tasks)))
    for number, task in enumerate(course.tasks):
        work[:, number] = _stream(seed, task.id, _WORK).standard_normal(replications)
        luck[:, number] = _stream(seed, task.id, _LUCK).random(replications)
    pace = np.empty((replications, len(course.crew.members)))
    for number, member in enumerate(course.crew.members):
        pace[:, number] = _stream(seed, member.id, _PACE).standard_normal(replications)
    return HumanDraws(work, luck, pace)


def _stream(seed: int, name: str, purpose: int) -> np.random.Generator:
    return generator(seed, crc32(name.encode()), HUMAN, purpose)
