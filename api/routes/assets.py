"""Scripts and styles: the package's own and plotly from its Python package, so that no page needs a network."""

from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse
from starlette.staticfiles import StaticFiles

router = APIRouter(include_in_schema=False)


@router.get("/static/plotly.min.js")
def plotly() -> FileResponse:
    """Give plotly.js."""
    path = Path(str(files("plotly") / "package_data" / "plotly.min.js"))
    return FileResponse(path, media_type="text/javascript", headers={"Cache-Control": "max-age=86400"})


def mount_assets(app: FastAPI) -> None:
    """Serve the package's static files below ``/static``."""
    app.mount("/static", StaticFiles(packages=[("api", "static")]), name="static")
