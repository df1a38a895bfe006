"""Which level people give an incident: the one that the facts call for, or its neighbour where they err."""

from drills.exercise import Run
from drills.exercise.levels import called_for as levels_called_for
from drills.incidents import Level, worst
from drills.scenario.streams import Stream


def called_for(run: Run, incident: str) -> Level:
    """Return the level that the facts told so far call for, of *incident*; of the worst one where it names none."""
    known = levels_called_for(run.scenario, run.state)
    return known[incident] if incident in known else worst(*known.values())


def neighbour(level: Level, seed: int, expectation: str) -> Level:
    """Return a level beside *level*: people rather grade too low than too high, three times in four."""
    lower, higher = level + 1, level - 1
    if lower > max(Level):
        return Level(higher)
    if higher < min(Level):
        return Level(lower)
    return Level(higher if Stream(seed, "graded", expectation).integer(0, 3) == 0 else lower)
