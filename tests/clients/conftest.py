"""Real calendar programs in an environment of their own, built once from ``requirements.lock`` beside this file."""

import hashlib
import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ENVIRONMENT = HERE.parents[1] / ".venv-clients"
LOCK = HERE / "requirements.lock"

VDIRSYNCER = """
[general]
status_path = "{home}/status"

[pair shifts]
a = "calendar"
b = "feed"
collections = null

[storage calendar]
type = "filesystem"
path = "{home}/calendar"
fileext = ".ics"

[storage feed]
type = "http"
url = "{url}"
"""

KHAL = """
[calendars]
[[shifts]]
path = {home}/calendar

[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = {zone}
default_timezone = {zone}

[sqlite]
path = {home}/khal.db
"""


@dataclass(frozen=True)
class Subscriber:
    """Somebody whose computer subscribes to *url* with vdirsyncer and shows it with khal, on the clock of *zone*."""

    programs: Path
    home: Path
    url: str
    zone: str

    def subscribe(self) -> None:
        self.home.mkdir()
        (self.home / "calendar").mkdir()
        (self.home / "vdirsyncer.conf").write_text(VDIRSYNCER.format(home=self.home, url=self.url))
        (self.home / "khal.conf").write_text(KHAL.format(home=self.home, zone=self.zone))
        self._run("vdirsyncer", "-c", "vdirsyncer.conf", "discover")
        self.refresh()

    def refresh(self) -> str:
        """Look for changes; return what vdirsyncer says that it did."""
        return self._run("vdirsyncer", "-c", "vdirsyncer.conf", "sync")

    def events(self, first: str, days: int) -> list[list[str]]:
        """Return start, end, title and status of the events of *days* days from *first* as khal lists them."""
        form = "{start}|{end}|{title}|{status}{nl}"
        words = ("list", "--once", "--notstarted", "--day-format", "", "--format", form, first, f"{days}d")
        listed = self._run("khal", "-c", "khal.conf", *words)
        return [[part.strip() for part in line.split("|")] for line in listed.splitlines() if line.strip()]

    def _run(self, program: str, *words: str) -> str:
        done = subprocess.run(
            [self.programs / program, *words],
            cwd=self.home,
            env={"HOME": str(self.home), "LANG": "C.UTF-8", "PATH": os.defpath},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture(scope="session")
def programs() -> Path:
    """Return the folder that vdirsyncer and khal are in; skip where they cannot be had, except in CI."""
    wanted = f"{sys.version}\n{hashlib.sha256(LOCK.read_bytes()).hexdigest()}\n"
    stamp, folder = ENVIRONMENT / "built-from", ENVIRONMENT / "bin"
    if stamp.is_file() and stamp.read_text() == wanted:
        return folder
    venv.create(ENVIRONMENT, clear=True, with_pip=True)
    fault = _install(folder / "python")
    if fault:
        reason = f"vdirsyncer and khal cannot be installed: {fault}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    stamp.write_text(wanted)
    return folder


def _install(python: Path) -> str | None:
    """Install what the lock names; return why it could not be done."""
    words = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1", "--require-hashes")
    try:
        done = subprocess.run([python, *words, "-r", LOCK], capture_output=True, text=True, timeout=240, check=False)
    except subprocess.TimeoutExpired:
        return "pip took more than four minutes"
    return (done.stderr.strip() or "pip failed").splitlines()[-1] if done.returncode else None
