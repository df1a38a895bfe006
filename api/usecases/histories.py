"""Histories: volume exports, read once and stored with the report of their reading."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from api.store import UnitOfWork
from api.store.records import StoredHistory
from api.usecases.sites import site_file_of
from api.usecases.uploads import laid_down
from forecasting.history import HistoryOptions, HistoryRead, read_history
from forecasting.history.document import report_document


def add_history(
    unit: UnitOfWork, site_id: int, files: Mapping[str, bytes], asked: HistoryOptions, now: datetime
) -> StoredHistory:
    """Read *files* as one history of a site and store it; what *asked* leaves open, the site's document says."""
    options = merged(asked, site_file_of(unit, site_id).history)
    with laid_down(files) as paths:
        read = read_history(list(paths.values()), options)
    history = store_history(unit, site_id, ", ".join(files), read, now)
    unit.commit()
    return history


def store_history(unit: UnitOfWork, site_id: int, name: str, read: HistoryRead, now: datetime) -> StoredHistory:
    """Store the complete part of what was *read*, without a last day cut short; part of a larger transaction."""
    return unit.histories.add(site_id, name, read.complete(), read.step_minutes, report_document(read), now)


def list_histories(unit: UnitOfWork, site_id: int) -> list[StoredHistory]:
    """Return the histories of a site, the newest first."""
    return unit.histories.of_site(unit.sites.get(site_id).id)


def merged(asked: HistoryOptions, default: HistoryOptions) -> HistoryOptions:
    """Return *asked* with the gaps filled from *default*."""
    return replace(
        default,
        zone=asked.zone or default.zone,
        columns={**default.columns, **asked.columns},
        queue=asked.queue or default.queue,
        sheet=asked.sheet or default.sheet,
        date_order=asked.date_order or default.date_order,
        queue_columns=asked.queue_columns or default.queue_columns,
    )
