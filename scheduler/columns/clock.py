"""How much time and work is left."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from scheduler.solution import Limits

STEP_WORK = 0.02  # what one step of column generation counts for, about its seconds


@dataclass
class Clock:
    """Runs from its making until the time or the work of *limits* is spent, or *keep* says stop."""

    limits: Limits
    keep: Callable[[], bool]
    began: float = field(default_factory=monotonic)
    work: float = 0.0
    work_before: float = 0.0
    stopped: bool = False

    def goes_on(self) -> bool:
        """Tell whether anything is left, and ask *keep*."""
        if not self.stopped:
            spent = self.limits.work is not None and self.work >= self.limits.work
            self.stopped = spent or self.seconds_left() <= 0 or not self.keep()
        return not self.stopped

    def step(self, work: float = STEP_WORK) -> bool:
        """Count *work* and tell whether anything is left."""
        self.work += work
        return self.goes_on()

    def is_past(self, share: float) -> bool:
        """Tell whether *share* of the time or of the work is spent."""
        return self.spent() >= share

    def spent(self) -> float:
        """Return what share of the time or of the work is spent, whichever is more."""
        of_work = 0.0 if self.limits.work is None else self.work / self.limits.work
        return max(of_work, 1 - self.seconds_left() / self.limits.seconds)

    def beside(self, keep: Callable[[], bool]) -> "Clock":
        """Return a clock of the same limits that counts work of its own and asks *keep*."""
        return Clock(self.limits, keep, self.began, self.work, self.work)

    def seconds_left(self) -> float:
        """Return the seconds left."""
        return self.limits.seconds - (monotonic() - self.began)
