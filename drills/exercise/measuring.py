"""What the live service did while people were away for the drill, as rows of queue and span."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from math import isfinite
from typing import Any

from drills.exercise.log import LineKind
from drills.exercise.orders import Order, keyed, once, refuse
from drills.exercise.phases import OBSERVED_IN
from drills.exercise.run import Run
from drills.scenario.canonical import Plain
from forecasting.messages import N_, Sentence

TAIL = timedelta(
    hours=4
)  # after the drill, that rows may be about: our figure, long enough for any backlog to be worked off
LIVE_FIELDS = ("queue", "start", "end", "came", "within", "expected_percent")
MAY_HAVE = ("target_percent", "exercise")


@once(LineKind.LIVE)
def measure_live(run: Run, order: Order, rows: Iterable[Mapping[str, Plain]]) -> Run:
    """Return *run* with what the live service did during the drill and its tail, one line a row of queue and span.

    A row has LIVE_FIELDS: *came* contacts, of which *within* were answered in time, and the *expected_percent* without a drill (None
    where it is not known). It may say the *target_percent* of its queue, and that it is of the *exercise*'s own world, which is no live
    service. Raises OrderError naming every fault of every row.
    """
    known = [dict(row) for row in rows]
    reasons = [reason for number, row in enumerate(known, start=1) for reason in against_row(run, row, number)]
    if not known:
        reasons.append(Sentence(N_("there are no rows: expected one a queue and span")))
    refuse(run, order, OBSERVED_IN, reasons)
    for row in known:
        run = run.with_line(order.now, LineKind.LIVE, order.by, keyed(order, row))
    return run


def against_row(run: Run, row: Mapping[str, Any], number: int) -> Iterator[Sentence]:
    """Yield what is wrong with a *row*, the *number*-th, of live service."""
    template = N_("row {row}, {field}: {value}; expected {expected}")
    for field, value, expected in _faults(run, row):
        yield Sentence(template, row=number, field=field, value=value, expected=Sentence(expected))


def _faults(run: Run, row: Mapping[str, Any]) -> Iterator[tuple[str, object, str]]:
    for field in sorted(set(LIVE_FIELDS) ^ (set(row) - set(MAY_HAVE))):
        expected = N_("a value") if field in LIVE_FIELDS else N_("no such field")
        yield field, row.get(field), expected
    queue = row.get("queue")
    if "queue" in row and not (isinstance(queue, str) and queue.strip()):
        yield "queue", queue, N_("the name of a queue")
    came, within = _number(row.get("came")), _number(row.get("within"))
    for field, count in (("came", came), ("within", within)):
        if field in row and (count is None or count < 0):
            yield field, row[field], N_("0 contacts or more")
    if came is not None and within is not None and within > came:
        yield "within", row["within"], N_("no more than came")
    for field in ("expected_percent", "target_percent"):
        percent = _number(row.get(field))
        if row.get(field) is not None and (percent is None or not 0 <= percent <= 100):
            yield field, row[field], N_("0 to 100")
    if not isinstance(row.get("exercise", False), bool):
        yield "exercise", row["exercise"], N_("true or false")
    if row.get("exercise") is True and row.get("expected_percent") is not None:
        yield (
            "expected_percent",
            row["expected_percent"],
            N_("nothing, since the exercise's own world is no live service"),
        )
    yield from _wrong_span(run, row)


def _wrong_span(run: Run, row: Mapping[str, Any]) -> Iterator[tuple[str, object, str]]:
    span = {field: _instant(row[field]) for field in ("start", "end") if field in row}
    for field, moment in span.items():
        if moment is None:
            yield field, row[field], N_("an instant with its zone, as 2026-03-02T10:00:00+08:00")
    start, end = span.get("start"), span.get("end")
    if start is None or end is None:
        return
    began, over = run.state.started_at, run.state.over_at or run.log.last.at
    if end <= start:
        yield "end", row["end"], N_("an instant after its start")
    elif began is not None and (end <= began or start >= over + TAIL):
        yield "start", row["start"], N_("a span of the drill or of the four hours after it")


def _instant(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return None
    return float(value)
