"""What the live service lost while people were away, measured on its own customers."""

from math import fsum

from drills.exercise import LineKind
from drills.scoring.drill_score import Cited, LiveLoss
from drills.scoring.played import Played
from drills.scoring.service import service_rows


def live_loss(told: Played) -> LiveLoss:
    """Return the points of service that were lost, by contacts: expected without a drill less what was seen.

    Of a queue's span that was measured twice the last measurement counts; rows that say nothing of what was expected do not.
    """
    budget, predicted = float(told.planned["budget_points"]), told.points_lost()
    rows = [
        (row.line, row.came, row.within, row.expected_percent)
        for row in service_rows(told.of(LineKind.LIVE), exercise=False)
        if row.came > 0 and row.expected_percent is not None
    ]
    if not rows:
        return LiveLoss(budget, None, predicted, None, over_budget=False)
    came = sum(row[1] for row in rows)
    lost = fsum(count * expected - 100 * within for _line, count, within, expected in rows) / came
    over = fsum(count * (expected - budget) - 100 * within for _line, count, within, expected in rows) > 0
    residual = None if predicted is None else lost - predicted
    measured = Cited(lost, tuple(sorted(row[0] for row in rows)))
    return LiveLoss(budget, measured, predicted, residual, over_budget=over)
