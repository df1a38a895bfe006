"""Which small errors of the rules no test would notice: ``python -m benchmarks.mutations [FILE…] --json FILE``.

Every comparison, sign, figure and connective of each file is changed by itself, in memory, and the tests that run the
statement are run until one fails. What none notices is listed, with why it is harmless where ``harmless.toml`` says so.
Start it in the checkout whose files are to be tried.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import ortools.sat.python.cp_model  # noqa: F401  # here once, so that no trial loads it again
import pandas as pd  # noqa: F401  # as above
import pytest

from benchmarks.mutations.mutants import mutants_of
from benchmarks.mutations.result import Result, harmless, page, read, table, write
from benchmarks.mutations.touched import Recorder, Touched
from benchmarks.mutations.trial import QUIET, Outcome, Steady, tried

RULES = "scheduler/rules"
TESTS = (
    "tests/scheduler/rules",
    "tests/scheduler/training",
    "tests/scheduler/test_staggering.py",
    "tests/scheduler/formats/test_rules_for_some.py",
    "tests/scheduler/objective/test_soft_rules_agree.py",
)
EXAMPLES = 300
SECONDS = 30  # and five times what the tests take without any error


def main() -> int:
    """Try the mutants of the files named, by default of every rule; print what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutations", description=__doc__)
    parser.add_argument("files", nargs="*", help=f"files under the working directory, by default those of {RULES}")
    parser.add_argument("--tests", nargs="+", default=list(TESTS), help="test files and folders")
    parser.add_argument(
        "--examples", type=int, default=EXAMPLES, help=f"of each random test at most (default {EXAMPLES})"
    )
    parser.add_argument("--json", type=Path, help="file to write the mutants and what became of them to")
    parser.add_argument(
        "--keep",
        action="store_true",
        help="try again only what the JSON file does not tell as caught, nor harmless.toml as harmless",
    )
    parser.add_argument("--page", type=Path, help="Markdown page to write the figures and the survivors to")
    parser.add_argument("--untried", action="store_true", help="try nothing, tell what the JSON file has")
    options = parser.parse_args()
    root = Path.cwd()
    results = read(options.json)
    if not options.untried:
        files = options.files or sorted(path.relative_to(root).as_posix() for path in (root / RULES).glob("*.py"))
        known = known_before(results, harmless()) if options.keep else {}
        touched = tests_of(root, files, options.tests, options.examples)
        for path in files:
            found = list(trials(root, path, touched, known, options.examples))
            results = [result for result in results if result.path != path] + found
            write(options.json, results)
    print(table(results))
    if options.page is not None:
        options.page.write_text(page(results, harmless()), encoding="utf-8")
    return 0


def known_before(results: list[Result], reasons: Mapping[tuple[str, str, str], str]) -> dict[tuple[str, ...], Outcome]:
    """Return what need not be tried again: caught, or known to be harmless; nothing of which the words tell two outcomes."""
    known: dict[tuple[str, ...], set[str]] = {}
    for result in results:
        explained = (result.path, result.before, result.after) in reasons
        is_known = result.outcome == Outcome.CAUGHT or (explained and result.outcome == Outcome.SURVIVED)
        known.setdefault(result.key, set()).add(result.outcome if is_known else "")
    return {key: Outcome(*outcomes) for key, outcomes in known.items() if len(outcomes) == 1 and "" not in outcomes}


def tests_of(root: Path, files: list[str], tests: list[str], examples: int) -> Touched:
    """Run *tests* once, in a process of its own, and return what each runs of *files*."""
    with get_context("fork").Pool(1) as pool:
        return pool.apply(_recorded, (root, files, tests, examples))


def _recorded(root: Path, files: list[str], tests: list[str], examples: int) -> Touched:
    recorder = Recorder(root, files)
    if pytest.main([*QUIET, *tests], plugins=[recorder, Steady(examples)]) != pytest.ExitCode.OK:
        print("tests that fail without any error in the rules are left out", file=sys.stderr)
    return recorder.touched


def trials(
    root: Path, path: str, touched: Touched, known: Mapping[tuple[str, ...], Outcome], examples: int
) -> Iterator[Result]:
    """Yield what becomes of each mutant of *path*; those that are *known* are not tried again."""
    source = (root / path).read_bytes()
    for mutant in mutants_of(source):
        before, after = mutant.shown(source)
        told = Result(path, mutant.where, mutant.line, before, after, "")
        outcome = known.get(told.key)
        if outcome is None:
            tests = touched.of(path, mutant.lines) if mutant.inside else touched.of_import(path)
            seconds = SECONDS + round(5 * sum(touched.seconds[test] for test in tests))
            outcome = tried(root, path, mutant.applied(source), tests, seconds, examples)
            if outcome in {Outcome.SURVIVED, Outcome.UNTRIED}:
                print(
                    f"{path}:{mutant.line} {mutant.where} {outcome} of {len(tests)}: {before}  →  {after}", flush=True
                )
        yield replace(told, outcome=outcome)


if __name__ == "__main__":
    sys.exit(main())
