"""Takes the pictures of the page that runs a drill: ``python -m benchmarks.drills_bench.page DIR``.

Plans the demo centre for four weeks, runs its drill to the middle of it by REST, with a clock that is set, and writes
``drill-run.png`` (English) and ``drill-run.zh-CN.png`` to DIR.
"""

import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from playwright.sync_api import sync_playwright

from api.app import create_app
from api.demo import write_demo_centre
from api.demo.centre import FIRST_DAY
from api.drill_ticker import DrillTicker
from api.settings import Settings
from api.store import Store, open_store
from api.usecases.plan import Order, plan_site
from api.usecases.plan_storage import publish_plan
from scheduler.solution import Limits

LANGUAGES = {"en-US": "drill-run.png", "zh-CN": "drill-run.zh-CN.png"}
DAYS, SECONDS = 28, 8.0
WIDTH, HEIGHT = 1280, 1000
UNTIL = 17  # minutes of the drill that have gone by in the pictures
ANSWERED_AFTER = 0.6  # of the time that a clock allows
SLOW = 3  # every third answer comes too late for the pictures
SEED = 1
Json = dict[str, Any]


class Clock:
    """A clock that runs, from where it was set."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        """Return what it shows."""
        return datetime.now(UTC) + self.ahead

    def set(self, moment: datetime) -> None:
        """Let it show *moment*."""
        self.ahead = moment - datetime.now(UTC)


def main(words: Sequence[str]) -> None:
    """Write the pictures to the folder that *words* name."""
    if len(words) != 1:
        raise SystemExit(__doc__)
    folder, clock = Path(words[0]), Clock()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        settings = Settings(Path(data), clock=clock, processes=0)
        store = open_store(settings.store_url)
        plan_demo(store, settings)
        with served(settings, store) as address:
            drill = play(address, clock, DrillTicker(store, clock))
            photograph(f"{address}/console/drills/{drill}", folder)


def plan_demo(store: Store, settings: Settings) -> None:
    """Store the plan of the demo centre."""
    centre = write_demo_centre(settings.data_dir / "centre", SEED, FIRST_DAY, DAYS)
    limits = Limits(SECONDS, seed=SEED)
    order = Order(centre.site, (centre.history,), FIRST_DAY, DAYS, limits, lambda options: options, seed=SEED)
    plan = plan_site(order, lambda _progress: True)
    with store.unit() as unit:
        publish_plan(unit, plan, settings.clock())


@contextmanager
def served(settings: Settings, store: Store) -> Iterator[str]:
    """Serve *store* as long as the block runs; gives the address."""
    server = uvicorn.Server(
        uvicorn.Config(create_app(settings, store), port=0, log_level="critical", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def play(address: str, clock: Clock, ticker: DrillTicker) -> int:
    """Run a drill of the store to UNTIL and return its number."""
    with httpx.Client(base_url=address, timeout=300) as client:
        drill = drill_of(client)
        number, begins = int(drill["id"]), datetime.fromisoformat(drill["start"])
        path = f"/api/v1/drills/{number}/run"
        seats = drill["document"]["seats"]
        controller = next(seat["agent"] for seat in seats if seat["role"] == "controller")

        def post(what: str, **body: object) -> Json:
            answer = client.post(f"{path}{what}", json={"by": controller, **body})
            if answer.is_error:
                raise SystemExit(f"{what}: {answer.text}")
            told: Json = answer.json()
            return told

        clock.set(begins - timedelta(minutes=20))
        post("", rehearsals=50, service_rehearsals=2)
        post("/orders", order="approve")
        clock.set(begins - timedelta(minutes=5))
        post("/orders", order="go")
        for agent in {seat["agent"]: None for seat in seats}:
            post("/attendance", agent=agent, present=True)
        clock.set(begins)
        post("/orders", order="start")
        for minute in range(1, UNTIL + 1):
            clock.set(begins + timedelta(minutes=minute, seconds=1))
            ticker.tick()
            answer_clocks(post, client.get(path).json())
        return number


def drill_of(client: httpx.Client) -> Json:
    """Return the drill of the store, made where there is none."""
    known: list[Json] = client.get("/api/v1/drills").json()
    if known:
        return known[0]
    asked = {"roster_id": 1, "family": "system-outage", "seed": SEED, "service": False}
    answer = client.post("/api/v1/drills", json=asked)
    if answer.is_error:
        raise SystemExit(answer.text)
    made: Json = answer.json()
    return made


def answer_clocks(post: Any, board: Json) -> None:
    """Stamp what is expected once a part of the time allowed has gone by; now and then nobody does."""
    for place, clock in enumerate(sorted(board["clocks"], key=lambda item: str(item["expectation"]))):
        waited = board["ms"] - (clock["started_ms"] if clock["started_ms"] is not None else board["ms"])
        due = waited >= ANSWERED_AFTER * 60_000 * clock["within_minutes"]
        if clock["status"] != "running" or not due or place % SLOW == 0:
            continue
        agent = next(seat["agent"] for seat in board["seats"] if seat["seat"] == clock["seat"])
        level = {"level": board["called_for"]} if clock["act"] == "graded" else {}
        post("/stamps", act=clock["act"], agent=agent, expectation=clock["expectation"], **level)


def photograph(address: str, folder: Path) -> None:
    """Take a picture of the page in each language."""
    with sync_playwright() as play_:
        browser = play_.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for locale, name in LANGUAGES.items():
            context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale=locale)
            page = context.new_page()
            page.goto(address)
            page.wait_for_selector("#connection.good")
            page.wait_for_selector("#clocks .clock-row")
            page.screenshot(path=folder / name)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
