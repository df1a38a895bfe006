"""Drills: make one in a roster, read it as JSON or as a document."""

from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import Field

from api.routes.asking import Language, Now, Processes, Reading, Stored
from api.routes.shapes import Asked, DrillTold, Id, Name, Seed
from api.routes.tables import attachment
from api.routes.window_shapes import Moment, WindowsAsked, WindowsTold
from api.usecases.drill_making import DrillOrder, make_drill
from api.usecases.drill_rehearsal import REHEARSALS, SERVICE_REHEARSALS, RehearsalOrder
from api.usecases.drill_rehearsal_told import PredictionTold, rehearse_and_tell
from api.usecases.drill_windows import search_stored
from api.usecases.drills import list_drills
from drills.incidents import Family, Level
from drills.roles import Form
from drills.windows.live import BELOW_TARGET

router = APIRouter(prefix="/drills", tags=["drills"])

MARKDOWN = "text/markdown; charset=utf-8"
CALENDAR = "text/calendar; charset=utf-8"
MOST_REHEARSALS, MOST_SERVICE_REHEARSALS = 5_000, 500


class DrillAsked(Asked):
    """A drill to be made in a stored roster; the seed decides everything that is left open, the best time where *start* is.

    *without* are agents who take no part and take over from nobody. *service*: where a forecast is known for the roster, every queue has to
    stay above its floor, which lies *below_target* under its target.
    """

    roster_id: Id
    family: Annotated[Family, Field(strict=False)]
    seed: Seed
    form: Annotated[Form, Field(strict=False)] = Form.TABLETOP
    level: Literal["I", "II", "III", "IV"] | None = None
    announced: bool = True
    start: Moment | None = None
    without: Annotated[list[Name], Field(default_factory=list, max_length=50)]
    service: bool = True
    below_target: Annotated[float, Field(ge=0, le=1)] = BELOW_TARGET

    def order(self) -> DrillOrder:
        """Return what is asked."""
        return DrillOrder(
            roster_id=self.roster_id,
            family=self.family,
            seed=self.seed,
            form=self.form,
            level=None if self.level is None else Level[self.level],
            announced=self.announced,
            start=self.start,
            without=tuple(self.without),
            service=self.service,
            below_target=self.below_target,
        )


class RehearsalAsked(Asked):
    """How often a drill is rehearsed: *rehearsals* of people, the first *service_rehearsals* of them with queues and live service."""

    rehearsals: Annotated[int, Field(ge=1, le=MOST_REHEARSALS)] = REHEARSALS
    service_rehearsals: Annotated[int, Field(ge=1, le=MOST_SERVICE_REHEARSALS)] = SERVICE_REHEARSALS
    seed: Seed = 0


@router.post("", status_code=201)
def post_drill(asked: DrillAsked, store: Stored, computing: Processes, now: Now) -> DrillTold:
    """Make a drill in a window where every slot keeps its required heads; refused where there is none, with the nearest.

    Where the roster was made for a forecast, live service is simulated, too, and has to stay above its floor, unless *service* is false.
    """
    return DrillTold.of(make_drill(store, computing, asked.order(), now))


@router.post("/windows")
def post_windows(asked: WindowsAsked, store: Stored, computing: Processes) -> WindowsTold:
    """Rank the windows of a stored roster in which a drill fits, with people and what they cost live service; nothing is stored.

    Without a forecast for the roster only heads are looked at. Windows that cannot be used are summed up by reason and day.
    """
    found = search_stored(store, computing, asked.roster_id, asked.order())
    return WindowsTold.of(found, asked.top, every_refusal=asked.every_refusal)


@router.post("/{drill_id}/rehearsal")
def post_rehearsal(
    drill_id: Id, asked: RehearsalAsked, store: Stored, computing: Processes, language: Language
) -> PredictionTold:
    """Tell in the reader's language how a drill will go, by rehearsing it many times, and what it costs live service; nothing is stored.

    Without a forecast for the drill's roster only people are rehearsed.
    """
    order = RehearsalOrder(asked.rehearsals, asked.service_rehearsals, asked.seed)
    return rehearse_and_tell(store, computing, drill_id, order, language)


@router.get("")
def get_drills(unit: Reading, site_id: Id | None = None) -> list[DrillTold]:
    """List drills with the phases of their runs, the one that starts first at the head."""
    phases = unit.drill_runs.phases()
    return [DrillTold.of(drill, phases.get(drill.id)) for drill in list_drills(unit, site_id)]


@router.get("/{drill_id}")
def get_drill(drill_id: Id, unit: Reading) -> DrillTold:
    """Show a drill."""
    return DrillTold.of(unit.drills.get(drill_id), unit.drill_runs.phases().get(drill_id))


@router.get("/{drill_id}/document.md")
def get_drill_document(drill_id: Id, unit: Reading, language: Language) -> Response:
    """Give a drill as a document in the reader's language, for those who run it."""
    return Response(unit.drills.text(drill_id, language).markdown, media_type=MARKDOWN)


@router.get("/{drill_id}/invitation.ics")
def get_drill_invitation(drill_id: Id, unit: Reading, language: Language) -> Response:
    """Give the invitation to a drill; a calendar without events where it is not announced."""
    return attachment(unit.drills.text(drill_id, language).invitation, CALENDAR, f"drill-{drill_id}.ics")
