"""What is done about the findings: measures with owner and date; they stand in a book of their own."""

from collections.abc import Iterator

from drills.finding import Finding
from drills.improvement import Action
from drills.report.basis import PLANNED, Basis
from drills.report.items import Booked, Item, Label, Listing, Number, Told, Unit
from drills.report.layout import Block, Paragraph, Row, Section, Table, Tone
from drills.report.lessons import finding_name, finding_sign
from forecasting.messages import N_


def measures(basis: Basis) -> Section:
    """Return the improvement plan: issue, action, element, owner, start, due, and how it will be verified."""
    return Section("measures", Label(N_("Measures")), tuple(_blocks(basis)))


def _blocks(basis: Basis) -> Iterator[Block]:
    yield Paragraph(tuple(_sentences(basis)))
    if basis.actions:
        columns = (
            Label(N_("Finding")),
            Label(N_("Action")),
            Label(N_("Element")),
            Label(N_("Owner")),
            Label(N_("Start")),
            Label(N_("Due")),
            Label(N_("Verified by")),
            Label(N_("State")),
        )
        rows = tuple(_row(basis, action) for action in basis.actions)
        yield Table("measures", columns, rows, (16, 20, 11, 9, 12, 12, 13, 7))


def must_be_mended(basis: Basis) -> tuple[int, ...]:
    """Return the lines of the findings that need a measure with an owner and a date."""
    return tuple(sorted({line for finding in basis.findings if finding.must_be_mended for line in finding.lines}))


def _sentences(basis: Basis) -> Iterator[Item]:
    needed = [finding for finding in basis.findings if finding.must_be_mended]
    if basis.is_practice:
        yield Label(N_("A practice has no findings, and calls for no measure."))
        return
    if not needed:
        yield Label(N_("No finding is rated M or U, so that none must have a measure."))
        return
    lines = must_be_mended(basis) or PLANNED
    values = {"count": Number(len(needed), Unit.COUNT, lines)}
    yield Told(N_("Findings rated M or U, each of which needs an owned and dated measure: {count}."), values)
    missing = basis.unowned
    if missing:
        yield Told(N_("Without one so far: {count}."), {"count": Number(len(missing), Unit.COUNT, lines)})
    else:
        yield Label(N_("Each of them has one."))


def _row(basis: Basis, action: Action) -> Row:
    known = {finding.id: finding for finding in basis.findings}
    about = tuple(known[item.id] for item in action.findings if item.id in known)

    def booked(text: object) -> Item | None:
        return None if text in {None, ""} else Booked(str(text), action.id)

    cells = (
        _about(basis, about),
        booked(action.text),
        Label(action.element.label),
        booked(action.owner),
        booked(action.start),
        booked(action.due),
        booked(action.verification),
        Label(action.status.label),
    )
    return Row(cells, Tone.PLAIN if action.is_owned else Tone.BAD)


def _about(basis: Basis, findings: tuple[Finding, ...]) -> Item | None:
    """Return what an action is about: in words where it is one thing, by short names where there are several."""
    if len(findings) == 1:
        return finding_name(basis, findings[0])
    return (
        Listing(tuple(finding_sign(basis, item) or Label(item.kind.label) for item in findings)) if findings else None
    )
