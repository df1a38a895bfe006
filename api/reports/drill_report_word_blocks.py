"""The parts of a drill's report in a Word file."""

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.shared import Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from api.reports.drill_report import cited_in, has_references
from api.reports.drill_report_marks import between_sentences, lines_text
from api.reports.drill_report_runs import (
    CELL,
    FIGURE,
    FINE,
    HEADLINE,
    Writer,
    align_right,
    bookmark,
    fix_widths,
    repeat_head,
    set_style,
    shade,
)
from api.reports.drill_report_word_plot import add_plot
from drills.report.items import Item
from drills.report.layout import (
    Block,
    Bullets,
    Facts,
    KeyFigures,
    LogTable,
    Paragraph,
    SignOffs,
    Table,
    Tone,
    Verdict,
)
from drills.report.plot import Plot

WIDTH_MM = 176.0  # of A4 between the margins
HEAD_COLOUR = "E8ECF1"
COLOURS = {Tone.GOOD: "E3F1E8", Tone.FAIR: "FBF0D9", Tone.BAD: "F8E1DF"}
LOG_SHARES = [5.0, 9.0, 10.0, 13.0, 14.0, 40.0, 9.0]


class Blocks:
    """Adds the parts of one report to one document."""

    def __init__(self, document: WordDocument, writer: Writer) -> None:
        self.document, self.writer, self._ = document, writer, writer.translate

    def add(self, block: Block) -> None:
        """Add *block* at the end of the document."""
        match block:
            case Paragraph(sentences=sentences):
                self._sentences(sentences)
            case Bullets(points=points):
                for point in points:
                    self.writer.item(self.document.add_paragraph(style="List Bullet"), point)
            case Table():
                self._table(block)
            case Plot():
                add_plot(self.document, block, self.writer)
            case _:
                self._special(block)

    def _special(self, block: Facts | KeyFigures | Verdict | SignOffs | LogTable) -> None:
        match block:
            case Facts(facts=facts):
                self._pairs([(fact.name, fact.value) for fact in facts])
            case KeyFigures():
                self._figures(block)
            case Verdict():
                self._verdict(block)
            case SignOffs():
                self._signs(block)
            case LogTable():
                self._log(block)

    def _sentences(self, sentences: Sequence[Item]) -> None:
        paragraph = self.document.add_paragraph()
        for number, sentence in enumerate(sentences):
            if number:
                paragraph.add_run(between_sentences(self.writer.language))
            self.writer.item(paragraph, sentence)

    def _grid(self, rows: int, shares: list[float]) -> WordTable:
        table: WordTable = self.document.add_table(rows, len(shares))
        table.style = "Table Grid"
        fix_widths(table, shares, WIDTH_MM)
        return table

    def _after(self, table: WordTable) -> None:
        repeat_head(table)
        self.document.add_paragraph().paragraph_format.space_after = Pt(2)

    def _head(self, table: WordTable, words: Sequence[str]) -> None:
        for cell, word in zip(table.rows[0].cells, words, strict=True):
            shade(cell, HEAD_COLOUR)
            paragraph = cell.paragraphs[0]
            set_style(paragraph, self.writer.styles[CELL])
            paragraph.add_run(word).bold = True

    def _table(self, block: Table) -> None:
        if block.heading is not None:
            self.document.add_heading(self.writer.plain(block.heading), level=2)
        cited = has_references(block)
        words = [self.writer.plain(column) for column in block.columns] + ([self._("Log lines")] if cited else [])
        shares = [float(width) for width in block.widths]
        table = self._grid(1 + len(block.rows), [*shares, sum(shares) / 9] if cited else shares)
        self._head(table, words)
        for number, row in enumerate(block.rows, start=1):
            cells = table.rows[number].cells
            for place, item in enumerate(row.cells):
                paragraph = cells[place].paragraphs[0]
                self.writer.item(paragraph, item, style=CELL)
                if place in block.numeric:
                    align_right(paragraph)
            if row.tone in COLOURS:
                shade(cells[0], COLOURS[row.tone])
            if cited:
                self._fine(cells[-1].paragraphs[0], lines_text(cited_in(row)))
        self._after(table)

    def _fine(self, paragraph: WordParagraph, text: str) -> None:
        set_style(paragraph, self.writer.styles[FINE])
        paragraph.add_run(text)

    def _pairs(self, pairs: Sequence[tuple[Item, Item]]) -> None:
        table = self._grid(len(pairs), [28.0, 72.0])
        for row, (name, value) in zip(table.rows, pairs, strict=True):
            cells = row.cells
            shade(cells[0], HEAD_COLOUR)
            self.writer.item(cells[0].paragraphs[0], name, style=CELL)
            self.writer.item(cells[1].paragraphs[0], value, style=CELL)
        self.document.add_paragraph().paragraph_format.space_after = Pt(2)

    def _figures(self, block: KeyFigures) -> None:
        if not block.figures:
            return
        columns = 3
        rows = -(-len(block.figures) // columns)
        table = self._grid(rows, [1.0] * columns)
        places = [cell for row in table.rows for cell in row.cells]
        for cell, figure in zip(places, block.figures, strict=False):
            self.writer.item(cell.paragraphs[0], figure.name, style=CELL)
            self.writer.item(cell.add_paragraph(), figure.value, bold=True, style=FIGURE)
            if figure.remark is not None:
                self.writer.item(cell.add_paragraph(), figure.remark, style=FINE)
            if figure.tone in COLOURS:
                shade(cell, COLOURS[figure.tone])
        self.document.add_paragraph().paragraph_format.space_after = Pt(2)

    def _verdict(self, block: Verdict) -> None:
        table = self._grid(1, [14.0, 86.0])
        letter, words = table.rows[0].cells
        run = letter.paragraphs[0].add_run("–" if block.rating is None else block.rating.value)
        run.bold = True
        run.font.size = Pt(36)
        self.writer.item(words.paragraphs[0], block.headline, bold=True, style=HEADLINE)
        for sentence in block.sentences:
            self.writer.item(words.add_paragraph(), sentence)
        self.document.add_paragraph().paragraph_format.space_after = Pt(2)

    def _signs(self, block: SignOffs) -> None:
        table = self._grid(1 + len(block.lines), [22.0, 28.0, 20.0, 30.0])
        self._head(table, [self._("Role"), self._("Name"), self._("Date"), self._("Signature")])
        for row, line in zip(table.rows[1:], block.lines, strict=True):
            row.height = Pt(30)
            self.writer.item(row.cells[0].paragraphs[0], line.role)
            self.writer.item(row.cells[1].paragraphs[0], line.name)
        self._after(table)

    def _log(self, block: LogTable) -> None:
        table = self._grid(1 + len(block.rows), LOG_SHARES)
        self._head(table, self._log_heads())
        for number, row in enumerate(block.rows, start=1):
            cells = table.rows[number].cells
            bookmark(cells[0].paragraphs[0], row.line.number)
            self._fine(cells[0].paragraphs[0], str(row.line.number))
            for cell, item in zip(cells[1:6], (row.when, row.second, row.kind, row.by, row.what), strict=True):
                self.writer.item(cell.paragraphs[0], item, style=FINE)
            if row.by is None:
                self._fine(cells[4].paragraphs[0], self._("the clock"))
            if row.corrected_by:
                told = self._("(corrected by line {lines})").format(lines=", ".join(map(str, row.corrected_by)))
                self._fine(cells[5].paragraphs[0], f" {told}")
            self._fine(cells[6].paragraphs[0], row.line.digest[:8])
        self._after(table)

    def _log_heads(self) -> list[str]:
        _ = self._
        return [_("Line"), _("Time"), _("Exercise time"), _("What"), _("By"), _("Told"), _("Fingerprint")]
