"""Leads a run through its time without waiting: lets come what is due at its very millisecond, then does what is planned."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from drills.exercise import Run, next_tick, tick

Step = Callable[[Run, datetime], Run]


@dataclass(frozen=True, slots=True, order=True)
class Planned:
    """A *step* at *ms* of exercise time; of those at the same instant by *turn*, then by *number*."""

    ms: int
    turn: int
    number: int
    step: Step = field(compare=False)


@dataclass(slots=True)
class Conductor:
    """A *run* and the instant at which its exercise time stood at 0; *lost* is what pauses have taken since."""

    run: Run
    begin: datetime
    lost: timedelta = timedelta(0)

    def now(self, ms: int) -> datetime:
        """Return the instant at which exercise time stands at *ms*."""
        return self.begin + timedelta(milliseconds=ms) + self.lost

    def play(self, planned: Iterable[Planned]) -> None:
        """Do everything that is *planned*, in time order."""
        for item in sorted(planned):
            self.let_come(item.ms)
            self.run = item.step(self.run, self.now(item.ms))

    def let_come(self, ms: int) -> None:
        """Let everything come that is due until *ms*, each at its own millisecond."""
        until = self.now(ms)
        while (moment := next_tick(self.run)) is not None and moment <= until:
            self.run = tick(self.run, moment)

    def wait(self, length: timedelta) -> None:
        """Let the clock of the wall go on for *length* while exercise time stands."""
        self.lost += length
