"""Objectives, and what serves and measures them: total both ways."""

from collections.abc import Iterator

from drills.notes import Note
from drills.scenario.frozen import Scenario, Standing
from drills.scenario.lint.finding import Finding
from forecasting.messages import N_

OBJECTIVES = range(3, 6)


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Yield what is wrong with the objectives, or with what refers to them."""
    yield from _objectives(scenario)
    yield from _served(scenario)
    yield from _injects(scenario)
    yield from _expectations(scenario)


def _objectives(scenario: Scenario) -> Iterator[Finding]:
    count = len(scenario.objectives)
    if count not in OBJECTIVES:
        note = Note(N_("there are {count} objectives; expected 3 to 5"), {"count": count})
        yield Finding("objective-count", "objectives", note)
    for objective in scenario.objectives:
        if not (objective.success.en.strip() and objective.success.zh.strip()):
            note = Note(N_("objective {objective} does not say by what it is met"), {"objective": objective.id})
            yield Finding("success-criterion", f"objectives.{objective.id}.success", note)


def _served(scenario: Scenario) -> Iterator[Finding]:
    for objective in scenario.objectives:
        place, named = f"objectives.{objective.id}", {"objective": objective.id}
        if not any(objective.id in inject.objectives for inject in scenario.injects):
            yield Finding("objective-inject", place, Note(N_("no inject serves objective {objective}"), named))
        clocks = [item.clock for item in scenario.expectations if item.objective == objective.id]
        if not clocks:
            note = Note(N_("no expectation measures objective {objective}"), named)
            yield Finding("objective-expectation", place, note)
        elif not any(clock.standing is Standing.OBSERVED for clock in clocks):
            note = Note(N_("nothing of objective {objective} can be seen before the drill ends"), named)
            yield Finding("objective-seen", place, note)


def _injects(scenario: Scenario) -> Iterator[Finding]:
    objectives = {objective.id for objective in scenario.objectives}
    seats = {seat.id for seat in scenario.seats}
    expectations = {expectation.id for expectation in scenario.expectations}
    for inject in scenario.injects:
        place, named = f"injects.{inject.id}", {"inject": inject.id}
        if not inject.objectives or not set(inject.objectives) <= objectives:
            yield Finding("objective-inject", place, Note(N_("inject {inject} serves no known objective"), named))
        if inject.seat not in seats:
            yield Finding("seat", place, Note(N_("inject {inject} goes to nobody"), named))
        if inject.condition is not None and inject.condition.expectation not in expectations:
            note = Note(N_("inject {inject} waits for an unknown expectation"), named)
            yield Finding("reference", f"{place}.condition", note)


def _expectations(scenario: Scenario) -> Iterator[Finding]:
    objectives = {objective.id for objective in scenario.objectives}
    seats = {seat.id for seat in scenario.seats}
    injects = {inject.id: inject for inject in scenario.injects}
    for item in scenario.expectations:
        place, named = f"expectations.{item.id}", {"expectation": item.id}
        basis = injects.get(item.clock.basis)
        if basis is None:
            note = Note(N_("the clock of {expectation} has no event that starts it"), named)
            yield Finding("basis", f"{place}.basis", note)
        elif item.objective not in basis.objectives:
            template = N_("{expectation} measures an objective that its inject {inject} does not serve")
            yield Finding("basis", f"{place}.basis", Note(template, {**named, "inject": basis.id}))
        if item.objective not in objectives:
            note = Note(N_("{expectation} measures nothing known"), named)
            yield Finding("objective-expectation", f"{place}.objective", note)
        if item.seat not in seats:
            yield Finding("seat", f"{place}.seat", Note(N_("{expectation} measures nobody known"), named))
