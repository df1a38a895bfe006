"""Calendar feeds: issue, rotate and revoke links; answer calendars that subscribe to them."""

from typing import Literal

from fastapi import APIRouter, Request, Response

from api.feeds import answer_feed_request
from api.routes.asking import Now, Reading, Writing
from api.routes.shapes import Asked, Id, LinkTold, Name, Told
from api.usecases.feeds import IssuedLink, feed_of, issue_link, list_links, revoke_link, rotate_link
from api.usecases.programme_links import programme_feed_of

router = APIRouter(prefix="/feeds", tags=["feeds"])
calendars = APIRouter(tags=["feeds"])


class FeedAsked(Asked):
    """Whose calendar, and in which language."""

    site_id: Id
    agent: Name
    language: Literal["en", "zh_CN"] = "en"


class IssuedTold(Told):
    """A link with its address, which is shown this once: who has it can read the calendar."""

    link: LinkTold
    url: str

    @staticmethod
    def of(issued: IssuedLink, request: Request) -> "IssuedTold":
        """Shape *issued* with the address under which *request* came."""
        return IssuedTold(link=LinkTold.of(issued.link), url=f"{str(request.base_url).rstrip('/')}{issued.path}")


@router.post("", status_code=201)
def post_feed(asked: FeedAsked, request: Request, unit: Writing, now: Now) -> IssuedTold:
    """Issue a link to an agent's calendar."""
    return IssuedTold.of(issue_link(unit, asked.site_id, asked.agent, asked.language, now), request)


@router.post("/{link_id}/rotate", status_code=201)
def post_rotation(link_id: Id, request: Request, unit: Writing, now: Now) -> IssuedTold:
    """Put a new link in the place of one; the old one is dead from now on."""
    return IssuedTold.of(rotate_link(unit, link_id, now), request)


@router.delete("/{link_id}")
def delete_feed(link_id: Id, unit: Writing, now: Now) -> LinkTold:
    """Revoke a link for good."""
    return LinkTold.of(revoke_link(unit, link_id, now))


@router.get("")
def get_feeds(site_id: Id, unit: Reading) -> list[LinkTold]:
    """List the links of a site, dead ones too, the newest first."""
    return [LinkTold.of(link) for link in list_links(unit, site_id)]


@calendars.api_route("/feeds/{secret}.ics", methods=["GET", "HEAD"], include_in_schema=False)
def calendar(secret: str, request: Request, unit: Reading, now: Now) -> Response:
    """Answer a calendar that subscribes to a link."""
    asked_for = request.headers.get("if-none-match")

    def calendar_of(hashed: str) -> bytes | None:
        return feed_of(unit, hashed, now) or programme_feed_of(unit, hashed, now)

    answer = answer_feed_request(request.method, secret, asked_for, calendar_of)
    return Response(answer.body, answer.status, dict(answer.headers))
