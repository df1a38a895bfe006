"""Links to calendars of a site's drills: all of them for planners, announced ones alone for everybody else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from api.errors import ConflictError
from api.feeds import hash_of, new_secret
from api.feeds.drill_calendar import calendar_of_record, drill_feed_of
from api.feeds.programme import Place
from api.store import UnitOfWork
from api.store.records import StoredProgrammeLink
from api.translation import translator
from api.usecases.sites import site_file_of
from forecasting.messages import N_, Sentence


@dataclass(frozen=True, slots=True)
class IssuedProgrammeLink:
    """A link with its *secret*, which is shown this once."""

    link: StoredProgrammeLink
    secret: str

    @property
    def path(self) -> str:
        """Path of the feed."""
        return f"/feeds/{self.secret}.ics"


def issue_programme_link(
    unit: UnitOfWork,
    site_id: int,
    language: str,
    now: datetime,
    secret: Callable[[], str] = new_secret,
    *,
    planners: bool,
) -> IssuedProgrammeLink:
    """Make a link to the drills of a site, in *language*; a site without a programme has an empty calendar until it has one."""
    word = secret()
    found = unit.sites.get(site_id)
    link = unit.programme_links.add(found.id, language, hash_of(word), now, planners=planners)
    unit.commit()
    return IssuedProgrammeLink(link, word)


def rotate_programme_link(
    unit: UnitOfWork, link_id: int, now: datetime, secret: Callable[[], str] = new_secret
) -> IssuedProgrammeLink:
    """Put a new link in the place of one that may have become known; the old one is dead from now on."""
    old = unit.programme_links.get(link_id)
    if old.revoked_at is not None:
        raise ConflictError(Sentence(N_("feed link {link} is revoked; issue a new one"), link=link_id))
    unit.programme_links.revoke(link_id, now)
    return issue_programme_link(unit, old.site_id, old.language, now, secret, planners=old.planners)


def revoke_programme_link(unit: UnitOfWork, link_id: int, now: datetime) -> StoredProgrammeLink:
    """Make a link dead for good."""
    link = unit.programme_links.revoke(link_id, now)
    unit.commit()
    return link


def list_programme_links(unit: UnitOfWork, site_id: int) -> list[StoredProgrammeLink]:
    """Return the links to the drills of a site, dead ones too, the newest first."""
    return unit.programme_links.of_site(unit.sites.get(site_id).id)


def programme_feed_of(unit: UnitOfWork, secret_hash: str, now: datetime) -> bytes | None:
    """Return the calendar behind a living link, None for every other; a function of what is stored and the day."""
    link = unit.programme_links.alive(secret_hash)
    if link is None:
        return None
    site = site_file_of(unit, link.site_id).site
    standing = unit.programmes.latest(link.site_id)
    drills = () if standing is None else calendar_of_record(standing.calendar)
    return drill_feed_of(
        drills,
        Place(site.name, site.zone),
        now,
        planners=link.planners,
        language=link.language,
        translate=translator(link.language),
    )
