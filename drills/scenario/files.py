"""Template files: TOML, one a template, every fault of a file named at once."""

import json
import tomllib
from collections.abc import Callable, Iterable, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from drills.errors import TemplateError
from drills.scenario.combination_references import combination_misfits
from drills.scenario.faulty import faults
from drills.scenario.references import Misfit, misfits
from drills.scenario.templates import Combination, Course, Template
from forecasting.errors import Fault
from forecasting.messages import N_, Sentence

LIBRARY = "library"
COMBINED = "combined"
AnyCourse = TypeVar("AnyCourse", bound=Course)


def own_folder() -> Traversable:
    """Return the folder of the product in which its library lies."""
    return files("drills.scenario")


def library() -> tuple[Template, ...]:
    """Return the templates that come with the product, in the order of their file names."""
    return read_templates(own_folder() / LIBRARY)


def combinations() -> tuple[Combination, ...]:
    """Return the combinations that come with the product, in the order of their file names."""
    return read_combinations(own_folder() / LIBRARY, library())


def read_templates(folder: Traversable) -> tuple[Template, ...]:
    """Return the template of every ``*.toml`` in *folder*, in the order of their names.

    Raises TemplateError with the faults of all files together.
    """
    return _read(folder, parse_template)


def read_combinations(folder: Traversable, templates: Sequence[Template]) -> tuple[Combination, ...]:
    """Return the combination of every ``*.toml`` in the folder ``combined`` of *folder*, none where it has no such.

    *templates* are those that their parts can name. Raises TemplateError with the faults of all files together.
    """
    combined = folder / COMBINED
    if not combined.is_dir():
        return ()
    return _read(combined, lambda source, file: parse_combination(source, file, templates))


def parse_template(source: str, file: str) -> Template:
    """Return the template in the TOML text *source*; *file* names it in faults. Raises TemplateError with them all."""
    return _parse(source, file, Template, misfits)


def parse_combination(source: str, file: str, templates: Sequence[Template]) -> Combination:
    """Return the combination in the TOML text *source*, whose parts are among *templates*.

    *file* names it in faults. Raises TemplateError with them all.
    """
    return _parse(source, file, Combination, lambda item: combination_misfits(item, templates))


def same_id(courses: Iterable[Course]) -> list[Fault]:
    """Return a fault for each of *courses* whose id another one before it has."""
    seen: set[str] = set()
    doubled: list[Fault] = []
    for course in courses:
        if course.id in seen:
            doubled.append(
                Fault(f"{course.id}.toml", N_("another file bears the same id"), field="id", value=course.id)
            )
        seen.add(course.id)
    return doubled


def _read(folder: Traversable, parse: Callable[[str, str], AnyCourse]) -> tuple[AnyCourse, ...]:
    if not folder.is_dir():
        raise TemplateError(
            [Fault(str(folder), N_("there is no such folder"), expected=N_("a folder with *.toml files"))]
        )
    found: list[Fault] = []
    courses: list[AnyCourse] = []
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".toml"):
            try:
                courses.append(parse(entry.read_text(encoding="utf-8-sig"), entry.name))
            except TemplateError as error:
                found.extend(error.faults)
            except UnicodeDecodeError as error:
                found.append(
                    Fault(
                        entry.name,
                        Sentence(N_("not UTF-8: {reason} at byte {byte}"), reason=error.reason, byte=error.start),
                    )
                )
    found.extend(same_id(courses))
    if found:
        raise TemplateError(found)
    return tuple(courses)


def _parse(
    source: str, file: str, kind: type[AnyCourse], misfits_of: Callable[[AnyCourse], Iterable[Misfit]]
) -> AnyCourse:
    try:
        table = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise TemplateError([Fault(file, Sentence(N_("not a TOML file: {reason}"), reason=str(error)))]) from error
    try:
        course = TypeAdapter(kind).validate_json(json.dumps(table, default=str), strict=True)
    except ValidationError as error:
        raise TemplateError(faults(error, file)) from error
    misfit = [
        Fault(file, item.reason, field=item.field, value=item.value, expected=item.expected)
        for item in misfits_of(course)
    ]
    if misfit:
        raise TemplateError(misfit)
    return course
