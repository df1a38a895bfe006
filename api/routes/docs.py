"""The reference of the REST interface as a page of our own: FastAPI's would load scripts from elsewhere."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.console.reference import reference_page
from api.routes.asking import Language

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def docs(request: Request, language: Language) -> HTMLResponse:
    """Show every operation with its parameters, bodies and answers."""
    return HTMLResponse(reference_page(request.app.state.templates, request.app.openapi(), language))
