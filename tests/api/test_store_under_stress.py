"""Two processes at once, and a process killed in mid-write."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from datetime import UTC, datetime
from pathlib import Path

from api.settings import Settings
from api.store import Store, open_store
from tests.api.small_plan import store_requirement

ROOT = Path(__file__).parents[2]

WRITER = """
import sys
from datetime import UTC, datetime
from api.store import open_store
store = open_store(sys.argv[1])
for number in range(int(sys.argv[3])):
    with store.unit() as unit:
        seen = len(unit.sites.all())
        unit.sites.add(f"{sys.argv[2]} {number}", f"{seen}", {"site.toml": b"x"}, datetime.now(UTC))
        unit.commit()
store.close()
"""

KILLED = """
import sys
from datetime import UTC, datetime
from api.store import open_store
store = open_store(sys.argv[1])
with store.unit() as unit:
    unit.sites.add("committed", "site.toml", {"site.toml": b"x"}, datetime.now(UTC))
    unit.commit()
with store.unit() as unit:
    for number in range(200):
        unit.sites.add(f"half written {number}", "site.toml", {"site.toml": b"x" * 100_000}, datetime.now(UTC))
    print("in the middle", flush=True)
    sys.stdin.read()
"""


def start(code: str, *words: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", textwrap.dedent(code), *words]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_processes_that_open_and_write_at_once_lose_nothing(settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True)
    writers = [start(WRITER, settings.store_url, name, "20") for name in ("first", "second", "third")]
    for writer in writers:
        writer.communicate()
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    store = open_store(settings.store_url)
    with store.snapshot() as unit:
        sites = unit.sites.all()
    store.close()
    # Each wrote down how many there were: only transactions one after the other count 0, 1, 2 ...
    assert [site.document for site in sites] == [str(number) for number in range(60)]


def test_a_process_killed_in_mid_write_leaves_what_it_committed_and_nothing_else(settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True)
    with start(KILLED, settings.store_url) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "in the middle\n"
        os.kill(writer.pid, signal.SIGKILL)
    store = open_store(settings.store_url)
    with store.snapshot() as unit:
        assert [site.name for site in unit.sites.all()] == ["committed"]
    add_one_more(store)
    store.close()
    raw = sqlite3.connect(settings.data_dir / "watchbill.sqlite3")
    assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()


def add_one_more(store: Store) -> None:
    with store.unit() as unit:
        unit.sites.add("after", "site.toml", {"site.toml": b"x"}, datetime(2026, 1, 1, tzinfo=UTC))
        unit.commit()


FORECASTING = """
import sys
from datetime import UTC, date, datetime
from api.computing import Computing
from api.settings import Bounds
from api.store import open_store
from api.usecases.forecasts import Order, add_forecast

class Stuck(Computing):
    def run(self, work, *args, **named):
        made = work(*args, **named)
        print("in the middle", flush=True)
        sys.stdin.read()
        return made

store = open_store(sys.argv[1])
add_forecast(store, Stuck(0, 0, 1.0), Order(1, date(2026, 9, 14), 3), datetime.now(UTC), Bounds())
"""


def test_a_process_killed_while_it_forecasts_stores_nothing_and_holds_up_nobody(settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True)
    store = open_store(settings.store_url)
    store_requirement(store)
    with start(FORECASTING, settings.store_url) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "in the middle\n"
        add_one_more(store)  # others write while it calculates
        os.kill(worker.pid, signal.SIGKILL)
    with store.snapshot() as unit:
        assert [head.id for head in unit.forecasts.of_site(1)] == [1]
        assert len(unit.sites.all()) == 2
    store.close()
