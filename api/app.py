"""The service as an ASGI application; nothing exists before ``create_app`` is called."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware

from api.guard import Guard
from api.problems import add_problem_handlers
from api.routes import health
from api.settings import Settings
from api.store import Store, open_store

API_ROUTERS: tuple[APIRouter, ...] = (health.router,)


def create_app(settings: Settings, store: Store | None = None) -> FastAPI:
    """Return the service over *store*, by default the one in the data directory of *settings*, opened and up to date."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    opened = store or open_store(settings.store_url)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        opened.close()

    app = FastAPI(
        title="Watchbill",
        version=version("watchbill"),
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=lifespan,
        middleware=[Middleware(Guard)],
        max_body_size=settings.bounds.upload_bytes,
    )
    app.state.settings = settings
    app.state.store = opened
    for router in API_ROUTERS:
        app.include_router(router, prefix="/api/v1")
    add_problem_handlers(app)
    return app
