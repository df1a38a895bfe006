"""Rosters: list, read as JSON, CSV or workbook, make, check and store uploaded ones, publish."""

from typing import Annotated

from fastapi import APIRouter, File, Form, Response, UploadFile
from pydantic import Field

from api.routes.asking import Language, Limits, Now, Processes, Reading, Stored, Writing
from api.routes.received import received
from api.routes.shapes import Asked, CheckTold, Id, RosterTold, Seed, ViolationTold
from api.routes.tables import attachment
from api.translation import translator
from api.usecases.roster_files import RosterFormat, add_file, check_file, roster_file
from api.usecases.rostering import RosterOrder, make_roster
from api.usecases.rosters import PlannedRoster, list_rosters, publish_roster
from scheduler.checking import is_lawful
from scheduler.rules.base import Violation
from scheduler.solution import Limits as SolveLimits

router = APIRouter(prefix="/rosters", tags=["rosters"])

Upload = Annotated[UploadFile, File(description="a roster as CSV, XLSX or JSON")]
MOST_WORKERS = 8


class RosterAsked(Asked):
    """What to make a roster for: a requirement, looked at for so many *seconds* by so many *workers*.

    *published* is a roster that people know already: each shift added, removed or moved against it costs what the site says.
    """

    requirement_id: Id
    seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 60.0
    workers: Annotated[int, Field(ge=1, le=MOST_WORKERS)] = 2
    seed: Seed = 1
    published: Id | None = None

    def order(self) -> RosterOrder:
        """Return what is asked."""
        return RosterOrder(self.requirement_id, SolveLimits(self.seconds, self.workers, self.seed), self.published)


@router.get("")
def get_rosters(unit: Reading, site_id: Id | None = None) -> list[RosterTold]:
    """List rosters, the newest first."""
    return [RosterTold.of(head) for head in list_rosters(unit, site_id)]


@router.post("", status_code=201)
def post_roster(
    requirement_id: Annotated[Id, Form()],
    file: Upload,
    unit: Writing,
    now: Now,
    bounds: Limits,
    draft: Annotated[bool, Form(description="store it even where it breaks hard rules, never to be published")] = False,  # noqa: FBT002  # a field of the form
) -> RosterTold:
    """Store a roster made elsewhere as the next version; refused with each violation when it breaks a hard rule and is no draft."""
    ((name, content),) = received([file], bounds.document_bytes).items()
    return RosterTold.of(add_file(unit, requirement_id, name, content, now, draft=draft))


@router.post("/make", status_code=201)
def post_make(asked: RosterAsked, store: Stored, computing: Processes, now: Now, bounds: Limits) -> RosterTold:
    """Make a roster and store it as the site's next version, not yet published.

    Where no lawful one exists it is a draft that gives up the least of the rules: *lawful* is false, `relaxations` tells
    what was given up, and it cannot be published.
    """
    return RosterTold.of(make_roster(store, computing, asked.order(), now, bounds))


@router.post("/check")
def post_check(
    requirement_id: Annotated[Id, Form()], file: Upload, unit: Reading, language: Language, bounds: Limits
) -> CheckTold:
    """Check a roster against every rule; nothing is stored."""
    ((name, content),) = received([file], bounds.document_bytes).items()
    return _told(check_file(unit, requirement_id, name, content), language)


@router.get("/{roster_id}")
def get_roster(roster_id: Id, unit: Reading) -> RosterTold:
    """Show the head of a roster."""
    return RosterTold.of(unit.rosters.get(roster_id))


@router.get("/{roster_id}/violations")
def get_violations(roster_id: Id, unit: Reading, language: Language) -> CheckTold:
    """Show what a stored roster breaks."""
    return _told(unit.rosters.violations(roster_id), language)


@router.get("/{roster_id}/shifts.{suffix}")
def get_shifts(roster_id: Id, suffix: RosterFormat, unit: Reading, language: Language) -> Response:
    """Give the shifts of a roster as a file, times on the agents' clocks."""
    content = roster_file(PlannedRoster.of(unit, roster_id), suffix, translator(language))
    return attachment(content, suffix.media_type, f"roster-{roster_id}.{suffix.value}")


@router.post("/{roster_id}/publish")
def post_publication(roster_id: Id, unit: Writing, now: Now) -> RosterTold:
    """Make a roster known: every agent's calendar shows it from now on."""
    return RosterTold.of(publish_roster(unit, roster_id, now))


def _told(violations: tuple[Violation, ...], language: str) -> CheckTold:
    translate = translator(language)
    return CheckTold(
        lawful=is_lawful(violations),
        violations=[ViolationTold.of(found, translate(found.template).format(**found.values)) for found in violations],
    )
