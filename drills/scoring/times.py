"""The time points of incidents, t0 onset to t9 closed, and the levels that were given and called for."""

from collections.abc import Iterable, Iterator

from drills.exercise import LineKind, Stamp
from drills.exercise.due import MINUTE
from drills.exercise.levels import called_for
from drills.incidents import worst
from drills.scenario.acts import Act
from drills.scenario.frozen import Incident, Inject
from drills.scoring.drill_score import Cited, IncidentTimes
from drills.scoring.played import Played
from drills.scoring.recovery import recovery
from drills.scoring.rules import Rules

ONSET, DETECTED, RECOVERED, CLOSED = "t0", "t1", "t8", "t9"
STAMPED = {
    "t2": Act.ACKNOWLEDGED,
    "t3": Act.GRADED,
    "t4": Act.ESCALATED,
    "t5": Act.FIRST_RESPONSE,
    "t6": Act.STATEMENT,
    "t7": Act.CONTAINED,
    RECOVERED: Act.RECOVERED,
}


def incident_times(told: Played, rules: Rules) -> tuple[IncidentTimes, ...]:
    """Return the time points of the whole drill, then of each incident where there are several.

    Onset is when the first load begins or, without one or after it, the first inject comes; detected is the first inject, which is
    what players see first; closed is the drill's end where nothing broke it off. Recovered is read off service where rows of it say
    that it fell, else stamped; service is everybody's, so that one of several incidents is recovered when somebody says so.
    """
    several = [item.id for item in told.scenario.incidents] if len(told.scenario.incidents) > 1 else []
    return (_times("", told, rules), *(_times(name, told, rules) for name in several))


def _times(incident: str, told: Played, rules: Rules) -> IncidentTimes:
    points = dict(_points(incident, told))
    service = recovery(told, rules)
    if not incident and service.fell:
        points.pop(RECOVERED, None)
        if service.recovered is not None:
            points[RECOVERED] = service.recovered
    graded = {stamp.incident: stamp for stamp in _stamps(incident, told) if stamp.level is not None}
    mine, facts = _of(incident, told), called_for(told.scenario, told.state)
    said = {stamp.line for stamp in graded.values()} | {_told_last(item, told) for item in mine}
    return IncidentTimes(
        incident,
        dict(sorted(points.items())),
        worst(*(stamp.level for stamp in graded.values() if stamp.level is not None)) if graded else None,
        worst(*(facts[item.id] for item in mine)),
        tuple(sorted(said)),
    )


def _of(incident: str, told: Played) -> tuple[Incident, ...]:
    """Return the incident with that name; for the whole drill those that have begun, all of them where none has."""
    known = told.scenario.incidents
    if incident:
        return tuple(item for item in known if item.id == incident)
    begun = tuple(item for item in known if any(True for _each in _came(item.id, told)))
    return begun or known


def _points(incident: str, told: Played) -> Iterator[tuple[str, Cited]]:
    came = [
        told.state.given[inject.id]
        for inject in told.scenario.injects
        if incident in {"", inject.incident} and inject.id in told.state.given
    ]
    first = _earliest(Cited(given.ms / 1000, (given.line,)) for given in came)
    onset = _earliest([*_loads(incident, told), *([first] if first else [])])
    if onset is not None:
        yield ONSET, onset
    if first is not None:
        yield DETECTED, first
    for point, act in STAMPED.items():
        found = _earliest(Cited(item.ms / 1000, (item.line,)) for item in _stamps(incident, told) if item.act is act)
        if found is not None:
            yield point, found
    for line in told.of(LineKind.ENDED):
        yield CLOSED, Cited(line.second, (line.number,))


def _loads(incident: str, told: Played) -> Iterator[Cited]:
    started = [line.number for line in told.of(LineKind.STARTED)]
    for load in told.scenario.loads:
        if incident not in {"", load.incident}:
            continue
        given = told.state.given.get(load.begins_with or "")
        if given is not None:
            yield Cited(given.ms / 1000, (given.line,))
        elif load.begins_with is None and started and load.begins_minutes * MINUTE <= told.ms:
            yield Cited(load.begins_minutes * 60.0, (1, *started))


def _stamps(incident: str, told: Played) -> list[Stamp]:
    mine = [stamp for stamp in told.state.stamps if incident in {"", stamp.incident}]
    return sorted(mine, key=lambda stamp: (stamp.ms, stamp.line))


def _earliest(found: Iterable[Cited]) -> Cited | None:
    return min(found, key=lambda cited: (cited.value, cited.lines), default=None)


def _came(incident: str, told: Played) -> Iterator[Inject]:
    """Yield the injects of *incident* that came, and those that tie all together, in the order in which they did."""
    given = told.state.given
    yield from sorted(
        (inject for inject in told.scenario.injects if inject.incident in {incident, ""} and inject.id in given),
        key=lambda inject: (given[inject.id].ms, given[inject.id].line),
    )


def _told_last(incident: Incident, told: Played) -> int:
    """Return the line of the inject that said last which level *incident* has; the first line, where the opening level holds."""
    changes = [inject.id for inject in _came(incident.id, told) if inject.new_level is not None]
    return told.state.given[changes[-1]].line if changes else 1
