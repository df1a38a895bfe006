"""Calendars of drills: issue, rotate and revoke links to them."""

from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Request
from pydantic import AwareDatetime

from api.routes.asking import Now, Reading, Writing
from api.routes.shapes import Asked, Id, Told
from api.store.records import StoredProgrammeLink
from api.usecases.programme_links import (
    IssuedProgrammeLink,
    issue_programme_link,
    list_programme_links,
    revoke_programme_link,
    rotate_programme_link,
)

router = APIRouter(prefix="/drill-programmes/feeds", tags=["feeds"])


class ProgrammeFeedAsked(Asked):
    """Whose drills, for whom and in which language: all of them for *planners*, announced ones alone otherwise."""

    site_id: Id
    planners: bool = False
    language: Literal["en", "zh_CN"] = "en"


class ProgrammeLinkTold(Told):
    """A link to a calendar of drills without its secret; dead since *revoked_at*."""

    id: int
    site_id: int
    planners: bool
    language: str
    created_at: AwareDatetime
    revoked_at: datetime | None

    @staticmethod
    def of(link: StoredProgrammeLink) -> "ProgrammeLinkTold":
        """Shape *link*."""
        return ProgrammeLinkTold(
            id=link.id,
            site_id=link.site_id,
            planners=link.planners,
            language=link.language,
            created_at=link.created_at,
            revoked_at=link.revoked_at,
        )


class IssuedProgrammeLinkTold(Told):
    """A link with its address, which is shown this once: who has it can read the calendar."""

    link: ProgrammeLinkTold
    url: str

    @staticmethod
    def of(issued: IssuedProgrammeLink, request: Request) -> "IssuedProgrammeLinkTold":
        """Shape *issued* with the address under which *request* came."""
        url = f"{str(request.base_url).rstrip('/')}{issued.path}"
        return IssuedProgrammeLinkTold(link=ProgrammeLinkTold.of(issued.link), url=url)


@router.post("", status_code=201)
def post_programme_feed(
    asked: ProgrammeFeedAsked, request: Request, unit: Writing, now: Now
) -> IssuedProgrammeLinkTold:
    """Issue a link to the calendar of a site's drills."""
    issued = issue_programme_link(unit, asked.site_id, asked.language, now, planners=asked.planners)
    return IssuedProgrammeLinkTold.of(issued, request)


@router.post("/{link_id}/rotate", status_code=201)
def post_programme_feed_rotation(link_id: Id, request: Request, unit: Writing, now: Now) -> IssuedProgrammeLinkTold:
    """Put a new link in the place of one; the old one is dead from now on."""
    return IssuedProgrammeLinkTold.of(rotate_programme_link(unit, link_id, now), request)


@router.delete("/{link_id}")
def delete_programme_feed(link_id: Id, unit: Writing, now: Now) -> ProgrammeLinkTold:
    """Revoke a link for good."""
    return ProgrammeLinkTold.of(revoke_programme_link(unit, link_id, now))


@router.get("")
def get_programme_feeds(site_id: Id, unit: Reading) -> list[ProgrammeLinkTold]:
    """List the links to the drills of a site, dead ones too, the newest first."""
    return [ProgrammeLinkTold.of(link) for link in list_programme_links(unit, site_id)]
