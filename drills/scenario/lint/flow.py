"""The graph of injects: no cycle, everything reachable, everything tested under success and under failure."""

from collections.abc import Iterator

from drills.notes import Note
from drills.scenario.frozen import Outcome, Scenario
from drills.scenario.graph import cycle, delivered, reachable
from drills.scenario.lint.finding import Finding
from forecasting.messages import N_

_UNTESTED = {
    Outcome.MET: N_("objective {objective} is never tested when the players do well"),
    Outcome.MISSED: N_("objective {objective} is never tested when the players do badly"),
    Outcome.EXPIRED: N_("objective {objective} is never tested when the players do nothing"),
}


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Yield what is wrong with the order of the injects."""
    circle = cycle(scenario)
    if circle:
        note = Note(N_("the injects {injects} wait for each other"), {"injects": ", ".join(circle)})
        yield Finding("cycle", f"injects.{circle[0]}", note)
    for name in sorted({inject.id for inject in scenario.injects} - reachable(scenario)):
        yield Finding("reachable", f"injects.{name}", Note(N_("inject {inject} can never come"), {"inject": name}))
    for outcome, sentence in _UNTESTED.items():
        come = delivered(scenario, outcome)
        tested = {item.objective for item in scenario.expectations if item.clock.basis in come}
        for objective in scenario.objectives:
            if objective.id not in tested:
                note = Note(sentence, {"objective": objective.id})
                yield Finding("tested", f"objectives.{objective.id}", note)
