"""One mutant before the tests, in a process of its own: it is never written to disk."""

import importlib.abc
import importlib.machinery
import importlib.util
import os
import resource
import signal
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, settings

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec

MOST_BYTES = 6 * 2**30
QUIET = ("-q", "-p", "no:cacheprovider", "-W", "ignore:Module already imported")


class Outcome(StrEnum):
    """What the tests made of a mutant."""

    CAUGHT = "caught"
    ENDLESS = "endless"
    SURVIVED = "survived"
    UNTRIED = "untried"


@dataclass
class Chosen:
    """A plugin of pytest that keeps the tests named in *tests*, in that order, and tries few examples, always the same."""

    tests: Sequence[str]
    examples: int

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep what was chosen."""
        place = {test: number for number, test in enumerate(self.tests)}
        items[:] = sorted((item for item in items if item.nodeid in place), key=lambda item: place[item.nodeid])
        steady(items, self.examples)


@dataclass
class Steady:
    """A plugin of pytest that tries few examples, always the same."""

    examples: int

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Change the settings of Hypothesis."""
        steady(items, self.examples)


def steady(items: Iterable[pytest.Item], examples: int) -> None:
    """Let the Hypothesis tests of *items* draw *examples* examples at most, the same each time, without shrinking."""
    for item in items:
        test = getattr(item, "obj", None)
        given = getattr(test, "_hypothesis_internal_use_settings", None)
        if given is not None:
            fewer = settings(
                given,
                max_examples=min(examples, given.max_examples),
                derandomize=True,
                database=None,
                deadline=None,
                phases=(Phase.explicit, Phase.generate),
            )
            test._hypothesis_internal_use_settings = fewer  # type: ignore[union-attr]  # noqa: SLF001  # as Hypothesis' own plugin does


class Replaced(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one file from *source* instead of from the disk."""

    def __init__(self, root: Path, path: str, source: bytes) -> None:
        self.module = path.removesuffix(".py").replace("/", ".")
        self.file, self.source = str(root / path), source

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002  # as importlib calls it
        target: ModuleType | None = None,  # noqa: ARG002  # as above
    ) -> "ModuleSpec | None":
        """Return where the module comes from; None for every other one."""
        if fullname != self.module:
            return None
        return importlib.util.spec_from_file_location(fullname, self.file, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        """Run the source."""
        exec(compile(self.source, self.file, "exec"), module.__dict__)  # noqa: S102  # our own code with one error


def tried(root: Path, path: str, source: bytes, tests: Sequence[str], seconds: int, examples: int) -> Outcome:
    """Return what *tests* make of *path* with *source* in its place; stopped after *seconds*."""
    if not tests:
        return Outcome.UNTRIED
    child = os.fork()
    if child == 0:
        os._exit(_child(root, path, source, tests, seconds, examples))
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return Outcome.ENDLESS if os.WTERMSIG(status) == signal.SIGALRM else Outcome.CAUGHT
    return Outcome.SURVIVED if os.WEXITSTATUS(status) == pytest.ExitCode.OK else Outcome.CAUGHT


def _child(root: Path, path: str, source: bytes, tests: Sequence[str], seconds: int, examples: int) -> int:
    signal.alarm(seconds)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    sys.meta_path.insert(0, Replaced(root, path, source))
    files = sorted({test.partition("::")[0] for test in tests})
    return int(pytest.main(["-x", *QUIET, *files], plugins=[Chosen(tests, examples)]))
