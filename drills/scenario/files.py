"""Template files: TOML, one a template, every fault of a file named at once."""

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Generic, TypeVar

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


@dataclass(frozen=True, slots=True)
class Unread:
    """A *file* that cannot be used and why; *id* is that of its course, or the file's name where it tells none."""

    file: str
    id: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Found(Generic[AnyCourse]):
    """What files hold: the *courses* by file, by id where they are of several folders; and the files that cannot be used.

    Both in the order of the files' names.
    """

    courses: Mapping[str, AnyCourse]
    unread: tuple[Unread, ...] = ()

    def all(self) -> tuple[AnyCourse, ...]:
        """Return the courses; TemplateError with the faults of all files together where there are any."""
        if self.unread:
            raise TemplateError([fault for item in self.unread for fault in item.faults])
        return tuple(self.courses.values())


def library() -> tuple[Template, ...]:
    """Return the templates that come with the product and can be used, in the order of their file names."""
    return tuple(templates_in(own_folder() / LIBRARY).courses.values())


def combinations() -> tuple[Combination, ...]:
    """Return the combinations that come with the product and can be used, in the order of their file names."""
    return tuple(combinations_in(own_folder() / LIBRARY, library()).courses.values())


def read_templates(folder: Traversable) -> tuple[Template, ...]:
    """Return the template of every ``*.toml`` in *folder*, in the order of their names.

    Raises TemplateError with the faults of all files together.
    """
    return without_doubles([templates_in(folder)]).all()


def templates_in(folder: Traversable) -> Found[Template]:
    """Return the templates in *folder*, in the order of their names, and what is wrong with the files that hold none.

    Raises TemplateError where there is no such folder.
    """
    return _read(folder, parse_template)


def combinations_in(folder: Traversable, templates: Sequence[Template]) -> Found[Combination]:
    """Return the same of the folder ``combined`` of *folder*, nothing where it has no such.

    *templates* are those that their parts can name.
    """
    combined = folder / COMBINED
    if not combined.is_dir():
        return Found({})
    return _read(combined, lambda source, file: parse_combination(source, file, templates))


def parse_template(source: str, file: str) -> Template:
    """Return the template in the TOML text *source*; *file* names it in faults. Raises TemplateError with them all."""
    return _parse(source, file, Template, misfits)


def parse_combination(source: str, file: str, templates: Sequence[Template]) -> Combination:
    """Return the combination in the TOML text *source*, whose parts are among *templates*.

    *file* names it in faults. Raises TemplateError with them all.
    """
    return _parse(source, file, Combination, lambda item: combination_misfits(item, templates))


def without_doubles(found: Iterable[Found[AnyCourse]], taken: Iterable[str] = ()) -> Found[AnyCourse]:
    """Return all that is *found* as one; a course whose id is *taken*, or another one's before it, cannot be used."""
    seen, courses, unread = set(taken), dict[str, AnyCourse](), list[Unread]()
    for folder in found:
        unread += folder.unread
        for file, course in folder.courses.items():
            if course.id in seen:
                reason = N_("another file bears the same id")
                unread.append(Unread(file, course.id, (Fault(file, reason, field="id", value=course.id),)))
            else:
                seen.add(course.id)
                courses[course.id] = course
    return Found(courses, tuple(unread))


def _read(folder: Traversable, parse: Callable[[str, str], AnyCourse]) -> Found[AnyCourse]:
    if not folder.is_dir():
        raise TemplateError(
            [Fault(str(folder), N_("there is no such folder"), expected=N_("a folder with *.toml files"))]
        )
    unread: list[Unread] = []
    courses: dict[str, AnyCourse] = {}
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".toml"):
            source = entry.read_bytes()
            try:
                courses[entry.name] = parse(source.decode("utf-8-sig"), entry.name)
            except TemplateError as error:
                unread.append(Unread(entry.name, _id_in(source.decode("utf-8-sig"), entry.name), error.faults))
            except UnicodeDecodeError as error:
                reason = Sentence(N_("not UTF-8: {reason} at byte {byte}"), reason=error.reason, byte=error.start)
                unread.append(Unread(entry.name, _stem(entry.name), (Fault(entry.name, reason),)))
    return Found(courses, tuple(unread))


def _id_in(source: str, file: str) -> str:
    try:
        return str(tomllib.loads(source)["id"])
    except (tomllib.TOMLDecodeError, KeyError):
        return _stem(file)


def _stem(file: str) -> str:
    return file.removesuffix(".toml")


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
