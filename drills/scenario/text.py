"""Text in both languages of the product, written side by side by the author of a template."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

DRILL_MARK = "演练"


@dataclass(frozen=True, slots=True)
class Text:
    """The same said in English and in Chinese; may hold ``{places}`` until :meth:`fill` has put values there."""

    en: str
    zh: str

    def in_language(self, language: str) -> str:
        """Return the Chinese for ``zh_CN`` and its like, the English otherwise."""
        return self.zh if language.lower().startswith("zh") else self.en

    def fill(self, values: Mapping[str, "Text"]) -> "Text":
        """Return the text with the value of each place in its own language."""
        return Text(
            self.en.format(**{name: value.en for name, value in values.items()}),
            self.zh.format(**{name: value.zh for name, value in values.items()}),
        )

    def marked(self) -> "Text":
        """Return the text behind the drill mark, which stays in Chinese in both languages."""
        return Text(f"[{DRILL_MARK} DRILL] {self.en}", f"【{DRILL_MARK}】{self.zh}")


def places(sentence: str) -> frozenset[str]:
    """Return the names of the places in *sentence*; ValueError where a brace is unbalanced."""
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)
