"""What was corrected in the log, where evaluators saw it differently, who signs, and the log itself."""

from collections.abc import Iterator

from drills.exercise import LineKind
from drills.report.basis import Basis
from drills.report.items import Code, Item, Label, Listing, Number, Quoted, Told, Unit
from drills.report.layout import Block, LogRow, LogTable, Paragraph, Row, Section, SignOff, SignOffs, Table, Tone
from drills.report.telling import told
from drills.roles import Role
from drills.scoring.drill_score import Aspect, Disagreement
from drills.standards import ROLE_PLAY_ITEMS
from forecasting.messages import N_


def corrections(basis: Basis) -> Section:
    """Return what was corrected, and what evaluators disagree on."""
    return Section("corrections", Label(N_("Corrections and disagreements")), tuple(_blocks(basis)))


def _blocks(basis: Basis) -> Iterator[Block]:
    corrected = [line for line in basis.log if line.kind is LineKind.CORRECTED]
    if corrected:
        columns = (Label(N_("Time")), Label(N_("By")), Label(N_("Correction")))
        rows = tuple(
            Row((basis.instant(line, with_day=True), basis.person(line.by, line.number), told(basis, line)))
            for line in corrected
        )
        yield Table("corrections", columns, rows, (18, 22, 60))
    else:
        yield Paragraph((Label(N_("Nothing in the log was corrected.")),))
    if basis.score.disagreements:
        heads = (Label(N_("About")), Label(N_("In what")), Label(N_("Who said what")))
        told_apart = tuple(_disagreement(basis, item) for item in basis.score.disagreements)
        yield Table("disagreements", heads, told_apart, (40, 20, 40), heading=Label(N_("Evaluators who disagree")))
    elif len(basis.state.sheets) == 1:
        yield Paragraph((Label(N_("Only one evaluator has handed in a sheet; there is nothing to compare.")),))
    elif basis.state.sheets:
        yield Paragraph((Label(N_("The evaluators agree.")),))


def _disagreement(basis: Basis, item: Disagreement) -> Row:
    said = tuple(
        Told(N_("{name}: {what}"), {"name": basis.person(who), "what": _said(what, item)})
        for who, what in sorted(item.said.items())
    )
    sign = next(Code(basis.numbers[f"{of}:{item.of}"]) for of in "EOR" if f"{of}:{item.of}" in basis.numbers)
    texts = {known.id: known.text for known in basis.scenario.objectives}
    texts.update({known.id: known.text for known in basis.scenario.expectations})
    personas = {play.id: play.persona for play in basis.scenario.roleplays}
    named: dict[str, Item] = {"sign": sign, "text": basis.inline({**personas, **texts}[item.of])}
    aspect: Item = Label(item.aspect.label)
    if item.item is not None:
        label = next((Label(known.label) for known in ROLE_PLAY_ITEMS if known.id == item.item), Label(N_("role play")))
        aspect = Told(N_("{first}, {rest}"), {"first": aspect, "rest": label})
    return Row((Told("{sign} {text}", named), aspect, Listing(said)), Tone.FAIR)


_ANSWERS = {
    "True": N_("seen as met"),
    "False": N_("seen as not met"),
    "met": N_("seen as met"),
    "not met": N_("seen as not met"),
}


def _said(what: str, item: Disagreement) -> Item:
    if item.aspect is Aspect.MET and what in _ANSWERS:
        return Label(_ANSWERS[what])
    return Quoted(what, item.lines)


def sign_offs(basis: Basis) -> Section:
    """Return the lines on which those who answer for the drill sign."""
    roles = (
        (Role.COMMANDER, N_("Commander")),
        (Role.CONTROLLER, N_("Controller")),
        (Role.EVALUATOR, N_("Evaluator")),
        (Role.SAFETY, N_("Safety officer")),
    )
    lines = [
        SignOff(Label(label), basis.planned_text(seat.name))
        for role, label in roles
        for seat in basis.drill.seats
        if seat.role is role
    ]
    lines.append(SignOff(Label(N_("Approved by")), None))
    return Section("sign-offs", Label(N_("Sign-offs")), (SignOffs(tuple(lines)),))


def appendix(basis: Basis) -> Section:
    """Return the whole log, as it was written, and how it can be checked."""
    corrected: dict[int, list[int]] = {}
    for line in basis.log:
        if line.kind is LineKind.CORRECTED:
            corrected.setdefault(int(str(line.data["line"])), []).append(line.number)
    day = basis.local_day(basis.stretches[0][0]) if basis.stretches else basis.drill.window.local_start.date()
    rows = tuple(
        LogRow(
            line,
            basis.instant(line, with_day=basis.local_day(line) != day),
            basis.second(line.ms, line.number),
            Label(line.kind.label),
            basis.person(line.by, line.number) if line.by else None,
            told(basis, line),
            tuple(corrected.get(line.number, ())),
        )
        for line in basis.log
    )
    last = basis.log.last
    values: dict[str, Item] = {
        "count": Number(len(basis.log), Unit.COUNT, (1, last.number)),
        "digest": Code(last.digest),
    }
    sentence = Told(
        N_("The log has {count} lines, each chained to the one before; the fingerprint of the last is {digest}."),
        values,
    )
    heading = Label(N_("Appendix: the log"))
    return Section("log", heading, (Paragraph((sentence,)), LogTable(rows)))
