"""One incident among several: what of it serves the combination, under the combination's names and at its time."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from drills.scenario.frozen import Expectation, Inject, Scenario
from drills.scenario.loads import Load, Opinion
from drills.scenario.roleplays import RolePlay
from drills.scenario.templates import Part

Naming = Callable[[str], str]


def fitted(scenario: Scenario, part: Part, offset_minutes: int, drill_minutes: int) -> Scenario:
    """Return what *part* takes of *scenario*, *offset_minutes* later, for a drill of *drill_minutes*.

    Objectives are those of the combination. What serves none of them is left out, and so is what the part does
    without, with all that builds on either. Names bear the part's before them.
    """
    return _renamed(_shifted(_kept(_serving(scenario, part.serves), part.without), offset_minutes), part, drill_minutes)


def _serving(scenario: Scenario, serves: Mapping[str, str]) -> Scenario:
    """Return *scenario* for the objectives that its own ones stand for; an inject that serves none loses them all."""
    injects = tuple(
        replace(item, objectives=tuple(dict.fromkeys(serves[name] for name in item.objectives if name in serves)))
        for item in scenario.injects
    )
    return replace(
        scenario,
        injects=injects,
        expectations=tuple(
            replace(item, objective=serves[item.objective])
            for item in scenario.expectations
            if item.objective in serves
        ),
        roleplays=tuple(
            replace(play, objective=serves[play.objective]) for play in scenario.roleplays if play.objective in serves
        ),
    )


def _kept(scenario: Scenario, without: Iterable[str]) -> Scenario:
    """Return *scenario* less the injects that serve nothing, less what is named, and less all that builds on either."""
    left_out = frozenset(without)
    while True:
        injects = tuple(
            item for item in scenario.injects if item.objectives and item.id not in left_out and _comes(item, scenario)
        )
        there = {item.id for item in injects}
        expectations = tuple(
            item for item in scenario.expectations if item.clock.basis in there and item.id not in left_out
        )
        if (injects, expectations) == (scenario.injects, scenario.expectations):
            break
        scenario = replace(scenario, injects=injects, expectations=expectations)
    plays = tuple(play for play in scenario.roleplays if play.begins_with is None or play.begins_with in there)
    loads = tuple(_kept_load(load, there, {item.id for item in expectations}) for load in scenario.loads)
    return replace(scenario, roleplays=plays, loads=loads)


def _comes(inject: Inject, scenario: Scenario) -> bool:
    if inject.condition is not None:
        return any(item.id == inject.condition.expectation for item in scenario.expectations)
    return inject.event is None or any(item.act is inject.event.act for item in scenario.expectations)


def _kept_load(load: Load, injects: Iterable[str], expectations: Iterable[str]) -> Load:
    """Return *load* at its minutes where the inject that began or ended it is left out: it is felt all the same."""
    there, effect = {None, *injects}, load.effect
    if isinstance(effect, Opinion) and effect.calmed_by not in {None, *expectations}:
        effect = replace(effect, calmed_by=None)
    return replace(
        load,
        effect=effect,
        begins_with=load.begins_with if load.begins_with in there else None,
        ends_with=load.ends_with if load.ends_with in there else None,
    )


def _shifted(scenario: Scenario, minutes: int) -> Scenario:
    return replace(
        scenario,
        injects=tuple(replace(item, minutes=item.minutes + minutes) for item in scenario.injects),
        expectations=tuple(
            replace(item, clock=replace(item.clock, due_minutes=item.clock.due_minutes + minutes))
            for item in scenario.expectations
        ),
        loads=tuple(
            replace(load, begins_minutes=load.begins_minutes + minutes, ends_minutes=load.ends_minutes + minutes)
            for load in scenario.loads
        ),
        roleplays=tuple(replace(play, minutes=play.minutes + minutes) for play in scenario.roleplays),
        incidents=tuple(replace(item, offset_minutes=minutes) for item in scenario.incidents),
    )


def _renamed(scenario: Scenario, part: Part, drill_minutes: int) -> Scenario:
    def named(name: str) -> str:
        return f"{part.name}.{name}"

    return replace(
        scenario,
        minutes=drill_minutes,
        values=tuple(replace(value, name=named(value.name)) for value in scenario.values),
        injects=tuple(_inject(item, named) for item in scenario.injects),
        expectations=tuple(_expectation(item, named) for item in scenario.expectations),
        loads=tuple(_load(item, named) for item in scenario.loads),
        roleplays=tuple(_roleplay(item, named) for item in scenario.roleplays),
    )


def _inject(item: Inject, named: Naming) -> Inject:
    condition = item.condition
    if condition is not None:
        condition = replace(condition, expectation=named(condition.expectation))
    return replace(item, id=named(item.id), condition=condition)


def _expectation(item: Expectation, named: Naming) -> Expectation:
    return replace(item, id=named(item.id), clock=replace(item.clock, basis=named(item.clock.basis)))


def _load(item: Load, named: Naming) -> Load:
    effect = item.effect
    if isinstance(effect, Opinion) and effect.calmed_by is not None:
        effect = replace(effect, calmed_by=named(effect.calmed_by))
    return replace(
        item,
        id=named(item.id),
        effect=effect,
        begins_with=None if item.begins_with is None else named(item.begins_with),
        ends_with=None if item.ends_with is None else named(item.ends_with),
    )


def _roleplay(item: RolePlay, named: Naming) -> RolePlay:
    return replace(item, id=named(item.id), begins_with=None if item.begins_with is None else named(item.begins_with))
