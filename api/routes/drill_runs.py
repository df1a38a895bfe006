"""Running a drill: plan it, lead it from phase to phase, tell what is seen, follow it live, read its log."""

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Response, UploadFile
from fastapi.responses import StreamingResponse

from api.routes.asking import Limits, Now, Processes, Reading, Stored, Writing
from api.routes.drill_run_events import Behind, News, event_stream
from api.routes.drill_run_seen_shapes import (
    AttendanceAsked,
    ChatLineAsked,
    ClosingAsked,
    CorrectionAsked,
    InjectAsked,
    JudgementAsked,
    NoteAsked,
    SheetAsked,
    StampAsked,
)
from api.routes.drill_run_shapes import CloneAsked, Commanded, Key, LiveAsked, OrderAsked, PlanAsked
from api.routes.drill_run_told import BoardTold, CarriedTold, LiveTold, Telling
from api.routes.reading import HowToRead
from api.routes.received import received
from api.routes.shapes import DrillTold, Id, Name
from api.usecases.drill_run import carry_out, plan_run, run_in
from api.usecases.drill_run_clone import clone_drill
from api.usecases.drill_run_measuring import Export, record_export
from api.usecases.drill_run_orders import give_order
from api.usecases.drill_run_people import record_attendance
from api.usecases.drill_run_practice import practise
from api.usecases.drill_run_service import record_live
from drills.exercise import Order, Phase, log_text

router = APIRouter(prefix="/drills/{drill_id}", tags=["drill runs"])

JSON_LINES = "application/x-ndjson; charset=utf-8"
EVENTS: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {}}, "description": "The lines of the log as they are written"}
}


@router.post("/clone", status_code=201)
def post_clone(drill_id: Id, asked: CloneAsked, store: Stored, computing: Processes, now: Now) -> DrillTold:
    """Make a new drill of the same frozen scenario, to be run again: one drill has one run."""
    return DrillTold.of(clone_drill(store, computing, drill_id, asked.cloning(), now))


@router.post("/practice", status_code=201)
def post_practice(drill_id: Id, asked: Commanded, store: Stored, now: Now) -> DrillTold:
    """Make a practice of a drill, to be approved and started at once by its controller alone; it counts for nothing."""
    return DrillTold.of(practise(store, drill_id, asked.order(now)), Phase.PLANNED)


@router.post("/run", status_code=201)
def post_run(drill_id: Id, asked: PlanAsked, store: Stored, computing: Processes, teller: Telling) -> CarriedTold:
    """Plan the run of a drill, once for good; what it will be held against is rehearsed now and stands in its first line."""
    return teller.carried(plan_run(store, computing, drill_id, asked.planning(), teller.now))


@router.get("/run")
def get_run(drill_id: Id, unit: Reading, teller: Telling) -> BoardTold:
    """Show where a drill stands."""
    return teller.board(run_in(unit, drill_id))


@router.post("/run/orders")
def post_order(drill_id: Id, asked: OrderAsked, store: Stored, computing: Processes, teller: Telling) -> CarriedTold:
    """Lead a drill to its next phase: approve, go, start, pause, resume, end, abort, call-off, evaluate, report, close.

    Cover is looked at again for approve and go. No go is an answer, not a refusal: the board says so, and why.
    """
    return teller.carried(give_order(store, computing, drill_id, asked.order(teller.now), asked.ordered()))


@router.post("/run/injects/{inject}")
def post_inject(drill_id: Id, inject: Name, asked: InjectAsked, unit: Writing, teller: Telling) -> CarriedTold:
    """Give an inject by hand."""
    return teller.carried(carry_out(unit, drill_id, asked.order(teller.now), asked.act(inject)))


@router.post("/run/stamps")
def post_stamp(drill_id: Id, asked: StampAsked, unit: Writing, teller: Telling) -> CarriedTold:
    """Stamp an act of a player: acknowledged, graded, escalated, first response, statement, a decision and so on."""
    return teller.carried(carry_out(unit, drill_id, asked.order(teller.now), asked.act()))


@router.post("/run/judgements")
def post_judgement(drill_id: Id, asked: JudgementAsked, unit: Writing, teller: Telling) -> CarriedTold:
    """Say at once, as an evaluator, whether what was seen meets an expectation."""
    return teller.carried(carry_out(unit, drill_id, asked.order(teller.now), asked.act()))


@router.post("/run/sheets")
def post_sheet(drill_id: Id, asked: SheetAsked, unit: Writing, teller: Telling) -> CarriedTold:
    """Hand in an evaluator's sheet; the one that they handed in before is out."""
    return teller.carried(carry_out(unit, drill_id, asked.order(teller.now), asked.act()))


@router.post("/run/notes")
def post_note(drill_id: Id, asked: NoteAsked, unit: Writing, teller: Telling) -> CarriedTold:
    """Note an observation in words."""
    return teller.carried(carry_out(unit, drill_id, asked.order(teller.now), asked.act()))


@router.post("/run/attendance")
def post_attendance(drill_id: Id, asked: AttendanceAsked, unit: Writing, teller: Telling) -> CarriedTold:
    """Say whether somebody who has a seat is there."""
    carried = record_attendance(unit, drill_id, asked.order(teller.now), asked.agent, present=asked.present)
    return teller.carried(carried)


@router.post("/run/corrections")
def post_correction(drill_id: Id, asked: CorrectionAsked, unit: Writing, teller: Telling) -> CarriedTold:
    """Correct a line; it stays as it was written, and a later line says what is true."""
    return teller.carried(carry_out(unit, drill_id, asked.order(teller.now), asked.act()))


@router.post("/run/live-service")
def post_live_service(drill_id: Id, asked: LiveAsked, unit: Writing, teller: Telling) -> LiveTold:
    """Tell what the live queues did during the drill; a queue under its floor for half an hour breaks it off."""
    rows = [row.row() for row in asked.rows]
    order, translate = asked.order(teller.now), teller.translate
    return teller.measured(record_live(unit, drill_id, order, rows, translate, aborts=asked.aborts))


@router.post("/run/live-service/export")
def post_live_export(
    drill_id: Id,
    by: Annotated[Name, Form()],
    file: Annotated[UploadFile, File(description="CSV, XLSX or Parquet: contacts offered and answered in time")],
    options: HowToRead,
    store: Stored,
    computing: Processes,
    bounds: Limits,
    teller: Telling,
    key: Annotated[Key, Form()] = "",
    within: Annotated[Name | None, Form(description="column of contacts answered in time")] = None,
    aborts: Annotated[bool, Form()] = True,  # noqa: FBT002  # a field of a form
) -> LiveTold:
    """Tell what live queues did from the day's export; what was to be expected without a drill is simulated for those who came."""
    export = Export(received([file], bounds.upload_bytes), options, within)
    order = Order(teller.now, by, key)
    measured = record_export(store, computing, drill_id, order, export, bounds, teller.translate, aborts=aborts)
    return teller.measured(measured)


@router.post("/run/chats/{roleplay}/lines")
def post_chat_line(drill_id: Id, roleplay: Name, asked: ChatLineAsked, unit: Writing, teller: Telling) -> CarriedTold:
    """Say something in a role play; what a player says is looked through for forbidden phrases."""
    return teller.carried(carry_out(unit, drill_id, asked.order(teller.now), asked.act(roleplay)))


@router.post("/run/chats/{roleplay}/closing")
def post_chat_closing(drill_id: Id, roleplay: Name, asked: ClosingAsked, unit: Writing, teller: Telling) -> CarriedTold:
    """Close a role play."""
    return teller.carried(carry_out(unit, drill_id, asked.order(teller.now), asked.act(roleplay)))


@router.get("/run/log", responses={200: {"content": {"application/x-ndjson": {}}}}, response_class=Response)
def get_log(drill_id: Id, unit: Reading) -> Response:
    """Give the log, one JSON object a line, each chained to the one before by its SHA-256."""
    return Response(log_text(run_in(unit, drill_id).log), media_type=JSON_LINES)


@router.get("/run/events", responses=EVENTS, response_class=StreamingResponse)
def get_events(drill_id: Id, store: Stored, news: News, behind: Behind) -> StreamingResponse:
    """Follow a run: its lines as server-sent events, those behind ``Last-Event-ID`` (or ``after``) first, none twice, none left out."""
    with store.snapshot() as unit:
        run_in(unit, drill_id)
    return event_stream(news, drill_id, behind)
