"""Which level people give an incident: the one that the facts call for, or its neighbour where they err."""

from drills.exercise import Run
from drills.incidents import Level, worst
from drills.scenario.streams import Stream


def called_for(run: Run, incident: str) -> Level:
    """Return the level that the facts told so far call for, of *incident*; of the worst one where it names none."""
    known = {each.id: each.opening_level for each in run.scenario.incidents}
    told = sorted(run.state.given.items(), key=lambda item: (item[1].ms, item[1].line))
    for name, _given in told:
        inject = run.scenario.inject(name)
        if inject.new_level is not None:
            for each in (inject.incident,) if inject.incident else tuple(known):
                known[each] = inject.new_level
    return known[incident] if incident in known else worst(*known.values())


def neighbour(level: Level, seed: int, expectation: str) -> Level:
    """Return a level beside *level*: people rather grade too low than too high, three times in four."""
    lower, higher = level + 1, level - 1
    if lower > max(Level):
        return Level(higher)
    if higher < min(Level):
        return Level(lower)
    return Level(higher if Stream(seed, "graded", expectation).integer(0, 3) == 0 else lower)
