"""Published values of the Erlang formulas, and ours beside them."""

from collections.abc import Iterator

from forecasting.staffing import Service, erlang_b, service_with_leaving, service_without_leaving


def rows() -> Iterator[dict[str, object]]:
    """Yield each published value with ours and the difference."""
    yield _row("B(10, 10)", 0.214582, float(erlang_b(10, 10)))
    small = service_without_leaving(100 * 180 / 1800, 14, 180, 20)
    yield from _service("100 calls in 30 min of 180 s, 14 agents", small, waits=0.1741, answered=0.8884, wait=7.84)
    large = service_without_leaving(360 * 240 / 1800, 55, 240, 15)
    name = "360 calls in 30 min of 240 s, 55 agents"
    yield from _service(name, large, waits=0.2387, answered=0.8459, wait=8.18, occupancy=0.8727)
    patient, leaving = service_without_leaving(48, 50, 60, 20), service_with_leaving(48, 50, 60, 120, 20)
    name = "48 calls a minute of 60 s, 50 agents"
    yield from _service(name, patient, wait=20.8)
    yield _row(f"{name}, patience 120 s: leave", 0.031, float(leaving.abandoned))
    yield _row(f"{name}, patience 120 s: wait, s", 3.7, float(leaving.mean_wait_seconds))


def _service(
    name: str,
    service: Service,
    *,
    waits: float | None = None,
    answered: float | None = None,
    wait: float | None = None,
    occupancy: float | None = None,
) -> Iterator[dict[str, object]]:
    known = {
        "wait at all": (waits, service.waits),
        "answered in time": (answered, service.answered_within),
        "mean wait, s": (wait, service.mean_wait_seconds),
        "occupancy": (occupancy, service.occupancy),
    }
    yield from (
        _row(f"{name}: {what}", published, float(ours))
        for what, (published, ours) in known.items()
        if published is not None
    )


def _row(what: str, published: float, ours: float) -> dict[str, object]:
    return {"what": what, "published": published, "ours": round(ours, 6), "difference": round(ours - published, 6)}
