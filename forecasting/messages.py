"""Marks sentences that people read, so that the catalogue of translations finds them."""

from collections.abc import Callable

Translate = Callable[[str], str]


def N_(sentence: str) -> str:  # noqa: N802  # the name that gettext tools look for
    """Return *sentence* unchanged; it is translated where it is shown."""
    return sentence


def english(sentence: str) -> str:
    """Return *sentence* as it stands: the source language."""
    return sentence
