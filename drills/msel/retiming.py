"""When everything comes once injects have other times: what waits, clocks, loads and role plays follow."""

from collections.abc import Mapping
from dataclasses import replace
from graphlib import TopologicalSorter

from drills.scenario.frozen import Clock, Expectation, Inject, Scenario, Standing
from drills.scenario.graph import waits
from drills.scenario.loads import Load
from drills.scenario.roleplays import RolePlay


def retimed(scenario: Scenario) -> Scenario:
    """Return *scenario* with everything at the minute that follows from the injects with times of their own.

    Injects stand in order of their minutes. Raises CycleError (graphlib) where injects wait for
    each other, ValueError where a load would end before it begins. A scenario of a template comes back as it is.
    """
    minutes = _minutes(scenario)
    injects = tuple(replace(item, minutes=minutes[item.id]) for item in scenario.injects)
    return replace(
        scenario,
        injects=tuple(sorted(injects, key=lambda item: item.minutes)),
        expectations=tuple(_due(item, minutes, scenario.minutes) for item in scenario.expectations),
        loads=tuple(_load(item, minutes) for item in scenario.loads),
        roleplays=tuple(_play(item, minutes) for item in scenario.roleplays),
    )


def _minutes(scenario: Scenario) -> Mapping[str, int]:
    known = {item.id: item for item in scenario.expectations}
    injects = {item.id: item for item in scenario.injects}
    awaited = waits(scenario)
    graph = {name: {known[item].clock.basis for item in items if item in known} for name, items in awaited.items()}
    minutes: dict[str, int] = {}
    for name in TopologicalSorter(graph).static_order():
        if name in injects:
            dues = [minutes[known[item].clock.basis] + known[item].clock.within_minutes for item in awaited[name]]
            minutes[name] = _latest(injects[name], dues)
    return minutes


def _latest(inject: Inject, dues: list[int]) -> int:
    if inject.condition is not None:
        return min(dues) + inject.condition.delay_minutes
    return inject.minutes if inject.event is None else min(dues) + inject.event.delay_minutes


def _due(item: Expectation, minutes: Mapping[str, int], drill_minutes: int) -> Expectation:
    due = minutes[item.clock.basis] + item.clock.within_minutes
    return replace(item, clock=replace(item.clock, due_minutes=due, standing=_standing(item.clock, due, drill_minutes)))


def _standing(clock: Clock, due: int, drill_minutes: int) -> Standing:
    if due <= drill_minutes:
        return Standing.OBSERVED
    return Standing.NOT_OBSERVED if clock.standing is Standing.OBSERVED else clock.standing


def _load(load: Load, minutes: Mapping[str, int]) -> Load:
    begins = load.begins_minutes if load.begins_with is None else minutes[load.begins_with]
    ends = load.ends_minutes if load.ends_with is None else minutes[load.ends_with]
    return replace(load, begins_minutes=begins, ends_minutes=ends)


def _play(play: RolePlay, minutes: Mapping[str, int]) -> RolePlay:
    return play if play.begins_with is None else replace(play, minutes=minutes[play.begins_with])
