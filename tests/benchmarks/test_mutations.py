"""The mutator makes the errors that it says, and sees which of them tests notice."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.mutations.mutants import mutants_of
from benchmarks.mutations.result import Result, page, read, table, write
from benchmarks.mutations.touched import Touched

ROOT = Path(__file__).parents[2]
RULE = '''
"""Text 5 < 6 stays."""
from dataclasses import dataclass

@dataclass(frozen=True)
class Most:
    most: int = 3

    def keeps(self, count: int, *, spared: bool) -> bool:
        return spared or not (
            count + 1 > self.most  # one more
        )
'''


def made(source: str) -> set[str]:
    text = source.encode()
    return {mutant.shown(text)[1] for mutant in mutants_of(text)}


@pytest.mark.parametrize(
    ("line", "errors"),
    [
        ("a < b", {"a <= b", "a >= b"}),
        ("a <= b < c", {"a < b < c", "a > b < c", "a <= b <= c", "a <= b >= c"}),
        ("(a) not in (b)", {"(a) in (b)"}),
        ("a is  not None", {"a is None"}),
        ("a - b", {"a + b"}),
        ("-(-a // b)", {"(-a // b)", "-(a // b)", "-(-a * b)"}),
        ("a and b or c", {"a or b or c", "a and b and c"}),
        ("not a", {"a"}),
        ("min(a, b)", {"max(a, b)"}),
        ("f(3)", {"f(4)", "f(2)"}),
        ("f(0)", {"f(1)", "f((-1))"}),
        ("f(True)", {"f(False)"}),
        ("f'{a + 1}' % b", {"f'{a + 1}' * b"}),
    ],
)
def test_every_sign_figure_and_word_has_its_errors(line: str, errors: set[str]) -> None:
    assert made(line) == errors


def test_annotations_decorators_and_texts_are_left_alone() -> None:
    assert made(RULE) == {
        "most: int = 4",
        "most: int = 2",
        "return spared and not (",
        "return spared or  (",
        "count - 1 > self.most  # one more",
        "count + 2 > self.most  # one more",
        "count + 0 > self.most  # one more",
        "count + 1 >= self.most  # one more",
        "count + 1 <= self.most  # one more",
    }


def test_every_error_of_every_rule_can_be_read_as_python() -> None:
    for path in (ROOT / "scheduler" / "rules").glob("*.py"):
        source = path.read_bytes()
        for mutant in mutants_of(source):
            ast.parse(mutant.applied(source))


def test_a_mutant_is_told_with_its_place_and_the_head_of_its_statement() -> None:
    source = b"class A:\n    def f(self, a):\n        if (\n            a < 3\n        ):\n            return 1\n"
    found = {mutant.shown(source)[1]: mutant for mutant in mutants_of(source)}
    assert (found["a <= 3"].where, found["a <= 3"].line, found["a <= 3"].lines) == ("A.f", 4, (3, 5))
    assert found["return 2"].lines == (6, 6)


def test_tests_of_a_line_are_its_own_and_quick_ones_come_first() -> None:
    touched = Touched(
        {("a.py", 3): {"slow", "quick"}, ("a.py", 0): {"slow", "quick"}},
        {"slow": 2.0, "quick": 1.0, "other": 0.01, "far": 5.0},
    )
    assert touched.of("a.py", (2, 3)) == ["quick", "slow"]
    assert touched.of("a.py", (8, 8)) == []
    assert touched.of_import("a.py") == ["quick", "slow", "other"]


def test_results_are_kept_and_survivors_stand_on_the_page_with_why_they_are_harmless(tmp_path: Path) -> None:
    results = [
        Result("a.py", "f", 1, "a < b", "a <= b", "caught"),
        Result("a.py", "f", 1, "a < b", "a >= b", "survived"),
        Result("b.py", "g", 2, "c + 1", "c + 2", "endless"),
    ]
    write(tmp_path / "all.json", results)
    assert read(tmp_path / "all.json") == results
    assert read(tmp_path / "none.json") == []
    assert table(results).splitlines()[0] == "a.py: 1 caught, 0 endless, 1 survived, 0 untried"
    told = page(results, {("a.py", "a < b", "a >= b"): "Equal is never seen."})
    assert "| all | 3 | 2 | 1 |" in told
    assert "Equal is never seen." in told
    assert "not known yet" in page(results, {})


def test_a_run_finds_what_the_tests_miss(tmp_path: Path) -> None:
    (tmp_path / "rule.py").write_text(RULE, encoding="utf-8")
    (tmp_path / "test_rule.py").write_text(
        "from rule import Most\n\n"
        "def test_most():\n"
        "    assert Most().keeps(1, spared=False)\n"
        "    assert not Most().keeps(9, spared=False)\n",
        encoding="utf-8",
    )
    words = [sys.executable, "-m", "benchmarks.mutations", "rule.py", "--tests", "test_rule.py", "--json", "found.json"]
    done = subprocess.run(
        words, cwd=tmp_path, env={"PYTHONPATH": f"{tmp_path}:{ROOT}"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = {row["after"]: row["outcome"] for row in json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))}
    assert set(found) == made(RULE)
    caught = {after for after, outcome in found.items() if outcome == "caught"}
    assert caught == {"return spared and not (", "return spared or  (", "count + 1 <= self.most  # one more"}
