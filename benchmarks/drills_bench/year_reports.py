"""The two reports that the documentation shows: the drill of the year that went best, and the one that went worst.

Beside each report lies the log that it was rendered from, and the actions that were agreed. People typed in the language of the report:
the drill is played once for each, with the same seed and so the same course.
"""

from collections.abc import Iterator
from pathlib import Path

from api.reports.drill_report import drill_report_html
from api.reports.drill_report_docx import drill_report_docx
from api.translation import translator
from benchmarks.drills_bench.year_actions import agreed
from benchmarks.drills_bench.year_drill import Staged
from benchmarks.drills_bench.year_play import Held, Year, finished
from drills.exercise import log_text, read_log
from drills.improvement import Book, book_text, read_book, scored_drill
from drills.report import drill_report

LANGUAGES = {"en": "en", "zh": "zh_CN"}
WORD = "zh"  # the language of the Word file
GOOD, FAULTS = "went-well", "with-faults"


def write_reports(year: Year, folder: Path) -> None:
    """Play the two drills in each language and write their logs, actions and reports to *folder*."""
    for name, one in chosen(year).items():
        for short, language in LANGUAGES.items():
            for file, text in played(one.staged, language).items():
                path = folder / name / file.format(short=short)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
    render_reports(folder)


def render_reports(folder: Path) -> None:
    """Render what is in *folder* again, from its logs and actions."""
    for path, content in rendered(folder):
        path.write_bytes(content)


def check_reports(folder: Path) -> list[str]:
    """Return the names of the pages in *folder* that are not what their logs render to. Word files hang on their packing, too."""
    return [
        str(path.relative_to(folder))
        for path, content in rendered(folder, word=False)
        if not path.exists() or path.read_bytes() != content
    ]


def chosen(year: Year) -> dict[str, Held]:
    """Return the drill with the most points of those that were played rather than talked through, and the one with the fewest."""
    live = [one for one in year.drills if one.staged.entry.is_live] or year.drills
    ranked = sorted(
        live, key=lambda one: (one.scored.score.points.value if one.scored.score.points else 0.0, one.scored.id)
    )
    return {GOOD: ranked[-1], FAULTS: ranked[0]}


def played(staged: Staged, language: str) -> dict[str, str]:
    """Return the log of a drill in which people type in *language*, and the actions agreed after it, by name of file."""
    run = staged.played(language)
    scored = scored_drill(run.log)
    book = agreed(Book(), scored, language)
    return {
        "log.{short}.jsonl": log_text(finished(run, scored, book).log),
        "actions.{short}.jsonl": book_text(book),
    }


def rendered(folder: Path, *, word: bool = True) -> Iterator[tuple[Path, bytes]]:
    """Yield the reports on the logs in *folder*: pages, and where asked for a *word* file in one language."""
    for path in sorted(folder.glob("*/log.*.jsonl")):
        short = path.suffixes[0].removeprefix(".")
        actions = read_book(path.with_name(f"actions.{short}.jsonl").read_text(encoding="utf-8"))
        report = drill_report(read_log(path.read_text(encoding="utf-8")), actions)
        translate = translator(LANGUAGES[short])
        yield path.with_name(f"report.{short}.html"), drill_report_html(report, translate, LANGUAGES[short]).encode()
        if word and short == WORD:
            yield path.with_name(f"report.{short}.docx"), drill_report_docx(report, translate, LANGUAGES[short])
