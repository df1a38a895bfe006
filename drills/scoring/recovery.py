"""When service has recovered: the first instant from which it holds its target for so long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from drills.exercise import LineKind
from drills.scoring.drill_score import Cited
from drills.scoring.moments import exercise_time
from drills.scoring.played import Played
from drills.scoring.rules import Rules
from drills.scoring.service import ServiceRow, service_rows


@dataclass(frozen=True, slots=True)
class _Span:
    """All queues in [*start*, *end*): by how many contacts they are above their targets together."""

    start: datetime
    end: datetime
    spare: float
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Recovery:
    """Whether service fell below its target during the drill, and when it had *recovered*; None where it has not, or never fell."""

    fell: bool
    recovered: Cited | None


def recovery(told: Played, rules: Rules) -> Recovery:
    """Return how service went: in the exercise's own world where rows of it are logged, else the live one where its rows have targets."""
    lines, times = told.of(LineKind.LIVE), exercise_time(told)
    rows = service_rows(lines, exercise=True) or service_rows(lines, exercise=False)
    spans = _spans([row for row in rows if row.target_percent is not None])
    if times is None:
        return Recovery(fell=False, recovered=None)
    fallen = None
    for number, span in enumerate(spans):
        second = times.second_of(span.start)
        held = _held(spans[number:], timedelta(minutes=rules.holds_minutes))
        if fallen is None and 0 <= second < told.ms / 1000 and held is not None and not held[0]:
            fallen = span
        elif fallen is not None and held is not None and held[0]:
            return Recovery(fell=True, recovered=Cited(second, tuple(sorted({*fallen.lines, *held[1]}))))
    return Recovery(fell=fallen is not None, recovered=None)


def _spans(rows: Sequence[ServiceRow]) -> list[_Span]:
    by_span: dict[tuple[datetime, datetime], list[ServiceRow]] = {}
    for row in rows:
        by_span.setdefault((row.start, row.end), []).append(row)
    return [
        _Span(start, end, sum(_spare(row) for row in known), tuple(row.line for row in known))
        for (start, end), known in sorted(by_span.items())
    ]


def _spare(row: ServiceRow) -> float:
    return row.within - (row.target_percent or 0.0) / 100 * row.came


def _held(spans: Sequence[_Span], length: timedelta) -> tuple[bool, tuple[int, ...]] | None:
    """Return whether the target was held over *length* from the first of *spans* on, and the lines that say so; None where unknown."""
    taken: list[_Span] = []
    for span in spans:
        if taken and span.start != taken[-1].end:
            return None
        taken.append(span)
        if span.end - taken[0].start >= length:
            lines = tuple(line for one in taken for line in one.lines)
            return sum(one.spare for one in taken) >= 0, lines
    return None
