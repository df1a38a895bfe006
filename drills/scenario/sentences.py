"""Every text of a template, with the field that it stands in."""

from collections.abc import Iterable, Iterator
from dataclasses import fields

from drills.scenario.play_entries import RolePlayEntry
from drills.scenario.templates import Course
from drills.scenario.text import Text

HEAD = ("title", "cause", "mechanism", "symptoms", "consequences", "stop_rule", "safe_word")


def texts(course: Course) -> Iterator[tuple[str, Text]]:
    """Yield every text of *course* with the field it stands in."""
    for name in HEAD:
        yield name, getattr(course, name)
    yield from _numbered("spoilers", course.spoilers)
    for parameter in course.parameters:
        yield from _numbered(f"parameters.{parameter.name}.choices", parameter.choices)
    for objective in course.objectives:
        yield f"objectives.{objective.id}.text", objective.text
        yield f"objectives.{objective.id}.success", objective.success
    for seat in course.seats:
        yield f"seats.{seat.id}.name", seat.name
    for inject in course.injects:
        yield f"injects.{inject.id}.sender", inject.sender
        yield f"injects.{inject.id}.text", inject.text
    for expectation in course.expectations:
        yield f"expectations.{expectation.id}.text", expectation.text
    for play in course.roleplays:
        yield from _of_play(play)


def _of_play(play: RolePlayEntry) -> Iterator[tuple[str, Text]]:
    where = f"roleplays.{play.id}"
    for name in ("persona", "background", "mood", "opening", "satisfied_by"):
        yield f"{where}.{name}", getattr(play, name)
    for number, line in enumerate(play.lines):
        yield f"{where}.lines.{number}.say", line.say
        if line.cue is not None:
            yield f"{where}.lines.{number}.cue", line.cue
    for item in fields(play.sheet):
        yield f"{where}.sheet.{item.name}", getattr(play.sheet, item.name)


def _numbered(field: str, items: Iterable[Text]) -> Iterator[tuple[str, Text]]:
    return ((f"{field}.{index}", text) for index, text in enumerate(items))
