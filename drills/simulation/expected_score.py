"""A score for one rehearsal by the HSEEP letters, a pure function of how its tasks ended. Others can take its place."""

from collections.abc import Callable
from dataclasses import dataclass

from drills.rating import Rating
from drills.scoring.letters import capped, drill_letter, drill_points, objective_letter
from drills.scoring.rules import CURRENT, LIVE_BUDGET_POINTS
from drills.simulation.course import Course
from drills.simulation.steps import Rehearsal, Result


@dataclass(frozen=True, slots=True)
class Score:
    """*points* from 0 to 100, and the overall *rating*."""

    points: float
    rating: Rating


Scoring = Callable[[Course, Rehearsal, float], Score | None]


def simple_score(course: Course, one: Rehearsal, live_points_lost: float = 0.0) -> Score | None:
    """Return the score of *one* rehearsal whose people cost the live service *live_points_lost*; None where nothing counts.

    The letters are those of ``drills.scoring`` under its current rules. Above LIVE_BUDGET_POINTS nothing is better than M. Points are
    the mean over objectives of P 100, S 75, M 50, U 0.
    """
    by_objective: dict[str, list[tuple[bool, bool]]] = {}
    for task, result, due in zip(course.tasks, one.result, one.due, strict=True):
        if due <= course.minutes and result >= Result.MET:
            by_objective.setdefault(task.objective, []).append((result is Result.MET, task.critical))
    if not by_objective:
        return None
    letters = [objective_letter(targets, CURRENT) for targets in by_objective.values()]
    letters = capped(letters, over_budget=live_points_lost > LIVE_BUDGET_POINTS)
    return Score(drill_points(letters, CURRENT), drill_letter(letters, CURRENT))
