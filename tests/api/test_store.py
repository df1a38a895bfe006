import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError

from api.errors import ConflictError, NotFoundError, StoreError
from api.settings import Settings
from api.store import Store, open_store
from api.store.engine import make_engine
from api.store.records import StoredRoster
from api.store.tables import METADATA
from scheduler.agents import AgentId
from scheduler.rules.base import Severity, Violation
from tests.api import small_centre as centre

NOW = datetime(2026, 8, 25, 9, 0, tzinfo=UTC)


def stored_roster(store: Store, violations: tuple[Violation, ...] = ()) -> StoredRoster:
    with store.unit() as unit:
        site = unit.sites.add("Small centre", "site.toml", centre.SITE_FILES, NOW)
        history = unit.histories.add(site.id, "volume.csv", centre.history_frame(), 15, {"rows": 1}, NOW)
        forecast = unit.forecasts.add(site.id, history.id, centre.GRID, centre.forecast_frame(), NOW)
        needed = unit.requirements.add(
            site.id,
            forecast.id,
            centre.GRID,
            centre.requirement_frame("phone"),
            centre.requirement_frame("line"),
            NOW,
        )
        made = unit.rosters.add(site.id, needed.id, centre.roster(), violations, None, NOW)
        unit.commit()
    return made


def test_what_is_not_committed_is_rolled_back(store: Store) -> None:
    with store.unit() as unit:
        unit.sites.add("Small centre", "site.toml", centre.SITE_FILES, NOW)
    with store.snapshot() as unit:
        assert unit.sites.all() == []


def test_an_error_in_a_unit_leaves_nothing_behind(store: Store) -> None:
    with store.unit() as unit:
        unit.sites.add("Small centre", "site.toml", centre.SITE_FILES, NOW)
        with pytest.raises(ConflictError, match="Small centre"):
            unit.sites.add("Small centre", "site.toml", centre.SITE_FILES, NOW)
    with store.snapshot() as unit:
        assert unit.sites.all() == []


def test_a_committed_unit_is_spent(store: Store) -> None:
    with store.unit() as unit:
        unit.commit()
        with pytest.raises(RuntimeError, match="committed"):
            unit.sites.all()


def test_a_snapshot_neither_commits_nor_waits_for_a_writer(store: Store) -> None:
    with store.unit() as writer:
        writer.sites.add("Small centre", "site.toml", centre.SITE_FILES, NOW)
        with store.snapshot() as reader:
            assert reader.sites.all() == []
            with pytest.raises(RuntimeError, match="snapshot"):
                reader.commit()


def test_a_roster_comes_back_as_it_went_in(store: Store) -> None:
    found = Violation(
        "daily-rest",
        "OS-2.1",
        Severity.SOFT,
        "{agent} rests {hours} h",
        {"agent": "A1", "hours": 9},
        AgentId("A1"),
        centre.FIRST,
    )
    head = stored_roster(store, (found,))
    with store.snapshot() as unit:
        assert unit.rosters.roster(head.id) == centre.roster()
        assert unit.rosters.violations(head.id) == (found,)
        assert unit.rosters.get(head.id) == head
        assert head.version == 1


def test_frames_come_back_with_their_dtypes_and_zone(store: Store) -> None:
    stored_roster(store)
    with store.snapshot() as unit:
        pd.testing.assert_frame_equal(unit.histories.frame(1), centre.history_frame())
        pd.testing.assert_frame_equal(unit.forecasts.frame(1), centre.forecast_frame())
        pd.testing.assert_frame_equal(unit.requirements.teams(1), centre.requirement_frame("line"))


def test_files_of_a_site_come_back_byte_for_byte(store: Store) -> None:
    stored_roster(store)
    with store.snapshot() as unit:
        assert unit.sites.files(1) == centre.SITE_FILES


def test_versions_of_a_sites_rosters_count_up(store: Store) -> None:
    first = stored_roster(store)
    with store.unit() as unit:
        second = unit.rosters.add(first.site_id, first.requirement_id, centre.roster(), (), None, NOW)
        unit.commit()
    assert (first.version, second.version) == (1, 2)


@pytest.mark.parametrize("table", ["rosters", "shifts", "forecasts", "site_files"])
def test_what_is_stored_is_never_changed(settings: Settings, store: Store, table: str) -> None:
    stored_roster(store)
    column = {"rosters": "version", "shifts": "kind", "forecasts": "days", "site_files": "content"}[table]
    engine = make_engine(settings.store_url)
    with pytest.raises(IntegrityError, match="never change"), engine.begin() as connection:
        connection.execute(text(f"UPDATE {table} SET {column} = 9"))
    engine.dispose()


@pytest.mark.parametrize("noun", ["sites", "histories", "forecasts", "requirements", "rosters", "drills", "feed_links"])
def test_an_unknown_id_is_named(store: Store, noun: str) -> None:
    with store.snapshot() as unit, pytest.raises(NotFoundError, match="41"):
        getattr(unit, noun).get(41)


def test_a_naive_instant_is_refused(store: Store) -> None:
    naive = NOW.replace(tzinfo=None)
    with store.unit() as unit, pytest.raises(StatementError, match="names no time zone"):
        unit.sites.add("Small centre", "site.toml", centre.SITE_FILES, naive)


def test_the_steps_make_exactly_the_tables_that_the_code_knows(settings: Settings, store: Store) -> None:
    del store
    engine = make_engine(settings.store_url)
    with engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()


def test_the_database_waits_for_the_disk_and_logs_ahead(settings: Settings, store: Store) -> None:
    del store
    engine = make_engine(settings.store_url)
    with engine.begin() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    engine.dispose()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_opening_a_store_again_keeps_what_is_in_it(settings: Settings, store: Store) -> None:
    stored_roster(store)
    again = open_store(settings.store_url)
    with again.snapshot() as unit:
        assert len(unit.rosters.all()) == 1
    again.close()


def test_a_store_of_a_newer_version_is_refused(settings: Settings, store: Store) -> None:
    del store
    raw = sqlite3.connect(settings.data_dir / "watchbill.sqlite3")
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()
    with pytest.raises(StoreError, match="9999"):
        open_store(settings.store_url)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "postgresql://localhost/x", "nonsense"])
def test_only_a_file_can_be_a_store(url: str) -> None:
    with pytest.raises(StoreError):
        open_store(url)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "watchbill.sqlite3"
    broken.write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match="not a database"):
        open_store(f"sqlite:///{broken}")
