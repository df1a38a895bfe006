"""The levels that the facts of a drill call for, incident by incident."""

from collections.abc import Mapping

from drills.exercise.state import State
from drills.incidents import Level
from drills.scenario.frozen import Scenario


def called_for(scenario: Scenario, state: State) -> Mapping[str, Level]:
    """Return by incident the level that the facts told so far call for: the opening level, then what injects that came say.

    An inject that ties several incidents says it of all of them.
    """
    levels = {item.id: item.opening_level for item in scenario.incidents}
    several = len(levels) > 1
    for name, _given in sorted(state.given.items(), key=lambda item: (item[1].ms, item[1].line)):
        inject = scenario.inject(name)
        if inject.new_level is not None:
            told_of = (inject.incident,) if several and inject.incident else tuple(levels)
            levels.update(dict.fromkeys(told_of, inject.new_level))
    return levels
