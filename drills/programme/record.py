"""A programme as JSON, in and out: everything in it, so that the next one can begin with it."""

from collections.abc import Mapping
from datetime import datetime
from string import Formatter
from zoneinfo import ZoneInfo

from drills.notes import Note
from drills.programme.entry import Entry
from drills.programme.programme import Change, Programme, Unmet
from drills.scenario.canonical import canonical_json
from drills.scenario.text import DRILL_MARK
from forecasting.messages import Sentence

FORMAT_VERSION = 1
KIND = "drill programme"
Record = dict[str, object]


def programme_json(programme: Programme) -> str:
    """Return *programme* as JSON: days in ISO 8601, instants with the site's offset. Same programme: the same bytes.

    Names families and levels of drills that are to come, announced or not, so it is for planners alone.
    """
    return canonical_json(programme_record(programme))


def programme_record(programme: Programme) -> Record:
    """Return *programme* as plain data, the form that :func:`programme_json` writes."""
    return {
        "format": FORMAT_VERSION,
        "kind": KIND,
        "mark": DRILL_MARK,
        "site": programme.site,
        "zone": programme.zone.key,
        "first": programme.first.isoformat(),
        "last": programme.last.isoformat(),
        "revision": programme.revision,
        "told_at": [_instant(moment, programme.zone) for moment in programme.told_at],
        "drills": [entry_record(entry, programme.zone) for entry in programme.entries],
        "unmet": [_unmet(unmet) for unmet in programme.unmet],
        "changes": [_change(change) for change in programme.changes],
    }


def entry_record(entry: Entry, zone: ZoneInfo) -> Record:
    """Return one drill as plain data."""
    return {
        "id": entry.id,
        "day": entry.day.isoformat(),
        "start": _instant(entry.start, zone),
        "end": _instant(entry.end, zone),
        "families": [family.value for family in entry.families],
        "scope": entry.scope.value,
        "form": entry.form.value,
        "level": None if entry.level is None else entry.level.name,
        "state": entry.state.value,
        "announced": entry.announced,
        "shares": [{"role": share.role.value, "team": share.team, "agent": share.agent} for share in entry.shares],
        "without": entry.without,
        "capabilities": [capability.value for capability in entry.capabilities],
        "retests": list(entry.retests),
        "serves": list(entry.serves),
        "loss": {"point_minutes": entry.loss.point_minutes, "source": entry.loss.source.value},
        "why": None if entry.why is None else note_record(entry.why),
        "seed": entry.seed,
        "changed_in": entry.changed_in,
        "shown_in": entry.shown_in,
    }


def note_record(note: Note) -> Record:
    """Return *note* as plain data that can be said in another language later; *text* is its English."""
    values = {place: _value(value) for place, value in note.values.items()}
    return {"text": note.say(), "template": note.template, "values": values, "marked": dict(note.marked)}


def _value(value: object) -> object:
    if isinstance(value, Sentence):
        return {"template": value.template, "values": {place: _value(one) for place, one in value.values.items()}}
    return value if isinstance(value, int | float | str) else str(value)


def note_of(record: Mapping[str, object]) -> Note:
    """Return the note in *record*; KeyError, TypeError or ValueError for what is none.

    A template has places alone, each with its value: what formats, converts or looks into values is refused.
    """
    values, marked = record["values"], record["marked"]
    if not isinstance(values, dict) or not isinstance(marked, dict):
        raise TypeError("values and marked of a note are no objects")
    return Note(
        _template(record["template"], {*values, *marked}),
        {str(place): _value_of(value) for place, value in values.items()},
        {str(place): str(word) for place, word in marked.items()},
    )


def _template(text: object, places: set[str]) -> str:
    for _literal, place, form, conversion in Formatter().parse(str(text)):
        if form or conversion or (place is not None and place not in places):
            raise ValueError(f"template {str(text)[:80]!r}: expected places alone, each with its value")
    return str(text)


def _value_of(value: object) -> object:
    if not isinstance(value, dict):
        return value
    values = value["values"]
    return Sentence(_template(value["template"], set(values)), **{name: _value_of(one) for name, one in values.items()})


def _instant(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return None if moment is None else moment.astimezone(zone).isoformat(timespec="minutes")


def _unmet(unmet: Unmet) -> Record:
    breach = unmet.breach
    return {
        "obligation": breach.obligation,
        "note": note_record(breach.note),
        "opens": breach.opens.isoformat(),
        "closes": breach.closes.isoformat(),
        "reason": note_record(unmet.reason),
    }


def _change(change: Change) -> Record:
    return {
        "kind": change.kind.value,
        "drill": change.drill,
        "before": None if change.before is None else change.before.isoformat(),
        "after": None if change.after is None else change.after.isoformat(),
        "reason": note_record(change.reason),
    }
