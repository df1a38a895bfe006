"""A drill of the small centre, run by REST, with a clock that tests set."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from api.computing import Computing
from api.settings import Settings
from api.store import Store, open_store
from api.usecases.drill_making import DrillOrder
from api.usecases.drill_making import make_drill as stored_drill
from api.usecases.rosters import PlannedRoster, publish
from drills.incidents import Family
from tests.api import small_centre as centre
from tests.api.small_plan import NOW, SOLVE

Json = dict[str, Any]
FILE = "watchbill.sqlite3"  # of a store in its data directory
FEW = {"rehearsals": 10, "service_rehearsals": 1}


@dataclass
class Clock:
    """A clock that stands until it is set."""

    now: datetime

    def __call__(self) -> datetime:
        """Return what it shows."""
        return self.now


@dataclass
class Play:
    """One drill: sends orders and remembers nothing but the addresses."""

    client: httpx.AsyncClient
    clock: Clock
    drill: Json

    @property
    def path(self) -> str:
        """Address of the drill."""
        return f"/api/v1/drills/{self.drill['id']}"

    @property
    def begins(self) -> datetime:
        """Return when the drill's window begins."""
        return datetime.fromisoformat(self.drill["start"])

    def at(self, minutes: float) -> None:
        """Set the clock to *minutes* after the window's start."""
        self.clock.now = self.begins + timedelta(minutes=minutes)

    async def post(self, what: str, **body: object) -> httpx.Response:
        """Send a body to an address below the run's."""
        return await self.client.post(f"{self.path}/run/{what}", json={"by": "controller", **body})

    async def order(self, order: str, **body: object) -> httpx.Response:
        """Send an order."""
        return await self.post("orders", order=order, **body)

    async def ordered(self, *orders: str) -> Json:
        """Send orders that must succeed; return the last answer."""
        told: Json = {}
        for order in orders:
            answer = await self.order(order)
            assert answer.status_code == 200, answer.text
            told = answer.json()
        return told

    async def plan(self, **body: object) -> httpx.Response:
        """Plan the run."""
        return await self.client.post(f"{self.path}/run", json={"by": "planner", **FEW, **body})

    async def started(self, **body: object) -> Json:
        """Plan, approve, clear and start the drill with its window."""
        self.at(-60)
        assert (await self.plan(**body)).status_code == 201
        await self.ordered("approve")
        self.at(-10)
        await self.ordered("go")
        self.at(0)
        return await self.ordered("start")

    async def board(self) -> Json:
        """Return the board."""
        told: Json = (await self.client.get(f"{self.path}/run")).json()
        return told

    async def log(self) -> str:
        """Return the log."""
        return (await self.client.get(f"{self.path}/run/log")).text


async def drilled(client: httpx.AsyncClient, clock: Clock) -> Play:
    """Return the first drill of the store."""
    return Play(client, clock, (await client.get("/api/v1/drills/1")).json())


async def make_drill(client: httpx.AsyncClient, clock: Clock, **change: object) -> Play:
    """Make a drill in the first roster."""
    asked: Json = {"roster_id": 1, "family": "system-outage", "seed": 7, "announced": False, "service": False, **change}
    answer = await client.post("/api/v1/drills", json=asked)
    assert answer.status_code == 201, answer.text
    return Play(client, clock, answer.json())


def copied(settings: Settings, fill: Callable[[Store], None]) -> Iterator[Store]:
    """Yield a copy of the store that *fill* makes, which is made once for all tests."""
    settings.data_dir.mkdir(parents=True)
    (settings.data_dir / FILE).write_bytes(_filled(fill))
    store = open_store(settings.store_url)
    yield store
    store.close()


@cache
def _filled(fill: Callable[[Store], None]) -> bytes:
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/{FILE}")
        fill(store)
        store.close()
        return (Path(folder) / FILE).read_bytes()


def store_drilled(store: Store) -> None:
    """Store the quiet centre with an unannounced drill in its roster."""
    store_family(store, Family.SYSTEM_OUTAGE)


def store_logistics(store: Store) -> None:
    """Store the quiet centre with an unannounced drill that has an inject by hand and a role play from its start on."""
    store_family(store, Family.LOGISTICS)


def store_family(store: Store, family: Family) -> None:
    """Store the quiet centre with an unannounced drill of *family*."""
    store_quiet(store)
    order = DrillOrder(1, family, 7, announced=False, service=False)
    stored_drill(store, Computing(0, 1, 60.0), order, NOW)


def store_quiet(store: Store) -> None:
    """Store the small centre with a published roster and so few customers that anybody may leave."""
    columns = ["mean", "p05", "p25", "p50", "p75", "p95", "day_p05", "day_p95"]
    quiet = centre.forecast_frame()
    quiet[columns] = quiet[columns] / 8
    with store.unit() as unit:
        site = unit.sites.add("Small centre", "site.toml", centre.SITE_FILES, NOW)
        history = unit.histories.add(site.id, "volume.csv", centre.history_frame(), 15, {"rows": 1}, NOW)
        forecast = unit.forecasts.add(site.id, history.id, centre.GRID, quiet, NOW)
        queues, teams = centre.requirement_frame("phone"), centre.requirement_frame("line")
        needed = unit.requirements.add(site.id, forecast.id, centre.GRID, queues, teams, NOW)
        head = unit.rosters.add(site.id, needed.id, centre.roster(), (), SOLVE, NOW)
        publish(unit, PlannedRoster.of(unit, head.id), NOW)
        unit.commit()
