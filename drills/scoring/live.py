"""What the live service lost while people were away, measured on its own customers."""

from collections.abc import Iterable, Mapping
from math import fsum

from drills.exercise import LineKind
from drills.scenario.canonical import Plain
from drills.scoring.drill_score import Cited, LiveLoss
from drills.scoring.played import Played
from drills.scoring.service import ServiceRow, service_rows

FIELDS = ("came", "within", "expected_percent")


def live_loss(told: Played) -> LiveLoss:
    """Return the points of service that were lost, by contacts: expected without a drill less what was seen.

    Of a queue's span that was measured twice the last measurement counts; rows that say nothing of what was expected do not.
    """
    budget, predicted = float(told.planned["budget_points"]), told.points_lost()
    rows = {row.line: row for row in service_rows(told.of(LineKind.LIVE), exercise=False) if _says_loss(row)}
    known = [(row.came, row.within, float(row.expected_percent or 0)) for row in rows.values()]
    lost = _lost(known)
    if lost is None:
        return LiveLoss(budget, None, predicted, None, over_budget=False)
    # not lost > budget: without a division, whoever recomputes it finds the same at the very limit
    over = fsum(came * (expected - budget) - 100 * within for came, within, expected in known) > 0
    residual = None if predicted is None else lost - predicted
    return LiveLoss(budget, Cited(lost, tuple(sorted(rows))), predicted, residual, over_budget=over)


def points_lost(rows: Iterable[Mapping[str, Plain]]) -> float | None:
    """Return the points that *rows* lost, as they stand in a log; None where nobody came of whom anything was expected."""
    known = [[float(str(row[name])) for name in FIELDS] for row in rows if row["expected_percent"] is not None]
    return _lost((came, within, expected) for came, within, expected in known if came > 0)


def _says_loss(row: ServiceRow) -> bool:
    return row.came > 0 and row.expected_percent is not None


def _lost(rows: Iterable[tuple[float, float, float]]) -> float | None:
    """Return the points lost of *rows* of contacts that came, of those in time, and of percent expected; None without any."""
    known = list(rows)
    if not known:
        return None
    return fsum(came * expected - 100 * within for came, within, expected in known) / fsum(came for came, *_ in known)
