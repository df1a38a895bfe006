"""From easy to hard: a family is talked through before it is played, and met alone before it comes with others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from drills.incidents import Family, Scope
from drills.notes import Note
from drills.programme.entry import Entry
from drills.programme.months import months_after
from drills.programme.obligation import PRACTICE, Breach, DrillCourse
from drills.roles import Form
from forecasting.messages import N_

REMEMBERED_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Progress:
    """Before a functional or full exercise of a family, a tabletop of it; before several at once, each of them alone.

    What was held up to *months* before counts.
    """

    months: int = REMEMBERED_MONTHS
    id: str = "progress"
    citation: str = PRACTICE

    def __post_init__(self) -> None:
        if self.months < 1:
            raise ValueError(f"progress: remembered for {self.months} months; expected at least 1")

    @property
    def label(self) -> Note:
        """What it asks for."""
        return Note(N_("talked through before it is played, alone before with others"))

    def check(self, course: DrillCourse) -> Iterator[Breach]:
        """Yield each drill of the programme that comes too early for a family."""
        for entry in course.inside():
            since = months_after(entry.day, -self.months)
            earlier = [one for one in course.entries if since <= one.day < entry.day]
            for family in entry.families:
                yield from _too_early(entry, family, [one for one in earlier if family in one.families])

    def counts_from(self, first: date) -> date:
        """Return the first day whose drills count on *first*."""
        return months_after(first, -self.months)


def _too_early(entry: Entry, family: Family, earlier: list[Entry]) -> Iterator[Breach]:
    values, marked = {"drill": entry.id}, {"family": family.label}
    if entry.is_live and not any(one.form is Form.TABLETOP for one in earlier):
        note = Note(N_("drill {drill} comes before a tabletop of {family}"), values, marked)
        yield Breach("progress", note, entry.day, entry.day)
    if entry.scope is Scope.COMBINED and not any(one.scope is Scope.SINGLE for one in earlier):
        note = Note(N_("drill {drill} comes before one of {family} alone"), values, marked)
        yield Breach("progress", note, entry.day, entry.day)
