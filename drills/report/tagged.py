"""The tree of a report as plain data, each part named by its kind."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from drills.exercise import Line
from drills.report.items import Code, Label, Number, Quoted, Told, When
from drills.report.layout import Row
from drills.scenario.canonical import Plain, plain


def tagged(value: object) -> Plain:
    """Return *value*, a part of a report, as what JSON knows; a number keeps its unit and its lines."""
    match value:
        case Label() | Code() | Quoted() | Number() | When() | Told():
            return _piece(value)
        case Row(cells=cells, tone=tone):
            return {"cells": [tagged(cell) for cell in cells], "tone": tone.value}
        case Line(number=number):
            return number
    return _compound(value)


def _piece(item: Label | Code | Quoted | Number | When | Told) -> Plain:
    match item:
        case Label(template=template):
            return {"label": template}
        case Code(text=name):
            return {"code": name}
        case Quoted(text=text, lines=lines):
            return {"text": plain(text), "lines": list(lines)}
        case Number(value=value, unit=unit, lines=lines):
            return {"value": value, "unit": unit.value, "lines": list(lines)}
        case When(at=at, zone=zone, lines=lines):
            return {"at": at.astimezone(zone).isoformat(), "lines": list(lines)}
    return {"sentence": item.template, "values": {name: tagged(piece) for name, piece in item.values.items()}}


def _compound(value: Any) -> Plain:
    if is_dataclass(value):
        kind: dict[str, Plain] = {"kind": type(value).__name__}
        return kind | {field.name: tagged(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): tagged(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [tagged(item) for item in value]
    if isinstance(value, frozenset):
        return [plain(item) for item in sorted(value)]
    return value.isoformat() if isinstance(value, datetime) else plain(value)
