"""The one figure by which a scenario's difficulty is tuned: how likely a target is met."""

from drills.scenario.frozen import Scenario
from drills.simulation.course import Course, course_of
from drills.simulation.crew import Crew
from drills.simulation.habits import Habits
from drills.simulation.human_draws import human_draws
from drills.simulation.steps import Rehearsal, Result, rehearsals

REPLICATIONS = 400


def chance(
    scenario: Scenario,
    crew: Crew | None = None,
    habits: Habits | None = None,
    *,
    replications: int = REPLICATIONS,
    seed: int = 0,
) -> float:
    """Return the chance, 0 to 1, that a target of *scenario* is met: the mean over rehearsals of targets met by targets counted.

    Counted are those whose clock started and ran out within the drill; plans judged instead are not. A mean over targets, not the
    chance that all are met at once: that one falls with the number of targets and hardly tells a hard scenario from a long
    one. On the same draws for every intensity, so that the chance falls as loads grow, but for the moments at which
    tasks meet. Where nothing counts the chance is 1.
    """
    course = course_of(scenario, crew, habits)
    found = [
        share
        for share in (met_share(course, one) for one in rehearsals(course, human_draws(course, seed, replications)))
        if share is not None
    ]
    return sum(found) / len(found) if found else 1.0


def met_share(course: Course, one: Rehearsal) -> float | None:
    """Return the share of targets met in *one* rehearsal of those that count; None where none does."""
    counted = [
        result
        for result, due in zip(one.result, one.due, strict=True)
        if due <= course.minutes and result >= Result.MET
    ]
    return sum(result is Result.MET for result in counted) / len(counted) if counted else None
