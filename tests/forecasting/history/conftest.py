from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

WriteText = Callable[..., Path]
Rows = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> WriteText:
    """Write *text* to a new file and return its path."""

    def write_text(text: str, name: str = "export.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write_text


@pytest.fixture
def rows() -> Rows:
    """Make lines ``start,offered`` for *count* steps from *first*, wall clock, each with *offered* contacts."""

    def make(
        first: str,
        count: int,
        minutes: int = 15,
        offered: int | Iterable[int] = 10,
        header: str | None = "start,offered",
    ) -> str:
        values = [offered] * count if isinstance(offered, int) else list(offered)
        begin = datetime.fromisoformat(first)
        lines = [] if header is None else [header]
        lines += [
            f"{begin + index * timedelta(minutes=minutes):%Y-%m-%d %H:%M},{value}" for index, value in enumerate(values)
        ]
        return "\n".join(lines) + "\n"

    return make
