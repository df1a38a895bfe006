"""What routes ask of the application: a unit of work or the store, processes, the time, the bounds and the reader's language."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from api.computing import Computing
from api.languages import language_asked
from api.settings import Bounds, Settings
from api.store import Store, UnitOfWork


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _writing(request: Request) -> Iterator[UnitOfWork]:
    store: Store = request.app.state.store
    with store.unit() as unit:
        yield unit


def _reading(request: Request) -> Iterator[UnitOfWork]:
    store: Store = request.app.state.store
    with store.snapshot() as unit:
        yield unit


def _store(request: Request) -> Store:
    store: Store = request.app.state.store
    return store


def _computing(request: Request) -> Computing:
    computing: Computing = request.app.state.computing
    return computing


def _now(settings: Annotated[Settings, Depends(_settings)]) -> datetime:
    return settings.clock()


def _bounds(settings: Annotated[Settings, Depends(_settings)]) -> Bounds:
    return settings.bounds


Writing = Annotated[UnitOfWork, Depends(_writing)]
Reading = Annotated[UnitOfWork, Depends(_reading)]
# Long work reads in one transaction, calculates without any, and writes in another: it takes the store itself.
Stored = Annotated[Store, Depends(_store)]
Processes = Annotated[Computing, Depends(_computing)]
Now = Annotated[datetime, Depends(_now)]
Limits = Annotated[Bounds, Depends(_bounds)]
Language = Annotated[str, Depends(language_asked)]
