"""A store of the first tables is brought up to date: histories get their fingerprints, nothing that was stored changes."""

import io
import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from api.store import open_store
from api.store.engine import make_engine
from api.store.histories import history_fingerprint
from api.store.migrate import LOCATION
from tests.api import small_centre as centre

MOMENT = "2026-08-25T09:00:00.000000+00:00"


def first_store(path: Path, histories: int) -> None:
    """Write a store as the first tables had it, with the same history so many times."""
    engine = make_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", LOCATION)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    content = io.BytesIO()
    centre.history_frame().to_parquet(content, index=False, compression="zstd")
    raw = sqlite3.connect(path)
    raw.execute("INSERT INTO sites (name, document, created_at) VALUES ('Small centre', 'site.toml', ?)", (MOMENT,))
    for _copy in range(histories):
        raw.execute(
            "INSERT INTO histories (site_id, name, created_at, step_minutes, intervals, first, last, report, frame) "
            "VALUES (1, 'volume.csv', ?, 15, 1, ?, ?, '{}', ?)",
            (MOMENT, MOMENT, MOMENT, content.getvalue()),
        )
    raw.commit()
    raw.close()


def test_histories_of_an_older_store_are_known_by_their_rows(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    first_store(path, histories=2)
    store = open_store(f"sqlite:///{path}")
    fingerprint = history_fingerprint(centre.history_frame(), 15)
    with store.snapshot() as unit:
        assert {head.id: head.fingerprint for head in unit.histories.of_site(1)} == {1: fingerprint, 2: None}
        known = unit.histories.known(1, fingerprint)
    assert known is not None
    assert known.id == 1
    store.close()


@pytest.mark.parametrize("table", ["histories", "cleanings", "forecasts"])
def test_what_was_stored_cannot_be_changed_afterwards(tmp_path: Path, table: str) -> None:
    path = tmp_path / "old.sqlite3"
    first_store(path, histories=1)
    store = open_store(f"sqlite:///{path}")
    with store.unit() as unit:
        unit.cleanings.add(1, (), centre.GRID.origin)
        unit.forecasts.add(1, 1, centre.GRID, centre.forecast_frame(), centre.GRID.origin)
        unit.commit()
    store.close()
    raw = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="never change"):
        raw.execute(f"UPDATE {table} SET id = 9")
    raw.close()
