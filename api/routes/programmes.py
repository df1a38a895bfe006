"""The programme of the year by REST: planned for a stored site, stored version by version, read as a page or a calendar."""

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from api.feeds.programme import programme_feed
from api.headers import CHART_PAGE_POLICY
from api.reports.programme_page import programme_page
from api.routes.asking import Language, Now, Processes, Reading, Stored
from api.routes.programme_shapes import (
    CalendarAsked,
    ProgrammeAsked,
    ProgrammedDrillAsked,
    ProgrammeHeadTold,
    StoredProgrammeTold,
)
from api.routes.shapes import DrillTold, Id
from api.routes.tables import attachment
from api.translation import translator
from api.usecases.programmed_drills import ProgrammedOrder, make_programmed
from api.usecases.stored_programmes import kept_programme, list_programmes, plan_stored
from drills.programme.documents import programme_markdown
from drills.programme.reading import read_programme
from drills.programme.year_view import year_on

router = APIRouter(prefix="/drill-programmes", tags=["drills"])

CALENDAR = "text/calendar; charset=utf-8"
MARKDOWN = "text/markdown; charset=utf-8"


@router.post("", status_code=201)
def post_programme(asked: ProgrammeAsked, store: Stored, computing: Processes, now: Now) -> StoredProgrammeTold:
    """Plan the drills of a year for a stored site and store them as its next version, with the fewest changes to what stands."""
    return StoredProgrammeTold.of_kept(
        plan_stored(store, computing, asked.site_id, asked.order(), now, anew=asked.anew)
    )


@router.get("")
def get_programmes(unit: Reading, site_id: Id | None = None) -> list[ProgrammeHeadTold]:
    """List every version of programmes, the newest first."""
    return [ProgrammeHeadTold.of(head) for head in list_programmes(unit, site_id)]


@router.post("/calendar")
def post_programme_calendar(asked: CalendarAsked, language: Language) -> Response:
    """Give a programme as a calendar file in the reader's language."""
    programme = read_programme(asked.programme, "programme")
    content = programme_feed(programme, planners=asked.planners, language=language, translate=translator(language))
    return attachment(content, CALENDAR, "drill-programme.ics")


@router.get("/{programme_id}")
def get_programme(programme_id: Id, unit: Reading) -> StoredProgrammeTold:
    """Show a version of a programme."""
    return StoredProgrammeTold.of_kept(kept_programme(unit, programme_id))


@router.post("/{programme_id}/drills", status_code=201)
def post_programmed_drill(
    programme_id: Id, asked: ProgrammedDrillAsked, store: Stored, computing: Processes, now: Now
) -> DrillTold:
    """Make a drill of the programme in a roster, on its day, with the scenario that its kind, form, level and seed draw."""
    order = ProgrammedOrder(programme_id, asked.drill, asked.roster_id, asked.service)
    return DrillTold.of(make_programmed(store, computing, order, now))


@router.get("/{programme_id}/year.html")
def get_programme_page(programme_id: Id, unit: Reading, language: Language) -> Response:
    """Give the year as a page in the reader's language, for planners."""
    kept, translate = kept_programme(unit, programme_id), translator(language)
    page = programme_page(year_on(kept.programme, kept.basis, translate), kept.basis, language, translate)
    return HTMLResponse(page, headers={"Content-Security-Policy": CHART_PAGE_POLICY})


@router.get("/{programme_id}/year.md")
def get_programme_document(programme_id: Id, unit: Reading, language: Language) -> Response:
    """Give the year as a document in the reader's language, for planners."""
    kept, translate = kept_programme(unit, programme_id), translator(language)
    text = programme_markdown(year_on(kept.programme, kept.basis, translate), translate)
    return Response(text, media_type=MARKDOWN)
