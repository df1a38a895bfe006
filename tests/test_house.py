"""The project as a whole: its packages are ours, its wheel is whole, importing costs little, nothing of a machine is in it."""

import importlib.metadata
import importlib.util
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("forecasting", "scheduler", "drills", "api")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
HEAVY = {"alembic", "fastapi", "numpy", "openpyxl", "ortools", "pandas", "plotly", "pyarrow", "scipy", "sqlalchemy"}
LIGHT_MODULES = {
    "api": set[str](),
    "forecasting.errors": set[str](),
    "forecasting.messages": set[str](),
    "forecasting.timegrid": set[str](),
    "forecasting.site": set[str](),
    "scheduler.agents": set[str](),
    "scheduler.shifts": set[str](),
    "scheduler.roster": set[str](),
    "scheduler.demand": {"numpy"},
    # of ortools the flows of least cost alone, by which people are found for the seats of drills: a twentieth of a second
    "drills": {"numpy", "ortools"},
    "api.feeds": {"numpy", "ortools"},
}
HOMES = re.compile(rb"(?<![\w.])/(home|root|work|Users)/\w")


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_resolves_to_this_project(package: str) -> None:
    found = importlib.util.find_spec(package)
    assert found is not None
    assert found.origin is not None
    assert Path(found.origin).is_relative_to(ROOT / package)


def test_the_installed_version_and_command_are_those_of_the_project() -> None:
    assert importlib.metadata.version("watchbill") == PROJECT["version"]
    commands = {
        command.name: command.value
        for command in importlib.metadata.distribution("watchbill").entry_points
        if command.group == "console_scripts"
    }
    assert commands == PROJECT["scripts"]


def test_the_project_asks_for_every_library_that_it_imports() -> None:
    imported = {
        name
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for name in re.findall(r"^\s*(?:from|import) (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    outside = imported - set(PACKAGES) - sys.stdlib_module_names
    providers = importlib.metadata.packages_distributions()
    asked = {_plain(re.split(r"[<>=\[; ]", need)[0]) for need in PROJECT["dependencies"]}
    missing = {name for name in outside if not asked & {_plain(provider) for provider in providers.get(name, ())}}
    assert missing == set()


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in a wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_every_file_of_the_packages(wheel: set[str]) -> None:
    files = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert files <= wheel
    kinds = {Path(name).suffix for name in files}
    assert {".html", ".css", ".js", ".svg", ".toml", ".mako"} <= kinds
    assert {f"{package}/py.typed" for package in PACKAGES} <= wheel
    assert "api/store/migrations/versions/0001_first_tables.py" in wheel


def test_the_wheel_holds_nothing_but_the_packages_and_their_papers(wheel: set[str]) -> None:
    papers = f"watchbill-{PROJECT['version']}.dist-info"
    assert {name.split("/")[0] for name in wheel} == {*PACKAGES, papers}
    assert f"{papers}/licenses/LICENSE" in wheel
    assert not [name for name in wheel if Path(name).name.startswith("test_") or name.endswith(".pyc")]


def test_the_source_archive_holds_files_of_this_project_alone(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)]
    subprocess.run(words, cwd=ROOT, capture_output=True, check=True)
    (path,) = tmp_path.glob("*.tar.gz")
    listed = subprocess.run(["tar", "tzf", str(path)], capture_output=True, text=True, check=True).stdout.split("\n")
    assert not [name for name in listed if ".venv" in name or "site-packages" in name or "/var/" in name]
    inside = {name.partition("/")[2] for name in listed}
    assert {"LICENSE", "Makefile", "requirements.lock", "examples/site.toml", "api/demo/site.toml"} <= inside


def test_importing_a_light_module_loads_no_heavy_library() -> None:
    for module, allowed in LIGHT_MODULES.items():
        code = f"import json, sys, {module}; print(json.dumps(list(sys.modules)))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        loaded = set(json.loads(done.stdout)) & HEAVY
        assert loaded <= allowed, f"{module} loads {sorted(loaded - allowed)}"


def test_importing_everything_reads_no_clock_and_opens_no_store(tmp_path: Path) -> None:
    code = "import os, threading, api.app, api.cli; print(threading.active_count(), os.listdir('.'))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1 []"


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_versions_and_hashes_but_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?:|--(extra-)?index-url|--find-links|--trusted-host|file:", text)
    pins = re.findall(r"^[\w.-]+(?:\[\w+\])?==\S+.*\\$", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[a-zA-Z0-9]", text, re.MULTILINE))


def test_both_locks_hold_what_the_project_asks_for_at_the_same_version() -> None:
    locks = [
        dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    ]
    asked = {_plain(re.split(r"[<>=\[; ]", need)[0]) for need in PROJECT["dependencies"]}
    assert asked <= set(locks[0])
    both = set(locks[0]) & set(locks[1])
    assert {name: locks[0][name] for name in both} == {name: locks[1][name] for name in both}


def test_no_tracked_file_names_a_folder_of_somebodys_machine() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: there is no list of tracked files")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    paths = [ROOT / name for name in listed.decode().split("\0") if name]
    assert paths
    assert not [path for path in paths if path.is_file() and HOMES.search(path.read_bytes())]
