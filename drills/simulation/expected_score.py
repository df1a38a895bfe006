"""A score for one rehearsal by the HSEEP letters, a pure function of how its tasks ended. Others can take its place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from drills.rating import POINTS, Rating, worse
from drills.simulation.course import Course
from drills.simulation.steps import Rehearsal, Result

LIVE_BUDGET_POINTS = 2.0  # of service level that a drill may cost the live service


@dataclass(frozen=True, slots=True)
class Score:
    """*points* from 0 to 100, and the overall *rating*."""

    points: float
    rating: Rating


Scoring = Callable[[Course, Rehearsal, float], Score | None]


def simple_score(course: Course, one: Rehearsal, live_points_lost: float = 0.0) -> Score | None:
    """Return the score of *one* rehearsal whose people cost the live service *live_points_lost*; None where nothing counts.

    An objective is P where all its targets that count are met, S where all critical ones and at least half of all are, else U. The
    drill is P where no objective is U and at least half are P, S where at least half are P or S, else U; so a critical target
    that fails rules P out. Above LIVE_BUDGET_POINTS nothing is better than M. Points are the mean over objectives of P 100, S 75,
    M 50, U 0.
    """
    by_objective: dict[str, list[tuple[bool, bool]]] = {}
    for task, result, due in zip(course.tasks, one.result, one.due, strict=True):
        if due <= course.minutes and result >= Result.MET:
            by_objective.setdefault(task.objective, []).append((result is Result.MET, task.critical))
    if not by_objective:
        return None
    cap = Rating.M if live_points_lost > LIVE_BUDGET_POINTS else Rating.P
    letters = [_letter(targets) for targets in by_objective.values()]
    points = sum(POINTS[worse(letter, cap)] for letter in letters) / len(letters)
    return Score(points, worse(_overall(letters), cap))


def _overall(letters: Sequence[Rating]) -> Rating:
    best, bad = letters.count(Rating.P), letters.count(Rating.U)
    if not bad and 2 * best >= len(letters):
        return Rating.P
    return Rating.S if 2 * bad <= len(letters) else Rating.U


def _letter(targets: Sequence[tuple[bool, bool]]) -> Rating:
    met = sum(each for each, _critical in targets)
    if met == len(targets):
        return Rating.P
    critical = all(each for each, critical in targets if critical)
    return Rating.S if critical and 2 * met >= len(targets) else Rating.U
