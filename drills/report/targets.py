"""Every target against what was measured, with the standard that asks for it and how it stands."""

from collections.abc import Iterator

from drills.exercise import ClockStatus
from drills.report.basis import PLANNED, Basis
from drills.report.front import counts
from drills.report.items import Code, Item, Label, Number, Told, Unit
from drills.report.layout import Block, Paragraph, Row, Section, Table, Tone
from drills.report.misses import measured, name_of, within
from drills.scenario.clocks import OWN_LIMIT
from drills.scoring.drill_score import TargetScore
from drills.standards import TARGETS
from forecasting.messages import N_

TONES = {ClockStatus.MET: Tone.GOOD, ClockStatus.LATE: Tone.BAD, ClockStatus.MISSED: Tone.BAD}
_OUTSIDE = {
    ClockStatus.PROJECTED: N_(
        "Targets that end after the drill, of which only the plan was judged and no pass is counted: {count}."
    ),
    ClockStatus.NOT_OBSERVED: N_(
        "Targets that end after the drill and could not be observed: {count}; nothing is said of them."
    ),
    ClockStatus.STOPPED: N_("Targets whose clock was stopped with the drill and that do not count: {count}."),
    ClockStatus.NOT_STARTED: N_(
        "Targets that were not called for, since what starts their clock did not come: {count}."
    ),
}


def targets(basis: Basis) -> Section:
    """Return the section on targets."""
    columns = [
        Label(N_("Expected")),
        Label(N_("Seat")),
        Label(N_("Standard")),
        Label(N_("Allowed")),
        Label(N_("Measured")),
        Label(N_("Result")),
    ]
    widths, numeric = [34, 13, 17, 10, 13, 13], frozenset({3, 4})
    predicted = any(target.predicted is not None for target in basis.score.targets)
    if predicted:
        columns.append(Label(N_("Chance before")))
        widths, numeric = [29, 12, 14, 10, 12, 12, 11], frozenset({3, 4, 6})
    rows = tuple(_row(basis, target, predicted=predicted) for target in basis.score.targets)
    table = Table("targets", tuple(columns), rows, tuple(widths), numeric)
    return Section("targets", Label(N_("Targets and results")), (Paragraph(tuple(_sentences(basis))), table, *_notes()))


def _notes() -> tuple[Block, ...]:
    note = Label(
        N_(
            "Times count from the start of each clock and leave pauses out. A critical target that is missed rules out the best rating."
        )
    )
    return (Paragraph((note,)),)


def _row(basis: Basis, target: TargetScore, *, predicted: bool) -> Row:
    name = name_of(basis, target)
    if target.critical:
        name = Told(N_("{name} (critical)"), {"name": name})
    chance = None if target.predicted is None else Number(target.predicted, Unit.SHARE, PLANNED)
    cells: tuple[Item | None, ...] = (
        name,
        basis.seat(basis.expectation(target.expectation).seat),
        standard(basis, target),
        within(target),
        measured(target),
        result(target),
        *((chance,) if predicted else ()),
    )
    return Row(cells, Tone.BAD if target.met is False else TONES.get(target.status, Tone.QUIET))


def result(target: TargetScore) -> Label:
    """Return how *target* ended; in time is not met where people judged otherwise."""
    judged = target.met is False and target.status is ClockStatus.MET
    return Label(N_("judged not met") if judged else target.status.label)


def standard(basis: Basis, target: TargetScore) -> Item:
    """Return what asks for *target*: a standard by section, or the template itself."""
    citation = basis.expectation(target.expectation).clock.citation
    if target.target is not None:
        known = TARGETS[target.target]
        return Told(N_("{label} ({citation})"), {"label": Label(known.label), "citation": Code(known.citation)})
    return Label(N_("limit of the template")) if citation == OWN_LIMIT else Code(citation)


def _sentences(basis: Basis) -> Iterator[Item]:
    met, counted = counts(basis)
    yield Told(N_("Targets that count: {counted}; met: {met}."), {"counted": counted, "met": met})
    for status, template in _OUTSIDE.items():
        mine = [target for target in basis.score.targets if target.status is status]
        if mine:
            lines = tuple(sorted({line for target in mine for line in target.lines})) or PLANNED
            yield Told(template, {"count": Number(len(mine), Unit.COUNT, lines)})
