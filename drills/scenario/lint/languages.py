"""Both languages are there, and each is itself: Chinese holds Han characters, English holds none."""

import re
from collections.abc import Iterator

from drills.notes import Note
from drills.scenario.frozen import Scenario
from drills.scenario.lint.finding import Finding
from drills.scenario.text import DRILL_MARK, Text
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


def texts(scenario: Scenario) -> Iterator[tuple[str, Text]]:
    """Yield by place every sentence of *scenario*; not the values drawn, which may be a number or a code."""
    for name in ("title", "cause", "mechanism", "symptoms", "consequences", "stop_rule", "safe_word"):
        yield name, getattr(scenario, name)
    for objective in scenario.objectives:
        yield f"objectives.{objective.id}.text", objective.text
        yield f"objectives.{objective.id}.success", objective.success
    for seat in scenario.seats:
        yield f"seats.{seat.id}.name", seat.name
    for inject in scenario.injects:
        yield f"injects.{inject.id}.sender", inject.sender
        yield f"injects.{inject.id}.text", inject.text
    for item in scenario.expectations:
        yield f"expectations.{item.id}.text", item.text
    yield from _of_roleplays(scenario)


def _of_roleplays(scenario: Scenario) -> Iterator[tuple[str, Text]]:
    for play in scenario.roleplays:
        place = f"roleplays.{play.id}"
        for name in ("persona", "background", "mood", "opening", "satisfied_by"):
            yield f"{place}.{name}", getattr(play, name)
        for number, line in enumerate(play.lines):
            yield f"{place}.lines.{number}.say", line.say
            if line.cue is not None:
                yield f"{place}.lines.{number}.cue", line.cue
        for name in ("opening", "empathy", "solution", "closing", "survey"):
            yield f"{place}.sheet.{name}", getattr(play.sheet, name)
