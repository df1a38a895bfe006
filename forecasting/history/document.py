"""The report for other programs: plain values that JSON can hold."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date

from forecasting.history.findings import findings
from forecasting.history.read import HistoryRead
from forecasting.site import Span


def report_document(read: HistoryRead) -> dict[str, object]:
    """Return mapping, report and findings of *read*; instants as ISO 8601 in UTC, spans as ``08:00-22:00``."""
    return {
        "mapping": _plain(read.mapping),
        "report": _plain(read.report),
        "findings": [
            {"topic": finding.topic.value, "queue": finding.queue, "sentence": finding.sentence()}
            for finding in findings(read.report)
        ],
    }


def _plain(value: object) -> object:
    if isinstance(value, Span):
        return str(value)
    if is_dataclass(value):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
