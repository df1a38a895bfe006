import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from api.reports.drill_report import drill_report_html
from api.translation import LANGUAGES, translator
from drills.exercise import Log
from tests.drills.report.reported_runs import LOGS, rehearsed, reported, typed

VOID = {"meta", "link", "col", "br", "img", "path", "rect"}
FREE = {"style", "title", "code"}  # neither shown as text nor a number


class Shown(HTMLParser):
    """Collects what a reader sees with a digit in it outside of anything that cites lines, and all lines cited."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.loose: list[str] = []
        self.cited: set[int] = set()
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.tags.add(tag)
        self.ids.add(known.get("id") or "")
        if (known.get("href") or "").startswith("#"):
            self.links.add(str(known["href"])[1:])
        self.cited |= {int(line) for line in (known.get("data-lines") or "").split()}
        if tag not in VOID:
            self.open.append((tag, known))

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if any(sign.isdigit() for sign in data) and not any(self._free(tag, known) for tag, known in self.open):
            self.loose.append(data)

    @staticmethod
    def _free(tag: str, known: dict[str, str | None]) -> bool:
        classes = (known.get("class") or "").split()
        return tag in FREE or "data-lines" in known or "data-source" in known or "code" in classes or "log" in classes


def page(log: Callable[[], Log], language: str = "en") -> str:
    return drill_report_html(reported(log), translator(language), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("log", LOGS.values(), ids=list(LOGS))
def test_2_every_number_on_the_page_links_to_lines_of_the_appendix(log: Callable[[], Log], language: str) -> None:
    shown = Shown()
    shown.feed(page(log, language))
    assert shown.loose == []
    assert shown.cited <= set(range(1, len(log()) + 1))
    assert shown.links <= shown.ids


@pytest.mark.parametrize("language", LANGUAGES)
def test_10_every_printed_page_bears_the_drill_mark(language: str) -> None:
    text = page(rehearsed, language)
    assert re.search(r'@top-left \{ content: "演练', text)
    assert "<b>演练</b>" in text


def test_the_page_needs_neither_script_nor_network() -> None:
    shown = Shown()
    text = page(rehearsed)
    shown.feed(text)
    assert not shown.tags & {"script", "link", "img", "iframe", "object"}
    assert "default-src 'none'" in text
    assert not re.search(r"(src|href)=\"(?!#)", text)


def test_the_same_report_gives_the_same_page() -> None:
    assert page(rehearsed, "zh_CN") == page(rehearsed, "zh_CN")


def test_what_people_typed_cannot_become_markup() -> None:
    text = page(lambda: typed('<script>alert(1)</script> & "more"'))
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_the_plot_has_a_bar_for_each_clock_and_a_band_for_each_pause() -> None:
    text = page(rehearsed)
    assert text.count('class="pause"') == 2
    assert text.count('<rect class="bar') > 5
