"""Calendar feeds: links that agents subscribe to, and what they show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from api.errors import ConflictError, NotFoundError
from api.feeds import agent_feed, feed_bytes, hash_of, new_secret
from api.store import UnitOfWork
from api.store.records import StoredLink
from api.translation import translator
from api.usecases.sites import site_file_of
from forecasting.messages import N_, Sentence
from scheduler.agents import Agent, AgentId
from scheduler.formats import SiteFile


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """A link with its *secret*, which is shown this once."""

    link: StoredLink
    secret: str

    @property
    def path(self) -> str:
        """Path of the feed."""
        return f"/feeds/{self.secret}.ics"


def issue_link(
    unit: UnitOfWork, site_id: int, agent: str, language: str, now: datetime, secret: Callable[[], str] = new_secret
) -> IssuedLink:
    """Make a link to the calendar of *agent*, in *language*."""
    found = _agent(site_file_of(unit, site_id), agent)
    word = secret()
    link = unit.feed_links.add(site_id, found.id, language, hash_of(word), now)
    unit.commit()
    return IssuedLink(link, word)


def rotate_link(unit: UnitOfWork, link_id: int, now: datetime, secret: Callable[[], str] = new_secret) -> IssuedLink:
    """Put a new link in the place of one that may have become known; the old one is dead from now on."""
    old = unit.feed_links.get(link_id)
    if old.revoked_at is not None:
        raise ConflictError(Sentence(N_("feed link {link} is revoked; issue a new one"), link=link_id))
    unit.feed_links.revoke(link_id, now)
    word = secret()
    link = unit.feed_links.add(old.site_id, old.agent, old.language, hash_of(word), now)
    unit.commit()
    return IssuedLink(link, word)


def revoke_link(unit: UnitOfWork, link_id: int, now: datetime) -> StoredLink:
    """Make a link dead for good."""
    link = unit.feed_links.revoke(link_id, now)
    unit.commit()
    return link


def list_links(unit: UnitOfWork, site_id: int) -> list[StoredLink]:
    """Return the links of a site, dead ones too, the newest first."""
    return unit.feed_links.of_site(unit.sites.get(site_id).id)


def feed_of(unit: UnitOfWork, secret_hash: str, now: datetime) -> bytes | None:
    """Return the calendar behind a living link, None for every other; a function of what is stored and the day."""
    link = unit.feed_links.alive(secret_hash)
    if link is None:
        return None
    site_file = site_file_of(unit, link.site_id)
    try:
        agent = _agent(site_file, link.agent)
    except NotFoundError:
        return None
    translate = translator(link.language)
    site = site_file.site
    feed = agent_feed(agent, site.name, language=link.language, translate=translate)
    return feed_bytes(feed, unit.publications.revisions(link.site_id, agent.id), now, translate=translate)


def _agent(site_file: SiteFile, agent_id: str) -> Agent:
    for agent in site_file.agents:
        if agent.id == AgentId(agent_id):
            return agent
    raise NotFoundError("agent", agent_id)
