"""What the live service lost while people were away, measured on its own customers."""

from drills.exercise import LineKind
from drills.scoring.drill_score import Cited, LiveLoss
from drills.scoring.played import Played
from drills.scoring.service import service_rows


def live_loss(told: Played) -> LiveLoss:
    """Return the points of service that were lost, by contacts: expected without a drill less what was seen.

    Of a queue's span that was measured twice the last measurement counts.
    """
    budget, predicted = float(told.planned["budget_points"]), told.points_lost()
    rows = [row for row in service_rows(told.of(LineKind.LIVE), exercise=False) if row.came > 0]
    came = sum(row.came for row in rows)
    if not rows:
        return LiveLoss(budget, None, predicted, None, over_budget=False)
    lost = sum(row.came * row.expected_percent - 100 * row.within for row in rows) / came
    residual = None if predicted is None else lost - predicted
    measured = Cited(lost, tuple(sorted(row.line for row in rows)))
    return LiveLoss(budget, measured, predicted, residual, over_budget=lost > budget)
