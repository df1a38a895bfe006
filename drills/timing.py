"""When drills may take place: hours of the day, days of the calendar, and how long people rest after nights."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from drills.felt import LEAST_TAIL_MINUTES
from forecasting.site import REGULAR_HOURS, Span


@dataclass(frozen=True, slots=True)
class Timing:
    """When drills may take place: within *hours* of a day (OS-2.1), away from *peaks*.

    Forbidden from *days_before_peak* days before a peak to *days_after_peak* after it, both included. A drill that *rehearses* a
    peak belongs *earliest_rehearsal_days* to *latest_rehearsal_days* before it, early enough to mend what it finds. *tail_minutes* is
    the least time after the end through which cover must hold, too. Nobody takes part for *rest_after_night_hours* after a night shift.
    Only days from *not_before* to *not_after* are looked at, both included; None leaves that end open. With *starts* only the window
    that begins at that moment is.
    """

    hours: Span = REGULAR_HOURS
    peaks: frozenset[date] = frozenset()
    days_before_peak: int = 9
    days_after_peak: int = 2
    rehearses: date | None = None
    earliest_rehearsal_days: int = 45
    latest_rehearsal_days: int = 10
    tail_minutes: int = LEAST_TAIL_MINUTES
    rest_after_night_hours: int = 24
    not_before: date | None = None
    not_after: date | None = None
    starts: datetime | None = None

    def __post_init__(self) -> None:
        if self.days_before_peak < 0 or self.days_after_peak < 0:
            raise ValueError(
                f"timing: {self.days_before_peak} days before and {self.days_after_peak} after a peak; expected 0 or more"
            )
        if not 0 <= self.latest_rehearsal_days <= self.earliest_rehearsal_days:
            span = f"{self.earliest_rehearsal_days} to {self.latest_rehearsal_days}"
            raise ValueError(f"timing: a rehearsal {span} days before its peak; expected the earlier day first")
        if self.tail_minutes < 0 or self.rest_after_night_hours < 0:
            told = f"tail of {self.tail_minutes} minutes, rest of {self.rest_after_night_hours} hours"
            raise ValueError(f"timing: {told}; expected 0 or more")

        if self.starts is not None and self.starts.tzinfo is None:
            raise ValueError(f"timing: start {self.starts}; expected a time that names its zone")

    def looks_at(self, day: date) -> bool:
        """Tell whether windows on *day* are looked at."""
        return (self.not_before is None or self.not_before <= day) and (self.not_after is None or day <= self.not_after)

    def peak_near(self, day: date) -> date | None:
        """Return a peak that forbids drills on *day*."""
        before, after = timedelta(days=self.days_before_peak), timedelta(days=self.days_after_peak)
        return next((peak for peak in sorted(self.peaks) if peak - before <= day <= peak + after), None)

    def rehearsal_days(self) -> tuple[date, date] | None:
        """Return the first and the last day on which the rehearsed peak may be rehearsed, None where none is."""
        if self.rehearses is None:
            return None
        earliest, latest = self.earliest_rehearsal_days, self.latest_rehearsal_days
        return self.rehearses - timedelta(days=earliest), self.rehearses - timedelta(days=latest)
