"""The clocks: each from its inject, none counted that ends after the drill, and those that an incident needs."""

from collections.abc import Iterator

from drills.incidents import Level
from drills.notes import Note
from drills.scenario.acts import Act
from drills.scenario.frozen import Scenario, Standing
from drills.scenario.lint.finding import Finding
from forecasting.messages import N_


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Yield what is wrong with the clocks."""
    yield from _run(scenario)
    yield from _waits(scenario)
    yield from _time_points(scenario)
    if not any(item.critical for item in scenario.expectations):
        yield Finding("critical", "expectations", Note(N_("no expectation is critical")))


def _run(scenario: Scenario) -> Iterator[Finding]:
    injects = {inject.id: inject for inject in scenario.injects}
    for item in scenario.expectations:
        clock, place, named = item.clock, f"expectations.{item.id}", {"expectation": item.id}
        basis = injects.get(clock.basis)
        if basis is not None and clock.due_minutes != basis.minutes + clock.within_minutes:
            note = Note(N_("the clock of {expectation} does not run from its inject"), named)
            yield Finding("clock", place, note)
        if (clock.due_minutes <= scenario.minutes) != (clock.standing is Standing.OBSERVED):
            note = Note(N_("the clock of {expectation} counts although it ends after the drill"), named)
            yield Finding("clock", place, note)


def _waits(scenario: Scenario) -> Iterator[Finding]:
    clocks = {item.id: item.clock for item in scenario.expectations}
    for inject in scenario.injects:
        if inject.condition is None or inject.condition.expectation not in clocks:
            continue
        if clocks[inject.condition.expectation].standing is not Standing.OBSERVED:
            note = Note(N_("inject {inject} waits for what ends after the drill"), {"inject": inject.id})
            yield Finding("clock", f"injects.{inject.id}", note)


def _time_points(scenario: Scenario) -> Iterator[Finding]:
    acts = {item.act for item in scenario.expectations}
    if Act.GRADED not in acts:
        yield Finding("time-points", "expectations", Note(N_("nobody is expected to grade the incident")))
    if scenario.level is not Level.IV and Act.STATEMENT not in acts:
        yield Finding("time-points", "expectations", Note(N_("nobody is expected to make a statement")))
