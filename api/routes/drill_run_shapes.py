"""The shapes of a drill's run: planning, orders, live service and clones, as they are asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import pandas as pd
from pydantic import Field

from api.routes.shapes import Asked, Id, Name
from api.routes.window_shapes import Moment
from api.usecases.drill_rehearsal import REHEARSALS, SERVICE_REHEARSALS, RehearsalOrder
from api.usecases.drill_run import Planning
from api.usecases.drill_run_clone import Cloning
from api.usecases.drill_run_lookout import Lookout
from api.usecases.drill_run_orders import Ordered, Turn
from drills.exercise import AbortCause, Order
from drills.scenario.canonical import Plain, plain
from drills.scoring import LIVE_BUDGET_POINTS
from forecasting.frames import HISTORY

Said = Annotated[str, Field(max_length=4_000)]
Key = Annotated[str, Field(max_length=100)]
Count = Annotated[float, Field(ge=0, le=1e9)]
MOST_ROWS = 10_000


class Commanded(Asked):
    """Who gives an order, and its *key*: an order sent again with the same key counts once."""

    by: Name
    key: Key = ""

    def order(self, now: datetime) -> Order:
        """Return it as an order given at *now*."""
        return Order(now, self.by, self.key)


class PlanAsked(Commanded):
    """A run to be planned: what it may cost live service, in points of service level, and how often it is rehearsed before.

    Without *rehearsals* nothing is foretold, and the score is held against nothing.
    """

    budget_points: Annotated[float, Field(ge=0, le=100)] = LIVE_BUDGET_POINTS
    rehearsals: Annotated[int, Field(ge=0, le=5_000)] = REHEARSALS
    service_rehearsals: Annotated[int, Field(ge=1, le=500)] = SERVICE_REHEARSALS
    seed: Annotated[int, Field(ge=0, le=2**53)] = 0

    def planning(self) -> Planning:
        """Return what is asked."""
        rehearsal = RehearsalOrder(self.rehearsals, min(self.service_rehearsals, self.rehearsals), self.seed)
        return Planning(self.by, self.key, self.budget_points, rehearsal if self.rehearsals else None)


class ActualAsked(Asked):
    """What came in a slot of the day so far; a row laid out as HISTORY."""

    queue: Name
    start: Moment
    offered: Annotated[int, Field(ge=0, le=10**9)]
    aht_seconds: Count | None = None


class OrderAsked(Commanded):
    """An order that leads to another phase, as ``go`` or ``pause``; *cause* belongs to ``abort``.

    *absent* are people who have not come today (``approve``, ``go``, ``start``), *actuals* what came of the day so far (``approve``,
    ``go``); without them those count that the store has. A *text* is kept with the order.
    """

    order_: Annotated[Turn, Field(strict=False, alias="order")]
    text: Said = ""
    cause: Annotated[AbortCause, Field(strict=False)] | None = None
    absent: Annotated[list[Name], Field(default_factory=list, max_length=10_000)]
    actuals: Annotated[list[ActualAsked], Field(min_length=1, max_length=MOST_ROWS)] | None = None

    def ordered(self) -> Ordered:
        """Return what is asked."""
        actuals = None if self.actuals is None else _history(self.actuals)
        return Ordered(self.order_, self.text, self.cause, Lookout(tuple(self.absent), actuals))


def _history(rows: Sequence[ActualAsked]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "queue": pd.Series([row.queue for row in rows], dtype="str"),
            "start": pd.to_datetime([row.start for row in rows], utc=True).as_unit("us"),
            "offered": pd.Series([row.offered for row in rows], dtype="int64"),
            "aht_seconds": pd.Series([row.aht_seconds for row in rows], dtype="float64"),
        }
    )
    return HISTORY.check(frame)


class LiveRowAsked(Asked):
    """What a live queue did in a span: contacts that *came*, *within* of them in time, the percentage expected without a drill.

    *exercise*: it is a queue of the exercise's own world, which nobody real waits in. *target_percent* is what the queue should reach.
    """

    queue: Name
    start: Moment
    end: Moment
    came: Count
    within: Count
    expected_percent: Annotated[float, Field(ge=0, le=100)] | None = None
    target_percent: Annotated[float, Field(ge=0, le=100)] | None = None
    exercise: bool = False

    def row(self) -> dict[str, Plain]:
        """Return it as a line's data."""
        left_out = {name for name in ("target_percent", "exercise") if not getattr(self, name)}
        told = plain(self.model_dump(exclude=left_out))
        assert isinstance(told, dict)  # noqa: S101  # a model is an object
        return told


class LiveAsked(Commanded):
    """Rows of live service during the drill and its tail.

    With *aborts* a queue under its floor for half an hour breaks the drill off; otherwise the breach is told alone.
    """

    rows: Annotated[list[LiveRowAsked], Field(min_length=1, max_length=MOST_ROWS)]
    aborts: bool = True


class CloneAsked(Asked):
    """Where the same scenario is run again: in another roster, from a time of its own, announced or not; as before where left out.

    *without* are agents who take no part and take over from nobody. *service*: where a forecast is known, queues have to stay above
    their floors.
    """

    roster_id: Id | None = None
    start: Moment | None = None
    announced: bool | None = None
    without: Annotated[list[Name], Field(default_factory=list, max_length=50)]
    service: bool = True

    def cloning(self) -> Cloning:
        """Return what is asked."""
        return Cloning(self.roster_id, self.start, self.announced, tuple(self.without), self.service)
