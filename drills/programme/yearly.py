"""What has to come round in any twelve months, looking back at what was held before."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from drills.notes import Note
from drills.programme.entry import Entry
from drills.programme.months import YEAR_MONTHS, days_between, months_after, year_ending
from drills.programme.obligation import Breach, Choice, Cited, DrillCourse, Due, Fitting
from forecasting.messages import N_


class Subject(Cited, Fitting, Protocol):
    """What has to come round. *grace_weeks*: how long it may take to catch up where it is overdue on the first day."""

    @property
    def grace_weeks(self) -> int:
        """Weeks to catch up."""


@dataclass(frozen=True, slots=True)
class Yearly:
    """At least one drill that is *subject* in any twelve months.

    Counted from the last one that was held: twelve months later the next is owed at latest. Where none is on record the first is owed
    within the first twelve months of the programme; where it is overdue on the first day, within the subject's weeks to catch up.
    """

    subject: Subject

    @property
    def id(self) -> str:
        """Its name."""
        return self.subject.id

    @property
    def label(self) -> Note:
        """What it asks for."""
        return self.subject.label

    @property
    def citation(self) -> str:
        """Its source."""
        return self.subject.citation

    def fits(self, choice: Choice) -> bool:
        """Tell whether a drill of the kind *choice* can meet it."""
        return self.subject.fits(choice)

    def met_by(self, entry: Entry) -> bool:
        """Tell whether *entry* is the subject."""
        return self.subject.met_by(entry)

    def owed_by(self, first: date, past: Iterable[Entry]) -> date:
        """Return the day by which the first one from *first* on is owed."""
        held = [entry.day for entry in past if entry.counts and entry.day < first and self.subject.met_by(entry)]
        if not held:
            return months_after(first, YEAR_MONTHS) - timedelta(days=1)
        owed = months_after(max(held), YEAR_MONTHS)
        return owed if owed >= first else first + timedelta(weeks=self.subject.grace_weeks)

    def dues(self, first: date, last: date, past: Sequence[Entry]) -> Iterator[Due]:
        """Yield a window for the first one, and one for each day after it on which the first days no longer count."""
        owed = self.owed_by(first, past)
        if owed > last:
            return
        yield Due(self.id, max(first, year_ending(owed)), owed)
        for day in days_between(owed + timedelta(days=1), last):
            if year_ending(day) > first:
                yield Due(self.id, year_ending(day), day)

    def check(self, course: DrillCourse) -> Iterator[Breach]:
        """Yield the first stretch of days on which none lies within the twelve months before."""
        owed = self.owed_by(course.first, course.before())
        met = [entry.day for entry in course.entries if self.subject.met_by(entry)]
        lacking = [day for day in days_between(owed, course.last) if not any(_counts(one, day) for one in met)]
        if lacking:
            note = Note(
                N_("none in the twelve months up to {day}"),
                {"day": lacking[0].isoformat()},
            )
            yield Breach(self.id, note, max(course.first, year_ending(lacking[0])), lacking[0])


def _counts(held: date, day: date) -> bool:
    """Tell whether what was *held* lies within the twelve months that end with *day*."""
    return held <= day < months_after(held, YEAR_MONTHS) or held == day
