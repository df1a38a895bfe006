"""Strengths, problems and causes: what evaluators wrote, what was met with time to spare, and every finding."""

from collections.abc import Iterator

from drills.finding import Finding, FindingKind
from drills.report.basis import PLANNED, Basis
from drills.report.items import Code, Item, Label, Number, Quoted, Told, Unit
from drills.report.layout import Block, Bullets, Paragraph, Row, Section, Table, Tone
from drills.report.misses import against, met_well
from forecasting.messages import N_

SHOWN_STRENGTHS = 3
HALF_THE_TIME = 0.5  # our figure: what is done in half of its time is told as a strength


def strengths(basis: Basis) -> Section:
    """Return what went well: in the evaluators' words, and targets met in at most half of their time."""
    points = tuple(_strengths(basis))
    blocks: tuple[Block, ...] = (Bullets(points),)
    if not points:
        nothing = Label(N_("Nothing was noted as a strength, and no target was met in half of its time."))
        blocks = (Paragraph((nothing,)),)
    return Section("strengths", Label(N_("Strengths")), blocks)


def _strengths(basis: Basis) -> Iterator[Item]:
    for who, known in sorted(basis.state.sheets.items()):
        yield from _in_words(basis, who, known.sheet.strengths, known.line)
    early = [
        target
        for target in met_well(basis)
        if target.response is not None and target.response.value <= HALF_THE_TIME * 60 * target.within_minutes
    ]
    for target in early[:SHOWN_STRENGTHS]:
        yield against(basis, target)


def _in_words(basis: Basis, who: str, words: str, line: int) -> Iterator[Item]:
    if words.strip():
        values: dict[str, Item] = {"words": Quoted(words.strip(), (line,)), "name": basis.person(who, line)}
        yield Told(N_("“{words}” ({name})"), values)


def problems(basis: Basis) -> Section:
    """Return every finding with what it is about, and what evaluators wrote."""
    blocks: list[Block] = []
    if basis.findings:
        columns = (
            Label(N_("Finding")),
            Label(N_("What was seen")),
            Label(N_("About")),
            Label(N_("Element")),
            Label(N_("Rating")),
        )
        rows = tuple(_row(basis, finding) for finding in basis.findings)
        blocks.append(Table("findings", columns, rows, (32, 28, 16, 16, 8)))
    else:
        blocks.append(Paragraph((Label(N_("There is no finding.")),)))
    words = [
        item
        for who, known in sorted(basis.state.sheets.items())
        for item in _in_words(basis, who, known.sheet.problems, known.line)
    ]
    if words:
        blocks.append(Bullets(tuple(words)))
    return Section("problems", Label(N_("Problems and causes")), tuple(blocks))


def _row(basis: Basis, finding: Finding) -> Row:
    tone = Tone.BAD if finding.must_be_mended else Tone.FAIR if finding.rating is not None else Tone.QUIET
    cells = (
        finding_name(basis, finding),
        seen(finding),
        None if finding.capability is None else Label(finding.capability.label),
        Label(finding.element.label),
        None if finding.rating is None else Code(finding.rating.value),
    )
    return Row(cells, tone, finding.lines or _of_level(basis, finding))


def _of_level(basis: Basis, finding: Finding) -> tuple[int, ...]:
    """Return the lines by which a level was given and called for, where *finding* is about that."""
    wanted = finding.incident if len(basis.scenario.incidents) > 1 else ""
    times = (item for item in basis.score.times if item.incident == wanted)
    return next((item.level_lines for item in times), ()) if finding.kind is FindingKind.GRADING else ()


def finding_name(basis: Basis, finding: Finding) -> Item:
    """Return what *finding* is about: the short name, and what its author wanted to see."""
    kind, sign = Label(finding.kind.label), finding_sign(basis, finding)
    if sign is None:
        title = next((item.title for item in basis.scenario.incidents if item.id == finding.incident), None)
        several = len(basis.scenario.incidents) > 1
        return (
            kind
            if title is None or not several
            else Told(N_("{name}: {what}"), {"name": basis.inline(title), "what": kind})
        )
    if finding.text is None:
        return Told(N_("{name}: {what}"), {"name": sign, "what": kind})
    return Told("{sign} {text}", {"sign": sign, "text": basis.inline(finding.text)})


def finding_sign(basis: Basis, finding: Finding) -> Code | None:
    """Return the short name of the expectation, objective, role play or inject that *finding* is about."""
    name = finding.of.split("/")[0]
    known = (basis.numbers.get(f"{kind}:{name}") for kind in "EORI")
    return next((Code(sign) for sign in known if sign is not None), None)


def seen(finding: Finding) -> Item:
    """Return what was seen, its numbers cited by the lines of the finding."""
    note, lines = finding.note, finding.lines or PLANNED
    if note is None:
        return Label(finding.kind.label)
    values: dict[str, Item] = {place: Label(word) for place, word in note.marked.items()}
    for place, value in note.values.items():
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        values[place] = Number(float(str(value)), Unit.PLAIN, lines) if is_number else Quoted(str(value), lines)
    return Told(note.template, values)
