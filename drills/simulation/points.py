"""The time points of an incident, t0 to t8, as far as a rehearsal has them."""

from collections.abc import Sequence
from enum import StrEnum
from math import inf

import numpy as np

from drills.scenario.acts import Act
from drills.simulation.course import Course
from drills.simulation.steps import Rehearsal
from forecasting.simulation.arrays import Floats


class TimePoint(StrEnum):
    """A moment of an incident; t9, closed, is the controller's decision and not predicted."""

    ONSET = "t0"
    DETECTED = "t1"
    ACKNOWLEDGED = "t2"
    GRADED = "t3"
    ESCALATED = "t4"
    FIRST_RESPONSE = "t5"
    STATEMENT = "t6"
    CONTAINED = "t7"
    RECOVERED = "t8"


_ACTS = {
    TimePoint.ACKNOWLEDGED: Act.ACKNOWLEDGED,
    TimePoint.GRADED: Act.GRADED,
    TimePoint.ESCALATED: Act.ESCALATED,
    TimePoint.FIRST_RESPONSE: Act.FIRST_RESPONSE,
    TimePoint.STATEMENT: Act.STATEMENT,
    TimePoint.CONTAINED: Act.CONTAINED,
    TimePoint.RECOVERED: Act.RECOVERED,
}


def time_points(course: Course, runs: Sequence[Rehearsal], incident: str | None = None) -> dict[TimePoint, Floats]:
    """Return by time point its minute in each of *runs*, of one *incident* or of the first that has it.

    Onset is when the first load begins or, without one or after it, the first inject comes; detected is the first inject, as
    that is what players see first. Infinite where it does not happen; points that nobody is asked for are left out.
    """
    told = [at for at, of in enumerate(course.incident_of) if incident in {None, of}]
    first = np.array([min((one.given[at] for at in told), default=inf) for one in runs])
    loads = [at for at, load in enumerate(course.loads) if incident is None or load.incident == incident]
    found = {
        TimePoint.ONSET: np.array([min((one.loads.begun[at] for at in loads), default=inf) for one in runs]),
        TimePoint.DETECTED: first,
    }
    found[TimePoint.ONSET] = np.minimum(found[TimePoint.ONSET], first)
    for point, act in _ACTS.items():
        asked = [at for at, task in enumerate(course.tasks) if task.act is act and incident in {None, task.incident}]
        if asked:
            found[point] = np.array([min(one.done[at] for at in asked) for one in runs])
    return found
