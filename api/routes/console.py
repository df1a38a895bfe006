"""The web console: its first page and what the page's scripts ask for."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from api.console.figures import compact_grid, coverage_figures, forecast_figures
from api.console.missing import found_missing, missing_document
from api.console.page import first_page, what_to_show
from api.console.recent import RecentPlans
from api.console.service import found_service, service_document
from api.headers import CHART_PAGE_POLICY
from api.languages import COOKIE
from api.routes.asking import Language, Now, Processes, Reading
from api.routes.shapes import Id
from api.translation import LANGUAGES, translator

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
    shown = what_to_show(unit, plans, roster, language, now)
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


@router.get("/console/rosters/{roster_id}/service")
def service(roster_id: Id, unit: Reading, plans: Plans, computing: Processes, language: Language) -> Response:
    """Give what service customers will get from a roster."""
    found = found_service(plans, unit, computing, roster_id)
    return JSONResponse(service_document(found, language, translator(language)))


@router.get("/console/rosters/{roster_id}/missing")
def missing(roster_id: Id, unit: Reading, plans: Plans, computing: Processes, language: Language) -> Response:
    """Give who is missing, and why."""
    found = found_missing(plans, unit, computing, roster_id)
    return JSONResponse(missing_document(plans.get(unit, roster_id), found, language, translator(language)))


@router.get("/console/rosters/{roster_id}/grid")
def grid(roster_id: Id, unit: Reading, plans: Plans, language: Language) -> Response:
    """Give the roster as agents by days."""
    _ = translator(language)
    return JSONResponse(plans.kept(unit, roster_id, ("grid", language), lambda plan: compact_grid(plan, language, _)))
