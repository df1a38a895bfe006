"""What stands in a column, told from a sample of its cells."""

import math
from datetime import time
from enum import StrEnum

import pandas as pd

from forecasting.history.clocktext import ClockTextError, read_clock_text
from forecasting.history.figures import number_in
from forecasting.history.options import DateOrder
from forecasting.history.table import without_empty

_SAMPLED_CELLS = 200


class Contents(StrEnum):
    """Kinds of contents: most of the cells say so."""

    INSTANT = "instant"  # date and time
    DAY = "day"
    TIME = "time"
    COUNT = "count"  # whole numbers, 0 or more
    NUMBER = "number"
    TEXT = "text"
    NOTHING = "nothing"


def contents_of(cells: pd.Series, separator: str | None) -> Contents:
    """Return what most of a sample from the head and the tail of *cells* is; *separator* as in the table."""
    if pd.api.types.is_datetime64_any_dtype(cells):
        return Contents.INSTANT if bool((cells.dropna() != cells.dropna().dt.normalize()).any()) else Contents.DAY
    filled = without_empty(pd.concat([cells.iloc[:_SAMPLED_CELLS], cells.iloc[-_SAMPLED_CELLS:]])).dropna()
    if filled.empty:
        return Contents.NOTHING
    kinds = filled.map(lambda cell: _kind(cell, separator))
    most = kinds.value_counts()
    if most.get(Contents.NUMBER, 0) + most.get(Contents.COUNT, 0) == len(kinds):
        return Contents.NUMBER if Contents.NUMBER in most else Contents.COUNT
    if most.get(Contents.DAY, 0) and most.get(Contents.INSTANT, 0):
        return Contents.INSTANT
    kind = Contents(most.index[0])
    return kind if most.iloc[0] * 2 > len(kinds) else Contents.TEXT


def _kind(cell: object, separator: str | None) -> Contents:
    number = number_in(cell, separator)
    if not math.isnan(number):
        return Contents.COUNT if number.is_integer() and number >= 0 else Contents.NUMBER
    try:
        read = read_clock_text(cell, DateOrder.DAY_FIRST)
    except ClockTextError:
        return Contents.TEXT
    if read.day is None:
        return Contents.TIME
    # Workbooks and databases write a day as its midnight.
    return Contents.INSTANT if read.moment not in {None, time()} else Contents.DAY
