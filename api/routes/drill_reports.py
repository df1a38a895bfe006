"""Reports of drills: score, report as page, Word file and data, list of injects, evidence."""

from fastapi import APIRouter, Response

from api.routes.asking import Language, Reading
from api.routes.shapes import Id
from api.routes.tables import CSV, attachment
from api.usecases.drill_reports import (
    stored_data,
    stored_evidence,
    stored_msel,
    stored_page,
    stored_score,
    stored_word_file,
)

router = APIRouter(prefix="/drills", tags=["drills"])

HTML = "text/html; charset=utf-8"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JSON = "application/json"
ZIP = "application/zip"
# Nothing of a report may run or be fetched, whatever people typed into a log.
POLICY = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:"}


@router.get("/{drill_id}/score")
def get_drill_score(drill_id: Id, unit: Reading) -> Response:
    """Give the score of a drill: targets, objectives, role plays, times, live service, each number with its log lines."""
    return Response(stored_score(unit, drill_id), media_type=JSON)


@router.get("/{drill_id}/report.json")
def get_drill_report_data(drill_id: Id, unit: Reading) -> Response:
    """Give the report of a drill as data; its SHA-256 is the fingerprint that the order `report` logs."""
    return Response(stored_data(unit, drill_id), media_type=JSON)


@router.get("/{drill_id}/report.html")
def get_drill_report_page(drill_id: Id, unit: Reading, language: Language) -> Response:
    """Give the report of a drill as a page that prints, in the reader's language."""
    return Response(stored_page(unit, drill_id, language), media_type=HTML, headers=POLICY)


@router.get("/{drill_id}/report.docx")
def get_drill_report_word_file(drill_id: Id, unit: Reading, language: Language) -> Response:
    """Give the report of a drill as a Word file in the reader's language."""
    return attachment(stored_word_file(unit, drill_id, language), WORD, f"drill-{drill_id}-report.docx")


@router.get("/{drill_id}/msel.csv")
def get_drill_msel(drill_id: Id, unit: Reading) -> Response:
    """Give the list of injects (MSEL) of a drill as CSV; names the cause, so it is not for players."""
    return attachment(stored_msel(unit, drill_id), CSV, f"drill-{drill_id}-msel.csv")


@router.get("/{drill_id}/evidence.zip")
def get_drill_evidence(drill_id: Id, unit: Reading) -> Response:
    """Give the evidence of a drill: log, score, report and sums in one zip file that anybody can check."""
    return attachment(stored_evidence(unit, drill_id), ZIP, f"drill-{drill_id}-evidence.zip")
