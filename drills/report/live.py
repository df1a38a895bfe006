"""What the live service lost while people were away: measured, against its budget and against what was predicted."""

from collections.abc import Iterator

from drills.exercise import Line, LineKind
from drills.report.basis import PLANNED, Basis
from drills.report.front import live_sentence
from drills.report.items import Item, Label, Number, Quoted, Told, Unit, number
from drills.report.layout import Block, Fact, Facts, Paragraph, Row, Section, Table, Tone
from forecasting.messages import N_


def live(basis: Basis) -> Section:
    """Return the section on the live service."""
    return Section("live-service", Label(N_("Live service")), tuple(_blocks(basis)))


def over_budget_sentence(basis: Basis) -> Item:
    """Return what a loss above the budget does to the ratings."""
    lost = basis.score.live.measured
    assert lost is not None  # noqa: S101  # what is over its budget was measured
    values = {
        "lost": number(lost, Unit.PERCENTAGE_POINTS),
        "budget": Number(basis.score.live.budget, Unit.PERCENTAGE_POINTS, PLANNED),
    }
    return Told(N_("Live service lost {lost} of a budget of {budget}, so that no rating is better than M."), values)


def _blocks(basis: Basis) -> Iterator[Block]:
    yield Paragraph((live_sentence(basis), Label(N_("Drill contacts are no part of these figures."))))
    facts = tuple(_facts(basis))
    if facts:
        yield Facts(facts)
    rows = tuple(_rows(basis))
    if rows:
        columns = (
            Label(N_("Queue")),
            Label(N_("Span")),
            Label(N_("Contacts")),
            Label(N_("In time")),
            Label(N_("Share in time")),
            Label(N_("Expected without a drill")),
        )
        yield Table("live-service", columns, rows, (22, 26, 12, 12, 12, 16), frozenset({2, 3, 4, 5}))


def _facts(basis: Basis) -> Iterator[Fact]:
    live = basis.score.live
    if live.measured is None and live.predicted is None:
        return
    yield Fact(Label(N_("Budget")), Number(live.budget, Unit.PERCENTAGE_POINTS, PLANNED))
    if live.predicted is not None:
        yield Fact(Label(N_("Predicted loss")), Number(live.predicted, Unit.PERCENTAGE_POINTS, PLANNED))
    if live.measured is not None:
        yield Fact(Label(N_("Measured loss")), number(live.measured, Unit.PERCENTAGE_POINTS))
        if live.residual is not None:
            lines = tuple(sorted({*PLANNED, *live.measured.lines}))
            yield Fact(Label(N_("Measured less predicted")), Number(live.residual, Unit.PERCENTAGE_POINTS, lines))


def _rows(basis: Basis) -> Iterator[Row]:
    """Yield one row a queue, over all of its spans; of a span that was measured twice the last measurement counts."""
    by_queue: dict[str, dict[tuple[str, str], Line]] = {}
    for line in basis.kinds(LineKind.LIVE):
        if line.data.get("exercise") is not True:
            span = str(line.data["start"]), str(line.data["end"])
            by_queue.setdefault(str(line.data["queue"]), {})[span] = line
    for queue, lines in by_queue.items():
        yield _row(basis, queue, [lines[span] for span in sorted(lines)])


def _row(basis: Basis, queue: str, rows: list[Line]) -> Row:
    lines = tuple(sorted(line.number for line in rows))
    came, within = (sum(float(str(line.data[name])) for line in rows) for name in ("came", "within"))
    hoped = [(float(str(line.data["came"])), line.data.get("expected_percent")) for line in rows]
    known = [(count, float(str(percent)) / 100) for count, percent in hoped if percent is not None]
    weight = sum(count for count, _share in known)
    wanted = sum(count * share for count, share in known) / weight if weight else None
    share = within / came if came else None
    ends = {"start": basis.read_instant(rows[0], "start"), "end": basis.read_instant(rows[-1], "end")}
    cells = (
        Quoted(queue, lines),
        Told(N_("{start} to {end}"), ends),
        Number(came, Unit.COUNT, lines),
        Number(within, Unit.COUNT, lines),
        None if share is None else Number(share, Unit.SHARE, lines),
        None if wanted is None else Number(wanted, Unit.SHARE, lines),
    )
    low = share is not None and wanted is not None and share < wanted - 0.005
    return Row(cells, Tone.FAIR if low else Tone.PLAIN)
