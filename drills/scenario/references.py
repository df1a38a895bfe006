"""Whether the parts of a template fit each other: names, references, places in texts, both languages."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from drills.roles import Form
from drills.scenario.templates import COMMANDER_SEAT, Template
from drills.scenario.text import Text, places
from drills.standards import TARGETS


@dataclass(frozen=True, slots=True)
class Misfit:
    """One thing that does not fit: the *field* it stands in, what is wrong, the value and what would fit."""

    field: str
    reason: str
    value: str | None = None
    expected: str | None = None


def misfits(template: Template) -> tuple[Misfit, ...]:
    """Return everything in *template* that refers to nothing, appears twice or is said in one language only."""
    return (
        *_doubled(template),
        *_unknown(template),
        *_uncovered(template),
        *(misfit for where, text in texts(template) for misfit in _in_text(where, text, _names(template))),
    )


def texts(template: Template) -> Iterator[tuple[str, Text]]:
    """Yield every text of *template* with the field it stands in."""
    for name in ("title", "cause", "mechanism", "symptoms", "consequences", "stop_rule", "safe_word"):
        yield name, getattr(template, name)
    yield from _numbered("spoilers", template.spoilers)
    for parameter in template.parameters:
        yield from _numbered(f"parameters.{parameter.name}.choices", parameter.choices)
    for objective in template.objectives:
        yield f"objectives.{objective.id}.text", objective.text
        yield f"objectives.{objective.id}.success", objective.success
    for seat in template.seats:
        yield f"seats.{seat.id}.name", seat.name
    for inject in template.injects:
        yield f"injects.{inject.id}.sender", inject.sender
        yield f"injects.{inject.id}.text", inject.text
    for expectation in template.expectations:
        yield f"expectations.{expectation.id}.text", expectation.text


def _numbered(field: str, items: Iterable[Text]) -> Iterator[tuple[str, Text]]:
    return ((f"{field}.{index}", text) for index, text in enumerate(items))


def _names(template: Template) -> frozenset[str]:
    return frozenset(parameter.name for parameter in template.parameters)


def _in_text(field: str, text: Text, known: frozenset[str]) -> Iterator[Misfit]:
    for language, sentence in (("en", text.en), ("zh", text.zh)):
        where = f"{field}.{language}"
        if not sentence.strip():
            yield Misfit(where, "the text is empty", expected="a text in both languages")
        try:
            unknown = places(sentence) - known
        except ValueError as error:
            yield Misfit(where, f"a brace stands alone: {error}", value=sentence)
            return
        for name in sorted(unknown):
            yield Misfit(where, "the text has a place for an unknown parameter", name, ", ".join(sorted(known)) or None)
    if places(text.en) != places(text.zh):
        yield Misfit(field, "the two languages do not name the same parameters")


def _doubled(template: Template) -> Iterator[Misfit]:
    for field, names in (
        ("objectives", [entry.id for entry in template.objectives]),
        ("seats", [entry.id for entry in template.seats]),
        ("injects", [entry.id for entry in template.injects]),
        ("expectations", [entry.id for entry in template.expectations]),
        ("parameters", [entry.name for entry in template.parameters]),
    ):
        for name, count in Counter(names).items():
            if count > 1:
                yield Misfit(field, f"the name appears {count} times", name, "once")


def _unknown(template: Template) -> Iterator[Misfit]:
    objectives = {entry.id for entry in template.objectives}
    seats = {entry.id for entry in template.seats}
    injects = {entry.id for entry in template.injects}
    expectations = {entry.id for entry in template.expectations}
    for inject in template.injects:
        where = f"injects.{inject.id}"
        yield from _missing(f"{where}.seat", [inject.seat], seats)
        yield from _missing(f"{where}.objectives", inject.objectives, objectives)
        if inject.after is not None:
            yield from _missing(f"{where}.after.expectation", [inject.after.expectation], expectations)
    for expectation in template.expectations:
        where = f"expectations.{expectation.id}"
        yield from _missing(f"{where}.seat", [expectation.seat], seats)
        yield from _missing(f"{where}.objective", [expectation.objective], objectives)
        yield from _missing(f"{where}.basis", [expectation.basis], injects)
        if expectation.target is not None:
            yield from _missing(f"{where}.target", [expectation.target], set(TARGETS))


def _missing(field: str, names: Iterable[str], known: set[str]) -> Iterator[Misfit]:
    return (
        Misfit(field, "refers to nothing in this template", name, "one of " + ", ".join(sorted(known)))
        for name in names
        if name not in known
    )


def _uncovered(template: Template) -> Iterator[Misfit]:
    if not template.levels:
        yield Misfit("levels", "no level is given", expected="at least one opening and worst level")
    worst = {path.worst for path in template.levels}
    for parameter in template.parameters:
        if parameter.ranges:
            for level in sorted(worst - set(parameter.ranges)):
                yield Misfit(f"parameters.{parameter.name}.ranges", "no range for a level of the template", level.name)
    for form in template.minutes:
        for seat in template.seats:
            if form not in seat.people:
                yield Misfit(f"seats.{seat.id}.people", "no number of people for a form of the template", form.value)
    if not any(seat.id == COMMANDER_SEAT and set(seat.people.values()) == {1} for seat in template.seats):
        yield Misfit("seats", "nobody commands", expected=f"a seat {COMMANDER_SEAT} held by one person in every form")
    if not template.minutes:
        yield Misfit("minutes", "no form is given", expected=f"minutes for one of {', '.join(Form)}")
