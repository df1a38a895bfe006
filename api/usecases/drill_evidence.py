"""The report of a drill and its evidence, from its log."""

from importlib.metadata import version

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from api.reports.drill_report import drill_report_html
from api.reports.drill_report_docx import drill_report_docx
from api.translation import LANGUAGES, translator
from drills.evidence import ACTIONS, BOOK, DRILL, LOG, MSEL, README, REPORT, RULES, SCORE, with_sums, zipped
from drills.exercise import Log, log_text, run_of
from drills.improvement import Book, action_record, book_text
from drills.msel import msel_csv
from drills.report import DrillReport, actions_about, drill_report, report_json
from drills.scenario.canonical import canonical_json
from drills.scoring import rules_called, score, score_json

SHORT = {"en": "en", "zh_CN": "zh"}  # of languages, in the names of files


def report_files(log: Log, book: Book | None, languages: tuple[str, ...] = tuple(LANGUAGES)) -> dict[str, bytes]:
    """Return the report on *log* by name of file: data, and a page and a Word file in each of *languages*."""
    return {REPORT: report_json(log).encode(), **_pages(drill_report(log, book), languages)}


def _pages(told: DrillReport, languages: tuple[str, ...] = tuple(LANGUAGES)) -> dict[str, bytes]:
    files = {}
    for language in languages:
        translate, short = translator(language), SHORT[language]
        files[f"report.{short}.html"] = drill_report_html(told, translate, language).encode()
        files[f"report.{short}.docx"] = drill_report_docx(told, translate, language)
    return files


def evidence_files(log: Log, book: Book | None = None) -> dict[str, bytes]:
    """Return every file of the evidence on *log*, the list of sums last; *book* only where it has something about this drill."""
    about = () if book is None else actions_about(log, book)
    mine = book if about else None
    drill = run_of(log).drill
    first, told = log.line(1).data, drill_report(log, mine)
    files = {
        README: _readme(log, told).encode(),
        LOG: log_text(log).encode(),
        DRILL: canonical_json(first["drill"]).encode(),
        RULES: canonical_json(rules_called(str(first["rules"]))).encode(),
        SCORE: score_json(score(log)).encode(),
        REPORT: report_json(log).encode(),
        **_pages(told),
        MSEL: msel_csv(drill.scenario, drill),
    }
    if mine is not None:
        records = [action_record(action) for action in about]
        files |= {BOOK: book_text(mine).encode(), ACTIONS: canonical_json(records).encode()}
    return with_sums(files)


def evidence_zip(log: Log, book: Book | None = None) -> bytes:
    """Return the evidence on *log* as one zip file. Same log and book: the same bytes."""
    return zipped(evidence_files(log, book))


def _readme(log: Log, told: DrillReport) -> str:
    environment = Environment(
        loader=PackageLoader("api"),
        undefined=StrictUndefined,
        autoescape=select_autoescape(),
        keep_trailing_newline=True,
    )
    values = {
        "title_zh": told.title.zh,
        "title_en": told.title.en,
        "drill": told.drill,
        "lines": len(log),
        "digest": log.last.digest,
        "fingerprint": told.fingerprint,
        "version": version("watchbill"),
    }
    return environment.get_template("drill_evidence.txt").render(values)
