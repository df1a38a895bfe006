"""What simulated people do in one rehearsal, in milliseconds of exercise time."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from drills.scenario.acts import Act
from drills.simulation.course import Course
from drills.simulation.steps import Rehearsal

MINUTE = 60_000  # milliseconds


def milliseconds(minute: float) -> int:
    """Return *minute* of the exercise in whole milliseconds."""
    return round(MINUTE * minute)


@dataclass(frozen=True, slots=True)
class Deed:
    """*who* has done at *ms* what *expectation* asks for; *right*, or so that an evaluator who sees it shakes their head."""

    ms: int
    expectation: str
    who: str
    act: Act
    incident: str
    right: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """*who* took up a scripted customer at *since_ms* and was through with them at *until_ms*; None: not by the drill's end."""

    roleplay: str
    who: str
    since_ms: int
    until_ms: int | None


def deeds(course: Course, one: Rehearsal) -> tuple[Deed, ...]:
    """Return everything that was done in *one* rehearsal of *course*, in time order."""
    found = [
        Deed(
            milliseconds(one.done[number]),
            task.id,
            course.crew.members[one.did[number]].id,
            task.act,
            task.incident,
            one.right[number],
        )
        for number, task in enumerate(course.tasks)
        if not task.talk and one.done[number] < inf
    ]
    return tuple(sorted(found, key=lambda deed: (deed.ms, deed.expectation)))


def worked(course: Course, one: Rehearsal) -> Iterator[Talk]:
    """Yield who worked on each expectation or scripted customer that somebody took up, from when to when."""
    begun: dict[int, float] = {}
    for number, _who, since, _until in one.spells:
        begun[number] = min(begun.get(number, inf), since)
    for number, since in sorted(begun.items()):
        done = one.done[number]
        until = None if done == inf else milliseconds(done)
        yield Talk(course.tasks[number].id, course.crew.members[one.did[number]].id, milliseconds(since), until)
