"""How a plan stands, while it is made: one living line on a terminal, a line now and then elsewhere."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from rich.status import Status

from api.cli.console import Console
from scheduler.solution import Progress

SECONDS_BETWEEN_LINES = 10.0


class PlanProgress:
    """A watcher that shows each report and passes on that the user wants to stop."""

    def __init__(self, console: Console, status: Status | None) -> None:
        self.console = console
        self.status = status
        self.stopped = False
        self.shown: tuple[str, float] | None = None

    def __call__(self, progress: Progress, /) -> bool:
        """Show *progress*; return whether to go on."""
        if self.status is not None:
            self.status.update(self.sentence(progress))
        elif (
            self.shown is None
            or self.shown[0] != progress.stage
            or progress.seconds - self.shown[1] >= SECONDS_BETWEEN_LINES
        ):
            self.shown = (progress.stage, progress.seconds)
            self.console.say(self.sentence(progress))
        return not self.stopped

    def sentence(self, progress: Progress) -> str:
        """Return stage, best objective and bound so far, and the time left, as one line."""
        _ = self.console.translate
        parts = [_(progress.stage)]
        if progress.objective is not None:
            parts.append(_("best {objective:.0f} points").format(objective=progress.objective))
        if progress.bound is not None:
            parts.append(_("bound {bound:.0f}").format(bound=progress.bound))
        if progress.objective and progress.bound is not None:
            gap = max(0.0, 1 - progress.bound / progress.objective)
            parts.append(_("gap {gap:.1%}").format(gap=gap))
        if progress.seconds_left is not None:
            parts.append(_("{seconds:.0f} s left").format(seconds=progress.seconds_left))
        line, *others = parts
        for part in others:
            line = _("{first}, {rest}").format(first=line, rest=part)
        return line

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        """Answer the first Ctrl-C: keep the best so far. The second one ends the process."""
        if self.stopped:
            raise KeyboardInterrupt
        self.stopped = True
        self.console.say(
            self.console.translate("stopping: the best roster found so far is kept (Ctrl-C again: nothing is)")
        )


@contextmanager
def plan_progress(console: Console) -> Iterator[PlanProgress]:
    """Show progress within the block and let Ctrl-C keep the best found so far."""
    if console.out.is_terminal:
        with console.out.status("") as status, _answering_interrupts(PlanProgress(console, status)) as progress:
            yield progress
    else:
        with _answering_interrupts(PlanProgress(console, None)) as progress:
            yield progress


@contextmanager
def _answering_interrupts(progress: PlanProgress) -> Iterator[PlanProgress]:
    before = signal.signal(signal.SIGINT, progress.stop)
    try:
        yield progress
    finally:
        signal.signal(signal.SIGINT, before)
