"""What the service is started with, and the only clock of the product."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from api.errors import SettingsError
from forecasting.messages import N_, Sentence

Clock = Callable[[], datetime]

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")


def system_clock() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most that one request may ask for; *unpacked_bytes* of a workbook or Parquet file, *rows* of a roster file.

    *roster_seconds* is how long the solver may look for a roster.
    """

    upload_bytes: int = 64 * 1024 * 1024
    unpacked_bytes: int = 1024 * 1024 * 1024
    document_bytes: int = 4 * 1024 * 1024
    days: int = 366
    agents: int = 10_000
    rows: int = 10_000
    history_rows: int = 5_000_000
    forecast_rows: int = 2_000_000
    queues: int = 1_000
    origins: int = 26
    ahead_days: int = 3 * 366
    roster_seconds: float = 300.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the service keeps its store and where it listens; *clock* tells it the time.

    It answers on this machine alone: there is no sign-in yet, so *host* must be a loopback address. Long work is done by
    *processes* of its own, 0 for the service's own one; beside what they do *waiting* requests may wait, and none of
    them works for longer than *work_seconds*.
    """

    data_dir: Path
    host: str = "127.0.0.1"
    port: int = 8080
    bounds: Bounds = Bounds()
    clock: Clock = system_clock
    processes: int = 2
    waiting: int = 8
    work_seconds: float = 600.0

    def __post_init__(self) -> None:
        if self.host not in LOOPBACK_HOSTS:
            template = N_(
                "host {host}: without sign-in the service answers on this machine only; expected one of {hosts}"
            )
            raise SettingsError(Sentence(template, host=self.host, hosts=", ".join(LOOPBACK_HOSTS)))
        if not 0 <= self.port <= 65_535:
            raise SettingsError(Sentence(N_("port {port}: expected 0 to 65535"), port=self.port))
        if self.processes < 0 or self.waiting < 0 or self.work_seconds <= 0:
            found = f"{self.processes}, {self.waiting}, {self.work_seconds:g}"
            template = N_("processes, waiting, work_seconds {found}: expected 0 or more, the last above 0")
            raise SettingsError(Sentence(template, found=found))

    @property
    def store_url(self) -> str:
        """Address of the embedded store."""
        return f"sqlite:///{self.data_dir / 'watchbill.sqlite3'}"
