"""The page that shows an OpenAPI document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment

from api.translation import LANGUAGES, translator

Document = Mapping[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a field of a body: its place (path, query, body ...), type and bounds in words."""

    name: str
    place: str
    kind: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing to ask of the service."""

    method: str
    path: str
    summary: str
    tag: str
    fields: tuple[Field, ...]
    media_type: str
    answers: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A named shape of answers and bodies."""

    name: str
    description: str
    fields: tuple[Field, ...] = field(default=())


def reference_page(environment: Environment, document: Document, language: str) -> str:
    """Return *document*, in OpenAPI 3.1, as a page with its frame in *language*."""
    groups: dict[str, list[Operation]] = {}
    for operation in operations(document):
        groups.setdefault(operation.tag, []).append(operation)
    context = {
        "_": translator(language),
        "lang": language.replace("_", "-"),
        "language": language,
        "languages": LANGUAGES,
        "version": document["info"]["version"],
        "groups": groups,
        "shapes": list(shapes(document)),
    }
    return environment.get_template("reference.html").render(context)


def operations(document: Document) -> Iterator[Operation]:
    """Yield the operations in the document's order."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield _operation(method, path, item[method], document)


def shapes(document: Document) -> Iterator[Shape]:
    """Yield the named shapes."""
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        yield Shape(name, schema.get("description", ""), tuple(_fields_of(schema, "", document)))


def kind_of(schema: Document) -> str:
    """Return a schema in few words: ``integer, 1 to 10``, ``list of Site``, ``text or null``."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(kind_of(choice) for choice in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(f'"{value}"' for value in schema["enum"])
    if "const" in schema:
        return f'"{schema["const"]}"'
    if schema.get("type") == "array":
        return f"[{kind_of(schema.get('items', {}))}]"
    bounds = [f"{sign} {schema[key]}" for key, sign in BOUNDS.items() if key in schema]
    return ", ".join(
        [str(schema.get("format") or schema.get("contentMediaType") or schema.get("type", "any")), *bounds]
    )


BOUNDS = {"minimum": "≥", "maximum": "≤", "minLength": "length ≥", "maxLength": "length ≤"}


def _operation(method: str, path: str, item: Document, document: Document) -> Operation:
    fields = [
        Field(
            parameter["name"],
            parameter["in"],
            kind_of(parameter["schema"]),
            bool(parameter.get("required")),
            parameter.get("description", ""),
        )
        for parameter in item.get("parameters", [])
    ]
    bodies = item.get("requestBody", {}).get("content", {})
    media_type = next(iter(bodies), "")
    for body in bodies.values():
        fields += _fields_of(_resolved(body["schema"], document), "body", document)
    answers = tuple(_answer(status, answer) for status, answer in item["responses"].items())
    tag = next(iter(item.get("tags", [])), "")
    return Operation(method.upper(), path, item.get("description", ""), tag, tuple(fields), media_type, answers)


def _answer(status: str, answer: Document) -> tuple[str, str, str]:
    content: Document = next(iter(answer.get("content", {}).values()), {})
    schema = content.get("schema", {})
    return status, answer.get("description", ""), kind_of(schema) if schema else ""


def _fields_of(schema: Document, place: str, document: Document) -> Iterator[Field]:
    required = schema.get("required", [])
    for name, part in _resolved(schema, document).get("properties", {}).items():
        yield Field(name, place, kind_of(part), name in required, part.get("description", ""))


def _resolved(schema: Document, document: Document) -> Document:
    if "$ref" not in schema:
        return schema
    found: Document = document["components"]["schemas"][str(schema["$ref"]).rpartition("/")[2]]
    return found
