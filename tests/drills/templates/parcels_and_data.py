"""What the tests of the data-leak and logistics templates have in common: what was drawn, said and met."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from drills.incidents import Family, Level
from drills.roles import Form
from drills.scenario.frozen import Scenario
from drills.scenario.templates import Template
from drills.scenario.text import Text
from drills.simulation.course import course_of
from drills.simulation.human_draws import human_draws
from drills.simulation.steps import Result, rehearsals
from tests.drills.drawn import KNOWN

SEEDS = range(50)
RUNS = 60
_SAFETY = {
    "stop_rule",
    "safe_word",
    "title",
    "name",
    "sender",
}  # the same in all drills, or words rather than sentences
_SENTENCE_END = re.compile(r"(?<=[.?!。？！])\s*")


def templates_of(family: Family) -> tuple[Template, ...]:
    return tuple(template for template in KNOWN.templates if template.family is family)


def names_of(family: Family) -> list[str]:
    return [template.id for template in templates_of(family)]


def levels_of(template: Template) -> list[Level]:
    return sorted({path.worst for path in template.levels})


def sentences(template: Template) -> set[str]:
    """Return every sentence of *template*, in both languages, that is long enough to be nobody's stock phrase."""
    said = {sentence for text in _texts(template) for sentence in _SENTENCE_END.split(f"{text.en} {text.zh}")}
    return {sentence.strip() for sentence in said if len(sentence.strip()) >= 18}


def _texts(value: object) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for item in fields(value):
            if item.name not in _SAFETY | {"parameters"}:
                yield from _texts(getattr(value, item.name))


def met_shares(scenario: Scenario) -> dict[str, float]:
    """Return for each critical expectation seen within the drill how often it is met in rehearsals."""
    course = course_of(scenario)
    runs = rehearsals(course, human_draws(course, 5, RUNS))
    shares = {}
    for number, item in enumerate(scenario.expectations):
        if item.critical and item.clock.due_minutes <= scenario.minutes:
            shares[item.id] = sum(one.result[number] is Result.MET for one in runs) / RUNS
    return shares


def drawn_at(template: Template, form: Form = Form.FUNCTIONAL) -> list[Scenario]:
    """Return a scenario of each level of *template*."""
    return [KNOWN.draw(template.id, 3, form, level) for level in levels_of(template)]
