"""Public holidays, make-up working days and shopping festivals by phase."""

from forecasting.calendar.build import event_calendar
from forecasting.calendar.events import EventCalendar, Phase
from forecasting.calendar.table import EventTable, read_events

__all__ = ["EventCalendar", "EventTable", "Phase", "event_calendar", "read_events"]
