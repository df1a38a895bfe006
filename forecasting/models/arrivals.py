"""Which days bring contacts to a queue: backlogs fill on closed days too, unless the history shows that they don't."""

from dataclasses import dataclass, field, replace

import pandas as pd

from forecasting.calendar import EventCalendar
from forecasting.calendar.events import CLOSED_NAME
from forecasting.site import Queue


@dataclass(frozen=True, slots=True)
class ArrivalDays:
    """A *calendar* and the same with closed days that bring contacts: as days off, whose effect is learned by name."""

    calendar: EventCalendar
    counting_closed: EventCalendar = field(init=False)

    def __post_init__(self) -> None:
        closed = dict.fromkeys(self.calendar.closed, CLOSED_NAME)
        holidays = dict(sorted({**closed, **self.calendar.holidays}.items()))
        object.__setattr__(self, "counting_closed", replace(self.calendar, holidays=holidays, closed=frozenset()))

    def of(self, queue: Queue, rows: pd.DataFrame) -> EventCalendar:
        """Return the calendar by which contacts reach *queue*, whose *rows* are laid out as HISTORY.

        On a live channel closed days bring nothing. A backlog fills on them unless the history has closed days and nothing
        ever came on any of them: then the letter-box is shut, too.
        """
        if not queue.channel.is_backlog or not self.calendar.closed:
            return self.calendar
        days = rows["start"].dt.tz_convert(str(self.calendar.zone)).dt.date
        tried = [day for day in self.calendar.closed if days.min() <= day <= days.max()]
        came = int(rows.loc[days.isin(tried), "offered"].sum())
        return self.calendar if tried and came == 0 else self.counting_closed
