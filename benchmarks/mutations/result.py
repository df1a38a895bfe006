"""What became of the mutants of a run, in JSON, in lines and on a page."""

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path

from benchmarks.mutations.trial import Outcome

HARMLESS = Path(__file__).with_name("harmless.toml")
INTRODUCTION = Path(__file__).with_name("introduction.md")


@dataclass(frozen=True, slots=True)
class Result:
    """One mutant of *path*, in *line* of *where*: the line without and with it, and what the tests made of it."""

    path: str
    where: str
    line: int
    before: str
    after: str
    outcome: str

    @property
    def key(self) -> tuple[str, ...]:
        """What tells the mutant again when lines have moved."""
        return self.path, self.where, self.before, self.after


def read(path: Path | None) -> list[Result]:
    """Return the results that *path* has, none where there is no such file."""
    if path is None or not path.exists():
        return []
    return [Result(**row) for row in json.loads(path.read_text(encoding="utf-8"))]


def write(path: Path | None, results: Iterable[Result]) -> None:
    """Write *results* to *path*, where one is given."""
    if path is not None:
        rows = [asdict(result) for result in sorted(results, key=lambda result: (result.path, result.line))]
        path.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def harmless() -> dict[tuple[str, str, str], str]:
    """Return why survivors do no harm, by file, line without and line with the error."""
    groups = tomllib.loads(HARMLESS.read_text(encoding="utf-8")).get("harmless", [])
    return {(group["file"], group["line"], after): group["why"] for group in groups for after in group["with"]}


def table(results: Iterable[Result]) -> str:
    """Return how many mutants of each file were tried and caught, a line each."""
    lines = []
    for path, counts in _counts(results):
        lines.append(f"{path}: " + ", ".join(f"{counts[outcome]} {outcome.value}" for outcome in Outcome))
    return "\n".join(lines)


def page(results: list[Result], reasons: Mapping[tuple[str, str, str], str]) -> str:
    """Return a Markdown page with the figures of *results* by file and the survivors, each with its reason."""
    lines = [
        INTRODUCTION.read_text(encoding="utf-8").rstrip(),
        "",
        "| file | tried | caught | survived |",
        "|---|---|---|---|",
    ]
    total: Counter[Outcome] = Counter()
    for path, counts in _counts(results):
        total += counts
        lines.append(f"| `{path}` | {_figures(counts)} |")
    lines += [f"| all | {_figures(total)} |", "", "## Survivors", ""]
    survivors = [result for result in results if result.outcome in {Outcome.SURVIVED, Outcome.UNTRIED}]
    for path, found in groupby(
        sorted(survivors, key=lambda result: (result.path, result.line)), lambda result: result.path
    ):
        lines += [f"### {path.rpartition('/')[2]}", ""]
        for result in found:
            why = reasons.get((path, result.before, result.after), "not known yet")
            lines += [f"`{result.before}`", f"becomes `{result.after}`", f": {why}", ""]
    return "\n".join(lines).rstrip() + "\n"


def _counts(results: Iterable[Result]) -> list[tuple[str, Counter[Outcome]]]:
    ordered = sorted(results, key=lambda result: result.path)
    return [
        (path, Counter(Outcome(result.outcome) for result in found))
        for path, found in groupby(ordered, lambda result: result.path)
    ]


def _figures(counts: Counter[Outcome]) -> str:
    caught = counts[Outcome.CAUGHT] + counts[Outcome.ENDLESS]
    return f"{counts.total()} | {caught} | {counts.total() - caught}"
