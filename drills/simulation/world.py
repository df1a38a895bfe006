"""The exercise's world: the drill's hours as they would be if the incident were real, in one rehearsal."""

from collections.abc import Iterable, Sequence

from drills.simulation.course import Course
from drills.simulation.effects import put_on
from drills.simulation.stage import Stage
from drills.simulation.steps import Rehearsal
from forecasting.simulation import Person, Stream
from scheduler.agents import AgentId


def incident_world(
    course: Course, one: Rehearsal, stage: Stage, crowd: Sequence[Person], away: Iterable[AgentId], key: tuple[int, int]
) -> tuple[tuple[Stream, ...], tuple[Person, ...]]:
    """Return customers and people of *stage* in rehearsal *one*, whose *key* is seed and replication; *crowd* is who is there.

    Who is *away* handles the incident and serves nobody meanwhile.
    """
    return put_on(stage, stage.without(crowd, away), course.loads, one.loads, key)
