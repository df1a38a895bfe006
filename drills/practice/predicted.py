"""What was told of a drill before it, as the first line of its log keeps it."""

from drills.scenario.canonical import Plain
from drills.simulation import Prediction


def prediction_data(told: Prediction) -> dict[str, Plain]:
    """Return *told* as a log keeps it: chances of being met by expectation, the mean score, points of service lost.

    A chance is None where nothing can be seen, points are None where no floor was known.
    """
    live = None if told.live is None else told.live.everything
    return {
        "chances": {task.id: task.met for task in told.tasks},
        "score": told.score.mean,
        "points_lost": None if live is None else live.points_lost,
        "points_lost_p10": None if live is None else live.points_lost_p10,
        "seed": told.seed,
        "replications": told.replications,
    }
