"""The log of a drill as a file: held by one process, read as it was written, every line on the disk before anybody goes on."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from api.errors import ConflictError
from api.exclusive import hold
from api.usecases.drill_log_file import BEGINNING
from drills.drill import Drill
from drills.errors import LogError
from drills.exercise import Line, Log, Run, log_text, read_log, run_of
from drills.record import drill_record
from drills.scenario.canonical import plain
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence


@dataclass(slots=True)
class LogFile:
    """A *file* at *path* that this process holds; *lines* are on the disk. *torn*: a last line that was never wholly written was cut off."""

    path: Path
    file: BinaryIO
    lines: int = 0
    torn: bool = field(default=False)

    def run(self, drill: Drill) -> Run | None:
        """Return the run of *drill* whose log this is, None where nothing was written yet.

        Raises LogError for a log that was changed, InputError for that of another drill.
        """
        text = self._whole_lines()
        if not text:
            return None
        log = self._read(text)
        if log.line(1).data.get("drill") != plain(drill_record(drill)):
            raise InputError([self._of_another(log, drill)])
        self.lines = len(log)
        return run_of(log)

    def _whole_lines(self) -> str:
        """Return what was wholly written; cut off a last line without its end, which nobody was told of."""
        self.file.seek(0)
        content = self.file.read()
        whole = content[: content.rfind(b"\n") + 1]
        try:
            text = whole.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InputError([Fault(str(self.path), N_("is not UTF-8"), value=error.reason)]) from error
        if content and not content.startswith(BEGINNING.encode()[: len(content)]):
            raise LogError([Sentence(N_("{file} is no log of a drill; it stays as it is"), file=self.path)])
        if content != whole:
            if whole:
                self._read(text)  # what was changed stays as it is
            self.file.truncate(len(whole))
            self.torn = True
        return text

    def _read(self, text: str) -> Log:
        try:
            return read_log(text)
        except LogError as error:
            told = Sentence(N_("{file} is no log, or was changed; it stays as it is"), file=self.path)
            raise LogError([told, *error.faults]) from error

    def _of_another(self, log: Log, drill: Drill) -> Fault:
        record = log.line(1).data.get("drill")
        found = record.get("id") if isinstance(record, dict) else None
        expected: str = Sentence(N_("the log of drill {drill}"), drill=drill.id)
        if found == drill.id:
            expected = Sentence(N_("the log of drill {drill} as its record is now"), drill=drill.id)
        return Fault(str(self.path), N_("is the log of another drill"), 1, "drill", str(found), expected)

    def add(self, log: Log) -> tuple[Line, ...]:
        """Write the lines of *log* that are not on the disk yet and wait until they are; return them."""
        new = log.lines[self.lines :]
        if new:
            self.file.seek(0, os.SEEK_END)
            self.file.write(log_text(new).encode())
            self.file.flush()
            os.fsync(self.file.fileno())
            self.lines = len(log)
        return new


@contextmanager
def held(path: Path) -> Iterator[LogFile]:
    """Hold the log at *path*, made where there is none; gone again where nothing is written to it.

    Raises ConflictError where another process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        if not hold(file):
            raise ConflictError(Sentence(N_("{file} is held by another process that runs this drill"), file=path))
        try:
            yield LogFile(path, file)
        finally:
            if os.fstat(file.fileno()).st_size == 0:
                path.unlink(missing_ok=True)
