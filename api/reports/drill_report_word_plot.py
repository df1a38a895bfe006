"""The course of a drill as a shaded table in a Word file: a row a clock, a column a stretch of minutes."""

from collections.abc import Iterator
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.styles.style import ParagraphStyle
from docx.table import _Cell as Cell

from api.reports.drill_report_runs import FINE, SIGN, Writer, fix_widths, repeat_head, set_style, shade
from drills.exercise import ClockStatus
from drills.report.plot import MarkKind, Plot, PlotBar, PlotStep

STEPS_MINUTES = (1, 2, 3, 5, 10, 15, 20, 30)
MOST_COLUMNS = 24
MINUTE_MS = 60_000
NAME_SHARE, WORD_SHARE = 34.0, 11.0
GOOD, BAD, NEUTRAL = "CFE6D7", "F3CFCB", "DDE3EA"


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    word: str
    signs: dict[int, str]
    shades: dict[int, str]


def add_plot(document: WordDocument, plot: Plot, writer: Writer) -> None:
    """Add *plot* at the end of *document*, and a line that explains its signs."""
    _ = writer.translate
    minutes = plot.length_ms / MINUTE_MS
    step = next((step for step in STEPS_MINUTES if minutes / step <= MOST_COLUMNS), STEPS_MINUTES[-1])
    columns = max(-(-plot.length_ms // (step * MINUTE_MS)), 1)
    rows = list(_rows(plot, writer, step, columns))
    table = document.add_table(1 + len(rows), columns + 2)
    table.style = "Table Grid"
    fix_widths(table, [NAME_SHARE, *([(100 - NAME_SHARE - WORD_SHARE) / columns] * columns), WORD_SHARE], 176.0)
    head, style = table.rows[0].cells, writer.styles[SIGN]
    _write(head[0], _("minutes since the start, pauses included"), style)
    for place in range(0, columns, max(columns // 6, 1)):
        _write(head[place + 1], str(place * step), style)
    paused = {place for pause in plot.pauses for place in _places(pause.start_ms, pause.end_ms, step, columns)}
    for row, told in zip(table.rows[1:], rows, strict=True):
        _fill(row.cells, told, paused, style)
    repeat_head(table)
    key = _(
        "bar: from the start of a clock to the time due · ● act in time · ✕ too late, missed or judged not met · hatched: pause"
    )
    document.add_paragraph(key, style=writer.styles[FINE])


def _fill(cells: tuple[Cell, ...], told: _Row, paused: set[int], style: ParagraphStyle) -> None:
    _write(cells[0], told.name, style)
    _write(cells[-1], told.word, style)
    for place, cell in enumerate(cells[1:-1]):
        if place in told.shades:
            shade(cell, told.shades[place], "diagStripe" if place in paused else "clear", "808A96")
        elif place in paused:
            shade(cell, "FFFFFF", "diagStripe", "B4BCC6")
        _write(cell, told.signs.get(place, ""), style, centred=True)


def _write(cell: Cell, text: str, style: ParagraphStyle, *, centred: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    set_style(paragraph, style)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if text:
        paragraph.add_run(text)


def _place(ms: int, step: int, columns: int) -> int:
    return min(max(ms // (step * MINUTE_MS), 0), columns - 1)


def _places(start_ms: int, end_ms: int, step: int, columns: int) -> range:
    return range(_place(start_ms, step, columns), _place(max(end_ms - 1, start_ms), step, columns) + 1)


def _rows(plot: Plot, writer: Writer, step: int, columns: int) -> Iterator[_Row]:
    _ = writer.translate
    for levels in plot.levels:
        names = ((levels.called, _("Level called for")), (levels.graded, _("Level graded")))
        for steps, name in names:
            told = (
                name if levels.name is None else _("{name}: {what}").format(name=writer.plain(levels.name), what=name)
            )
            yield _Row(told, "", _level_signs(steps, step, columns), {})
    yield _Row(_("Injects"), "", _signs(plot, step, columns), {})
    for bar in plot.bars:
        yield _bar(bar, writer, step, columns)


def _level_signs(steps: tuple[PlotStep, ...], step: int, columns: int) -> dict[int, str]:
    return {_place(item.ms, step, columns): item.level.name for item in steps}


def _signs(plot: Plot, step: int, columns: int) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for mark in plot.marks:
        if mark.kind is MarkKind.INJECT:
            found.setdefault(_place(mark.ms, step, columns), []).append(mark.sign.removeprefix("I"))
    return {place: " ".join(signs) for place, signs in found.items()}


def _bar(bar: PlotBar, writer: Writer, step: int, columns: int) -> _Row:
    wrong = bar.status in {ClockStatus.LATE, ClockStatus.MISSED}
    colour = GOOD if bar.status is ClockStatus.MET else BAD if wrong else NEUTRAL
    shades = dict.fromkeys(_places(bar.start_ms, bar.due_ms, step, columns), colour)
    signs = {}
    if bar.seen_ms is not None:
        signs[_place(bar.seen_ms, step, columns)] = "✕" if wrong else "●"
    elif bar.status is ClockStatus.MISSED:
        signs[_place(bar.due_ms, step, columns)] = "✕"
    name = writer.plain(bar.says) + (" *" if bar.critical else "")
    return _Row(name, writer.translate(bar.status.label), signs, shades)
