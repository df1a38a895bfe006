"""The page that runs a drill."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.console.drill_run import drill_run_page
from api.languages import COOKIE
from api.routes.asking import Language, Reading
from api.routes.shapes import Id
from api.translation import LANGUAGES

router = APIRouter(include_in_schema=False)

A_YEAR = 365 * 24 * 60 * 60


@router.get("/console/drills/{drill_id}")
def page(request: Request, drill_id: Id, unit: Reading, language: Language) -> Response:
    """Show the board of a drill, by which its controller runs it."""
    drill = unit.drills.get(drill_id)
    site_id = unit.rosters.get(drill.roster_id).site_id
    answer = HTMLResponse(drill_run_page(request.app.state.templates, drill, site_id, language))
    answer.headers["Cache-Control"] = "no-store"
    if request.query_params.get("lang") in LANGUAGES:
        answer.set_cookie(COOKIE, language, max_age=A_YEAR, httponly=True, samesite="lax")
    return answer
