"""One rehearsal told event by event, in whole seconds: what a log of such a drill would say."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain
from math import inf

from drills.scenario.acts import Act
from drills.scenario.frozen import Scenario
from drills.simulation.course import Course, course_of
from drills.simulation.crew import Crew
from drills.simulation.habits import Habits
from drills.simulation.human_draws import human_draws
from drills.simulation.steps import Rehearsal, Result, rehearsal


class EventKind(IntEnum):
    """What happened; at the same second in this order."""

    DONE = 0
    LAID_ASIDE = 1
    RAN_OUT = 2
    LOAD_ENDS = 3
    LOAD_BEGINS = 4
    INJECT = 5
    TAKEN_UP = 6
    END = 7


@dataclass(frozen=True, slots=True)
class RehearsedEvent:
    """Something that happened *second* seconds after the start.

    *of* names the inject, the expectation, the role play or the load; *who* the member of the crew who acted. With DONE *act* says what is stamped,
    *right* whether it was judged met (in time or not) and *in_time* whether its clock still ran; with RAN_OUT nothing was seen.
    """

    second: int
    kind: EventKind
    of: str
    who: str | None = None
    act: Act | None = None
    right: bool | None = None
    in_time: bool | None = None


def rehearse(
    scenario: Scenario, seed: int, crew: Crew | None = None, habits: Habits | None = None
) -> tuple[RehearsedEvent, ...]:
    """Return one run of *scenario* as *seed* draws its people's steps: injects given, acts with times and who, clocks that ran out.

    Same scenario, crew and seed: the same events.
    """
    course = course_of(scenario, crew, habits)
    return events_of(course, rehearsal(course, human_draws(course, seed, 1), 0))


def events_of(course: Course, one: Rehearsal) -> tuple[RehearsedEvent, ...]:
    """Return what happened in *one* rehearsal, in time order."""
    happened = chain(_given(course, one), _worked(course, one), _ran_out(course, one), _loads(course, one))
    end = RehearsedEvent(_second(course.minutes), EventKind.END, "end")
    return (*sorted(happened, key=lambda event: (event.second, event.kind, event.of)), end)


def _second(minute: float) -> int:
    return round(60 * minute)


def _given(course: Course, one: Rehearsal) -> Iterator[RehearsedEvent]:
    for name, minute in zip(course.injects, one.given, strict=True):
        if minute < inf:
            yield RehearsedEvent(_second(minute), EventKind.INJECT, name)


def _worked(course: Course, one: Rehearsal) -> Iterator[RehearsedEvent]:
    for number, who, since, until in one.spells:
        task, name = course.tasks[number], course.crew.members[who].id
        yield RehearsedEvent(_second(since), EventKind.TAKEN_UP, task.id, name)
        if until == one.done[number]:
            yield _done(course, one, number, name)
        elif until < course.minutes:
            yield RehearsedEvent(_second(until), EventKind.LAID_ASIDE, task.id, name)


def _done(course: Course, one: Rehearsal, number: int, name: str) -> RehearsedEvent:
    task, minute = course.tasks[number], one.done[number]
    if task.talk:
        return RehearsedEvent(_second(minute), EventKind.DONE, task.id, name)
    in_time = minute <= one.due[number]
    return RehearsedEvent(_second(minute), EventKind.DONE, task.id, name, task.act, one.right[number], in_time)


def _ran_out(course: Course, one: Rehearsal) -> Iterator[RehearsedEvent]:
    for task, result, due in zip(course.tasks, one.result, one.due, strict=True):
        if result is Result.EXPIRED and due <= course.minutes:
            yield RehearsedEvent(_second(due), EventKind.RAN_OUT, task.id)


def _loads(course: Course, one: Rehearsal) -> Iterator[RehearsedEvent]:
    for load, begun, ended in zip(course.loads, one.loads.begun, one.loads.ended, strict=True):
        if begun < course.minutes:
            yield RehearsedEvent(_second(begun), EventKind.LOAD_BEGINS, load.id)
            if ended < course.minutes:
                yield RehearsedEvent(_second(ended), EventKind.LOAD_ENDS, load.id)
