"""Sentences in the reader's language, from the catalogues in ``api/locale``."""

import gettext
import io
from functools import cache
from importlib.resources import files

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from forecasting.messages import Translate, english

LANGUAGES = {"en": "English", "zh_CN": "中文"}


@cache
def translator(language: str) -> Translate:
    """Return the function that puts an English sentence into *language*; unknown sentences stay English."""
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r}: expected one of {', '.join(LANGUAGES)}")
    if language == "en":
        return english
    source = files("api") / "locale" / language / "LC_MESSAGES" / "watchbill.po"
    compiled = io.BytesIO()
    with source.open("rb") as lines:
        write_mo(compiled, read_po(lines, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled).gettext


def language_of(locale: str | None) -> str:
    """Return the language for a locale such as ``zh_CN.UTF-8`` or an HTTP tag such as ``zh-Hans``: Chinese or English."""
    return "zh_CN" if (locale or "").lower().startswith("zh") else "en"
