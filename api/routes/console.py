"""The web console: its first page and what the page's scripts ask for."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from api.console.figures import compact_grid, coverage_figures, forecast_figures
from api.console.page import Shown, first_page
from api.console.recent import RecentPlans
from api.headers import CHART_PAGE_POLICY
from api.languages import COOKIE
from api.routes.asking import Language, Now, Reading
from api.routes.shapes import Id
from api.translation import LANGUAGES, translator
from api.usecases.drills import drill_in_view
from api.usecases.plan_views import shown_roster

router = APIRouter(include_in_schema=False)

A_YEAR = 365 * 24 * 60 * 60


def _plans(request: Request) -> RecentPlans:
    plans: RecentPlans = request.app.state.plans
    return plans


Plans = Annotated[RecentPlans, Depends(_plans)]


@router.get("/")
def page(
    request: Request, unit: Reading, plans: Plans, language: Language, now: Now, roster: Id | None = None
) -> Response:
    """Show the roster published last, or the one asked for."""
    roster_id = shown_roster(unit, roster)
    shown = Shown()
    if roster_id is not None:
        head = unit.rosters.get(roster_id)
        drill = drill_in_view(unit, head.site_id, now)
        text = None if drill is None else unit.drills.text(drill.id, language)
        shown = Shown(plans.get(unit, roster_id), head, drill, text)
    answer = HTMLResponse(first_page(request.app.state.templates, shown, language, now))
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = CHART_PAGE_POLICY
    if request.query_params.get("lang") in LANGUAGES:
        answer.set_cookie(COOKIE, language, max_age=A_YEAR, httponly=True, samesite="lax")
    return answer


@router.get("/console/rosters/{roster_id}/forecast")
def forecast(roster_id: Id, queue: str, unit: Reading, plans: Plans, language: Language) -> Response:
    """Give the figures of one queue's forecast."""
    return JSONResponse(forecast_figures(plans.get(unit, roster_id), queue, translator(language)))


@router.get("/console/rosters/{roster_id}/coverage")
def coverage(roster_id: Id, team: str, unit: Reading, plans: Plans, language: Language) -> Response:
    """Give the figures of one team's coverage."""
    return JSONResponse(coverage_figures(plans.get(unit, roster_id), team, translator(language)))


@router.get("/console/rosters/{roster_id}/grid")
def grid(roster_id: Id, unit: Reading, plans: Plans, language: Language) -> Response:
    """Give the roster as agents by days."""
    return JSONResponse(compact_grid(plans.get(unit, roster_id), language, translator(language)))
