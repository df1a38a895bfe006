"""Looks a clean history over and writes down what a planner has to know."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd

from forecasting.history.clockchanges import clock_changes
from forecasting.history.gaps import cut_day_of, gaps_of
from forecasting.history.hours import opening_of, outside_hours
from forecasting.history.lattice import Lattice, lattices
from forecasting.history.localtime import local_wall
from forecasting.history.options import HistoryOptions
from forecasting.history.outliers import outliers_of
from forecasting.history.report import (
    CutDay,
    Gap,
    HistoryReport,
    OddHandling,
    OpeningPattern,
    Outlier,
    Outside,
    QueueSummary,
    Repeat,
)
from forecasting.history.rows import QUEUE_WITHOUT_NAME, FileRows
from forecasting.timegrid import MINUTES_A_DAY, local_instant

SHORTEST_AHT_SECONDS = 10.0
LONGEST_AHT_SECONDS = 4 * 3600.0


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What reading and joining the files left aside."""

    files: tuple[FileRows, ...]
    names: tuple[str, ...]
    dropped: pd.DataFrame
    empty_rows: int
    unnamed: bool
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _QueueReview:
    pattern: OpeningPattern
    cut: CutDay | None
    gaps: list[Gap]
    outside: Outside | None
    outliers: list[Outlier]
    end: datetime


def review(
    history: pd.DataFrame, step_minutes: int, zone: ZoneInfo, options: HistoryOptions, cleaning: Cleaning
) -> HistoryReport:
    """Return the report on *history*, laid out as HISTORY and sorted."""
    reviews = {lattice.queue: _queue_review(lattice, options) for lattice in lattices(history, step_minutes, zone)}
    queues = tuple(_summaries(history, {queue: found.end for queue, found in reviews.items()}))
    first, end = min(queue.first for queue in queues), max(queue.end for queue in queues)
    days = frozenset(local_wall(history["start"], zone).dt.date)
    return HistoryReport(
        files=cleaning.names,
        zone=zone.key,
        step_minutes=step_minutes,
        first=first,
        end=end,
        queues=queues,
        opening=tuple(found.pattern for found in reviews.values()),
        complete_until={queue: _complete_until(found, zone) for queue, found in reviews.items()},
        empty_rows=cleaning.empty_rows,
        sum_rows=sum(file.sum_rows for file in cleaning.files),
        unnamed_queue=QUEUE_WITHOUT_NAME if cleaning.unnamed else None,
        dropped_columns=cleaning.left_out,
        gaps=tuple(gap for found in reviews.values() for gap in found.gaps),
        repeats=_repeats(cleaning.dropped),
        outside=tuple(found.outside for found in reviews.values() if found.outside is not None),
        clock_changes=() if step_minutes == MINUTES_A_DAY else clock_changes(first, end, zone, cleaning.files, days),
        outliers=tuple(outlier for found in reviews.values() for outlier in found.outliers),
        cut_days=tuple(found.cut for found in reviews.values() if found.cut is not None),
        odd_handling=tuple(_odd_handling(history)),
        overhandled=_overhandled(history),
    )


def _queue_review(lattice: Lattice, options: HistoryOptions) -> _QueueReview:
    given = options.opening_of(lattice.queue)
    pattern, expected = opening_of(lattice, given)
    cut = cut_day_of(lattice, expected)
    return _QueueReview(
        pattern,
        cut,
        gaps_of(lattice, expected, cut),
        outside_hours(lattice, pattern, given),
        outliers_of(lattice),
        lattice.end,
    )


def _complete_until(found: _QueueReview, zone: ZoneInfo) -> datetime:
    return found.end if found.cut is None else local_instant(found.cut.day, 0, zone)


def _summaries(history: pd.DataFrame, ends: dict[str, datetime]) -> list[QueueSummary]:
    summaries = []
    for queue, rows in history.groupby("queue", sort=True):
        timed = rows[rows["aht_seconds"].notna()]
        contacts = int(timed["offered"].sum())
        mean = float((timed["aht_seconds"] * timed["offered"]).sum() / contacts) if contacts else None
        first = rows["start"].iloc[0].to_pydatetime()
        summaries.append(QueueSummary(str(queue), len(rows), int(rows["offered"].sum()), mean, first, ends[str(queue)]))
    return summaries


def _repeats(dropped: pd.DataFrame) -> tuple[Repeat, ...]:
    return tuple(
        Repeat(str(file), len(rows), int(rows["row"].min())) for file, rows in dropped.groupby("file", sort=False)
    )


def _odd_handling(history: pd.DataFrame) -> list[OddHandling]:
    odd = history[(history["aht_seconds"] < SHORTEST_AHT_SECONDS) | (history["aht_seconds"] > LONGEST_AHT_SECONDS)]
    return [
        OddHandling(str(queue), len(rows), rows["start"].iloc[0].to_pydatetime(), float(rows["aht_seconds"].iloc[0]))
        for queue, rows in odd.groupby("queue", sort=True)
    ]


def _overhandled(history: pd.DataFrame) -> dict[str, int]:
    """Count by queue the intervals with more contacts handled than arrived: often the rest of the interval before."""
    if "handled" not in history.columns:
        return {}
    over = history[history["handled"] > history["offered"]]
    return {str(queue): len(rows) for queue, rows in over.groupby("queue", sort=True)}
