"""Words, links and shades of a Word file: what python-docx has no name for, written as the format has it (ECMA-376)."""

from collections.abc import Mapping

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph as WordParagraph

from api.reports.drill_report_marks import first_of, lines_text
from drills.report.items import Item
from drills.report.spans import spans
from forecasting.messages import Translate

CELL, FINE, SIGN, FIGURE, HEADLINE = "Report Cell", "Report Fine", "Report Sign", "Report Figure", "Report Headline"


class Writer:
    """Writes the pieces of one report in one language into paragraphs."""

    def __init__(self, translate: Translate, language: str, styles: Mapping[str, ParagraphStyle]) -> None:
        self.translate, self.language, self.styles = translate, language, styles

    def plain(self, item: Item) -> str:
        """Return *item* as text."""
        return "".join(span.text for span in spans(item, self.translate, self.language))

    def item(
        self, paragraph: WordParagraph, item: Item | None, *, bold: bool = False, style: str | None = None
    ) -> None:
        """Add *item* to *paragraph*, numbers and words with numbers as links to the row of their line in the appendix."""
        if style is not None:
            set_style(paragraph, self.styles[style])
        for span in () if item is None else spans(item, self.translate, self.language):
            run = paragraph.add_run(_allowed(span.text))
            run.bold = bold or None
            if span.lines and any(sign.isdigit() for sign in span.text):
                tip = self.translate("log: {lines}").format(lines=lines_text(span.lines))
                _linked(run._r, first_of(span.lines), tip)  # noqa: SLF001  # the element itself goes into the link


def set_style(paragraph: WordParagraph, style: ParagraphStyle) -> None:
    """Give *paragraph* its *style* by name; python-docx itself looks through all styles each time."""
    paragraph._p.style = style.style_id  # noqa: SLF001  # see above


def _allowed(text: str) -> str:
    """Return *text* without what XML cannot hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n")


def _linked(run: BaseOxmlElement, line: int, tip: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), f"L{line}")
    link.set(qn("w:tooltip"), tip[:255])
    link.set(qn("w:history"), "1")
    parent = run.getparent()
    assert parent is not None  # noqa: S101  # it was just added to its paragraph
    parent.replace(run, link)
    link.append(run)


def add_field(paragraph: WordParagraph, name: str) -> None:
    """Add a field such as ``PAGE``, which the reader's program fills in."""
    run = paragraph.add_run()
    for kind in ("begin", None, "end"):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.set(qn("xml:space"), "preserve")
            element.text = f" {name} "
        run._r.append(element)  # noqa: SLF001  # fields have no class of their own


def bookmark(paragraph: WordParagraph, line: int) -> None:
    """Put the mark that links to *line* of the log lead to."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(line))
    start.set(qn("w:name"), f"L{line}")
    paragraph._p.append(start)  # noqa: SLF001  # bookmarks have no class of their own
    paragraph._p.append(end)  # noqa: SLF001


def shade(cell: Cell, colour: str, pattern: str = "clear", ink: str = "auto") -> None:
    """Fill *cell*: with a hatch where *pattern* is one of the format's, so that it can be told apart without colour."""
    element = OxmlElement("w:shd")
    for name, value in (("val", pattern), ("color", ink), ("fill", colour)):
        element.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(element)  # noqa: SLF001  # shading has no class of its own


def repeat_head(table: WordTable) -> None:
    """Let the first row stand at the head of every page, and let no row be split."""
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001  # these properties have no class of their own
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))


def fix_widths(table: WordTable, shares: list[float], whole_mm: float) -> None:
    """Give the columns of *table* their *shares* of *whole_mm*; programs differ in whom they believe, so cells say it, too."""
    table.autofit = False
    widths = [Mm(whole_mm * share / sum(shares)) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def align_right(paragraph: WordParagraph) -> None:
    """Set *paragraph* flush right, for numbers."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
