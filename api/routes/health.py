"""Whether the service and its store answer."""

from importlib.metadata import version

from fastapi import APIRouter
from pydantic import BaseModel

from api.routes.asking import Reading

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The service answers and its store can be read."""

    status: str
    version: str
    sites: int


@router.get("/health")
def health(unit: Reading) -> Health:
    """Tell whether the service and its store answer."""
    return Health(status="ok", version=version("watchbill"), sites=len(unit.sites.all()))
