"""Whether the parts of a template fit each other: names, references, places in texts, both languages."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from drills.incidents import Level
from drills.scenario.entries import Constraint
from drills.scenario.parameters import domains_of, narrowed
from drills.scenario.play_entries import ChannelLossEntry, LoadEntry, numbers_of
from drills.scenario.sentences import template_texts
from drills.scenario.templates import COMMANDER_SEAT, Course, Template
from drills.scenario.text import Text, places
from drills.standards import TARGETS
from forecasting.messages import N_, Sentence


@dataclass(frozen=True, slots=True)
class Misfit:
    """One thing that does not fit: the *field* it stands in, what is wrong, the value and what would fit.

    *reason* and *expected* are marked sentences.
    """

    field: str
    reason: str
    value: str | None = None
    expected: str | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """What can be referred to in a course: by kind, the ids."""

    seats: frozenset[str]
    injects: frozenset[str]
    expectations: frozenset[str]

    @staticmethod
    def of(course: Course) -> "Names":
        """Return the names of *course* itself."""
        return Names(
            frozenset(entry.id for entry in course.seats),
            frozenset(entry.id for entry in course.injects),
            frozenset(entry.id for entry in course.expectations),
        )

    def and_of(self, course: Course, part: str) -> "Names":
        """Return these names and those of *course* as the incident called *part*; seats are shared."""
        other = Names.of(course)
        return Names(
            self.seats | other.seats,
            self.injects | {f"{part}.{name}" for name in other.injects},
            self.expectations | {f"{part}.{name}" for name in other.expectations},
        )


def misfits(template: Template) -> tuple[Misfit, ...]:
    """Return everything in *template* that refers to nothing, appears twice or is said in one language only."""
    return (
        *course_misfits(template, Names.of(template), {path.worst for path in template.levels}),
        *_uncovered(template),
    )


def course_misfits(course: Course, names: Names, levels: Iterable[Level]) -> Iterator[Misfit]:
    """Yield what does not fit in *course*, whose entries may refer to *names*, for incidents of *levels*."""
    yield from _doubled(course)
    yield from _never_drawn(course, frozenset(levels))
    yield from _messages(course, names)
    yield from _plays(course, names)
    yield from _loads(course, names)
    yield from _numbers(course, sorted(set(levels)))
    known = frozenset(parameter.name for parameter in course.parameters)
    for where, text in template_texts(course):
        yield from _in_text(where, text, known)


def missing(field: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Misfit]:
    """Return a misfit of *field* for each of *names* that is not *known*."""
    there = set(known)
    expected = Sentence(N_("one of {names}"), names=", ".join(sorted(there)))
    return (
        Misfit(field, N_("refers to nothing in this template"), name, expected) for name in names if name not in there
    )


def _in_text(field: str, text: Text, known: frozenset[str]) -> Iterator[Misfit]:
    for language, sentence in (("en", text.en), ("zh", text.zh)):
        where = f"{field}.{language}"
        if not sentence.strip():
            yield Misfit(where, N_("the text is empty"), expected=N_("a text in both languages"))
        try:
            unknown = places(sentence) - known
        except ValueError as error:
            yield Misfit(where, Sentence(N_("a brace stands alone: {error}"), error=str(error)), value=sentence)
            return
        for name in sorted(unknown):
            yield Misfit(
                where, N_("the text has a place for an unknown parameter"), name, ", ".join(sorted(known)) or None
            )
    if places(text.en) != places(text.zh):
        yield Misfit(field, N_("the two languages do not name the same parameters"))


def _doubled(course: Course) -> Iterator[Misfit]:
    for field, names in (
        ("objectives", [entry.id for entry in course.objectives]),
        ("seats", [entry.id for entry in course.seats]),
        ("injects", [entry.id for entry in course.injects]),
        ("expectations", [entry.id for entry in course.expectations]),
        ("loads", [entry.id for entry in course.loads]),
        ("roleplays", [entry.id for entry in course.roleplays]),
        ("parameters", [entry.name for entry in course.parameters]),
    ):
        for name, count in Counter(names).items():
            if count > 1:
                yield Misfit(field, Sentence(N_("the name appears {count} times"), count=count), name, N_("once"))


def _never_drawn(course: Course, levels: frozenset[Level]) -> Iterator[Misfit]:
    for field in ("injects", "expectations", "loads", "roleplays"):
        for entry in getattr(course, field):
            if not levels & set(entry.levels):
                have = ", ".join(level.name for level in sorted(levels))
                yield Misfit(
                    f"{field}.{entry.id}.levels", N_("none of them is a worst level of the template"), expected=have
                )
            if not set(course.minutes) & set(entry.forms):
                have = ", ".join(course.minutes)
                yield Misfit(f"{field}.{entry.id}.forms", N_("none of them is a form of the template"), expected=have)


def _messages(course: Course, names: Names) -> Iterator[Misfit]:
    objectives = {entry.id for entry in course.objectives}
    for inject in course.injects:
        where = f"injects.{inject.id}"
        yield from missing(f"{where}.seat", [inject.seat], names.seats)
        yield from missing(f"{where}.objectives", inject.objectives, objectives)
        if inject.after is not None:
            yield from missing(f"{where}.after.expectation", [inject.after.expectation], names.expectations)
    for expectation in course.expectations:
        where = f"expectations.{expectation.id}"
        yield from missing(f"{where}.seat", [expectation.seat], names.seats)
        yield from missing(f"{where}.objective", [expectation.objective], objectives)
        yield from missing(f"{where}.basis", [expectation.basis], names.injects)
        if expectation.target is not None:
            yield from missing(f"{where}.target", [expectation.target], set(TARGETS))


def _plays(course: Course, names: Names) -> Iterator[Misfit]:
    objectives = {entry.id for entry in course.objectives}
    for play in course.roleplays:
        where = f"roleplays.{play.id}"
        yield from missing(f"{where}.seat", [play.seat], names.seats)
        yield from missing(f"{where}.objective", [play.objective], objectives)
        if play.begins is not None:
            yield from missing(f"{where}.begins", [play.begins], names.injects)


def _loads(course: Course, names: Names) -> Iterator[Misfit]:
    holding = {parameter.name for parameter in course.parameters if parameter.ranges}
    for load in course.loads:
        where = f"loads.{load.id}"
        for field, inject in (("begins", load.begins), ("ends", load.ends)):
            if inject is not None:
                yield from missing(f"{where}.{field}", [inject], names.injects)
        for field, value in numbers_of(load).items():
            if isinstance(value, str):
                yield from missing(f"{where}.{field}", [value], holding)
        calm = _calmed_by(load)
        if calm is not None:
            yield from missing(f"{where}.calmed_by", [calm], names.expectations)
        if isinstance(load, ChannelLossEntry) and load.to in load.channels:
            yield Misfit(f"{where}.to", N_("customers move to a channel that is lost itself"), load.to.value)


def _calmed_by(load: LoadEntry) -> str | None:
    return getattr(load, "calmed_by", None)


def _numbers(course: Course, levels: Iterable[Level]) -> Iterator[Misfit]:
    drawn = {parameter.name for parameter in course.parameters if parameter.ranges}
    unknown = [
        misfit
        for number, rule in enumerate(course.constraints)
        for misfit in missing(f"constraints.{number}", [rule.smaller, rule.larger], drawn)
    ]
    yield from unknown
    for level in levels:
        for parameter in course.parameters:
            if parameter.ranges and level not in parameter.ranges:
                where = f"parameters.{parameter.name}.ranges"
                yield Misfit(where, N_("no range for a level of the template"), level.name)
        domains = domains_of(course.parameters, level)
        rules = [rule for rule in course.constraints if {rule.smaller, rule.larger} <= set(domains)]
        broken = None if unknown else narrowed(domains, rules)
        if isinstance(broken, Constraint):
            yield Misfit(
                f"constraints.{course.constraints.index(broken)}",
                Sentence(N_("no numbers of level {level} satisfy it"), level=level.name),
                f"{broken.smaller} × {broken.factor:g} ≤ {broken.larger}",
            )


def _uncovered(template: Template) -> Iterator[Misfit]:
    if not template.levels:
        yield Misfit("levels", N_("no level is given"), expected=N_("at least one opening and worst level"))
    yield from seat_misfits(template)
    if not any(seat.id == COMMANDER_SEAT and set(seat.people.values()) == {1} for seat in template.seats):
        wanted = Sentence(N_("a seat {seat} held by one person in every form"), seat=COMMANDER_SEAT)
        yield Misfit("seats", N_("nobody commands"), expected=wanted)


def seat_misfits(course: Course) -> Iterator[Misfit]:
    """Yield the forms of *course* that a seat has no people for; that there is no form at all."""
    for form in course.minutes:
        for seat in course.seats:
            if form not in seat.people:
                yield Misfit(
                    f"seats.{seat.id}.people", N_("no number of people for a form of the template"), form.value
                )
    if not course.minutes:
        yield Misfit("minutes", N_("no form is given"), expected=N_("minutes for one of tabletop, functional, full"))
