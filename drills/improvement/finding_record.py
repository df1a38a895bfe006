"""A finding as plain data, in and out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from drills.finding import Finding, FindingKind
from drills.incidents import Family, Level
from drills.notes import Note
from drills.rating import Rating
from drills.scenario.acts import Capability, Element
from drills.scenario.canonical import Plain, plain
from drills.scenario.text import Text


def finding_record(finding: Finding) -> dict[str, Plain]:
    """Return *finding* as plain data: levels by name, days in ISO 8601, texts in both languages."""
    return {
        "id": finding.id,
        "family": finding.family.value,
        "found": finding.found.isoformat(),
        "rating": plain(finding.rating),
        "capability": plain(finding.capability),
        "kind": finding.kind.value,
        "drill": finding.drill,
        "template": finding.template,
        "of": finding.of,
        "under": finding.under,
        "incident": finding.incident,
        "level": plain(finding.level),
        "element": finding.element.value,
        "text": plain(finding.text),
        "note": plain(finding.note),
        "target": finding.target,
        "allowed_minutes": finding.allowed_minutes,
        "measured_minutes": finding.measured_minutes,
        "lines": list(finding.lines),
    }


def finding_of_record(record: Mapping[str, Any]) -> Finding:
    """Return the finding that :func:`finding_record` wrote; KeyError, TypeError or ValueError for what is none."""
    note, text = record["note"], record["text"]
    return Finding(
        id=str(record["id"]),
        family=Family(record["family"]),
        found=date.fromisoformat(record["found"]),
        rating=None if record["rating"] is None else Rating(record["rating"]),
        capability=None if record["capability"] is None else Capability(record["capability"]),
        kind=FindingKind(record["kind"]),
        drill=str(record["drill"]),
        template=str(record["template"]),
        of=str(record["of"]),
        under=record["under"],
        incident=str(record["incident"]),
        level=None if record["level"] is None else Level[record["level"]],
        element=Element(record["element"]),
        text=None if text is None else Text(text["en"], text["zh"]),
        note=None if note is None else Note(note["template"], note["values"], note["marked"]),
        target=record["target"],
        allowed_minutes=record["allowed_minutes"],
        measured_minutes=record["measured_minutes"],
        lines=tuple(int(line) for line in record["lines"]),
    )
