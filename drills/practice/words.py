"""What simulated people say and type: a small set in both languages, listed in ``words.toml``."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from drills.scenario.streams import Stream
from drills.scenario.text import Text


@cache
def words() -> Mapping[str, tuple[Text, ...]]:
    """Return the texts by occasion."""
    source = (files("drills.practice") / "words.toml").read_text(encoding="utf-8")
    return {name: tuple(Text(**item) for item in items) for name, items in tomllib.loads(source).items()}


def said_of(occasion: str, seed: int, *names: str) -> Text:
    """Return one of the texts for *occasion*, drawn from *seed* for what *names* say."""
    return Stream(seed, "words", occasion, *names).pick(words()[occasion])
