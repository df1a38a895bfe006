"""The programme of the year by REST: planned for a stored site, given back to be planned anew, read as a calendar."""

from fastapi import APIRouter, Response

from api.feeds.programme import programme_feed
from api.routes.asking import Language, Now, Processes, Stored
from api.routes.programme_shapes import CalendarAsked, ProgrammeAsked, ProgrammeTold
from api.routes.tables import attachment
from api.translation import translator
from api.usecases.stored_programmes import plan_stored
from drills.programme.reading import read_programme

router = APIRouter(prefix="/drill-programmes", tags=["drills"])

CALENDAR = "text/calendar; charset=utf-8"


@router.post("")
def post_programme(asked: ProgrammeAsked, store: Stored, computing: Processes, now: Now) -> ProgrammeTold:
    """Plan the drills of a year for a stored site, or plan them anew with the fewest changes; nothing is stored."""
    return ProgrammeTold.of(plan_stored(store, computing, asked.site_id, asked.order(), now).programme)


@router.post("/calendar")
def post_programme_calendar(asked: CalendarAsked, language: Language) -> Response:
    """Give a programme as a calendar file in the reader's language."""
    programme = read_programme(asked.programme, "programme")
    content = programme_feed(programme, planners=asked.planners, language=language, translate=translator(language))
    return attachment(content, CALENDAR, "drill-programme.ics")
