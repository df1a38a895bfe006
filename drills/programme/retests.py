"""What a drill found not met, or met at the cost of other work, is tested again within weeks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from drills.finding import Finding
from drills.notes import Note
from drills.programme.entry import Entry
from drills.programme.obligation import OS_DRILLS, Breach, Choice, DrillCourse, Due
from forecasting.messages import N_

RETEST_WEEKS, CATCH_UP_WEEKS = 6, 3


@dataclass(frozen=True, slots=True)
class Retested:
    """*finding* is tested again within *weeks* (OS-7.3: improvements are tracked), by the same family and capability.

    What is overdue on the programme's first day is caught up within three weeks.
    """

    finding: Finding
    weeks: int = RETEST_WEEKS
    citation: str = OS_DRILLS

    def __post_init__(self) -> None:
        if self.weeks < 1:
            raise ValueError(f"re-test within {self.weeks} weeks; expected at least 1")
        if not self.finding.must_be_mended:
            raise ValueError(f"finding {self.finding.id}: rated {self.finding.rating}; expected M or U")

    @property
    def id(self) -> str:
        """Its name."""
        return f"retest:{self.finding.id}"

    @property
    def label(self) -> Note:
        """What it asks for."""
        values = {"finding": self.finding.id, "rating": str(self.finding.rating)}
        return Note(N_("{finding}, rated {rating}, is tested again"), values)

    def fits(self, choice: Choice) -> bool:
        """Tell whether a drill of the kind *choice* can meet it."""
        return self.finding.family in choice.families

    def owed_by(self, first: date) -> date:
        """Return the last day for it in a programme that begins on *first*."""
        owed = self.finding.found + timedelta(weeks=self.weeks)
        return owed if owed >= first else first + timedelta(weeks=CATCH_UP_WEEKS)

    def dues(self, first: date, last: date, past: Sequence[Entry]) -> Iterator[Due]:
        """Yield the days for it; nothing where it was tested again before *first*, or may be after *last*."""
        owed = self.owed_by(first)
        if owed <= last and not any(self.met_by(entry) for entry in past if entry.day < first):
            yield Due(self.id, max(first, self.finding.found + timedelta(days=1)), owed)

    def met_by(self, entry: Entry) -> bool:
        """Tell whether *entry* is a drill after the finding that shows the same capability in the same kind of incident."""
        return (
            entry.counts
            and entry.day > self.finding.found
            and self.finding.family in entry.families
            and (self.finding.capability is None or self.finding.capability in entry.capabilities)
        )

    def check(self, course: DrillCourse) -> Iterator[Breach]:
        """Yield the breach where no drill tests it in time."""
        owed = self.owed_by(course.first)
        if owed > course.last:
            return
        first = next((entry.day for entry in course.entries if self.met_by(entry)), None)
        if first is None or first > owed:
            note = Note(N_("not tested again by {day}"), {"day": owed.isoformat()})
            opens = max(course.first, self.finding.found + timedelta(days=1))
            yield Breach(self.id, note, min(opens, owed), owed)
