"""One file to rows: queue, instant and figures, with every cell that cannot be read named."""

import math
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from forecasting.errors import Fault, HistoryError
from forecasting.history.clock import NO_CELL, Clock, read_clock
from forecasting.history.faulty import row_faults
from forecasting.history.figures import read_counts, read_seconds
from forecasting.history.localtime import UTC_DTYPE, local_wall, localise, offset_minutes
from forecasting.history.mapping import FileMapping
from forecasting.history.names import CLOCK_FIELDS, MINUTES, unit_of
from forecasting.history.options import HistoryOptions
from forecasting.history.table import RawTable
from forecasting.history.totals import without_sums
from forecasting.history.zone import zone_of
from forecasting.messages import N_, Sentence

QUEUE_WITHOUT_NAME = "all"
FIGURES = ("offered", "aht_seconds", "handled", "abandoned")


@dataclass(frozen=True, slots=True)
class FileRows:
    """The rows of one file, in its order.

    *rows* has ``file``, ``row``, ``queue``, ``wall`` (naive), ``start`` (UTC), ``length_minutes`` and the figures as
    floats, NaN where nothing stands. Rows at times that the clock skipped are left out when they are empty or zero;
    *skipped_days* names their days, *told_apart_days* and *unresolved_days* those on which an hour was shown twice.
    *sum_rows* counts the rows of totals that were left aside.
    """

    rows: pd.DataFrame
    zone: ZoneInfo
    whole_days: bool
    skipped_days: frozenset[date] = frozenset()
    told_apart_days: frozenset[date] = frozenset()
    unresolved_days: frozenset[date] = frozenset()
    sum_rows: int = 0


def read_rows(table: RawTable, mapping: FileMapping, options: HistoryOptions) -> FileRows:
    """Read *table* as *mapping* says; raise HistoryError naming every fault of the file."""
    faults: list[Fault] = []
    columns = {name: mapping.column_of(name) for name in CLOCK_FIELDS}
    table, sums = without_sums(table, [column for column in columns.values() if column is not None])
    cells = {name: (column, table.column(column)) for name, column in columns.items() if column is not None}
    clock = read_clock(table.file, cells, options.date_order, faults)
    figures = _figures(table, mapping, options, faults)
    zone = zone_of(table.file, clock, options.zone, faults)
    if clock is None or zone is None or faults:
        # Instants are judged only once every cell can be read: a bad cell would be named twice.
        raise HistoryError(sorted(faults, key=_place))
    rows = figures.join(clock.rows)
    rows["row"] = rows.index
    rows["file"] = table.file
    placed = _placed(table.file, mapping, clock, rows.reset_index(drop=True), zone, faults)
    if faults:
        raise HistoryError(sorted(faults, key=_place))
    return replace(placed, sum_rows=sums)


def _figures(table: RawTable, mapping: FileMapping, options: HistoryOptions, faults: list[Fault]) -> pd.DataFrame:
    """Return queue and figures by spreadsheet row; a wide table gives one row for each of its queues."""
    if mapping.queue_columns:
        blocks = []
        for column in mapping.queue_columns:
            counts = read_counts(table.file, column, table.column(column), table.separator, faults)
            blocks.append(pd.DataFrame({"queue": column, "offered": counts}))
        figures = pd.concat(blocks).sort_index(kind="stable")
    else:
        figures = pd.DataFrame({"queue": _queues(table, mapping, options, faults)})
        for name in ("offered", "handled", "abandoned"):
            counted = mapping.column_of(name)
            if counted is not None:
                figures[name] = read_counts(table.file, counted, table.column(counted), table.separator, faults)
    timed = mapping.column_of("aht_seconds")
    if timed is not None:
        scale = 60.0 if unit_of(timed) in MINUTES else 1.0
        seconds = read_seconds(table.file, timed, table.column(timed), table.separator, scale, faults)
        figures["aht_seconds"] = seconds.reindex(figures.index)
    return figures.reindex(columns=["queue", *FIGURES])


def _queues(table: RawTable, mapping: FileMapping, options: HistoryOptions, faults: list[Fault]) -> pd.Series:
    column = mapping.column_of("queue")
    if column is None:
        name = options.queue or QUEUE_WITHOUT_NAME
        return pd.Series([name] * len(table.cells), index=table.cells.index, dtype=object)
    cells = table.column(column)
    faults += row_faults(table.file, column, cells[cells.isna()], NO_CELL, "the name of a queue")
    return cells.astype(object).map(str, na_action="ignore")


def _placed(
    file: str, mapping: FileMapping, clock: Clock, rows: pd.DataFrame, zone: ZoneInfo, faults: list[Fault]
) -> FileRows:
    """Put the rows on the line of time, by their offsets where they have them and by the zone's clock elsewhere."""
    name = " + ".join(choice.column for choice in mapping.choices if choice.field in CLOCK_FIELDS)
    if bool(rows["offset_minutes"].notna().any()):
        _place_by_offset(file, name, rows, zone, faults)
        return FileRows(rows, zone, whole_days=False)
    placed = localise(rows["wall"], rows["queue"], zone)
    rows["start"] = placed.start
    if clock.whole_days:
        return FileRows(rows, zone, whole_days=True)
    contacts = placed.skipped & (rows["offered"].fillna(0) > 0)
    reason = N_("the clock skipped this time, yet contacts stand there")
    wrong = rows.loc[contacts].set_index("row")["wall"]
    faults += row_faults(file, name, wrong, reason, Sentence(N_("times that clocks in {zone} showed"), zone=zone.key))
    days = rows["wall"].dt.date
    alone = frozenset(days[placed.alone])
    return FileRows(
        rows[~placed.skipped].reset_index(drop=True),
        zone,
        whole_days=False,
        skipped_days=frozenset(days[placed.skipped]),
        told_apart_days=frozenset(days[placed.repeated]) - alone,
        unresolved_days=alone,
    )


def _place_by_offset(file: str, name: str, rows: pd.DataFrame, zone: ZoneInfo, faults: list[Fault]) -> None:
    """Set ``start`` and the local ``wall``; UTC is taken as it is, any other offset must be the zone's at that time."""
    by_row = rows.set_index("row")
    without = by_row.loc[by_row["offset_minutes"].isna(), "wall"]
    faults += row_faults(
        file, name, without, N_("the offset is missing here and given elsewhere"), "one with all times"
    )
    shift = pd.to_timedelta(rows["offset_minutes"].fillna(0), unit="min")
    start = (rows["wall"] - shift).dt.tz_localize("UTC").astype(UTC_DTYPE)
    actual = offset_minutes(start, zone)
    wrong = rows["offset_minutes"].notna() & (rows["offset_minutes"] != 0) & (rows["offset_minutes"] != actual)
    rows["start"] = start
    if not bool(wrong.any()):
        rows["wall"] = local_wall(start, zone)
        return
    texts = rows["wall"][wrong].dt.strftime("%Y-%m-%d %H:%M") + rows["offset_minutes"][wrong].map(_offset_text)
    reason = N_("the offset contradicts the time zone")
    expected = ", ".join(sorted({_offset_text(minutes) for minutes in np.unique(actual[wrong])}))
    faults += row_faults(file, name, texts.set_axis(rows["row"][wrong]), reason, f"{zone.key}: {expected}")


def _place(fault: Fault) -> float:
    """Return where *fault* stands in the file's order; what concerns no single row comes last."""
    return math.inf if fault.row is None else fault.row


def _offset_text(minutes: float) -> str:
    hours, rest = divmod(abs(int(minutes)), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"
