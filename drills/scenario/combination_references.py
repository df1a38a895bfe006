"""Whether the parts of a combination fit: its templates, their objectives, forms and levels, and what ties them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from drills.incidents import Level
from drills.scenario.references import Misfit, Names, course_misfits, missing, seat_misfits
from drills.scenario.templates import Combination, Part, Template
from forecasting.messages import N_, Sentence


def combination_misfits(combination: Combination, templates: Sequence[Template]) -> tuple[Misfit, ...]:
    """Return everything in *combination* that refers to nothing in it or in *templates*, or appears twice."""
    known = {template.id: template for template in templates}
    unknown = tuple(missing("parts", [part.template for part in combination.parts], known))
    if unknown:
        return unknown  # nothing else can be told without its templates
    names = Names.of(combination)
    for part in combination.parts:
        names = names.and_of(known[part.template], part.name)
    return (
        *course_misfits(combination, names, _levels(combination, known)),
        *seat_misfits(combination),
        *_parts(combination, known),
    )


def _levels(combination: Combination, known: Mapping[str, Template]) -> set[Level]:
    first = combination.parts[0]
    return {path.worst for path in known[first.template].levels if path.worst in first.levels}


def _parts(combination: Combination, known: Mapping[str, Template]) -> Iterator[Misfit]:
    once = N_("once; give the part an id")
    for name, count in Counter(part.name for part in combination.parts).items():
        if count > 1:
            yield Misfit("parts", Sentence(N_("the name appears {count} times"), count=count), name, once)
    if all(part.offset_percent for part in combination.parts):
        yield Misfit("parts", N_("nothing happens at the start"), expected=N_("a part with offset_percent = 0"))
    for part in combination.parts:
        yield from _part(part, combination, known[part.template])


def _part(part: Part, combination: Combination, template: Template) -> Iterator[Misfit]:
    where = f"parts.{part.name}"
    objectives = {entry.id for entry in combination.objectives}
    yield from missing(f"{where}.serves", part.serves, {entry.id for entry in template.objectives})
    yield from missing(f"{where}.serves", part.serves.values(), objectives)
    own = Names.of(template)
    yield from missing(f"{where}.without", part.without, own.injects | own.expectations)
    if not {path.worst for path in template.levels} & set(part.levels):
        yield Misfit(f"{where}.levels", N_("none of them is a worst level of the template"))
    for form in combination.minutes:
        if form not in template.minutes:
            there = ", ".join(sorted(template.minutes))
            yield Misfit(
                "minutes", Sentence(N_("template {template} has no such form"), template=template.id), form.value, there
            )
