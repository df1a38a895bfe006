"""What the reader of an export must be told when the export doesn't say it itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from zoneinfo import ZoneInfo

from forecasting.site import OpeningHours


class DateOrder(StrEnum):
    """How dates such as 03/04/2024 are written; 2024-04-03 needs no telling."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


@dataclass(frozen=True, slots=True)
class HistoryOptions:
    """How to read exports of volumes; everything may be left open and is then found in the files or refused.

    *zone* is the clock of times written without an offset. *columns* maps our names (``start``, ``date``, ``time``,
    ``queue``, ``offered``, ``aht_seconds``, ``handled``, ``abandoned``) to the file's; an empty name there says that
    no column holds the field. *queue_columns* names the columns of a wide export, each the volume of one queue.
    *queue* names the only queue of a file without such a column. *opening* holds the hours, of all queues or by
    queue; None infers them. *sheet* is the sheet of a workbook, None the only one.
    """

    zone: ZoneInfo | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    queue: str | None = None
    opening: Mapping[str, OpeningHours] | OpeningHours | None = None
    sheet: str | None = None
    date_order: DateOrder | None = None
    queue_columns: tuple[str, ...] = ()

    def opening_of(self, queue: str) -> OpeningHours | None:
        """Return the given hours of *queue*, None where they have to be inferred."""
        if self.opening is None or isinstance(self.opening, OpeningHours):
            return self.opening
        return self.opening.get(queue)
