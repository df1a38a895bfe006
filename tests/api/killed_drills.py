"""Real servers on one store that are killed in the middle of a drill, on a clock that runs fast and never stops."""

import json
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import httpx

from drills.drill import Drill
from drills.exercise import Line, LineKind, Log
from drills.incidents import Level
from drills.scenario.acts import Act

ROOT = Path(__file__).parents[2]
Json = dict[str, Any]

# Imports once and then forks a server for each line that it reads, so that one more costs no time; kills the one that a number names.
NURSERY = """
import json, os, signal, sys, time
from datetime import datetime, timedelta
from pathlib import Path
from api.service import serve
from api.settings import Settings

def answer(folder, port, begins, real, factor):
    def clock():
        return datetime.fromisoformat(begins) + timedelta(seconds=(time.time() - real) * factor)

    try:
        settings = Settings(Path(folder), port=port, clock=clock, processes=0)
        serve(settings, lambda address: print(os.getpid(), flush=True))
    finally:
        print(0, flush=True)
        os._exit(1)

for line in sys.stdin:
    asked = json.loads(line)
    if isinstance(asked, int):
        os.kill(asked, signal.SIGKILL)
        print(os.waitpid(asked, 0)[0], flush=True)
    elif not os.fork():
        answer(*asked)
"""


class Nursery:
    """Starts real servers and kills them."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", NURSERY],
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._alive: set[int] = set()

    def start(self, folder: Path, port: int, begins: datetime, real: float, factor: float) -> int:
        """Start a server on the store in *folder*; its clock showed *begins* at *real* and runs *factor* times as fast as ours.

        Returns its process id once it listens.
        """
        pid = self._ask([str(folder), port, begins.isoformat(), real, factor])
        assert pid, f"no server on port {port}"
        self._alive.add(pid)
        return pid

    def kill(self, pid: int) -> None:
        """Kill a server as a power cut would; return when it is gone."""
        assert self._ask(pid) == pid
        self._alive.remove(pid)

    def kill_all(self) -> None:
        """Kill every server that is left."""
        for pid in tuple(self._alive):
            self.kill(pid)

    def _ask(self, what: object) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(what)}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """End every server that is left, and the nursery."""
        self.kill_all()
        self._process.communicate()


def free_port() -> int:
    """Return a port that nobody listens on, none of those that clients get: who waits for a server could meet itself there."""
    for port in random.sample(range(20_000, 32_000), 50):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


@dataclass
class Acknowledged:
    """An order with its answer: *lines* by digest of those with its key, none where it was refused."""

    key: str
    status: int
    digests: tuple[str, ...]


@dataclass
class Hand:
    """Somebody who sends orders with keys and, when the server is gone, the same order again until it is answered."""

    drill: Drill
    port: int
    name: str
    acknowledged: list[Acknowledged] = field(default_factory=list)
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=20))

    def send(self, what: str, body: Json, key: str) -> int:
        """Send one order; return the status of its answer."""
        path = f"http://127.0.0.1:{self.port}/api/v1/drills/1/run/{what}"
        for _try in range(400):
            with suppress(httpx.TransportError):
                answer = self.client.post(path, json={"by": self.name, "key": key, **body})
                told = answer.json()
                lines = [line["digest"] for line in told.get("lines", ()) if line["data"].get("key") == key]
                self.acknowledged.append(Acknowledged(key, answer.status_code, tuple(lines)))
                return answer.status_code
            time.sleep(0.01)
        raise AssertionError(f"no answer to {what} {body}")

    def work(self, orders: Iterable[tuple[str, Json]]) -> None:
        """Send *orders* one after the other."""
        for number, (what, body) in enumerate(orders):
            self.send(what, body, f"{self.name} {number}")

    def close(self) -> None:
        """Close the connection."""
        self.client.close()


def anything(drill: Drill, seed: int) -> Iterator[tuple[str, Json]]:
    """Yield orders of all kinds, sensible and not, without end."""
    draw = random.Random(seed)
    players = [str(seat.agent) for seat in drill.seats if seat.role.meets_incident]
    expectations = list(drill.scenario.expectations)
    hands = [inject.id for inject in drill.scenario.injects if inject.by_hand]
    for number in count():
        task, agent = draw.choice(expectations), draw.choice(players)
        level = draw.choice(list(Level)).name if task.act is Act.GRADED else None
        stamp = {"act": task.act.value, "agent": agent, "expectation": task.id, "level": level, "text": "as seen"}
        decision = {"act": "decision", "agent": agent, "text": f"decision {number}", "incident": task.incident}
        orders: list[tuple[str, Json]] = [
            ("stamps", stamp),
            ("stamps", stamp),
            ("stamps", decision),
            ("notes", {"text": f"note {number}"}),
            ("attendance", {"agent": agent, "present": True}),
            ("orders", {"order": draw.choice(["pause", "resume", "resume", "start"])}),
            (f"injects/{draw.choice(hands or ['none'])}", {}),
        ]
        yield draw.choice(orders)


class Listener(threading.Thread):
    """Follows the events of a run through every loss of its server; *heard* are the numbers of lines."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self._port = port
        self._until: int | None = None
        self.heard: list[int] = []

    def run(self) -> None:
        """Listen, and come back with the number of the last line heard whenever the server goes."""
        path = f"http://127.0.0.1:{self._port}/api/v1/drills/1/run/events"
        with httpx.Client(timeout=5) as client:
            while not self._done():
                last = {"Last-Event-ID": str(self.heard[-1])} if self.heard else {}
                with suppress(httpx.TransportError), client.stream("GET", path, headers=last) as answer:
                    self._read(answer)
                time.sleep(0.01)

    def _read(self, answer: httpx.Response) -> None:
        for line in answer.iter_lines():
            if line.startswith("id: "):
                self.heard.append(int(line[4:]))
            if self._done():
                return

    def _done(self) -> bool:
        return self._until is not None and len(self.heard) >= self._until

    def wait_for(self, number: int) -> None:
        """Return when line *number* was heard, or not for long."""
        self._until, left = number, 1_000
        while not self._done() and left:
            time.sleep(0.01)
            left -= 1


def elapsed_by_hand(log: Log) -> list[tuple[int, int]]:
    """Return each line's number and its exercise time in milliseconds, counted anew from when the clock ran."""
    found, total, since = [], 0, None
    for line in log:
        ms = total + (0 if since is None else round((line.at - since).total_seconds() * 1000))
        found.append((line.number, ms))
        if line.kind in {LineKind.STARTED, LineKind.RESUMED}:
            total, since = ms, line.at
        elif line.kind in {LineKind.PAUSED, LineKind.ENDED, LineKind.ABORTED}:
            total, since = ms, None
    return found


def doubled(lines: list[Line], kind: LineKind, name: str) -> set[str]:
    """Return what of a kind stands in the log more than once."""
    seen = [json.dumps(line.data[name]) for line in lines if line.kind is kind]
    return {item for item in seen if seen.count(item) > 1}
