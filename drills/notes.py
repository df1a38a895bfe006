"""Sentences with values, to be translated where they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from forecasting.messages import Sentence, Translate, english


@dataclass(frozen=True, slots=True)
class Note:
    """A marked sentence with *values* for its places. A value that is itself marked stands in *marked* instead."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    marked: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> Sentence:
        """The note as a sentence, for use within others."""
        return Sentence(self.template, **self.values, **{place: Sentence(word) for place, word in self.marked.items()})

    def say(self, translate: Translate = english) -> str:
        """Return the sentence in the language of *translate*."""
        words = {place: translate(word) for place, word in self.marked.items()}
        return translate(self.template).format(**self.values, **words)
