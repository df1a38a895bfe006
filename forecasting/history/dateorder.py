"""Whether 03/04/2024 is in March or in April: told by the other dates of the column, or asked."""

import re
from collections.abc import Iterable

from forecasting.history.options import DateOrder

_NUMERIC = re.compile(r"\s*(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}")


class UnclearDatesError(ValueError):
    """Dates that can be read with the day first and with the month first; *example* is one of them."""

    def __init__(self, example: str) -> None:
        self.example = example
        super().__init__(example)


def date_order(cells: Iterable[object], given: DateOrder | None) -> DateOrder | None:
    """Return the order of the dates in *cells*, None where none of them needs one; raise UnclearDatesError without proof."""
    if given is not None:
        return given
    example = None
    day_first = month_first = False
    for cell in cells:
        found = _NUMERIC.match(cell) if isinstance(cell, str) else None
        if found is None:
            continue
        example = example or str(cell)
        day_first |= int(found[1]) > 12
        month_first |= int(found[2]) > 12
    if example is None:
        return None
    if day_first == month_first:
        raise UnclearDatesError(example)
    return DateOrder.DAY_FIRST if day_first else DateOrder.MONTH_FIRST
