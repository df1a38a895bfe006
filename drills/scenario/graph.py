"""What leads to what in a scenario: injects start clocks, the outcomes of clocks release injects."""

from graphlib import CycleError, TopologicalSorter

from drills.scenario.frozen import Inject, Outcome, Scenario


def waits(scenario: Scenario) -> dict[str, frozenset[str]]:
    """Return by inject the expectations of which one has to end before it comes; none for an inject with a time.

    An inject that waits for an act waits for those that ask for it.
    """
    return {inject.id: _awaited(inject, scenario) for inject in scenario.injects}


def cycle(scenario: Scenario) -> tuple[str, ...]:
    """Return the injects of one cycle, none where the graph has no cycle."""
    basis = {expectation.id: expectation.clock.basis for expectation in scenario.expectations}
    graph = {name: {basis[item] for item in items if item in basis} for name, items in waits(scenario).items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return tuple(error.args[1][:-1])
    return ()


def delivered(scenario: Scenario, outcome: Outcome) -> frozenset[str]:
    """Return the injects that come for certain when every expectation ends in *outcome*.

    *missed* stands for judged not met in time; *expired* for running out with nothing seen, which is missed, too. Acts
    are stamped when all is met, and taken for never stamped otherwise. What the controller gives by hand is certain
    in no case.
    """
    outcomes = {outcome, Outcome.MISSED} if outcome is Outcome.EXPIRED else {outcome}
    return _reached(scenario, frozenset(outcomes), by_hand=False)


def reachable(scenario: Scenario) -> frozenset[str]:
    """Return the injects that come under some mixture of outcomes."""
    return _reached(scenario, frozenset(Outcome), by_hand=True)


def _awaited(inject: Inject, scenario: Scenario) -> frozenset[str]:
    if inject.condition is not None:
        return frozenset({inject.condition.expectation})
    event = inject.event
    if event is None:
        return frozenset()
    return frozenset(
        item.id for item in scenario.expectations if item.act is event.act and event.incident in {"", item.incident}
    )


def _reached(scenario: Scenario, outcomes: frozenset[Outcome], *, by_hand: bool) -> frozenset[str]:
    basis = {expectation.id: expectation.clock.basis for expectation in scenario.expectations}
    awaited = waits(scenario)
    reached: frozenset[str] = frozenset()
    while True:
        grown = frozenset(
            inject.id
            for inject in scenario.injects
            if inject.timed
            or (inject.by_hand and by_hand)
            or (_can_follow(inject, outcomes) and any(basis.get(item) in reached for item in awaited[inject.id]))
        )
        if grown == reached:
            return reached
        reached = grown


def _can_follow(inject: Inject, outcomes: frozenset[Outcome]) -> bool:
    if inject.condition is not None:
        return inject.condition.outcome in outcomes
    return inject.event is not None and Outcome.MET in outcomes
