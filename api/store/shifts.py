"""Shifts and violations as rows, there and back."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row

from scheduler.agents import AgentId
from scheduler.roster import Activity, Assignment, Break
from scheduler.rules.base import Severity, Violation


def shift_values(roster_id: int, shift: Assignment) -> dict[str, object]:
    """Return the row of one shift."""
    return {
        "roster_id": roster_id,
        "agent": shift.agent,
        "day": shift.day,
        "kind": shift.kind,
        "start": shift.start,
        "end": shift.end,
        "paid_minutes": shift.paid_minutes,
        "breaks": [[_text(pause.start), _text(pause.end), pause.paid] for pause in shift.breaks],
        "activities": [[_text(spell.start), _text(spell.end), spell.name] for spell in shift.activities],
    }


def shift_of(row: Row[Any]) -> Assignment:
    """Return the shift of a row, its instants in UTC."""
    return Assignment(
        AgentId(row.agent),
        row.day,
        row.kind,
        row.start,
        row.end,
        tuple(Break(_instant(start), _instant(end), paid) for start, end, paid in row.breaks),
        tuple(Activity(_instant(start), _instant(end), name) for start, end, name in row.activities),
        on_call=row.paid_minutes == 0,  # whatever else somebody works has paid time
    )


def violation_values(roster_id: int, position: int, found: Violation) -> dict[str, object]:
    """Return the row of one violation; values that JSON has no word for are kept as text."""
    return {
        "roster_id": roster_id,
        "position": position,
        "rule": found.rule,
        "citation": found.citation,
        "severity": found.severity.value,
        "template": found.template,
        "values": {
            name: value if isinstance(value, bool | int | float | str | None) else str(value)
            for name, value in found.values.items()
        },
        "agent": found.agent,
        "day": found.day,
    }


def violation_of(row: Row[Any]) -> Violation:
    """Return the violation of a row."""
    return Violation(
        row.rule,
        row.citation,
        Severity(row.severity),
        row.template,
        row._mapping["values"],  # noqa: SLF001  # a row's own method has the column's name
        None if row.agent is None else AgentId(row.agent),
        row.day,
    )


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
