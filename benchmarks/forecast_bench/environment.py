"""The environment of the compared programs, apart from ours: made when it is first needed, from a lock with hashes."""

import hashlib
import importlib.util
import os
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = ROOT / ".venv-bench"
LOCK = ROOT / "benchmarks" / "requirements.lock"
MADE_FROM = ENVIRONMENT / "made-from"  # the digest of the lock


def missing(packages: Sequence[str]) -> list[str]:
    """Return those of *packages* that this interpreter does not have."""
    return [name for name in packages if importlib.util.find_spec(name) is None]


def with_packages(packages: Sequence[str]) -> None:
    """Go on in the environment that has *packages*, making it first where needed; return where they are here already.

    The process is replaced and starts over with the same words; it sees our own packages too, the product's name and version among
    them. Raises SystemExit where they cannot be had.
    """
    lacking = missing(packages)
    if not lacking:
        return
    if Path(sys.prefix) == ENVIRONMENT:
        raise SystemExit(f"{ENVIRONMENT} lacks {', '.join(lacking)}: remove it and start again")
    python = ENVIRONMENT / "bin" / "python"
    if not up_to_date():
        make(python)
    told = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), sysconfig.get_path("purelib")])}
    os.execve(python, [str(python), *sys.orig_argv[1:]], told)  # noqa: S606  # our own words, no shell


def up_to_date() -> bool:
    """Return whether the environment was made from the lock as it is now."""
    return MADE_FROM.exists() and MADE_FROM.read_text(encoding="ascii") == fingerprint()


def fingerprint() -> str:
    """Return the digest of the lock."""
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def make(python: Path) -> None:
    """Make the environment of *python* from the lock, or bring it up to the lock."""
    print(f"making {ENVIRONMENT} with the programs to compare with (once a lock)", file=sys.stderr, flush=True)
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)  # noqa: S603  # fixed words
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--require-hashes", "-r", str(LOCK)], check=True)  # noqa: S603  # fixed words
    MADE_FROM.write_text(fingerprint(), encoding="ascii")
