import io
import re
from collections.abc import Callable
from functools import cache
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from api.reports.drill_report_docx import drill_report_docx
from api.translation import LANGUAGES, translator
from drills.exercise import Log
from drills.report import drill_report
from drills.report.spans import duration_text
from drills.scoring import score
from forecasting.messages import english
from tests.drills.report.reported_runs import LOGS, called_off, rehearsed, typed

Made = Callable[[], Log]


@cache
def word_file(log: Made, language: str = "en") -> bytes:
    return fresh(log, language)


def fresh(log: Made, language: str = "en") -> bytes:
    return drill_report_docx(drill_report(log()), translator(language), language)


def opened(log: Made, language: str = "en") -> WordDocument:
    return Document(io.BytesIO(word_file(log, language)))


def part(log: Made, name: str) -> str:
    with ZipFile(io.BytesIO(word_file(log))) as archive:
        return archive.read(name).decode()


def names(log: Made) -> list[str]:
    with ZipFile(io.BytesIO(word_file(log))) as archive:
        return archive.namelist()


@pytest.mark.parametrize("log", [LOGS["several at once"], LOGS["broken off"], LOGS["called off"]])
def test_a_word_file_of_any_drill_can_be_read_back(log: Made) -> None:
    document = opened(log)
    assert document.tables
    assert document.core_properties.author == "Watchbill"


def test_the_word_file_has_the_sections_of_the_report_as_headings() -> None:
    told = drill_report(rehearsed())
    headings = [item.text for item in opened(rehearsed).paragraphs if item.style and item.style.name == "Heading 1"]
    assert len(headings) == len(told.sections) - 1
    assert headings[0].endswith("Purpose")


@pytest.mark.parametrize("language", LANGUAGES)
def test_10_every_page_of_the_word_file_bears_the_drill_mark(language: str) -> None:
    (section,) = opened(rehearsed, language).sections
    assert section.header.paragraphs[0].text.startswith("演练")
    footers = [name for name in names(rehearsed) if name.startswith("word/footer")]
    assert any(" PAGE " in part(rehearsed, name) for name in footers)


def test_2_every_number_of_the_word_file_links_to_its_line_in_the_appendix() -> None:
    text = part(rehearsed, "word/document.xml")
    anchors = set(re.findall(r'w:anchor="(L\d+)"', text))
    marks = set(re.findall(r'w:bookmarkStart[^>]*w:name="(L\d+)"', text))
    assert anchors <= marks
    assert marks == {f"L{line.number}" for line in rehearsed()}


def test_2_numbers_that_are_told_stand_within_links() -> None:
    text = part(rehearsed, "word/document.xml")
    links = re.findall(r"<w:hyperlink .*?</w:hyperlink>", text, re.DOTALL)
    shown = [found for link in links for found in re.findall(r"<w:t[^>]*>([^<]*)</w:t>", link)]
    for target in score(rehearsed()).targets:
        if target.response is not None:
            assert duration_text(target.response.value, english) in shown


def test_chinese_has_a_font_of_its_own_in_every_style() -> None:
    for style in opened(rehearsed, "zh_CN").styles:
        fonts = style.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        if style.type is not None and style.type.name == "PARAGRAPH":
            assert fonts is not None
            assert fonts.get(qn("w:eastAsia"))


def test_heads_of_tables_stand_on_every_page() -> None:
    assert part(rehearsed, "word/document.xml").count("<w:tblHeader/>") > 8


def test_the_course_is_a_table_whose_cells_are_shaded() -> None:
    text = part(rehearsed, "word/document.xml")
    assert text.count('w:fill="CFE6D7"') > 3
    assert 'w:val="diagStripe"' in text


def test_the_same_report_gives_the_same_word_file() -> None:
    assert fresh(called_off) == fresh(called_off)


def test_what_xml_cannot_hold_is_left_out() -> None:
    text = "\n".join(
        cell.text
        for table in opened(lambda: typed("bell \x07 rang <b>")).tables
        for row in table.rows
        for cell in row.cells
    )
    assert "bell  rang <b>" in text
