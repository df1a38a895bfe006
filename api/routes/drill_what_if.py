"""What would have followed in a drill from another act."""

from typing import Annotated, Self

from fastapi import APIRouter, Response
from pydantic import Field, model_validator

from api.routes.asking import Processes, Stored
from api.routes.shapes import Asked, Id, Name, Seed
from api.usecases.drill_what_if import WhatIfOrder, ask_stored
from drills.scoring.counterfactual import REPLICATIONS, Change
from forecasting.messages import N_

router = APIRouter(prefix="/drills", tags=["drills"])

JSON = "application/json"
MOST_REPLICATIONS, MOST_MINUTES = 500, 10_000


class WhatIfAsked(Asked):
    """The act for *expectation*, or the one of *line* of the log, is done at *minute* of exercise time, or not at all (null)."""

    expectation: Name | None = None
    line: Annotated[int, Field(ge=1)] | None = None
    minute: Annotated[float, Field(ge=0, le=MOST_MINUTES)] | None
    replications: Annotated[int, Field(ge=1, le=MOST_REPLICATIONS)] = REPLICATIONS
    seed: Seed = 0

    @model_validator(mode="after")
    def _one_act(self) -> Self:
        if (self.expectation is None) == (self.line is None):
            raise ValueError(N_("give either expectation or line"))
        return self


@router.post("/{drill_id}/what-if")
def post_what_if(drill_id: Id, asked: WhatIfAsked, store: Stored, computing: Processes) -> Response:
    """Tell what would have followed: score, time points, injects, and queues where a forecast is known; nothing is stored."""
    order = WhatIfOrder(Change(asked.expectation or "", asked.minute, asked.line), asked.replications, asked.seed)
    return Response(ask_stored(store, computing, drill_id, order), media_type=JSON)
