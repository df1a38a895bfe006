"""Each festival and each long public holiday is rehearsed, early enough to mend what the rehearsal finds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from drills.notes import Note
from drills.programme.entry import Entry
from drills.programme.obligation import OS_DRILLS, Breach, Choice, DrillCourse, Due
from drills.programme.occasions import Occasion
from forecasting.messages import N_


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A functional or full exercise from *opens* to *closes*, both included, which is 45 to 10 days before *occasion*.

    Source: OS-7.3 asks for more drills around holidays and large promotions; the days are good practice. Talking it through does not
    count. *early*: counted from the beginning of a festival so long that no free day is left before its height. The programme in which
    the middle of these days lies owes it, whole or not.
    """

    occasion: Occasion
    opens: date
    closes: date
    early: bool = False
    citation: str = OS_DRILLS

    def __post_init__(self) -> None:
        if self.opens > self.closes:
            raise ValueError(f"rehearsal of {self.occasion.id}: {self.opens} is after {self.closes}")

    @property
    def id(self) -> str:
        """Its name."""
        return f"rehearsal:{self.occasion.id}"

    @property
    def label(self) -> Note:
        """What it asks for."""
        values = {"day": self.occasion.day.isoformat()}
        return Note(N_("a rehearsal for {occasion} ({day})"), values, {"occasion": self.occasion.name})

    def fits(self, choice: Choice) -> bool:
        """Tell whether a drill of the kind *choice* can meet it."""
        return choice.is_live

    def met_by(self, entry: Entry) -> bool:
        """Tell whether *entry* may be one."""
        return entry.is_live

    def dues(self, first: date, last: date, past: Sequence[Entry]) -> Iterator[Due]:
        """Yield the days of rehearsal between *first* and *last*, unless it was held already or another programme owes it."""
        held = any(entry.counts and entry.is_live and self.opens <= entry.day <= self.closes for entry in past)
        if self.is_owed(first, last) and not held:
            yield Due(self.id, max(first, self.opens), min(last, self.closes))

    def check(self, course: DrillCourse) -> Iterator[Breach]:
        """Yield the breach where no live drill is on any of the days."""
        if not self.is_owed(course.first, course.last):
            return
        days = {entry.day for entry in course.entries if entry.is_live}
        if not any(self.opens <= day <= self.closes for day in days):
            template = N_("no rehearsal from {opens} to {closes}")
            values = {"opens": self.opens.isoformat(), "closes": self.closes.isoformat()}
            yield Breach(self.id, Note(template, values), max(self.opens, course.first), min(self.closes, course.last))

    def is_owed(self, first: date, last: date) -> bool:
        """Tell whether the middle of its days lies between *first* and *last*."""
        return first <= self.opens + (self.closes - self.opens) // 2 <= last
