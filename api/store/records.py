"""What the store gives back: frozen records with the ids that they are known by."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

import pandas as pd

from api.store.relaxations import relaxation_document, relaxation_of
from forecasting.provenance import Provenance
from forecasting.timegrid import TimeGrid
from scheduler.explain.relaxation import Relaxation
from scheduler.roster import Roster
from scheduler.rules.base import Violation
from scheduler.solution import Limits, Result, Status


@dataclass(frozen=True, slots=True)
class StoredSite:
    """A site document; *document* names the file of *site_files* to read first."""

    id: int
    name: str
    document: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class StoredHistory:
    """A volume export as it was read: *intervals* rows of *step_minutes* from *first* to *last*, both starts, in UTC.

    *fingerprint* is the SHA-256 of the rows and their step: a site keeps no second history with the same.
    """

    id: int
    site_id: int
    name: str
    created_at: datetime
    step_minutes: int
    intervals: int
    first: datetime
    last: datetime
    report: Mapping[str, object]
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class Making:
    """How a forecast was made: *recipe* beyond history and days in plain JSON values, *provenance*, the forecast it is based on.

    *actuals*, laid out as HISTORY, are what had come of the day that it follows.
    """

    recipe: Mapping[str, object]
    provenance: Provenance
    base_id: int | None = None
    actuals: pd.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class StoredForecast:
    """A forecast over the slots of *grid*; *history_id* is None where it came from elsewhere.

    *recipe* and *provenance* are None where it is not known how it was made; *base_id* is the forecast that it changes.
    """

    id: int
    site_id: int
    history_id: int | None
    created_at: datetime
    grid: TimeGrid
    base_id: int | None = None
    recipe: Mapping[str, object] | None = None
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True)
class StoredRequirement:
    """People needed over the slots of *grid*, per queue and per team."""

    id: int
    site_id: int
    forecast_id: int | None
    created_at: datetime
    grid: TimeGrid


@dataclass(frozen=True, slots=True)
class SolveSummary:
    """How the solve ended that made a roster (so it has no conflicts); *objective* and *bound* in points, *seconds* its wall-time limit.

    *relaxations* are what a draft gave up, *published_id* the roster that changes were counted against, if any.
    """

    status: str
    objective: float | None
    bound: float | None
    gap: float | None
    wall_seconds: float
    strategy: str
    seconds: float
    workers: int
    seed: int
    version: str
    stopped_early: bool
    terms: Mapping[str, float] = field(default_factory=dict)
    relaxations: tuple[Relaxation, ...] = ()
    published_id: int | None = None

    @staticmethod
    def of(result: Result, published_id: int | None = None) -> "SolveSummary":
        """Return what is kept of *result* beside its roster and violations."""
        return SolveSummary(
            status=result.status.value,
            objective=result.objective,
            bound=result.bound,
            gap=result.gap,
            wall_seconds=result.wall_seconds,
            strategy=result.strategy,
            seconds=result.limits.seconds,
            workers=result.limits.workers,
            seed=result.limits.seed,
            version=result.version,
            stopped_early=result.stopped_early,
            terms=dict(result.terms),
            relaxations=result.relaxations,
            published_id=published_id,
        )

    def result(self, roster: Roster, violations: tuple[Violation, ...]) -> Result:
        """Return the result that this was kept of, with the *roster* and *violations* that are stored beside it."""
        return Result(
            status=Status(self.status),
            roster=roster,
            objective=self.objective,
            bound=self.bound,
            wall_seconds=self.wall_seconds,
            strategy=self.strategy,
            limits=Limits(self.seconds, self.workers, self.seed),
            version=self.version,
            terms=self.terms,
            violations=violations,
            relaxations=self.relaxations,
            stopped_early=self.stopped_early,
        )

    def as_json(self) -> dict[str, object]:
        """Return plain values for a JSON column."""
        plain = {part.name: getattr(self, part.name) for part in fields(self)}
        return {
            **plain,
            "terms": dict(self.terms),
            "relaxations": [relaxation_document(found) for found in self.relaxations],
        }

    @staticmethod
    def of_json(document: Mapping[str, Any]) -> "SolveSummary":
        """Return the summary of a JSON column; those of earlier versions lack what came later."""
        relaxations = tuple(relaxation_of(found) for found in document.get("relaxations", ()))
        return SolveSummary(**{**document, "relaxations": relaxations})


@dataclass(frozen=True, slots=True)
class StoredRoster:
    """A roster's head: *version* counts per site from 1; *solve* is None where no solver made it.

    One that is not *lawful* is a draft that breaks hard rules: it is never published.
    """

    id: int
    site_id: int
    requirement_id: int
    version: int
    created_at: datetime
    grid: TimeGrid
    solve: SolveSummary | None
    published_at: datetime | None = None
    lawful: bool = True


@dataclass(frozen=True, slots=True)
class StoredLink:
    """A link to the calendar of *agent*; dead since *revoked_at*. Its secret is not stored."""

    id: int
    site_id: int
    agent: str
    language: str
    created_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoredDrill:
    """A drill as it was made: half-open [start, end), *away* the agents off live work, *document* its JSON form.

    A *practice* is walked through by its controller alone: nobody is away for it, and it counts for nothing.
    """

    id: int
    roster_id: int
    family: str
    seed: int
    announced: bool
    start: datetime
    end: datetime
    away: tuple[str, ...]
    created_at: datetime
    document: Mapping[str, object]
    practice: bool = False


@dataclass(frozen=True, slots=True)
class DrillText:
    """What people were given of a drill in one *language*: the document, its parts as a page shows them, the invitation."""

    language: str
    markdown: str
    section: Mapping[str, object]
    invitation: bytes


@dataclass(frozen=True, slots=True)
class StoredProgramme:
    """A version of a site's programme of drills, told at *told_at*: *version* counts per site from 1.

    In plain JSON values: *asked* is what a planner asked, *document* the programme, *basis* what it was measured against,
    *calendar* every drill that the site's calendars showed so far, as it stands with this version.
    """

    id: int
    site_id: int
    version: int
    told_at: datetime
    first_day: date
    last_day: date
    asked: Mapping[str, object]
    document: Mapping[str, object]
    basis: Mapping[str, object]
    calendar: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True)
class StoredProgrammeLink:
    """A link to the calendar of a site's drills, all of them for *planners*; dead since *revoked_at*. Its secret is not stored."""

    id: int
    site_id: int
    planners: bool
    language: str
    created_at: datetime
    revoked_at: datetime | None
