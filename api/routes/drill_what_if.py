"""What would have followed in a drill from another act."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field

from api.routes.asking import Processes, Stored
from api.routes.shapes import Asked, Id, Name, Seed
from api.usecases.drill_what_if import WhatIfOrder, ask_stored
from drills.scoring.counterfactual import REPLICATIONS, Change

router = APIRouter(prefix="/drills", tags=["drills"])

JSON = "application/json"
MOST_REPLICATIONS, MOST_MINUTES = 500, 10_000


class WhatIfAsked(Asked):
    """The act for *expectation* is done at *minute* of exercise time instead, or not at all where *minute* is null."""

    expectation: Name
    minute: Annotated[float, Field(ge=0, le=MOST_MINUTES)] | None
    replications: Annotated[int, Field(ge=1, le=MOST_REPLICATIONS)] = REPLICATIONS
    seed: Seed = 0


@router.post("/{drill_id}/what-if")
def post_what_if(drill_id: Id, asked: WhatIfAsked, store: Stored, computing: Processes) -> Response:
    """Tell what would have followed: score, time points, injects, and queues where a forecast is known; nothing is stored."""
    order = WhatIfOrder(Change(asked.expectation, asked.minute), asked.replications, asked.seed)
    return Response(ask_stored(store, computing, drill_id, order), media_type=JSON)
