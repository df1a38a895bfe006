"""Every text of a template or of the scenario drawn from it, with the field that it stands in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields

from drills.scenario.frozen import Scenario
from drills.scenario.play_entries import LineEntry, RolePlayEntry
from drills.scenario.roleplays import Line, RolePlay
from drills.scenario.templates import Course
from drills.scenario.text import Text

HEAD = ("title", "cause", "mechanism", "symptoms", "consequences", "stop_rule", "safe_word")


def texts(told: Course | Scenario) -> Iterator[tuple[str, Text]]:
    """Yield every sentence of *told* with the field it stands in.

    Spoilers, and the choices of parameters with the values drawn of them, are none: they may be a word, a number or a code.
    """
    for name in HEAD:
        yield name, getattr(told, name)
    for objective in told.objectives:
        yield f"objectives.{objective.id}.text", objective.text
        yield f"objectives.{objective.id}.success", objective.success
    for seat in told.seats:
        yield f"seats.{seat.id}.name", seat.name
    for inject in told.injects:
        yield f"injects.{inject.id}.sender", inject.sender
        yield f"injects.{inject.id}.text", inject.text
    for expectation in told.expectations:
        yield f"expectations.{expectation.id}.text", expectation.text
    for play in told.roleplays:
        yield from _of_play(play)


def template_texts(course: Course) -> Iterator[tuple[str, Text]]:
    """Yield every text of *course*, spoilers and choices of parameters included, with the field it stands in."""
    yield from texts(course)
    yield from _numbered("spoilers", course.spoilers)
    for parameter in course.parameters:
        yield from _numbered(f"parameters.{parameter.name}.choices", parameter.choices)


def _of_play(play: RolePlayEntry | RolePlay) -> Iterator[tuple[str, Text]]:
    where = f"roleplays.{play.id}"
    for name in ("persona", "background", "mood", "opening", "satisfied_by"):
        yield f"{where}.{name}", getattr(play, name)
    lines: Sequence[LineEntry | Line] = play.lines
    for number, line in enumerate(lines):
        yield f"{where}.lines.{number}.say", line.say
        if line.cue is not None:
            yield f"{where}.lines.{number}.cue", line.cue
    for item in fields(play.sheet):
        yield f"{where}.sheet.{item.name}", getattr(play.sheet, item.name)


def _numbered(field: str, items: Iterable[Text]) -> Iterator[tuple[str, Text]]:
    return ((f"{field}.{index}", text) for index, text in enumerate(items))
