"""The pages of the rules say what the rules say, in both languages."""

import re
from pathlib import Path

import pytest

from api.reports.rules_page import BEGIN, END, put_into, rules_page
from api.reports.rules_told import rules_told
from api.translation import LANGUAGES, translator
from scheduler.rules.catalogue import catalogue

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "rules.md", "zh_CN": DOCS / "rules.zh-CN.md"}


def page(language: str) -> str:
    return PAGES[language].read_text(encoding="utf-8")


def around(text: str) -> str:
    """Return what people wrote before and after the catalogue."""
    return text.partition(BEGIN)[0] + text.partition(END)[2]


def test_every_language_has_its_page() -> None:
    assert set(PAGES) == set(LANGUAGES)


@pytest.mark.parametrize("language", PAGES)
def test_the_page_has_what_the_rules_say_of_themselves(language: str) -> None:
    text, _ = page(language), translator(language)
    assert put_into(text, rules_page(rules_told(catalogue(), _), _)) == text, (
        f"write it again: watchbill --language {language} rules --into docs/{PAGES[language].name}"
    )


def test_both_pages_speak_of_the_same_rules_and_commands_around_the_catalogue() -> None:
    named = {language: set(re.findall(r"`([^`\n]+)`", around(page(language)))) for language in PAGES}
    for language in PAGES:
        named[language] -= {name for name in named[language] if "--into" in name}
    assert named["en"] == named["zh_CN"]


@pytest.mark.parametrize("language", PAGES)
def test_a_part_of_the_rules_makes_a_part_of_the_page(language: str) -> None:
    _ = translator(language)
    part = rules_page(rules_told(catalogue("none"), _), _)
    assert part.count("\n## ") == 0
    assert "### days-in-row" in part
    assert "### daily-rest" not in part


def test_a_page_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="no marks"):
        put_into("# Rules\n", "x")
    assert put_into(f"a\n{BEGIN}\nold\n{END}\nb\n", "new\n") == f"a\n{BEGIN}\n\nnew\n\n{END}\nb\n"
