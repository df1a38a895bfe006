"""Public holidays, make-up working days, shopping festivals by phase, lunar dates and school vacations."""

from forecasting.calendar.build import event_calendar
from forecasting.calendar.events import EventCalendar, Phase
from forecasting.calendar.rows import EventRow, EventTable
from forecasting.calendar.table import read_events

__all__ = ["EventCalendar", "EventRow", "EventTable", "Phase", "event_calendar", "read_events"]
