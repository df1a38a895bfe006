"""How far off expected handling times are: ``python -m benchmarks.handling FILE...`` with columns of volumes and times.

Each day of the second half of a history is forecast from the days before it. Errors are weighted by contacts, because
that is what they cost: of slots, of those at night (22:00 to 07:00), and of the whole day's handling time.
"""

import argparse
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

from benchmarks.forecast_bench.series import Series, load
from forecasting.models.days import DayTable, Floats, day_table
from forecasting.models.handling import handling_kinds, handling_times

DATA = Path(os.environ.get("WATCHBILL_DATA", Path(__file__).parents[2] / "shared" / "data"))
LEAST_KNOWN_DAYS = 14
NIGHT = (22, 7)  # local hours
Flags = npt.NDArray[np.bool_]
Method = Callable[[DayTable, Flags], Floats]


@dataclass(frozen=True, slots=True)
class Errors:
    """Errors of *method* on *series* as shares of the handling time: by slot, by slot at night, and by day."""

    series: str
    method: str
    days: int
    slots: float
    night: float
    day: float


def ours(known: DayTable, off: Flags) -> Floats:
    """Return by slot what the model expects of the day after *known*; *off* has one entry more, for that day."""
    following = known.dates()[-1:]
    kind = handling_kinds([following[0].fromordinal(following[0].toordinal() + 1)], off[-1:])[0]
    return np.asarray(handling_times(known, off[:-1], 300.0)[kind])


def slot_means(known: DayTable, _off: Flags) -> Floats:
    """Return the plain mean of each slot's times."""
    return _filled(np.asarray(np.nanmean(_some(known.aht_seconds), axis=0)))


def weighted_slot_means(known: DayTable, _off: Flags) -> Floats:
    """Return each slot's mean weighted by contacts."""
    weights = np.where(np.isfinite(known.aht_seconds), known.offered, 0.0)
    seconds, contacts = (weights * np.nan_to_num(known.aht_seconds)).sum(axis=0), weights.sum(axis=0)
    return _filled(np.divide(seconds, contacts, out=np.full(len(seconds), np.nan), where=contacts > 0))


def week_before(known: DayTable, _off: Flags) -> Floats:
    """Return the times of the same weekday a week before."""
    return _filled(known.aht_seconds[-7])


METHODS: dict[str, Method] = {
    "watchbill": ours,
    "mean of the slot": slot_means,
    "mean of the slot by contacts": weighted_slot_means,
    "a week before": week_before,
}


def _some(values: Floats) -> Floats:
    empty = np.asarray(np.isnan(values).all(axis=0))
    return np.where(empty[None, :], float(np.nanmean(values)), values)


def _filled(values: Floats) -> Floats:
    return np.where(np.isnan(values), float(np.nanmean(values)), values)


def errors(series: Series) -> Iterator[Errors]:
    """Yield the errors of every method over the second half of *series*, all queues together."""
    tables = [_table(series, str(name)) for name in series.history["queue"].unique()]
    timed = [table for table in tables if bool(np.isfinite(table.aht_seconds).any())]
    for name, method in METHODS.items() if timed else ():
        parts = [part for table in timed for part in _parts(series, table, method)]
        sums = np.array(parts).sum(axis=0)
        yield Errors(series.name, name, len(parts), sums[0] / sums[1], sums[2] / sums[3], sums[4] / sums[1])


def _table(series: Series, queue: str) -> DayTable:
    rows = series.history[series.history["queue"] == queue]
    step = max(series.step_minutes, series.site.slot_minutes)
    return day_table(rows, series.step_minutes, step, series.site.queues[0].opening, series.calendar)


def _parts(series: Series, table: DayTable, method: Method) -> Iterator[tuple[float, float, float, float, float]]:
    off = np.array([series.calendar.is_day_off(day) for day in table.dates()])
    hours = np.arange(table.offered.shape[1]) * table.step_minutes // 60
    at_night = (hours >= NIGHT[0]) | (hours < NIGHT[1])
    for known in range(max(LEAST_KNOWN_DAYS, table.n_days // 2), table.n_days):
        seconds, contacts = table.aht_seconds[known], table.offered[known]
        there = np.isfinite(seconds) & (contacts > 0)
        foretold = method(table.until(known), off[: known + 1])
        missed = np.where(there, contacts * (foretold - np.nan_to_num(seconds)), 0.0)
        spent = np.where(there, contacts * np.nan_to_num(seconds), 0.0)
        night = (float(np.abs(missed[at_night]).sum()), float(spent[at_night].sum()))
        yield float(np.abs(missed).sum()), float(spent.sum()), *night, abs(float(missed.sum()))


def show(found: Sequence[Errors], console: Console) -> None:
    """Print *found*."""
    headings = ("series", "method", "days", "slots", "slots at night", "day")
    table = Table(*headings, title="Errors of expected handling times, % of the time spent")
    for one in found:
        shares = (one.slots, one.night, one.day)
        table.add_row(one.series, one.method, str(one.days), *(f"{100 * share:.1f}" for share in shares))
    console.print(table)


def main(words: Sequence[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.handling", description=__doc__)
    parser.add_argument(
        "files", metavar="FILE", nargs="*", type=Path, help="CSV with start, offered and handling times"
    )
    parser.add_argument("--zone", default="UTC", help="the clock of times without an offset")
    options = parser.parse_args(words)
    console = Console(width=120, highlight=False)
    files = options.files or [path for path in [DATA / "callcentre_475" / "volume_15min.csv"] if path.exists()]
    if not files:
        console.print(f"skipped: {DATA} has no handling times, and no FILE is named")
        return
    show([one for path in files for one in errors(load(path, None, options.zone))], console)


if __name__ == "__main__":
    main()
