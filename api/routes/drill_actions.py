"""What drills showed and what is done about it: findings, the book of actions, training credit, trends."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from api.routes.asking import Language, Now, Reading, Writing
from api.routes.drill_action_asked import (
    ActionAsked,
    AssignmentAsked,
    BookOrder,
    EntryCorrectionAsked,
    EvidenceAsked,
    RemarkAsked,
)
from api.routes.drill_action_shapes import ChangedTold, FoundTold, StandingTold
from api.routes.drill_training_shapes import TrainingTold
from api.routes.drill_trend_shapes import TrendsTold
from api.routes.shapes import Id, Name
from api.routes.tables import CSV, attachment
from api.store import UnitOfWork
from api.translation import translator
from api.usecases.drill_actions import (
    Change,
    book_of,
    change_actions,
    credits_in,
    findings_in,
    retested,
    standing_of,
    training_in,
    trends_in,
    zone_of,
)
from drills.exercise import Order
from drills.improvement import book_text, training_csv, trends_svg

router = APIRouter(tags=["drill actions"])

JSON_LINES = "application/x-ndjson; charset=utf-8"
SVG = "image/svg+xml"
Answers = dict[int | str, dict[str, Any]]
LINES_ANSWER: Answers = {200: {"content": {"application/x-ndjson": {}}}}
CSV_ANSWER: Answers = {200: {"content": {"text/csv": {}}}}
SVG_ANSWER: Answers = {200: {"content": {SVG: {}}}}
Year = Annotated[int | None, Query(ge=2000, le=2200)]


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every order needs beside itself: a transaction, the time and the reader's language."""

    unit: UnitOfWork
    now: datetime
    language: str

    def changed(self, asked: BookOrder, change: Change, action: str | None = None) -> ChangedTold:
        order = Order(self.now, asked.by, asked.key)
        changed = change_actions(self.unit, asked.site_id, order, change, action)
        return ChangedTold.of_changed(changed, translator(self.language))


def _desk(unit: Writing, now: Now, language: Language) -> _Desk:
    return _Desk(unit, now, language)


Desk = Annotated[_Desk, Depends(_desk)]


@router.get("/drills/{drill_id}/findings")
def get_findings(drill_id: Id, unit: Reading, language: Language) -> list[FoundTold]:
    """Tell what a drill showed so far that has to be mended, each with the lines of its log, and whether somebody sees to it."""
    translate = translator(language)
    return [FoundTold.of_found(found, translate) for found in findings_in(unit, drill_id)]


@router.get("/actions")
def get_actions(site_id: Id, unit: Reading, now: Now, language: Language) -> StandingTold:
    """Tell how the actions of a site stand: what nobody sees to, what is late, what is to be tested again, what came back."""
    return StandingTold.of_standing(standing_of(unit, site_id, now), translator(language))


@router.get("/actions/book", responses=LINES_ANSWER, response_class=Response)
def get_book(site_id: Id, unit: Reading) -> Response:
    """Give the book of a site, one JSON object a line, each chained to the one before by its SHA-256."""
    return Response(book_text(book_of(unit, site_id)), media_type=JSON_LINES)


@router.post("/actions", status_code=201)
def post_action(asked: ActionAsked, desk: Desk) -> ChangedTold:
    """Add an action about findings."""
    return desk.changed(asked, asked.change)


@router.post("/actions/retests")
def post_retests(asked: BookOrder, desk: Desk) -> ChangedTold:
    """Write down what later drills showed of actions that are done: verified, or open again."""
    return desk.changed(asked, retested)


@router.post("/actions/corrections")
def post_entry_correction(asked: EntryCorrectionAsked, desk: Desk) -> ChangedTold:
    """Correct a line of the book; it stays as it was written, and a later line says what is true."""
    return desk.changed(asked, lambda book, local, _drills: asked.change(book, local))


@router.post("/actions/{action}/assignment")
def post_assignment(action: Name, asked: AssignmentAsked, desk: Desk) -> ChangedTold:
    """Say who has to do an action and until when."""
    return desk.changed(asked, lambda book, local, _drills: asked.change(action, book, local), action)


@router.post("/actions/{action}/evidence")
def post_evidence(action: Name, asked: EvidenceAsked, desk: Desk) -> ChangedTold:
    """Give the evidence that an action was done."""
    return desk.changed(asked, lambda book, local, _drills: asked.change(action, book, local), action)


@router.post("/actions/{action}/closing")
def post_action_closing(action: Name, asked: RemarkAsked, desk: Desk) -> ChangedTold:
    """Close an action, on evidence and, for findings rated M or U, after a later drill met them; refused with every reason."""
    return desk.changed(asked, lambda book, local, drills: asked.close(action, book, local, drills), action)


@router.post("/actions/{action}/reopening")
def post_reopening(action: Name, asked: RemarkAsked, desk: Desk) -> ChangedTold:
    """Open an action again, for a reason."""
    return desk.changed(asked, lambda book, local, _drills: asked.reopen(action, book, local), action)


@router.get("/training-records")
def get_training_records(site_id: Id, unit: Reading, now: Now, language: Language, year: Year = None) -> TrainingTold:
    """Tell the training credit of drills in a year, that of today when none is named, and how the year stands by person."""
    asked = year or now.astimezone(zone_of(unit, site_id)).year
    return TrainingTold.of_year(training_in(unit, site_id, asked), credits_in(unit, site_id), translator(language))


@router.get("/training-records.csv", responses=CSV_ANSWER, response_class=Response)
def get_training_csv(site_id: Id, unit: Reading) -> Response:
    """Give the training credit of all drills as a training record: agent, date, course, hours."""
    return attachment(training_csv(credits_in(unit, site_id)).encode(), CSV, "training-record.csv")


@router.get("/drill-trends")
def get_trends(site_id: Id, unit: Reading, language: Language) -> TrendsTold:
    """Tell how often targets are met by capability, kind of incident and team, against what was predicted, and mean times with n and spread."""
    return TrendsTold.of(trends_in(unit, site_id), translator(language))


@router.get("/drill-trends.svg", responses=SVG_ANSWER, response_class=Response)
def get_trends_picture(site_id: Id, unit: Reading, language: Language) -> Response:
    """Give the trends by capability as a picture."""
    return Response(trends_svg(trends_in(unit, site_id), translator(language)), media_type=SVG)
