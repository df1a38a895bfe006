"""How exact the formulas stay where plain ones leave the range of floats."""

from collections.abc import Iterator

from forecasting.site import Queue
from forecasting.staffing import erlang_b, least_agents, service_with_leaving, service_without_leaving

ERLANGS = 100_000


def rows() -> Iterator[dict[str, object]]:
    """Yield what is checked, ours, what it should be, and the relative difference."""
    blocked = 1.0
    for line in range(1, ERLANGS + 1):
        blocked = ERLANGS * blocked / (line + ERLANGS * blocked)
    yield _row("B(100,000, 100,000) by recursion", float(erlang_b(ERLANGS, ERLANGS)), blocked)
    overloaded = service_with_leaving(ERLANGS, 0.9 * ERLANGS, 300, 60, 20)
    yield _row("10% too few people: leave", float(overloaded.abandoned), 0.1)
    staying = service_without_leaving(ERLANGS, ERLANGS + 200, 180, 20)
    leaving = service_with_leaving(ERLANGS, ERLANGS + 200, 180, 1e9, 20)
    yield _row("endless patience: share that waits", float(leaving.waits), float(staying.waits))
    spare = float(least_agents(Queue("phone", max_occupancy=1.0), ERLANGS, 180).agents) - ERLANGS
    yield {"what": "people beyond the load for 80% in 20 s", "ours": spare, "expected": "", "relative difference": ""}


def _row(what: str, ours: float, expected: float) -> dict[str, object]:
    return {
        "what": what,
        "ours": round(ours, 9),
        "expected": round(expected, 9),
        "relative difference": float(f"{abs(ours / expected - 1):.1e}"),
    }
