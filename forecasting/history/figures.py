"""Counts and handling times out of cells, with a fault for every cell that holds none."""

import re
from datetime import time, timedelta

import numpy as np
import pandas as pd

from forecasting.errors import Fault
from forecasting.history.faulty import row_faults
from forecasting.messages import N_

LARGEST_COUNT = 10**12  # a count above it is an id or a clock in the wrong column
LONGEST_SECONDS = 7 * 86_400.0  # a week on one contact
EXPECTED_COUNT = N_("a whole number, 0 or more; nothing where the interval is missing")
EXPECTED_TIME = N_("seconds such as 312.5 or a time such as 5:12, 0 or more")
NEGATIVE = N_("the number is negative")
ABSURD = N_("the number is too large to be meant")

_THOUSANDS = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_CLOCKED = re.compile(r"(?:(?P<h>\d+):)?(?P<m>\d{1,3}):(?P<s>[0-5]\d(?:\.\d+)?)")


def read_counts(file: str, name: str, cells: pd.Series, separator: str | None, faults: list[Fault]) -> pd.Series:
    """Return *cells* as floats that hold whole numbers, NaN where nothing stands; add faults to *faults*."""
    numbers, wrong = _numbers(cells, separator)
    not_a_number = N_("this is no number")
    faults += row_faults(file, name, cells[wrong], not_a_number, EXPECTED_COUNT)
    checks = (
        (numbers < 0, NEGATIVE),
        (numbers > LARGEST_COUNT, ABSURD),
        ((numbers >= 0) & (numbers <= LARGEST_COUNT) & (numbers % 1 != 0), N_("contacts come in whole numbers")),
    )
    for mask, reason in checks:
        faults += row_faults(file, name, cells[mask], reason, EXPECTED_COUNT)
    return numbers


def read_seconds(
    file: str, name: str, cells: pd.Series, separator: str | None, scale: float, faults: list[Fault]
) -> pd.Series:
    """Return *cells* as seconds, NaN where nothing stands; bare numbers count in units of *scale* seconds."""
    numbers, wrong = _numbers(cells, separator)
    seconds = numbers * scale
    if bool(wrong.any()):
        clocked = _clocked(cells[wrong])
        seconds = seconds.fillna(clocked.reindex(seconds.index))
        wrong &= seconds.isna()
    faults += row_faults(file, name, cells[wrong], N_("this is no handling time"), EXPECTED_TIME)
    faults += row_faults(file, name, cells[seconds < 0], NEGATIVE, EXPECTED_TIME)
    faults += row_faults(file, name, cells[seconds > LONGEST_SECONDS], ABSURD, EXPECTED_TIME)
    return seconds


def _numbers(cells: pd.Series, separator: str | None) -> tuple[pd.Series, pd.Series]:
    """Return *cells* as floats and where something stands that is none."""
    if pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells):
        numbers = cells.astype(float)
        return numbers, pd.Series(np.isinf(numbers), index=cells.index)
    codes, uniques = pd.factorize(cells)
    values = np.array([*(number_in(cell, separator) for cell in uniques), np.nan])
    numbers = pd.Series(values.take(codes), index=cells.index)
    return numbers, cells.notna() & numbers.isna()


def number_in(cell: object, separator: str | None) -> float:
    """Return the number that *cell* says, NaN where it says none.

    A comma groups thousands in files split at commas; in files split at semicolons it is the decimal comma.
    """
    if isinstance(cell, bool | time | timedelta):
        return np.nan
    text = str(cell).strip()
    if "," in text:
        text = text.replace(",", ".") if separator == ";" else _without_thousands(text)
    try:
        number = float(text)
    except ValueError:
        return np.nan
    return number if np.isfinite(number) and "_" not in text else np.nan


def _without_thousands(text: str) -> str:
    return text.replace(",", "") if _THOUSANDS.fullmatch(text) else text


def _clocked(cells: pd.Series) -> pd.Series:
    """Read ``mm:ss`` and ``hh:mm:ss`` and the time cells of workbooks as seconds."""
    return cells.map(_clocked_seconds).astype(float)


def _clocked_seconds(cell: object) -> float:
    if isinstance(cell, timedelta):
        return cell.total_seconds()
    if isinstance(cell, time):
        return cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1e6
    found = _CLOCKED.fullmatch(str(cell).strip())
    if found is None:
        return np.nan
    return int(found["h"] or 0) * 3600 + int(found["m"]) * 60 + float(found["s"])
