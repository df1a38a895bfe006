"""Instants of the site's clock as exercise time: pauses take none, after the end it goes on as if nothing stood."""

from dataclasses import dataclass
from datetime import datetime

from drills.exercise import Phase
from drills.exercise.phases import TURNS
from drills.scoring.played import Played


@dataclass(frozen=True, slots=True)
class ExerciseTime:
    """The *turns* of a drill's clock: from when on, at which exercise time in milliseconds, and whether it ran."""

    turns: tuple[tuple[datetime, int, bool], ...]

    def second_of(self, moment: datetime) -> float:
        """Return the exercise time of *moment* in seconds; before the start it is negative."""
        passed = [turn for turn in self.turns if turn[0] <= moment]
        at, ms, running = passed[-1] if passed else (*self.turns[0][:2], True)
        return ms / 1000 + ((moment - at).total_seconds() if running else 0.0)


def exercise_time(told: Played) -> ExerciseTime | None:
    """Return how the clock of *told* went, None where it never started."""
    turns = [
        (line.at, line.ms, TURNS[line.kind][1] is not Phase.PAUSED)
        for line in told.lines
        if line.kind in TURNS and TURNS[line.kind][1] in _STARTED
    ]
    return ExerciseTime(tuple(turns)) if turns else None


_STARTED = frozenset({Phase.RUNNING, Phase.PAUSED, Phase.ENDED, Phase.ABORTED})
