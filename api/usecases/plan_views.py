"""A stored plan put together again: what the page and the report show."""

from dataclasses import dataclass
from datetime import datetime

from api.errors import NotFoundError
from api.reports import PlanView
from api.store import UnitOfWork
from api.store.records import SolveSummary, StoredRoster
from api.usecases.rosters import PlannedRoster
from scheduler.solution import Limits, Status

# Stands where a result is asked for although no solver made the roster; ``StoredPlan.solved`` says so, and then none of
# it is shown.
BY_HAND = SolveSummary(
    status=Status.FEASIBLE.value,
    objective=None,
    bound=None,
    gap=None,
    wall_seconds=0.0,
    strategy="file",
    seconds=Limits().seconds,
    workers=Limits().workers,
    seed=Limits().seed,
    version="",
    stopped_early=False,
)


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A roster with everything that led to it."""

    planned: PlannedRoster
    view: PlanView

    @property
    def solved(self) -> bool:
        """Whether a solver made the roster; a file may have."""
        return self.planned.head.solve is not None


def stored_plan(unit: UnitOfWork, roster_id: int) -> StoredPlan:
    """Read the plan of a roster from the store; NotFoundError where its requirement came without a forecast."""
    planned = PlannedRoster.of(unit, roster_id)
    question, head = planned.question, planned.head
    if question.requirement.forecast_id is None:
        raise NotFoundError("forecast of roster", roster_id)
    solve = head.solve or BY_HAND
    view = PlanView(
        site=question.site_file.site.name,
        forecast=unit.forecasts.frame(question.requirement.forecast_id),
        requirement=unit.requirements.teams(head.requirement_id),
        instance=planned.instance,
        result=solve.result(planned.roster, planned.violations),
        roster=planned.roster,
        violations=planned.violations,
        rules=question.site_file.rules,
        calendar=question.calendar,
        created_at=head.created_at,
    )
    return StoredPlan(planned, view)


def shown_roster(unit: UnitOfWork, roster_id: int | None = None) -> int | None:
    """Return the roster to show first: *roster_id* if given, else the one published last, else the newest; None if there is none."""
    if roster_id is not None:
        return unit.rosters.get(roster_id).id
    heads = unit.rosters.all()
    published = [head for head in heads if head.published_at is not None]
    shown = max(published, key=_published, default=next(iter(heads), None))
    return None if shown is None else shown.id


def _published(head: StoredRoster) -> tuple[datetime, int]:
    if head.published_at is None:
        raise ValueError(f"roster {head.id} is not published")
    return head.published_at, head.id
