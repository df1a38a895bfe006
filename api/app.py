"""The service as an ASGI application; nothing exists before ``create_app`` is called."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware

from api.computing import Computing
from api.console.page import make_environment
from api.console.recent import RecentPlans
from api.drill_news import DrillNews
from api.drill_ticker import DrillTicker
from api.guard import Guard
from api.problems import REFUSALS, add_problem_handlers
from api.routes import (
    assets,
    console,
    docs,
    drill_actions,
    drill_console,
    drill_reports,
    drill_runs,
    drill_what_if,
    drills,
    explanations,
    feeds,
    forecasts,
    health,
    histories,
    programme_feeds,
    programmes,
    repairs,
    requirements,
    rosters,
    rules,
    simulations,
    sites,
)
from api.settings import Settings
from api.store import Store, open_store

API_ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    sites.router,
    histories.router,
    forecasts.router,
    requirements.router,
    rosters.router,
    repairs.router,
    explanations.router,
    rules.router,
    simulations.router,
    drills.router,
    drill_runs.router,
    drill_actions.router,
    drill_reports.router,
    drill_what_if.router,
    programme_feeds.router,
    programmes.router,
    feeds.router,
)
PAGE_ROUTERS: tuple[APIRouter, ...] = (
    feeds.calendars,
    console.router,
    drill_console.router,
    docs.router,
    assets.router,
)


def create_app(settings: Settings, store: Store | None = None) -> FastAPI:
    """Return the service over *store*, by default the one in the data directory of *settings*, opened and up to date."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    opened = store or open_store(settings.store_url)
    computing = Computing(settings.processes, settings.waiting, settings.work_seconds)
    news = DrillNews(opened)
    ticker = DrillTicker(opened, settings.clock)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with ticker.running():
            yield
        news.close()
        computing.close()
        opened.close()

    app = FastAPI(
        title="Watchbill",
        version=version("watchbill"),
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=lifespan,
        middleware=[Middleware(Guard, most_bytes=settings.bounds.upload_bytes)],
    )
    app.state.settings = settings
    app.state.store = opened
    app.state.computing = computing
    app.state.drill_news = news
    app.state.plans = RecentPlans()
    app.state.templates = make_environment()
    for router in API_ROUTERS:
        app.include_router(router, prefix="/api/v1", responses=REFUSALS)
    for router in PAGE_ROUTERS:
        app.include_router(router)
    assets.mount_assets(app)
    add_problem_handlers(app)
    return app
