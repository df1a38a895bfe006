"""Requirements: work out the people that a forecast takes, read them per queue or team."""

from enum import StrEnum

from fastapi import APIRouter, Response

from api.routes.asking import Now, Reading, Writing
from api.routes.shapes import Asked, Id, PlannedTold, Told
from api.routes.tables import Columns, TableFormat, columns, csv_answer
from api.usecases.requirements import add_requirement, list_requirements

router = APIRouter(prefix="/requirements", tags=["requirements"])


class Grouping(StrEnum):
    """Whose requirement is told."""

    TEAM = "team"
    QUEUE = "queue"


class RequirementAsked(Asked):
    """The forecast to find people for."""

    forecast_id: Id


class RequirementTold(Told):
    """A requirement with its values by column, laid out as REQUIREMENT."""

    head: PlannedTold
    values: Columns


@router.post("", status_code=201)
def post_requirement(asked: RequirementAsked, unit: Writing, now: Now) -> PlannedTold:
    """Work out the people that a forecast takes."""
    return PlannedTold.of(add_requirement(unit, asked.forecast_id, now))


@router.get("")
def get_requirements(site_id: Id, unit: Reading) -> list[PlannedTold]:
    """List the requirements of a site, the newest first."""
    return [PlannedTold.of(head) for head in list_requirements(unit, site_id)]


@router.get("/{requirement_id}", response_model=RequirementTold)
def get_requirement(
    requirement_id: Id,
    unit: Reading,
    by: Grouping = Grouping.TEAM,
    format: TableFormat = TableFormat.JSON,  # noqa: A002  # the parameter's public name
) -> RequirementTold | Response:
    """Show a requirement by team, which rosters are measured against, or by queue."""
    stored = unit.requirements
    frame = stored.teams(requirement_id) if by is Grouping.TEAM else stored.queues(requirement_id)
    if format is TableFormat.CSV:
        return csv_answer(frame, f"requirement-{requirement_id}-{by.value}")
    return RequirementTold(head=PlannedTold.of(stored.get(requirement_id)), values=columns(frame))
