"""The shapes of requests and answers: strict in, plain out; instants with an offset, days as YYYY-MM-DD."""

import re
from contextlib import suppress
from datetime import date, datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, Strict

from api.store.records import SolveSummary, StoredDrill, StoredHistory, StoredLink, StoredSite
from api.store.records import StoredRequirement as Requirement
from api.store.records import StoredRoster as Roster
from drills.exercise import Phase
from forecasting.timegrid import TimeGrid
from scheduler.rules.base import Violation

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _iso_day(value: object) -> object:
    """Read YYYY-MM-DD and nothing else: neither a number of seconds nor a datetime nor a day of a week is a day."""
    if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
        return value
    with suppress(ValueError):  # no such day: refused as any other text
        return date.fromisoformat(value)
    return value


# Strict: fields of addresses would be converted otherwise.
Day = Annotated[date, Strict(), BeforeValidator(_iso_day)]
Id = Annotated[int, Field(ge=1, le=2**53)]
Seed = Annotated[int, Field(ge=0, le=2**53)]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class Asked(BaseModel):
    """A request's body: nothing unknown, nothing converted."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Told(BaseModel):
    """An answer's body."""

    model_config = ConfigDict(frozen=True)


class SiteTold(Told):
    """A stored site."""

    id: int
    name: str
    document: str
    created_at: AwareDatetime

    @staticmethod
    def of(site: StoredSite) -> "SiteTold":
        """Shape *site*."""
        return SiteTold(id=site.id, name=site.name, document=site.document, created_at=site.created_at)


class HistoryTold(Told):
    """A stored history with the report of its reading; *fingerprint* is the SHA-256 of its rows and their step."""

    id: int
    site_id: int
    name: str
    created_at: AwareDatetime
    step_minutes: int
    intervals: int
    first: AwareDatetime
    last: AwareDatetime
    report: dict[str, object]
    fingerprint: str | None

    @staticmethod
    def of(history: StoredHistory) -> "HistoryTold":
        """Shape *history*."""
        return HistoryTold(
            id=history.id,
            site_id=history.site_id,
            name=history.name,
            created_at=history.created_at,
            step_minutes=history.step_minutes,
            intervals=history.intervals,
            first=history.first,
            last=history.last,
            report=dict(history.report),
            fingerprint=history.fingerprint,
        )


class Period(Told):
    """The days and slots that something covers, on the clock of *zone*."""

    zone: str
    first_day: date
    days: int
    slot_minutes: int

    @staticmethod
    def of(grid: TimeGrid) -> "Period":
        """Shape *grid*."""
        return Period(zone=grid.zone.key, first_day=grid.first_day, days=grid.days, slot_minutes=grid.slot_minutes)


class PlannedTold(Told):
    """The head of a requirement; *made_from* is the id of the forecast behind it."""

    id: int
    site_id: int
    made_from: int | None
    created_at: AwareDatetime
    period: Period

    @staticmethod
    def of(head: Requirement) -> "PlannedTold":
        """Shape *head*."""
        return PlannedTold(
            id=head.id,
            site_id=head.site_id,
            made_from=head.forecast_id,
            created_at=head.created_at,
            period=Period.of(head.grid),
        )


class SolveTold(Told):
    """How the solve ended: objective and bound in points, gap as a share, times in seconds.

    *published_id* is the roster that changes were counted against, null where there was none.
    """

    status: str
    objective: float | None
    bound: float | None
    gap: float | None
    wall_seconds: float
    limit_seconds: float
    strategy: str
    workers: int
    seed: int
    version: str
    stopped_early: bool
    terms: dict[str, float]
    published_id: int | None

    @staticmethod
    def of(solve: SolveSummary) -> "SolveTold":
        """Shape *solve*."""
        return SolveTold(
            status=solve.status,
            objective=solve.objective,
            bound=solve.bound,
            gap=solve.gap,
            wall_seconds=solve.wall_seconds,
            limit_seconds=solve.seconds,
            strategy=solve.strategy,
            workers=solve.workers,
            seed=solve.seed,
            version=solve.version,
            stopped_early=solve.stopped_early,
            terms=dict(solve.terms),
            published_id=solve.published_id,
        )


class RosterTold(Told):
    """The head of a roster; *solve* is null where no solver made it, *published_at* where nobody was told of it.

    One that is not *lawful* is a draft: it breaks hard rules and cannot be published.
    """

    id: int
    site_id: int
    requirement_id: int
    version: int
    created_at: AwareDatetime
    published_at: datetime | None
    period: Period
    solve: SolveTold | None
    lawful: bool

    @staticmethod
    def of(head: Roster) -> "RosterTold":
        """Shape *head*."""
        return RosterTold(
            id=head.id,
            site_id=head.site_id,
            requirement_id=head.requirement_id,
            version=head.version,
            created_at=head.created_at,
            published_at=head.published_at,
            period=Period.of(head.grid),
            solve=None if head.solve is None else SolveTold.of(head.solve),
            lawful=head.lawful,
        )


class ViolationTold(Told):
    """Where a roster breaks a rule; *message* in the reader's language."""

    rule: str
    citation: str
    severity: str
    agent: str | None
    day: date | None
    message: str

    @staticmethod
    def of(found: Violation, message: str) -> "ViolationTold":
        """Shape *found*."""
        return ViolationTold(
            rule=found.rule,
            citation=found.citation,
            severity=found.severity.value,
            agent=found.agent,
            day=found.day,
            message=message,
        )


class CheckTold(Told):
    """What every rule says of a roster: lawful when no hard one is broken."""

    lawful: bool
    violations: list[ViolationTold]


class LinkTold(Told):
    """A feed link without its secret; dead since *revoked_at*."""

    id: int
    site_id: int
    agent: str
    language: str
    created_at: AwareDatetime
    revoked_at: datetime | None

    @staticmethod
    def of(link: StoredLink) -> "LinkTold":
        """Shape *link*."""
        return LinkTold(
            id=link.id,
            site_id=link.site_id,
            agent=link.agent,
            language=link.language,
            created_at=link.created_at,
            revoked_at=link.revoked_at,
        )


class DrillTold(Told):
    """A drill; *document* is all of it, *phase* how far its run has come, none where it was not planned yet; a *practice* counts for nothing."""

    id: int
    roster_id: int
    family: str
    seed: int
    announced: bool
    start: AwareDatetime
    end: AwareDatetime
    away: list[str]
    created_at: AwareDatetime
    document: dict[str, object]
    phase: Phase | None
    practice: bool

    @staticmethod
    def of(drill: StoredDrill, phase: Phase | None = None) -> "DrillTold":
        """Shape *drill*."""
        return DrillTold(
            id=drill.id,
            roster_id=drill.roster_id,
            family=drill.family,
            seed=drill.seed,
            announced=drill.announced,
            start=drill.start,
            end=drill.end,
            away=list(drill.away),
            created_at=drill.created_at,
            document=dict(drill.document),
            phase=phase,
            practice=drill.practice,
        )
