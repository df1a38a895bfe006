"""Work in processes of its own: bounded, isolated, gone when it should be."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.computing import Computing
from api.errors import BusyError, WorkStoppedError
from forecasting.errors import Fault, FrameError, InputError

ROOT = Path(__file__).parents[2]
LONG_SECONDS = 60.0

PARENT = """
from api.computing import Computing
if __name__ == "__main__":
    computing = Computing(1, 0, 60.0)
    computing.run(exec, "print('at work', flush=True)")
    computing.run(exec, "import time; time.sleep(5); print('still there', flush=True)")
"""


def refuse() -> None:
    raise InputError([Fault("volume.csv", "is odd", 7)])


def refuse_frame() -> None:
    raise FrameError("HISTORY", ["column start is missing"])


def say_and_wait(path: Path, seconds: float) -> None:
    path.touch()
    time.sleep(seconds)


@pytest.fixture(scope="module")
def computing() -> Iterator[Computing]:
    """One process and nobody waiting."""
    made = Computing(1, 0, LONG_SECONDS)
    yield made
    made.close()


def wait_for(path: Path) -> None:
    while not path.exists():
        threading.Event().wait(0.01)


class Asking:
    """Somebody who waits for work in a thread; *told* is the answer or the error."""

    def __init__(self, computing: Computing, path: Path) -> None:
        self.told: object = None
        self._thread = threading.Thread(target=self._ask, args=(computing, path))
        self._thread.start()
        wait_for(path)

    def _ask(self, computing: Computing, path: Path) -> None:
        try:
            self.told = computing.run(say_and_wait, path, LONG_SECONDS)
        except WorkStoppedError as error:
            self.told = error

    def answer(self) -> object:
        self._thread.join()
        return self.told


def test_work_is_done_in_another_process_that_is_used_again(computing: Computing) -> None:
    first = computing.run(os.getpid)
    assert first != os.getpid()
    assert computing.run(os.getpid) == first


def test_errors_come_back_with_every_fault(computing: Computing) -> None:
    with pytest.raises(InputError) as refused:
        computing.run(refuse)
    assert refused.value.faults == (Fault("volume.csv", "is odd", 7),)
    with pytest.raises(FrameError) as wrong:
        computing.run(refuse_frame)
    assert wrong.value.faults == ("column start is missing",)


def test_a_process_that_dies_takes_its_work_along_and_is_replaced(computing: Computing) -> None:
    with pytest.raises(WorkStoppedError, match="nothing was stored"):
        computing.run(os._exit, 3)
    assert computing.run(os.getpid) != os.getpid()


def test_what_takes_too_long_is_stopped() -> None:
    hasty = Computing(1, 0, 0.01)
    with pytest.raises(WorkStoppedError, match=r"longer than 0\.01 seconds"):
        hasty.run(time.sleep, LONG_SECONDS)
    hasty.close()


def test_more_than_may_wait_are_refused_and_the_end_stops_who_is_at_work(tmp_path: Path) -> None:
    computing = Computing(1, 0, LONG_SECONDS)
    somebody = Asking(computing, tmp_path / "begun")
    with pytest.raises(BusyError):
        computing.run(os.getpid)
    computing.close()
    assert isinstance(somebody.answer(), WorkStoppedError)
    with pytest.raises(WorkStoppedError):
        computing.run(os.getpid)


def test_without_processes_work_is_done_here() -> None:
    assert Computing(0, 0, 1.0).run(os.getpid) == os.getpid()


def test_a_killed_service_leaves_no_process_behind(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(textwrap.dedent(PARENT), encoding="utf-8")
    with subprocess.Popen([sys.executable, str(script)], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "at work\n"
        os.kill(parent.pid, signal.SIGKILL)
        # The worker writes to the same pipe: the pipe ends when the worker does.
        assert parent.stdout.read() == ""
