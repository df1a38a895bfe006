"""A search as plain data, for other programs: the best windows in full, the refused ones summed up by kind and by day."""

from collections.abc import Mapping
from datetime import datetime

from drills.drill import Seat, Window
from drills.placement import Cost, Placement, ReasonKind, Refusal, Search

FORMAT_VERSION = 1
Record = dict[str, object]


def search_record(search: Search, top: int, *, every_refusal: bool = False) -> Record:
    """Return the *top* windows of *search* and what refuses the others; with *every_refusal* each of these with every reason.

    Instants in ISO 8601 with the site's offset, costs in points of service level.
    """
    found: Record = {
        "format": FORMAT_VERSION,
        "usable": len(search.placements),
        "refused": len(search.refusals),
        "windows": [window_record(placement) for placement in search.placements[:top]],
        "refused_by_kind": _counts(search.by_kind()),
        "refused_by_day": {day.isoformat(): _counts(kinds) for day, kinds in sorted(search.by_day().items())},
    }
    if every_refusal:
        found["refusals"] = [_refusal(refusal) for refusal in search.refusals]
    return found


def window_record(placement: Placement) -> Record:
    """Return *placement*: when, who, what it costs."""
    return {
        **_span(placement.window),
        "value": round(placement.value, 4),
        "least_spare": placement.slack,
        "terms": {term.value: round(points, 4) for term, points in placement.terms.items() if points},
        "cost": None if placement.cost is None else _cost(placement.cost),
        "seats": [_seat(seat) for seat in placement.cast.seats],
        "notes": [note.say() for note in placement.cast.notes],
    }


def _span(window: Window) -> Record:
    return {"start": _iso(window.local_start), "end": _iso(window.local_end), "zone": window.zone.key}


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _cost(cost: Cost) -> Record:
    return {
        "points": round(cost.points, 4),
        "points_p10": round(cost.points_p10, 4),
        "late_contacts": round(cost.late, 3),
        "extra_abandoned": round(cost.abandoned, 3),
        "chance_of_floor": round(cost.chance, 4),
        "by": "simulation" if cost.simulated else "estimate",
        "tail_minutes": cost.tail_minutes,
        "replications": cost.replications,
        "points_by_queue": {queue: round(points, 4) for queue, points in cost.by_queue.items()},
    }


def _seat(seat: Seat) -> Record:
    return {
        "role": seat.role.value,
        "agent": seat.agent,
        "name": seat.name,
        "team": seat.team,
        "player_seat": seat.player_seat,
        "backup": seat.backup,
    }


def _refusal(refusal: Refusal) -> Record:
    reasons = [{"kind": reason.kind.value, "reason": reason.note.say()} for reason in refusal.reasons]
    return {**_span(refusal.window), "lacking": round(refusal.shortfall, 3), "reasons": reasons}


def _counts(kinds: Mapping[ReasonKind, int]) -> dict[str, int]:
    return {kind.value: kinds[kind] for kind in ReasonKind if kinds.get(kind)}
