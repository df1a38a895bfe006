import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from api.cli.main import main
from api.settings import Settings
from api.store import open_store
from tests.api.small_plan import store_published

ROOT = Path(__file__).parents[2]
PROGRAM = "import sys; from api.cli import main; sys.exit(main())"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org", "::"])  # what is to be refused
def test_any_host_but_this_machine_is_refused(host: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--language", "en", "serve", "--data-dir", str(tmp_path / "data"), "--host", host]) == 2
    assert host in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


def test_a_port_that_is_taken_is_one_clear_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        words = ["--language", "en", "serve", "--data-dir", str(tmp_path), "--port", str(port)]
        assert main(words) == 2
    assert f"port {port}" in capsys.readouterr().err


def test_the_service_says_where_it_is_answers_there_and_ends_when_asked(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, "--language", "en", "serve", "--data-dir", str(tmp_path), "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE) as service:
        assert service.stdout is not None
        said = service.stdout.readline()
        address = next(word for word in said.split() if word.startswith("http://127.0.0.1:"))
        with urllib.request.urlopen(f"{address}api/v1/health") as answer:
            assert answer.status == 200
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{address}feeds/never-issued.ics")
        service.send_signal(signal.SIGINT)
        assert service.wait(20) == 0


def test_a_demo_that_is_planned_already_is_shown_and_lacks_nothing_but_drills_are_planned_once(tmp_path: Path) -> None:
    store = open_store(Settings(tmp_path).store_url)
    store_published(store)
    store.close()
    for _time in range(2):
        assert main(["--language", "en", "demo", "--data-dir", str(tmp_path), "--no-serve"]) == 0
    store = open_store(Settings(tmp_path).store_url)
    with store.snapshot() as unit:
        assert len(unit.rosters.all()) == 1
        assert [one.version for one in unit.programmes.all(1)] == [1]
    store.close()
    assert not (tmp_path / "centre").exists()
