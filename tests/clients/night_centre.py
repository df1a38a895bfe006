"""A centre in London whose people work nights over the end of summer time, stored and served as in earnest."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import uvicorn

from api.app import create_app
from api.settings import Settings
from api.store import Store, open_store
from api.usecases.feeds import issue_link
from api.usecases.rosters import publish_roster
from forecasting.timegrid import TimeGrid, local_instant
from scheduler.agents import AgentId
from scheduler.roster import Assignment, Break, Roster

ZONE = ZoneInfo("Europe/London")
GRID = TimeGrid(ZONE, date(2026, 10, 19), 14)
NOW = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
SITE = """
[site]
name = "夜班中心 Leeds"
zone = "Europe/London"
holidays = "GB"

[opening]
every_day = "00:00-24:00"

[[queues]]
name = "phone"

[[teams]]
name = "night line"
queues = ["phone"]

[[shift_kinds]]
name = "night; 22–06"
start = "22:00"
length = "8:00"
part = "night"

[[shift_kinds]]
name = "late"
start = "14:00"
length = "8:00"
part = "late"

[[contracts]]
name = "any"
kinds = ["night; 22–06", "late"]

[[agents]]
id = "a1"
name = "Ann Li"
team = "night line"
contract = "any"

[[agents]]
id = "b2"
name = "Bob"
team = "night line"
contract = "any"

[law]
pack = "none"
"""


def shift(agent: str, day: date, hour: int = 22, kind: str = "night; 22–06") -> Assignment:
    """Return a shift that starts at *hour* of *day* and ends eight hours later on the clock."""
    start = local_instant(day, hour * 60, ZONE)
    pause = start + timedelta(hours=3)
    breaks = (Break(pause, pause + timedelta(minutes=30)),)
    return Assignment(AgentId(agent), day, kind, start, local_instant(day, (hour + 8) * 60, ZONE), breaks)


def nights(agent: str = "a1") -> list[Assignment]:
    """Return ten nights of *agent*; the seventh is an hour longer."""
    return [shift(agent, GRID.first_day + timedelta(days=index)) for index in range(10)]


def listed(shifts: list[Assignment]) -> list[tuple[str, str]]:
    """Return start and end of *shifts* as a calendar in London shows them."""
    local = ((shift.start.astimezone(ZONE), shift.end.astimezone(ZONE)) for shift in shifts)
    return [(f"{start:%Y-%m-%d %H:%M}", f"{end:%Y-%m-%d %H:%M}") for start, end in local]


@dataclass
class Service:
    """The running service over its *store*; its clock stands at *now*."""

    store: Store
    port: int
    requirement_id: int
    site_id: int
    now: datetime = NOW

    def publish(self, *shifts: Assignment) -> None:
        """Store a roster of *shifts* and publish it."""
        with self.store.unit() as unit:
            roster = Roster.of(GRID, shifts)
            head = unit.rosters.add(self.site_id, self.requirement_id, roster, (), None, self.now)
            unit.commit()
        with self.store.unit() as unit:
            publish_roster(unit, head.id, self.now)

    def link(self, agent: str, language: str = "en") -> str:
        """Return a new address of the calendar of *agent*."""
        with self.store.unit() as unit:
            issued = issue_link(unit, self.site_id, agent, language, self.now)
        return f"http://127.0.0.1:{self.port}{issued.path}"


@contextmanager
def running_service(folder: Path) -> Iterator[Service]:
    """Serve an empty centre from a store in *folder* on a free port of this machine."""
    service: Service | None = None
    settings = Settings(folder, clock=lambda: service.now if service else NOW)
    folder.mkdir(parents=True)
    store = open_store(settings.store_url)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        service = _stored(store, listener.getsockname()[1])
        server = uvicorn.Server(uvicorn.Config(create_app(settings, store), log_level="warning"))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            _wait(server, thread)
            yield service
        finally:
            server.should_exit = True
            thread.join(timeout=30)


def _stored(store: Store, port: int) -> Service:
    heads = np.ones(GRID.n_slots)
    starts = pd.date_range(GRID.origin, periods=GRID.n_slots, freq="15min", unit="us")
    needed = pd.DataFrame(
        {"start": starts, "skill": "night line", "agents": heads, "scheduled": heads, "reason": "floor"}
    )
    with store.unit() as unit:
        site = unit.sites.add("夜班中心 Leeds", "site.toml", {"site.toml": SITE.encode()}, NOW)
        queues = needed.assign(skill="phone")
        requirement = unit.requirements.add(site.id, None, GRID, queues, needed, NOW)
        unit.commit()
    return Service(store, port, requirement.id, site.id)


def _wait(server: uvicorn.Server, thread: threading.Thread) -> None:
    while not server.started:
        assert thread.is_alive(), "the service did not start"
        time.sleep(0.01)
