"""Both languages are there, and each is itself: Chinese holds Han characters, English holds none."""

import re
from collections.abc import Iterator

from drills.notes import Note
from drills.scenario.frozen import Scenario
from drills.scenario.lint.finding import Finding
from drills.scenario.sentences import texts
from drills.scenario.text import DRILL_MARK
from forecasting.messages import N_

_HAN = re.compile(r"[\u4e00-\u9fff]")
_ENGLISH_RUN = re.compile(r"(?:\b[A-Za-z][a-z']+\b[ ,]+){4}")  # five words on end are a sentence that nobody translated


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Yield the texts that are missing in a language or stand in the wrong one."""
    for place, text in texts(scenario):
        english, chinese = text.en.replace(DRILL_MARK, "").strip(), text.zh.replace(DRILL_MARK, "").strip()
        if not english.strip("[] ") or not chinese.strip("【】 "):
            yield Finding("languages", place, Note(N_("{place} is empty in one language"), {"place": place}))
            continue
        if not any(map(str.isalpha, english + chinese)):  # a pause, a number: the same in any language
            continue
        if _HAN.search(english):
            yield Finding(
                "languages", f"{place}.en", Note(N_("the English of {place} holds Chinese"), {"place": place})
            )
        if not _HAN.search(chinese):
            note = Note(N_("the Chinese of {place} holds no Chinese character"), {"place": place})
            yield Finding("languages", f"{place}.zh", note)
        elif _ENGLISH_RUN.search(chinese):
            note = Note(N_("the Chinese of {place} holds an English sentence"), {"place": place})
            yield Finding("languages", f"{place}.zh", note)
