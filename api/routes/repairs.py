"""Repair of stored rosters after absences: the fewest and mildest changes, each with its reason."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field

from api.routes.asking import Language, Limits, Now, Processes, Stored
from api.routes.explained_shapes import ShiftTold
from api.routes.shapes import Asked, Id, RosterTold, Told
from api.translation import translator
from api.usecases.repair import MOST_NOTICE_HOURS
from api.usecases.stored_repair import Away, StoredRepair, StoredRepairOrder, repair_stored
from forecasting.messages import said
from scheduler.repair import Change, Repair

router = APIRouter(prefix="/rosters", tags=["rosters"])

MOST_AWAY = 10_000
MOST_PERCENT = 10_000


class AwayAsked(Asked):
    """Somebody who is away: *span* is a day or a time on the person's clock, or two as `first..last`, days counting whole.

    *why*: `absent`, on `leave` granted since, or `left`, which is told of the first day only.
    """

    agent: str
    span: str
    why: Literal["absent", "leave", "left"] = "absent"


class RepairAsked(Asked):
    """What happened since people were told, and how much may change: no shift that starts within *notice_hours*.

    *price_percent* is what changes weigh against missing people; with less more is mended by more changes.
    """

    away: Annotated[list[AwayAsked], Field(min_length=1, max_length=MOST_AWAY)]
    notice_hours: Annotated[float, Field(ge=0, le=MOST_NOTICE_HOURS)] = 24.0
    most_changes: Annotated[int, Field(ge=0)] | None = None
    price_percent: Annotated[float, Field(ge=0, le=MOST_PERCENT)] = 100.0
    seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 60.0

    def order(self, roster_id: int) -> StoredRepairOrder:
        """Return what is asked of *roster_id*."""
        away = tuple(Away(one.agent, one.span, one.why) for one in self.away)
        return StoredRepairOrder(
            roster_id, away, self.notice_hours, self.seconds, self.most_changes, self.price_percent
        )


class RepairChangeTold(Told):
    """The shift of *agent* on *day* was *before* and is *after*, null being a day off; *change* and *reason* in the reader's language."""

    agent: str
    day: date
    change: str
    before: ShiftTold | None
    after: ShiftTold | None
    points: float
    reason: str

    @staticmethod
    def of(change: Change, repair: Repair, language: str) -> "RepairChangeTold":
        """Shape *change* of *repair*."""
        translate = translator(language)
        zone = repair.instance.zone_of(repair.instance.agent_by_id[change.agent])
        return RepairChangeTold(
            agent=change.agent,
            day=change.day,
            change=translate(change.mildness.label),
            before=ShiftTold.maybe(change.before, zone),
            after=ShiftTold.maybe(change.after, zone),
            points=change.points,
            reason=said(change.reason, translate),
        )


class RepairTold(Told):
    """The repaired *roster*, what was lost, whole or *cut*, what *changes*, and hours of people missing: as published, without the repair, with it."""

    roster: RosterTold
    lost: int
    cut: int
    changes: list[RepairChangeTold]
    missing_hours_published: float
    missing_hours_before: float
    missing_hours_after: float

    @staticmethod
    def of(done: StoredRepair, language: str) -> "RepairTold":
        """Shape *done*."""
        found = done.repair
        return RepairTold(
            roster=RosterTold.of(done.head),
            lost=len(found.lost),
            cut=len(found.cut),
            changes=[RepairChangeTold.of(change, found, language) for change in found.changes],
            missing_hours_published=found.published_missing_hours,
            missing_hours_before=found.before_missing_hours,
            missing_hours_after=found.after_missing_hours,
        )


@router.post("/{roster_id}/repair", status_code=201)
def post_repair(
    roster_id: Id,
    asked: RepairAsked,
    store: Stored,
    computing: Processes,
    now: Now,
    bounds: Limits,
    language: Language,
) -> RepairTold:
    """Mend a roster after absences and store it as the site's next version, not yet published.

    Where a hard rule stays broken it is a draft: *lawful* is false, and it cannot be published.
    """
    return RepairTold.of(repair_stored(store, computing, asked.order(roster_id), now, bounds), language)
