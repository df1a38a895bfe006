"""Clock columns of a table to wall clocks, offsets and lengths, with a fault for every cell that says none."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

import numpy as np
import pandas as pd

from forecasting.errors import Fault
from forecasting.history.clocktext import ClockText, ClockTextError, read_clock_text
from forecasting.history.dateorder import UnclearDatesError, date_order
from forecasting.history.faulty import row_faults
from forecasting.history.options import DateOrder
from forecasting.messages import N_
from forecasting.timegrid import STEPS_MINUTES

NO_CELL = N_("nothing stands here")
EXPECTED = {
    "start": N_("a date with the time at which the interval starts, such as 2024-03-01 09:00"),
    "date": N_("a date such as 2024-03-01"),
    "time": N_("a time such as 09:00 or an interval such as 09:00-09:15"),
}
WALL: Final = "datetime64[us]"


@dataclass(frozen=True, slots=True)
class Clock:
    """Rows by spreadsheet row with ``wall`` (naive, as written), ``offset_minutes`` and ``length_minutes`` (NaN = unsaid).

    *whole_days* tells that no row has a time of day but midnight; *zone_name* the zone that a typed column carries.
    """

    rows: pd.DataFrame
    whole_days: bool
    zone_name: str | None = None


def read_clock(
    file: str, columns: dict[str, tuple[str, pd.Series]], order: DateOrder | None, faults: list[Fault]
) -> Clock | None:
    """Read the clock *columns* of one file: ``start`` alone, or ``date`` with or without ``time``.

    Values are the column's name and its cells. Faults are added to *faults*; None when nothing is readable at all.
    """
    if "start" in columns:
        name, cells = columns["start"]
        if isinstance(cells.dtype, pd.DatetimeTZDtype) or pd.api.types.is_datetime64_any_dtype(cells):
            return _typed(file, name, cells, faults)
        read = _read_cells(file, "start", name, cells, order, faults)
        return None if read is None else _decide_tails(read)
    day_name, day_cells = columns["date"]
    days = _read_cells(file, "date", day_name, day_cells, order, faults)
    if days is None or "time" not in columns:
        return None if days is None else Clock(days.drop(columns="timed"), whole_days=not bool(days["timed"].any()))
    times = _read_cells(file, "time", *columns["time"], order, faults)
    return None if times is None else _join(days, times)


def _typed(file: str, name: str, cells: pd.Series, faults: list[Fault]) -> Clock:
    faults += row_faults(file, name, cells[cells.isna()], NO_CELL, EXPECTED["start"])
    zone_name = None
    offset = pd.Series(np.nan, index=cells.index)
    wall = cells
    if isinstance(cells.dtype, pd.DatetimeTZDtype):
        zone_name = str(cells.dtype.tz)
        wall = cells.dt.tz_localize(None)
        offset = (wall - cells.dt.tz_convert("UTC").dt.tz_localize(None)).dt.total_seconds() / 60
    wall = wall.astype(WALL)
    rows = pd.DataFrame({"wall": wall, "offset_minutes": offset, "length_minutes": np.nan}, index=cells.index)
    return Clock(rows, whole_days=bool((wall == wall.dt.normalize()).all()), zone_name=zone_name)


def _read_cells(
    file: str, field: str, name: str, cells: pd.Series, order: DateOrder | None, faults: list[Fault]
) -> pd.DataFrame | None:
    codes, uniques = pd.factorize(cells)
    try:
        order = date_order(uniques, order)
    except UnclearDatesError as unclear:
        reason = N_("day and month cannot be told apart")
        expected = N_("dates such as 2024-03-01, or being told whether the day comes first (dmy) or the month (mdy)")
        faults.append(Fault(file, reason, field=name, value=unclear.example, expected=expected))
        return None
    readings, reasons = _read_uniques(uniques, field, order)
    for reason in dict.fromkeys(reasons.values()):
        bad = np.isin(codes, [code for code, found in reasons.items() if found == reason])
        faults += row_faults(file, name, cells[bad], reason, EXPECTED[field])
    faults += row_faults(file, name, cells[codes < 0], NO_CELL, EXPECTED[field])
    return _frame(readings).take(codes).set_axis(cells.index)


def _read_uniques(
    uniques: "np.ndarray | pd.Index", field: str, order: DateOrder | None
) -> tuple[list[ClockText], dict[int, str]]:
    """Return a reading for each of *uniques*, one empty one behind them for missing cells, and why some have none."""
    readings: list[ClockText] = []
    reasons: dict[int, str] = {}
    for code, cell in enumerate(uniques):
        try:
            readings.append(_of_kind(field, read_clock_text(cell, order)))
        except ClockTextError as error:
            readings.append(ClockText())
            reasons[code] = error.reason
    return [*readings, ClockText()], reasons


def _of_kind(field: str, reading: ClockText) -> ClockText:
    """Return *reading* when it says what the *field* is about."""
    if (reading.day is None) is (field != "time"):
        raise ClockTextError(
            N_("a time of day is expected, not a date") if field == "time" else N_("the date is missing")
        )
    return reading


def _frame(readings: list[ClockText]) -> pd.DataFrame:
    walls = [
        None
        if reading.day is None and reading.moment is None
        else datetime.combine(reading.day or _NO_DAY, reading.moment or time())
        for reading in readings
    ]
    return pd.DataFrame(
        {
            "wall": pd.Series(np.array(walls, dtype=WALL)),
            "timed": [reading.moment not in {None, time()} for reading in readings],
            "offset_minutes": np.array([reading.offset_minutes for reading in readings], dtype=float),
            "length_minutes": np.array([reading.length_minutes for reading in readings], dtype=float),
        }
    )


_NO_DAY = date(1970, 1, 1)


def _decide_tails(read: pd.DataFrame) -> Clock:
    """Tell offsets from interval ends where both were possible: ends lie one same step behind every start."""
    both = read["offset_minutes"].notna() & read["length_minutes"].notna()
    lengths = read.loc[both, "length_minutes"].unique()
    ends = len(lengths) == 1 and lengths[0] in STEPS_MINUTES
    rows = read.copy()
    rows.loc[both, "offset_minutes" if ends else "length_minutes"] = np.nan
    return Clock(rows.drop(columns="timed"), whole_days=not bool(read["timed"].any()))


def _join(days: pd.DataFrame, times: pd.DataFrame) -> Clock:
    """Put each row's time of day behind its date; a dash behind a time alone is no offset."""
    wall = days["wall"].dt.normalize() + (times["wall"] - pd.Timestamp(_NO_DAY))
    offset = times["offset_minutes"].mask(times["length_minutes"].notna())
    rows = pd.DataFrame({"wall": wall, "offset_minutes": offset, "length_minutes": times["length_minutes"]})
    return Clock(rows, whole_days=False)
