"""The report of a drill as a Word file, for those who go on editing it: real headings, tables, links and page fields."""

import io
from zipfile import ZipFile

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from api.reports.drill_report_runs import CELL, FIGURE, FINE, HEADLINE, SIGN, Writer, add_field
from api.reports.drill_report_word_blocks import Blocks
from drills.evidence import zipped
from drills.report import DrillReport
from drills.scenario.text import DRILL_MARK
from forecasting.messages import Translate

LATIN_FONT, CHINESE_FONT = "Arial", "Microsoft YaHei"
INK = RGBColor(0x17, 0x21, 0x2B)
OWN_SIZES = {CELL: 8.5, FINE: 7.5, SIGN: 6.5, FIGURE: 13.0, HEADLINE: 12.0}
SIZES = {"Normal": 10.0, "Title": 20.0, "Heading 1": 14.0, "Heading 2": 11.0, "Header": 8.0, "Footer": 8.0}


def drill_report_docx(report: DrillReport, translate: Translate, language: str) -> bytes:
    """Return *report* as a Word file in the language of *translate*. Same report: the same bytes."""
    document = Document()
    _page(document)
    styles = _own_styles(document)
    _fonts(document)
    writer = Writer(translate, language, styles)
    _running(document, report, writer)
    _properties(document, report, writer)
    _front(document, report, writer)
    blocks = Blocks(document, writer)
    for number, section in enumerate(report.sections):
        if number == 1:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        if number:
            document.add_heading(f"{number}  {writer.plain(section.heading)}", level=1)
        for block in section.blocks:
            blocks.add(block)
    words = translate("Fingerprint of this report's data")
    told = translate("{name}: {what}").format(name=words, what=report.fingerprint)
    document.add_paragraph(told, style=styles[FINE])
    return _stable(document)


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(17)
    section.top_margin, section.bottom_margin = Mm(20), Mm(18)


def _own_styles(document: WordDocument) -> dict[str, ParagraphStyle]:
    """Add the styles of what stands in tables, so that people change a size in one place."""
    found = {}
    for name, size in OWN_SIZES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)  # noqa: S101  # it was asked for
        style.base_style = document.styles["Normal"]
        style.font.size = Pt(size)
        style.paragraph_format.space_after = Pt(1)
        found[name] = style
    return found


def _fonts(document: WordDocument) -> None:
    """Name a font for each script: without one for East Asian text programs take what they like for Chinese."""
    for style in document.styles:
        if isinstance(style, ParagraphStyle) and style.type is WD_STYLE_TYPE.PARAGRAPH:
            style.font.name = LATIN_FONT
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{name}"), None)
            fonts.set(qn("w:eastAsia"), CHINESE_FONT)
    for name, size in SIZES.items():
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)  # noqa: S101  # python-docx's own template has them
        style.font.size = Pt(size)
        style.font.color.rgb = INK
        if name == "Normal":
            style.paragraph_format.space_after = Pt(4)


def _running(document: WordDocument, report: DrillReport, writer: Writer) -> None:
    section = document.sections[0]
    words = writer.translate("Drill report")
    section.header.paragraphs[0].add_run(f"{DRILL_MARK} · {words} · {report.title.in_language(writer.language)}")
    footer = section.footer.paragraphs[0]
    footer.add_run(f"{report.drill} · {report.fingerprint[:16]}\t\t")
    add_field(footer, "PAGE")
    footer.add_run(" / ")
    add_field(footer, "NUMPAGES")


def _properties(document: WordDocument, report: DrillReport, writer: Writer) -> None:
    known = document.core_properties
    kind = writer.translate("Drill report")
    known.title = writer.translate("{name}: {what}").format(name=kind, what=report.title.in_language(writer.language))
    known.subject, known.author, known.comments = report.drill, "Watchbill", report.fingerprint
    known.last_modified_by, known.revision = "Watchbill", 1
    known.language = writer.language.replace("_", "-")
    known.created = known.modified = report.made_of.replace(tzinfo=None)


def _front(document: WordDocument, report: DrillReport, writer: Writer) -> None:
    mark = document.add_paragraph().add_run(f"{DRILL_MARK}  ")
    mark.bold = True
    document.paragraphs[-1].add_run(writer.translate("Drill report: an exercise, no real event."))
    document.add_heading(report.title.in_language(writer.language), level=0)
    under = document.add_paragraph()
    writer.item(under, report.when)
    under.add_run(f" · {report.drill}")


def _stable(document: WordDocument) -> bytes:
    """Return *document* as bytes that depend on its content alone: a zip file has the time of its making in it."""
    made = io.BytesIO()
    document.save(made)
    with ZipFile(made) as parts:
        return zipped({name: parts.read(name) for name in parts.namelist()})
