"""Reports of stored drills: each a function of the log that is stored, and of the book of actions."""

import json

from api.reports.drill_report import drill_report_html
from api.reports.drill_report_docx import drill_report_docx
from api.store import UnitOfWork
from api.translation import translator
from api.usecases.drill_actions import book_of, site_of_drill
from api.usecases.drill_evidence import evidence_zip
from drills.exercise import Log
from drills.improvement import Book
from drills.msel import msel_csv
from drills.reading import read_drill
from drills.report import drill_report, report_json
from drills.scoring import score, score_json


def log_in(unit: UnitOfWork, drill_id: int) -> Log:
    """Return the log of a drill. Raises NotFoundError where there is no such drill or no run of it."""
    unit.drills.get(drill_id)
    return unit.drill_runs.log(drill_id)


def stored_score(unit: UnitOfWork, drill_id: int) -> str:
    """Return the score of a drill as JSON, under the rules that its log names."""
    return score_json(score(log_in(unit, drill_id)))


def stored_data(unit: UnitOfWork, drill_id: int) -> str:
    """Return the report of a drill as JSON."""
    return report_json(log_in(unit, drill_id))


def stored_page(unit: UnitOfWork, drill_id: int, language: str) -> str:
    """Return the report of a drill as an HTML page."""
    report = drill_report(log_in(unit, drill_id), _book(unit, drill_id))
    return drill_report_html(report, translator(language), language)


def stored_word_file(unit: UnitOfWork, drill_id: int, language: str) -> bytes:
    """Return the report of a drill as a Word file."""
    report = drill_report(log_in(unit, drill_id), _book(unit, drill_id))
    return drill_report_docx(report, translator(language), language)


def stored_msel(unit: UnitOfWork, drill_id: int) -> bytes:
    """Return the list of injects of a drill as CSV, whether it was run or not."""
    drill = read_drill(json.dumps(unit.drills.get(drill_id).document))
    return msel_csv(drill.scenario, drill)


def stored_evidence(unit: UnitOfWork, drill_id: int) -> bytes:
    """Return the evidence of a drill as a zip file."""
    return evidence_zip(log_in(unit, drill_id), _book(unit, drill_id))


def _book(unit: UnitOfWork, drill_id: int) -> Book:
    return book_of(unit, site_of_drill(unit, drill_id))
