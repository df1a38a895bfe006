"""Phrases that cost points when customers hear them: eight categories in Chinese and English (HQ), listed in ``phrases.toml``.

A list finds wording, not meaning: what it finds is shown to the evaluator, who decides. Full-width and half-width,
capital and small letters, and straight and curly quotation marks are the same; spaces and punctuation within Chinese
phrases do not hide them.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from forecasting.messages import N_


class Offence(StrEnum):
    """Why a phrase is forbidden (HQ)."""

    MOCKING = "mocking"
    ORDERING = "ordering"
    BLAMING = "blaming"
    COMPLAINING = "complaining"
    LECTURING = "lecturing"
    SHIRKING = "shirking"
    IMPATIENT = "impatient"
    AGREEING_WITH_ABUSE = "agreeing-with-abuse"

    @property
    def label(self) -> str:
        """Marked name of the category."""
        return _LABELS[self]


@dataclass(frozen=True, slots=True)
class PhraseFinding:
    """A forbidden phrase in a text: its category, the words as they stand there, and their place [*start*, *end*)."""

    offence: Offence
    words: str
    start: int
    end: int


def forbidden_in(text: str) -> tuple[PhraseFinding, ...]:
    """Return the forbidden phrases in *text*, in the order in which they stand; of overlapping ones the longest."""
    found = sorted(_found(text), key=lambda item: (item.start, -item.end))
    kept: list[PhraseFinding] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
        elif item.end - item.start > kept[-1].end - kept[-1].start:
            kept[-1] = item
    return tuple(kept)


def _found(text: str) -> Iterator[PhraseFinding]:
    plain, places = _normalised(text)
    for offence, pattern in _patterns().items():
        for match in pattern.finditer(plain):
            start, end = places[match.start()], places[match.end() - 1] + 1
            yield PhraseFinding(offence, text[start:end], start, end)


def _normalised(text: str) -> tuple[str, list[int]]:
    """Return *text* in one width, case and quotation mark, and for each of its characters the place in *text*."""
    plain: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for letter in unicodedata.normalize("NFKC", sign).casefold():
            plain.append("'" if letter in "’‘`´" else letter)
            places.append(place)
    return "".join(plain), places


@cache
def _patterns() -> Mapping[Offence, re.Pattern[str]]:
    source = (files("drills") / "phrases.toml").read_text(encoding="utf-8")
    return {
        Offence(name): re.compile("|".join([*map(_chinese, phrases["zh"]), *map(_english, phrases["en"])]))
        for name, phrases in tomllib.loads(source).items()
    }


_FILLING = r"[\s,，。.、…~～!！?？]*"


def _chinese(phrase: str) -> str:
    return _FILLING.join(re.escape(sign) for sign in unicodedata.normalize("NFKC", phrase).casefold())


def _english(phrase: str) -> str:
    return r"\b" + r"\s+".join(re.escape(word) for word in phrase.split()) + r"(?!\w)"


_LABELS = {
    Offence.MOCKING: N_("mocking"),
    Offence.ORDERING: N_("ordering the customer about"),
    Offence.BLAMING: N_("blaming the customer"),
    Offence.COMPLAINING: N_("complaining about work or colleagues"),
    Offence.LECTURING: N_("lecturing"),
    Offence.SHIRKING: N_("shirking"),
    Offence.IMPATIENT: N_("impatience"),
    Offence.AGREEING_WITH_ABUSE: N_("agreeing with abuse of the company or others"),
}
