"""Invitations to drills, where the drill is announced; what an unannounced one is about stays out of calendars."""

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid5

from api.feeds.calendars import feed_bytes
from api.feeds.events import EventRevision, Feed, Phrase
from api.feeds.revisions import NAMESPACE
from drills.drill import Drill
from forecasting.messages import N_, Translate, english
from scheduler.agents import AgentId

DRILL_CATEGORY = N_("Drill")
PLAIN = "{text}"  # text that is in the reader's language already


def drill_revisions(
    drill: Drill,
    made_at: datetime,
    *,
    agent: AgentId | None = None,
    language: str = "en",
    translate: Translate = english,
    site: str = "",
) -> tuple[EventRevision, ...]:
    """Return the event by which *agent* is invited to *drill*, with their own roles; none where it is not announced.

    Without *agent* it is the invitation that all participants may see. Neither says more of the scenario than its
    title, names no colleague, and bears the drill mark. Empty too for an agent who takes no part.
    """
    if not drill.announced or (agent is not None and not drill.roles_of(agent)):
        return ()
    made = made_at.replace(microsecond=0)
    invitation = EventRevision(
        uid=str(uuid5(NAMESPACE, _key(drill, site))),
        sequence=0,
        last_modified=made,
        dtstamp=made,
        start=drill.window.start,
        end=drill.window.end,
        zone=drill.window.zone,
        summary=Phrase.of(PLAIN, text=drill.title.in_language(language)),
        description=tuple(_lines(drill, agent, translate)),
        location=site,
        categories=(Phrase.of(DRILL_CATEGORY),),
    )
    return (invitation,)


def drill_feed(
    drill: Drill,
    made_at: datetime,
    *,
    agent: AgentId | None = None,
    language: str = "en",
    translate: Translate = english,
    site: str = "",
) -> bytes:
    """Return the invitation to *drill* as a calendar, for *agent* or for all participants.

    A calendar without events where the drill is not announced: its file tells nothing.
    """
    name = translate(N_("Drill {id}")).format(id=drill.id) if drill.announced else translate(N_("Drills"))
    feed = Feed(str(uuid5(NAMESPACE, f"calendar of {_key(drill, site)}")), name, language)
    invitations = drill_revisions(drill, made_at, agent=agent, language=language, translate=translate, site=site)
    return feed_bytes(feed, invitations, translate=translate)


def _key(drill: Drill, site: str) -> str:
    # A drill's id is made of family and seed alone: another roster or site may have one of the same id.
    return f"drill {len(site)}:{site} {drill.id} {drill.window.start.isoformat()}"


def _lines(drill: Drill, agent: AgentId | None, translate: Translate) -> Iterator[Phrase]:
    yield Phrase.of(N_("This is a drill (演练), no real incident."))
    yield Phrase.of(N_("Form: {form}"), form=translate(drill.scenario.form.label))
    for seat in () if agent is None else drill.roles_of(agent):
        yield Phrase.of(
            N_("Your role: {role} ({duty})"), role=translate(seat.role.label), duty=translate(seat.role.duty)
        )
    yield Phrase.of(N_("You are away from live work from the start to the end."))
