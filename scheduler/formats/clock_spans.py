"""Breaks and activities of a shift as people read them: ``12:00-13:00;[15:30-15:45]``, on the agent's clock.

A time that the clock shows twice within the shift, in the night in which it is put back, is written with its offset
(``02:30+01:00-02:45+01:00``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from forecasting.messages import N_
from scheduler.formats.values import Flaw, UnreadableError
from scheduler.roster import Activity, Assignment, Break

TIME = r"\d\d:\d\d"
OFFSET = r"[+-]\d\d:\d\d"
SPAN = rf"(?:(?P<start>{TIME})-(?P<end>{TIME})|(?P<start2>{TIME})(?P<offset>{OFFSET})-(?P<end2>{TIME})(?P<end_offset>{OFFSET}))"
BREAK = re.compile(rf"(?P<unpaid>\[)?{SPAN}(?(unpaid)\])")
ACTIVITY = re.compile(rf"(?P<name>.+?) {SPAN}")
BREAK_FORM = N_("12:00-13:00, in brackets when it is not paid, several parted by ;")
ACTIVITY_FORM = N_("training 10:00-11:30, several parted by ;")


@dataclass(frozen=True, slots=True)
class ShiftClock:
    """The clock of *zone* during the shift from *start* to *end*."""

    zone: ZoneInfo
    start: datetime
    end: datetime

    def text(self, start: datetime, end: datetime) -> str:
        """Write a stretch of the shift, half-open."""
        local_start, local_end = start.astimezone(self.zone), end.astimezone(self.zone)
        plain = f"{local_start:%H:%M}-{local_end:%H:%M}"
        if list(self._starts(local_start.time())) == [start] and list(self._ends(local_end.time())) == [end]:
            return plain
        return "-".join(f"{moment:%H:%M}{_offset(moment)}" for moment in (local_start, local_end))

    def span(self, match: re.Match[str]) -> tuple[datetime, datetime]:
        """Return the stretch of the shift that *match* names, in UTC; raises UnreadableError where there is none or more than one."""
        start = _clock_time(match["start"] or match["start2"])
        end = _clock_time(match["end"] or match["end2"])
        starts = [moment for moment in self._starts(start) if self._has_offset(moment, match["offset"])]
        ends = [moment for moment in self._ends(end) if self._has_offset(moment, match["end_offset"])]
        if not starts or not ends or ends[-1] <= starts[0]:
            raise UnreadableError(Flaw(N_("does not lie within the shift"), self.told()))
        if len(starts) > 1 or len(ends) > 1:
            raise UnreadableError(
                Flaw(
                    N_("names a time that the clock shows twice"),
                    N_("both times with their offset, as in 02:30+01:00-02:45+01:00"),
                )
            )
        return starts[0], ends[0]

    def told(self) -> str:
        """Return the shift's hours, for people."""
        return f"{self.start.astimezone(self.zone):%H:%M} to {self.end.astimezone(self.zone):%H:%M}"

    def _has_offset(self, moment: datetime, offset: str | None) -> bool:
        return offset is None or _offset(moment.astimezone(self.zone)) == offset

    def _starts(self, clock: time) -> Iterator[datetime]:
        return (moment for moment in self._shown(clock) if self.start <= moment < self.end)

    def _ends(self, clock: time) -> Iterator[datetime]:
        return (moment for moment in self._shown(clock) if self.start < moment <= self.end)

    def _shown(self, clock: time) -> Iterator[datetime]:
        """Yield in UTC when the clock shows *clock* on the days of the shift, in order."""
        first, last = (moment.astimezone(self.zone).date() for moment in (self.start, self.end))
        for index in range((last - first).days + 1):
            wall = datetime.combine(first + timedelta(days=index), clock, tzinfo=self.zone)
            moments = {wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1)}
            for moment in sorted(moments):
                if moment.astimezone(self.zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
                    yield moment


def _offset(moment: datetime) -> str:
    return moment.isoformat()[-len("+08:00") :]


def _clock_time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise UnreadableError(Flaw(N_("names a time that no clock shows"), "00:00 to 23:59")) from error


def breaks_text(shift: Assignment, zone: ZoneInfo) -> str:
    """Write the breaks of *shift*, the unpaid ones in brackets."""
    clock = ShiftClock(zone, shift.start, shift.end)
    spans = ((clock.text(pause.start, pause.end), pause.paid) for pause in shift.breaks)
    return ";".join(span if paid else f"[{span}]" for span, paid in spans)


def activities_text(shift: Assignment, zone: ZoneInfo) -> str:
    """Write the activities of *shift*; raises ValueError for a name that could not be read back."""
    clock = ShiftClock(zone, shift.start, shift.end)
    for activity in shift.activities:
        if ";" in activity.name or activity.name != activity.name.strip() or not activity.name:
            raise ValueError(f"activity {activity.name!r} of {shift.agent}: a name is not blank and has no ;")
    return ";".join(f"{activity.name} {clock.text(activity.start, activity.end)}" for activity in shift.activities)


def breaks_of(text: str, clock: ShiftClock) -> tuple[Break, ...]:
    """Read breaks written by ``breaks_text``."""
    return tuple(Break(*span, paid=not match["unpaid"]) for match, span in _spans(text, BREAK, BREAK_FORM, clock))


def activities_of(text: str, clock: ShiftClock) -> tuple[Activity, ...]:
    """Read activities written by ``activities_text``."""
    found = _spans(text, ACTIVITY, ACTIVITY_FORM, clock)
    return tuple(Activity(*span, name=match["name"]) for match, span in found)


def _spans(
    text: str, form: re.Pattern[str], expected: str, clock: ShiftClock
) -> list[tuple[re.Match[str], tuple[datetime, datetime]]]:
    found, flaws = [], []
    for part in (part.strip() for part in text.split(";")):
        if not part:
            continue
        match = form.fullmatch(part)
        if match is None:
            flaws.append(Flaw(N_("cannot be read"), expected, value=part))
            continue
        try:
            found.append((match, clock.span(match)))
        except UnreadableError as error:
            flaws += [Flaw(flaw.reason, flaw.expected, value=part) for flaw in error.flaws]
    if flaws:
        raise UnreadableError(*flaws)
    return found
