"""How a simulation stands, while it runs: a bar on a terminal, nothing elsewhere; Ctrl-C keeps what is done."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from api.cli.console import Console


class SimulationProgress:
    """A watcher that moves the bar and passes on that the user wants to stop."""

    def __init__(self, console: "Console", bar: Progress, replications: int) -> None:
        self.console = console
        self.bar = bar
        self.replications = replications
        self.stopped = False
        self.task: TaskID = bar.add_task(console.translate("simulating"), total=replications)

    def __call__(self, case: str, done: int) -> bool:
        """Show that *done* replications of *case* are done; return whether to go on."""
        self.bar.update(self.task, description=self.console.translate(case), completed=done, total=self.replications)
        return not self.stopped

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        """Answer the first Ctrl-C: keep what is done. The second one ends the process."""
        if self.stopped:
            raise KeyboardInterrupt
        self.stopped = True
        self.console.say(self.console.translate("stopping: what is done is kept (Ctrl-C again: nothing is)"))


@contextmanager
def simulation_progress(console: "Console", replications: int) -> Iterator[SimulationProgress]:
    """Show progress within the block and let Ctrl-C keep what is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console.err, transient=True, disable=not console.err.is_terminal) as bar:
        progress = SimulationProgress(console, bar, replications)
        before = signal.signal(signal.SIGINT, progress.stop)
        try:
            yield progress
        finally:
            signal.signal(signal.SIGINT, before)
