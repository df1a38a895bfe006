"""Rows that are no intervals: titles above the header and sums below the last row."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from forecasting.history.table import RawTable

_SEARCHED_ROWS = 10
_SUMS = frozenset({"total", "totals", "sum", "grand total", "subtotal", "合计", "总计", "小计", "汇总", "总和"})


Row = TypeVar("Row", bound=Sequence[object])


def without_titles(rows: list[tuple[int, Row]]) -> list[tuple[int, Row]]:
    """Return the numbered *rows* from the header on: rows with a single filled cell above a wider one are titles."""
    for index, (_number, cells) in enumerate(rows[:_SEARCHED_ROWS]):
        if sum(1 for cell in cells if cell not in {None, ""}) > 1:
            return rows[index:]
    return rows


def without_sums(table: RawTable, clock_columns: Sequence[str]) -> tuple[RawTable, int]:
    """Return *table* without the rows that say "total" where a date or time belongs, and how many they are."""
    sums = None
    for name in clock_columns:
        cells = table.cells[table.names.index(name)]
        if cells.dtype == object:
            says_sum = cells.map(lambda cell: isinstance(cell, str) and cell.strip().lower() in _SUMS)
            sums = says_sum if sums is None else sums | says_sum
    if sums is None or not bool(sums.any()):
        return table, 0
    return replace(table, cells=table.cells[~sums.astype(bool)]), int(sums.sum())
