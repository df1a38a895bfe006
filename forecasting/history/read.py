"""The door: exports in, a clean history and a report out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from forecasting.errors import Fault, HistoryError
from forecasting.frames import HISTORY
from forecasting.history.choosing import choose_columns
from forecasting.history.duplicates import without_duplicates
from forecasting.history.files import read_table
from forecasting.history.localtime import UTC_DTYPE
from forecasting.history.mapping import FileMapping
from forecasting.history.options import HistoryOptions
from forecasting.history.report import HistoryReport
from forecasting.history.review import Cleaning, review
from forecasting.history.rows import FileRows, read_rows
from forecasting.history.steps import detect_step
from forecasting.messages import N_


@dataclass(frozen=True, slots=True)
class HistoryRead:
    """A *history* laid out as HISTORY, sorted by queue and start, with how it was read and what was found in it.

    *step_minutes* is 1440 for daily rows. Intervals without a row are missing, not zero.
    """

    history: pd.DataFrame
    mapping: tuple[FileMapping, ...]
    step_minutes: int
    zone: ZoneInfo
    report: HistoryReport

    def complete(self) -> pd.DataFrame:
        """Return the history without the half-filled last days, for fitting."""
        until = self.history["queue"].map(self.report.complete_until)
        return self.history[self.history["start"] < until].reset_index(drop=True)


def read_history(paths: Iterable[str | Path], options: HistoryOptions) -> HistoryRead:
    """Read and join the exports at *paths*; raise HistoryError naming every fault of every file."""
    files, mappings = _read_files([Path(path) for path in paths], options)
    faults: list[Fault] = []
    zone = _one_zone(files, faults)
    rows = pd.concat([file.rows for file in files], ignore_index=True)
    filled = rows[rows["offered"].notna()]
    if filled.empty:
        reason = N_("no row holds contacts")
        raise HistoryError([Fault(mappings[0].file, reason, expected=N_("at least one interval with a count"))])
    step = detect_step(filled, whole_days=all(file.whole_days for file in files), faults=faults)
    unique, dropped = without_duplicates(filled, faults)
    if faults or step is None:
        raise HistoryError(faults)
    history, left_out = _history(unique)
    cleaning = Cleaning(
        files=tuple(files),
        names=tuple(mapping.file for mapping in mappings),
        dropped=dropped,
        empty_rows=len(rows) - len(filled),
        unnamed=all(mapping.column_of("queue") is None and not mapping.queue_columns for mapping in mappings)
        and options.queue is None,
        left_out=left_out,
    )
    report = review(history, step, zone, options, cleaning)
    return HistoryRead(history, mappings, step, zone, report)


def _read_files(paths: Sequence[Path], options: HistoryOptions) -> tuple[list[FileRows], tuple[FileMapping, ...]]:
    if not paths:
        raise HistoryError([Fault("history", N_("no file is named"), expected=N_("at least one export"))])
    files: list[FileRows] = []
    mappings: list[FileMapping] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            table = read_table(path, options.sheet)
            mapping = choose_columns(table, options)
            files.append(read_rows(table, mapping, options))
            mappings.append(mapping)
        except HistoryError as error:
            faults += error.faults
    if faults:
        raise HistoryError(faults)
    return files, tuple(mappings)


def _one_zone(files: Sequence[FileRows], faults: list[Fault]) -> ZoneInfo:
    names = sorted({file.zone.key for file in files})
    if len(names) > 1:
        reason = N_("the files carry several time zones")
        faults.append(Fault("history", reason, value=", ".join(names), expected=N_("one, named with --zone")))
    return files[0].zone


def _history(unique: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return *unique* laid out as HISTORY, and the optional columns that were left out because cells are missing.

    A handling time of zero says that nothing was handled: missing.
    """
    ordered = unique.sort_values(["queue", "start"], kind="stable")
    frame = pd.DataFrame(
        {
            "queue": ordered["queue"].astype("str"),
            "start": ordered["start"].astype(UTC_DTYPE),
            "offered": ordered["offered"].astype("int64"),
            "aht_seconds": ordered["aht_seconds"].astype("float64").where(ordered["aht_seconds"] > 0),
        }
    )
    left_out = []
    for name in ("handled", "abandoned"):
        if ordered[name].notna().all():
            frame[name] = ordered[name].astype("int64")
        elif ordered[name].notna().any():
            left_out.append(name)
    return HISTORY.check(frame.reset_index(drop=True)), tuple(left_out)
