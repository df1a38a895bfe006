"""Histories: volume exports, read once, kept once, stored with the report of their reading."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from api.computing import Computing
from api.settings import Bounds
from api.store import Store, UnitOfWork
from api.store.histories import history_fingerprint
from api.store.records import StoredHistory
from api.usecases.sites import site_file_of
from api.usecases.unpacked import refuse_huge
from api.usecases.uploads import laid_down
from forecasting.errors import Fault, InputError
from forecasting.history import HistoryOptions, HistoryRead, read_history
from forecasting.history.document import report_document
from forecasting.messages import N_, Sentence


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored *history*; *is_new* is False where the site had it already."""

    history: StoredHistory
    is_new: bool


def add_history(
    store: Store,
    computing: Computing,
    site_id: int,
    files: Mapping[str, bytes],
    asked: HistoryOptions,
    now: datetime,
    bounds: Bounds,
) -> Kept:
    """Read *files* as one history of a site and store it; what *asked* leaves open, the site's document says.

    Rows that the site has already, in the same step, are not stored again, whatever their files were called.
    """
    with store.snapshot() as unit:
        options = merged(asked, site_file_of(unit, site_id).history)
    read = computing.run(read_files, files, options, bounds)
    refuse_too_large(read, ", ".join(files), bounds)
    with store.unit() as unit:
        kept = keep_history(unit, site_id, ", ".join(files), read, now)
        unit.commit()
    return kept


def read_files(files: Mapping[str, bytes], options: HistoryOptions, bounds: Bounds) -> HistoryRead:
    """Read *files* as one history; faults and report name the files alone."""
    refuse_huge(files, bounds.unpacked_bytes, bounds.history_rows)
    with laid_down(files) as paths:
        read = read_history(list(paths.values()), options)
    report = replace(read.report, files=tuple(Path(name).name for name in read.report.files))
    return replace(read, mapping=tuple(replace(one, file=Path(one.file).name) for one in read.mapping), report=report)


def refuse_too_large(read: HistoryRead, name: str, bounds: Bounds) -> None:
    """Raise InputError naming every bound that what was *read* exceeds, and where no whole day is left of it."""
    sizes = (
        (N_("too many rows"), "rows", len(read.history), bounds.history_rows),
        (N_("too many queues"), "queues", read.history["queue"].nunique(), bounds.queues),
    )
    faults = [
        Fault(name, reason, None, what, str(size), Sentence(N_("at most {most}"), most=most))
        for reason, what, size, most in sizes
        if size > most
    ]
    if read.complete().empty:
        faults.append(Fault(name, N_("no day is complete"), expected=N_("at least one whole day")))
    if faults:
        raise InputError(faults)


def keep_history(unit: UnitOfWork, site_id: int, name: str, read: HistoryRead, now: datetime) -> Kept:
    """Store the complete part of what was *read*, without a last day cut short, unless the site has it already."""
    frame = read.complete()
    known = unit.histories.known(site_id, history_fingerprint(frame, read.step_minutes))
    if known is not None:
        return Kept(known, is_new=False)
    stored = unit.histories.add(site_id, name, frame, read.step_minutes, report_document(read), now)
    return Kept(stored, is_new=True)


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
