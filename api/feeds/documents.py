"""A revision as a document of plain values, for a store or a file, and back without loss."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from api.feeds.events import EventRevision, EventStatus, Phrase


def revision_document(revision: EventRevision) -> dict[str, Any]:
    """Return *revision* as values that JSON can hold; instants in ISO 8601 with their offset."""
    return {
        "uid": revision.uid,
        "sequence": revision.sequence,
        "last_modified": revision.last_modified.isoformat(),
        "dtstamp": revision.dtstamp.isoformat(),
        "status": revision.status.value,
        "start": revision.start.isoformat(),
        "end": revision.end.isoformat(),
        "zone": revision.zone.key,
        "summary": _phrase_document(revision.summary),
        "description": [_phrase_document(line) for line in revision.description],
        "location": revision.location,
        "categories": [_phrase_document(category) for category in revision.categories],
        "alarm_minutes": list(revision.alarm_minutes),
    }


def revision_of_document(document: Mapping[str, Any]) -> EventRevision:
    """Return the revision that ``revision_document`` wrote."""
    return EventRevision(
        uid=document["uid"],
        sequence=document["sequence"],
        last_modified=datetime.fromisoformat(document["last_modified"]),
        dtstamp=datetime.fromisoformat(document["dtstamp"]),
        status=EventStatus(document["status"]),
        start=datetime.fromisoformat(document["start"]),
        end=datetime.fromisoformat(document["end"]),
        zone=ZoneInfo(document["zone"]),
        summary=_phrase(document["summary"]),
        description=tuple(_phrase(line) for line in document["description"]),
        location=document["location"],
        categories=tuple(_phrase(category) for category in document["categories"]),
        alarm_minutes=tuple(document["alarm_minutes"]),
    )


def _phrase_document(phrase: Phrase) -> dict[str, Any]:
    return {"template": phrase.template, "values": dict(phrase.values)}


def _phrase(document: Mapping[str, Any]) -> Phrase:
    return Phrase.of(document["template"], **document["values"])
