"""Which tests run which lines of the files under trial, and how long they take."""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

Line = tuple[str, int]
QUICK_SECONDS = 0.1


@dataclass
class Touched:
    """The tests by line of file, those of a whole file under line 0, and the seconds that each of all tests takes."""

    tests: dict[Line, set[str]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def of(self, path: str, lines: tuple[int, int]) -> list[str]:
        """Return the tests that run one of *lines*, both ends included, quick ones first."""
        found: set[str] = set()
        for line in range(lines[0], lines[1] + 1):
            found |= self.tests.get((path, line), set())
        return sorted(found, key=lambda test: (self.seconds[test], test))

    def of_import(self, path: str) -> list[str]:
        """Return the tests that run something of *path*, then all other quick ones: a standard value concerns them too."""
        near = self.tests.get((path, 0), set())
        found = near | {test for test, seconds in self.seconds.items() if seconds < QUICK_SECONDS}
        return sorted(found, key=lambda test: (test not in near, self.seconds[test], test))

    def leave_out(self, test: str) -> None:
        """Forget *test*."""
        self.seconds.pop(test, None)
        for tests in self.tests.values():
            tests.discard(test)


class Recorder:
    """A plugin of pytest that notes what each test runs of the files under *root* whose resolved names are in *paths*."""

    def __init__(self, root: Path, paths: list[str]) -> None:
        self.names = {str(root / path): path for path in paths}
        self.touched = Touched()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        """Trace one test."""
        seen: set[Line] = set()
        begun = time.perf_counter()
        earlier = sys.gettrace()
        sys.settrace(self._tracer(seen))
        try:
            return (yield)
        finally:
            sys.settrace(earlier)
            self.touched.seconds[item.nodeid] = time.perf_counter() - begun
            for path, line in seen:
                for place in ((path, line), (path, 0)):
                    self.touched.tests.setdefault(place, set()).add(item.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Leave out a test that fails without any error in the files."""
        if report.failed:
            self.touched.leave_out(report.nodeid)

    def _tracer(self, seen: set[Line]) -> Callable[[FrameType, str, Any], Any]:
        names = self.names

        def enter(frame: FrameType, _event: str, _arg: object) -> object:
            path = names.get(frame.f_code.co_filename)
            if path is None:
                return None
            seen.add((path, frame.f_lineno))

            def line(inner: FrameType, _event: str, _arg: object) -> object:
                seen.add((path, inner.f_lineno))
                return line

            return line

        return enter
