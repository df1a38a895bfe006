"""Marks sentences that people read, so that the catalogue of translations finds them."""

from collections.abc import Callable, Iterable
from typing import Self

Translate = Callable[[str], str]


def N_(sentence: str) -> str:  # noqa: N802  # the name that gettext tools look for
    """Return *sentence* unchanged; it is translated where it is shown."""
    return sentence


def english(sentence: str) -> str:
    """Return *sentence* as it stands: the source language."""
    return sentence


class Sentence(str):
    """An English sentence that remembers the marked *template* and the values it was made of.

    It is the English text wherever a text is wanted and can still be said in another language. Values that are
    sentences themselves are translated, too; everything else stands as it is. A template without values may have braces.
    """

    __slots__ = ("template", "values")

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, /, **values: object) -> Self:
        """Make the English text of *template* and *values*."""
        sentence = super().__new__(cls, template.format(**values) if values else template)
        sentence.template = template
        sentence.values = values
        return sentence

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        return (self.template,), self.values

    def say(self, translate: Translate) -> str:
        """Return the sentence in the language of *translate*."""
        text = translate(self.template)
        if not self.values:
            return text
        return text.format(
            **{
                place: value.say(translate) if isinstance(value, Sentence) else value
                for place, value in self.values.items()
            }
        )


def joined(sentences: Iterable[str]) -> Sentence:
    """Return *sentences*, marked or with values, as one; at least one is expected."""
    first, *others = (item if isinstance(item, Sentence) else Sentence(item) for item in sentences)
    return Sentence(N_("{first}; {rest}"), first=first, rest=joined(others)) if others else first


def listed(names: Iterable[str], translate: Translate = english) -> str:
    """Return *names*, said already, as one list in the language of *translate*; the empty text where there are none."""
    template, text = translate(N_("{names}, {name}")), ""
    for name in names:
        text = template.format(names=text, name=name) if text else name
    return text


def sentence_of(error: BaseException) -> str:
    """Return what *error* says: the Sentence that it was made with, its English text where it has none."""
    told = error.args[0] if error.args else ""
    return told if isinstance(told, Sentence) else str(error)


def said(text: str, translate: Translate) -> str:
    """Return *text*, a marked constant or a Sentence, in the language of *translate*; the empty text stays empty."""
    if isinstance(text, Sentence):
        return text.say(translate)
    return translate(text) if text else text  # gettext answers the head of its catalogue for the empty one
