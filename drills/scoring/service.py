"""What the log says of service: rows of queue and span, of the live service or of the exercise's own world."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from drills.exercise import Line


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """Of *came* contacts of *queue* in [*start*, *end*) *within* were answered within the target's time.

    *expected_percent* of them would have been without a drill, *target_percent* is what the queue should reach; None where the row does
    not say.
    """

    line: int
    queue: str
    start: datetime
    end: datetime
    came: float
    within: float
    expected_percent: float | None
    target_percent: float | None


def service_rows(lines: Iterable[Line], *, exercise: bool) -> Sequence[ServiceRow]:
    """Return the rows of *lines* of the kind ``live``: of the *exercise*'s world, else of the live service, in order of time.

    Of a queue's span that was measured twice the last measurement stands.
    """
    known = {}
    for line in lines:
        if (line.data.get("exercise") is True) is exercise:
            row = _row(line.number, line.data)
            known[row.queue, row.start, row.end] = row
    return sorted(known.values(), key=lambda row: (row.start, row.queue))


def _row(number: int, data: Any) -> ServiceRow:
    return ServiceRow(
        number,
        str(data["queue"]),
        datetime.fromisoformat(data["start"]),
        datetime.fromisoformat(data["end"]),
        float(data["came"]),
        float(data["within"]),
        _percent(data.get("expected_percent")),
        _percent(data.get("target_percent")),
    )


def _percent(value: Any) -> float | None:
    return None if value is None else float(value)
