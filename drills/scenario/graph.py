"""What leads to what in a scenario: injects start clocks, the outcomes of clocks release injects."""

from graphlib import CycleError, TopologicalSorter

from drills.scenario.frozen import Outcome, Scenario


def cycle(scenario: Scenario) -> tuple[str, ...]:
    """Return the injects of one cycle, none where the graph has no cycle."""
    basis = {expectation.id: expectation.clock.basis for expectation in scenario.expectations}
    graph = {
        inject.id: {basis[inject.condition.expectation]}
        for inject in scenario.injects
        if inject.condition is not None and inject.condition.expectation in basis
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return tuple(error.args[1][:-1])
    return ()


def delivered(scenario: Scenario, outcome: Outcome) -> frozenset[str]:
    """Return the injects that come when every expectation ends in *outcome*."""
    return _reached(scenario, frozenset({outcome}))


def reachable(scenario: Scenario) -> frozenset[str]:
    """Return the injects that come under some mixture of outcomes."""
    return _reached(scenario, frozenset(Outcome))


def _reached(scenario: Scenario, outcomes: frozenset[Outcome]) -> frozenset[str]:
    basis = {expectation.id: expectation.clock.basis for expectation in scenario.expectations}
    reached: frozenset[str] = frozenset()
    while True:
        grown = frozenset(
            inject.id
            for inject in scenario.injects
            if inject.condition is None
            or (inject.condition.outcome in outcomes and basis.get(inject.condition.expectation) in reached)
        )
        if grown == reached:
            return reached
        reached = grown
