"""Template files: TOML, one a template, every fault of a file named at once."""

import json
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable

from pydantic import TypeAdapter, ValidationError

from drills.errors import TemplateError
from drills.scenario.references import misfits
from drills.scenario.templates import Template
from forecasting.errors import Fault

LIBRARY = "library"


def library() -> tuple[Template, ...]:
    """Return the templates that come with the product, in the order of their file names."""
    return read_templates(files("drills.scenario") / LIBRARY)


def read_templates(folder: Traversable) -> tuple[Template, ...]:
    """Return the template of every ``*.toml`` in *folder*, in the order of their names.

    Raises TemplateError with the faults of all files together.
    """
    faults: list[Fault] = []
    templates: list[Template] = []
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".toml"):
            try:
                templates.append(parse_template(entry.read_text(encoding="utf-8"), entry.name))
            except TemplateError as error:
                faults.extend(error.faults)
            except UnicodeDecodeError as error:
                faults.append(Fault(entry.name, f"not UTF-8: {error.reason} at byte {error.start}"))
    faults.extend(_same_id(templates))
    if faults:
        raise TemplateError(faults)
    return tuple(templates)


def parse_template(source: str, file: str) -> Template:
    """Return the template in the TOML text *source*; *file* names it in faults. Raises TemplateError with them all."""
    try:
        table = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise TemplateError([Fault(file, f"not a TOML file: {error}")]) from error
    try:
        template = TypeAdapter(Template).validate_json(json.dumps(table, default=str), strict=True)
    except ValidationError as error:
        raise TemplateError(_faults(error, file)) from error
    misfit = [
        Fault(file, item.reason, field=item.field, value=item.value, expected=item.expected)
        for item in misfits(template)
    ]
    if misfit:
        raise TemplateError(misfit)
    return template


def _faults(error: ValidationError, file: str) -> list[Fault]:
    return [
        Fault(
            file,
            found["msg"].removeprefix("Value error, "),
            field=".".join(str(part) for part in found["loc"]) or None,
            value=str(found["input"]) if isinstance(found["input"], str | int | float) else None,
        )
        for found in error.errors(include_url=False)
    ]


def _same_id(templates: Iterable[Template]) -> list[Fault]:
    seen: set[str] = set()
    doubled: list[Fault] = []
    for template in templates:
        if template.id in seen:
            doubled.append(
                Fault(f"{template.id}.toml", "another file bears the same id", field="id", value=template.id)
            )
        seen.add(template.id)
    return doubled
