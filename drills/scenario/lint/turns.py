"""What makes players think: a fact that can be read two ways, and one change of level for each incident."""

from collections.abc import Iterator

from drills.incidents import worst
from drills.notes import Note
from drills.scenario.frozen import Incident, Scenario
from drills.scenario.lint.finding import Finding
from forecasting.messages import N_


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Yield what is wrong with ambiguity and levels."""
    if not any(inject.ambiguous for inject in scenario.injects):
        yield Finding("ambiguous", "injects", Note(N_("no fact can be read in two ways")))
    for incident in scenario.incidents:
        yield from _changes(scenario, incident)
    known = {incident.id for incident in scenario.incidents}
    for inject in scenario.injects:
        if inject.new_level is not None and inject.incident not in known:
            note = Note(N_("inject {inject} changes the level of no incident"), {"inject": inject.id})
            yield Finding("level-change", f"injects.{inject.id}", note)
    overall = worst(*(incident.level for incident in scenario.incidents))
    if scenario.level is not overall:
        values = {"level": scenario.level.name, "worst": overall.name}
        note = Note(N_("the overall level is {level}; the worst of the incidents is {worst}"), values)
        yield Finding("worst-level", "level", note)


def _changes(scenario: Scenario, incident: Incident) -> Iterator[Finding]:
    changes = [item for item in scenario.injects if item.incident == incident.id and item.new_level is not None]
    place, rises = f"incidents.{incident.id}", incident.opening_level is not incident.level
    if rises and len(changes) != 1:
        note = Note(N_("the level changes {count} times; expected once"), {"count": len(changes)})
        yield Finding("level-change", place, note)
    if not rises and changes:
        yield Finding("level-change", place, Note(N_("an inject changes the level to what it is already")))
