"""What the incident does to queues and people refers to things that exist, and lies within the drill."""

from collections.abc import Iterator

from drills.notes import Note
from drills.scenario.frozen import Scenario
from drills.scenario.lint.finding import Finding
from drills.scenario.loads import Load, Opinion
from forecasting.messages import N_


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Yield what is wrong with the loads."""
    for incident in scenario.incidents:
        if not any(load.incident == incident.id for load in scenario.loads):
            note = Note(N_("incident {incident} does nothing to queues or people"), {"incident": incident.id})
            yield Finding("load", f"incidents.{incident.id}", note)
    injects = {inject.id for inject in scenario.injects}
    expectations = {item.id for item in scenario.expectations}
    for load in scenario.loads:
        place, named = f"loads.{load.id}", {"load": load.id}
        for inject in (load.begins_with, load.ends_with):
            if inject is not None and inject not in injects:
                note = Note(N_("load {load} refers to the unknown inject {inject}"), {**named, "inject": inject})
                yield Finding("reference", place, note)
        if _calmed_by(load) not in {None, *expectations}:
            yield Finding("reference", place, Note(N_("load {load} is calmed by an unknown expectation"), named))
        if not 0 <= load.begins_minutes < load.ends_minutes <= scenario.minutes:
            yield Finding("load", place, Note(N_("load {load} does not lie within the drill"), named))


def _calmed_by(load: Load) -> str | None:
    return load.effect.calmed_by if isinstance(load.effect, Opinion) else None
