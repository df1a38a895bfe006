"""One calendar file a person, with a name that every file system takes."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from api.feeds.calendars import feed_bytes
from api.feeds.revisions import agent_feed, revisions_by_agent
from forecasting.files import write_together
from forecasting.messages import Translate, english
from scheduler.agents import AgentId
from scheduler.instance import Instance
from scheduler.roster import Roster

MOST_CHARACTERS = 48  # of up to four bytes each, with a mark and an ending below the 255 bytes of common file systems
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)  # names that Windows keeps for devices


def file_names(agents: Iterable[AgentId]) -> dict[AgentId, str]:
    """Return a file name for each of *agents*, the id itself where that is safe; no two alike, in any letter case."""
    plain = {agent: _plain(agent) for agent in agents}
    seen = Counter(name.casefold() for name in plain.values())
    return {
        agent: f"{name}.ics" if name == agent and seen[name.casefold()] == 1 else f"{name}-{_mark(agent)}.ics"
        for agent, name in plain.items()
    }


def _plain(agent: str) -> str:
    letters = re.sub(r"[^\w-]+", "_", unicodedata.normalize("NFC", agent))[:MOST_CHARACTERS]
    return f"_{letters}" if not letters or RESERVED.fullmatch(letters) else letters


def _mark(agent: str) -> str:
    return hashlib.sha256(agent.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def agent_files(
    roster: Roster,
    instance: Instance,
    published_at: datetime,
    *,
    site: str = "",
    language: str = "en",
    translate: Translate = english,
    alarm_minutes: tuple[int, ...] = (),
) -> dict[str, bytes]:
    """Return the shifts of every agent of *instance* as a calendar, by the name of its file; past shifts too."""
    names = file_names(agent.id for agent in instance.agents)
    revisions = revisions_by_agent(roster, instance, published_at, site=site, alarm_minutes=alarm_minutes)
    return {
        names[agent.id]: feed_bytes(
            agent_feed(agent, site, language=language, translate=translate), revisions[agent.id], translate=translate
        )
        for agent in instance.agents
    }


def write_agent_feeds(
    roster: Roster,
    instance: Instance,
    directory: Path,
    published_at: datetime,
    *,
    site: str = "",
    language: str = "en",
    translate: Translate = english,
    alarm_minutes: tuple[int, ...] = (),
) -> tuple[Path, ...]:
    """Write the calendars of ``agent_files`` into *directory*, one file a person, and return the files.

    All are made and written before the first replaces an earlier one.
    """
    files = agent_files(
        roster,
        instance,
        published_at,
        site=site,
        language=language,
        translate=translate,
        alarm_minutes=alarm_minutes,
    )
    contents = {directory / name: content for name, content in files.items()}
    write_together(contents)
    return tuple(contents)
