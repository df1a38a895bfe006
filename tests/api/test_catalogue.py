"""The Chinese catalogue says everything that the code says, with the same places for values."""

import ast
import io
import re
from itertools import chain
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from api.translation import LANGUAGES

ROOT = Path(__file__).parents[2]
SOURCES = {
    **dict.fromkeys(("forecasting", "scheduler", "drills", "api"), ("**.py", "python")),
    "api/templates": ("**.html", "jinja2"),
}
PLACE = re.compile(r"%?\{[^{}]*\}")
CHINESE = "\u4e00-\u9fff"
HALF_WIDTH_BESIDE_CHINESE = re.compile(
    rf"[{CHINESE}）”][,;:!?]|[,;:!?][{CHINESE}（“]|[{CHINESE}]\.(?!\w)|\([{CHINESE}]|[{CHINESE}]\)"
)
ENGLISH_WORD = re.compile(r"[A-Za-z]{3,}")


def catalogue(language: str) -> Catalog:
    with (ROOT / "api" / "locale" / language / "LC_MESSAGES" / "watchbill.po").open("rb") as lines:
        return read_po(lines, locale=language)


def extracted() -> Catalog:
    template = Catalog()
    keywords = {**DEFAULT_KEYWORDS, "translate": None}
    for folder, (pattern, method) in SOURCES.items():
        found = extract_from_dir(str(ROOT / folder), [(pattern, method)], keywords=keywords)
        for _file, _line, sentence, _comments, _context in found:
            template.add(sentence)
    return template


def sentences(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


CHINESE_SENTENCES = sentences(catalogue("zh_CN"))


def test_every_language_but_english_has_a_catalogue() -> None:
    folders = {folder.parent.parent.name for folder in (ROOT / "api" / "locale").rglob("watchbill.po")}
    assert folders == set(LANGUAGES) - {"en"}


def test_the_catalogue_holds_the_sentences_of_the_code_and_no_other() -> None:
    said = {message.id for message in sentences(extracted())}
    kept = {message.id for message in CHINESE_SENTENCES}
    assert kept - said == set(), "said no more; run make messages"
    assert said - kept == set(), "new; run make messages and translate"


def test_no_sentence_hides_in_a_format_string() -> None:
    """The extractor does not look into f-strings before Python 3.12."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for package in ("forecasting", "scheduler", "drills", "api")
        for path in (ROOT / package).rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant) and _marks(call.func)
    ]
    assert hidden == []


def _marks(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in {"_", "N_", "translate"}


def test_every_sentence_is_translated_and_none_is_a_guess() -> None:
    assert [message.id for message in CHINESE_SENTENCES if not message.string or message.fuzzy] == []
    assert list(catalogue("zh_CN").obsolete) == []


def test_places_for_values_are_the_same_in_both_languages() -> None:
    differing = [
        message.id
        for message in CHINESE_SENTENCES
        if sorted(PLACE.findall(str(message.id))) != sorted(PLACE.findall(str(message.string)))
    ]
    assert differing == []


@pytest.mark.parametrize("sign", [".", "?", ":"], ids=["a full stop", "a question mark", "a colon"])
def test_a_sentence_ends_in_both_languages_with(sign: str) -> None:
    wide = {".": "。", "?": "？", ":": "："}[sign]
    differing = [
        message.string
        for message in CHINESE_SENTENCES
        if str(message.id).rstrip().endswith(sign) != str(message.string).endswith(wide)
    ]
    assert differing == []


def test_signs_beside_chinese_are_wide_ones() -> None:
    narrow = [text for text in map(_without_places, CHINESE_SENTENCES) if HALF_WIDTH_BESIDE_CHINESE.search(text)]
    assert narrow == []


def test_english_in_a_translation_stands_in_its_source_too() -> None:
    added = [
        (word, message.string)
        for message in CHINESE_SENTENCES
        for word in ENGLISH_WORD.findall(_without_places(message))
        if word.lower() not in str(message.id).lower()
    ]
    assert added == []


def test_the_catalogue_is_written_as_the_tool_writes_it() -> None:
    fresh, again = catalogue("zh_CN"), io.BytesIO()
    fresh.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    write_po(again, fresh, width=120, ignore_obsolete=True, sort_output=True)
    written = (ROOT / "api" / "locale" / "zh_CN" / "LC_MESSAGES" / "watchbill.po").read_bytes()
    assert again.getvalue().split() == written.split()


def test_nothing_in_the_catalogue_tells_where_a_sentence_stands() -> None:
    assert list(chain.from_iterable(message.locations for message in CHINESE_SENTENCES)) == []


def _without_places(message: Message) -> str:
    return PLACE.sub("", str(message.string))
