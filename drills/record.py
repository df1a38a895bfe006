"""A drill as JSON: everything in it, in both languages, for other programs."""

from drills.drill import Drill
from drills.scenario.canonical import Plain, canonical_json, plain
from drills.scenario.text import DRILL_MARK

FORMAT_VERSION = 1


def drill_json(drill: Drill) -> str:
    """Return *drill* as JSON: instants in ISO 8601 with the site's offset, texts as ``{"en": …, "zh": …}``.

    Same drill: the same bytes. Names the cause of the incident, so it is not for players.
    """
    return canonical_json(drill_record(drill))


def drill_record(drill: Drill) -> dict[str, Plain]:
    """Return *drill* as plain data, the form that :func:`drill_json` writes."""
    return {
        "format": FORMAT_VERSION,
        "mark": DRILL_MARK,
        "id": drill.id,
        "title": plain(drill.title),
        "announced": drill.announced,
        "window": {
            "start": drill.window.local_start.isoformat(),
            "end": drill.window.local_end.isoformat(),
            "zone": drill.window.zone.key,
        },
        "seats": plain(drill.seats),
        "cover": plain(drill.cover),
        "notes": [note.say() for note in drill.notes],
        "scenario": plain(drill.scenario),
        "timeline": [
            {"inject": inject.id, "at": moment.isoformat(), "conditional": not inject.timed}
            for moment, inject in drill.timeline()
        ],
        "clocks": [
            {
                "expectation": item.id,
                "basis": item.clock.basis,
                "due": drill.time_of(item.clock.due_minutes).isoformat(),
                "standing": item.clock.standing.value,
                "citation": item.clock.citation,
            }
            for item in drill.scenario.expectations
        ],
    }
