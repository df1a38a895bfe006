"""What a programme may not do: drills on days that are closed to them, too close together, too many for one person, too dear."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import inf

from drills.notes import Note
from drills.programme.entry import Entry, State
from drills.programme.months import quarter_of
from drills.programme.obligation import PRACTICE, Breach, DrillCourse
from forecasting.messages import N_


def _planned(course: DrillCourse) -> Iterator[Entry]:
    return (entry for entry in course.inside() if entry.state is State.PLANNED)


@dataclass(frozen=True, slots=True)
class OpenDays:
    """No drill on a day of *closed*, which has the reason for each: near a peak, a day off, a day that was called off."""

    closed: Mapping[date, Note] = field(default_factory=dict)
    id: str = "open-days"
    citation: str = "OS-7.3, OS-2.1"

    @property
    def label(self) -> Note:
        """What it asks for."""
        return Note(N_("no drill near a peak or on a day off"))

    def check(self, course: DrillCourse) -> Iterator[Breach]:
        """Yield each planned drill on a closed day."""
        for entry in _planned(course):
            if entry.day in self.closed:
                reason = self.closed[entry.day].say()
                note = Note(N_("drill {drill} is on {day}: {reason}"), _values(entry) | {"reason": reason})
                yield Breach(self.id, note, entry.day, entry.day)


@dataclass(frozen=True, slots=True)
class DaysApart:
    """Drills are at least *days* days apart."""

    days: int = 6
    id: str = "days-apart"
    citation: str = PRACTICE

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError(f"drills {self.days} days apart; expected at least 1")

    @property
    def label(self) -> Note:
        """What it asks for."""
        return Note(N_("at least {days} days from drill to drill"), {"days": self.days})

    def check(self, course: DrillCourse) -> Iterator[Breach]:
        """Yield each planned drill that is too near to the one before it."""
        for before, after in zip(course.entries, course.entries[1:], strict=False):
            held = State.PLANNED not in {before.state, after.state}
            if not held and after.day >= course.first and (after.day - before.day).days < self.days:
                values = _values(after) | {"other": before.id}
                note = Note(N_("drill {drill} on {day} is too near to drill {other}"), values)
                yield Breach(self.id, note, before.day, after.day)


@dataclass(frozen=True, slots=True)
class PersonalCap:
    """Nobody is named for more than *most* drills in a calendar quarter."""

    most: int = 2
    id: str = "personal-cap"
    citation: str = PRACTICE

    def __post_init__(self) -> None:
        if self.most < 1:
            raise ValueError(f"at most {self.most} drills a person and quarter; expected at least 1")

    @property
    def label(self) -> Note:
        """What it asks for."""
        return Note(N_("at most {most} drills a person and quarter"), {"most": self.most})

    def check(self, course: DrillCourse) -> Iterator[Breach]:
        """Yield each person who has more in a quarter with planned drills."""
        planned = {quarter_of(entry.day) for entry in _planned(course)}
        loads = Counter((quarter_of(entry.day), agent) for entry in course.entries for agent in entry.people)
        for (quarter, agent), count in sorted(loads.items()):
            if count > self.most and quarter in planned:
                days = [entry.day for entry in course.entries if quarter_of(entry.day) == quarter]
                values = {"agent": agent, "count": count, "quarter": quarter[1], "year": quarter[0]}
                note = Note(N_("{agent} has {count} drills in quarter {quarter} of {year}"), values)
                yield Breach(self.id, note, min(days), max(days))


@dataclass(frozen=True, slots=True)
class Commanded:
    """Somebody is named to command each planned drill."""

    id: str = "commanded"
    citation: str = PRACTICE

    @property
    def label(self) -> Note:
        """What it asks for."""
        return Note(N_("somebody to command each drill"))

    def check(self, course: DrillCourse) -> Iterator[Breach]:
        """Yield each planned drill that nobody is named to command."""
        for entry in _planned(course):
            if entry.commander is None:
                note = Note(N_("nobody is named to command drill {drill} on {day}"), _values(entry))
                yield Breach(self.id, note, entry.day, entry.day)


@dataclass(frozen=True, slots=True)
class LossBudget:
    """All drills of the programme together take at most *point_minutes* from live service (see :class:`Loss`)."""

    point_minutes: float
    id: str = "budget"
    citation: str = PRACTICE

    def __post_init__(self) -> None:
        if not 0 <= self.point_minutes < inf:
            raise ValueError(f"budget of {self.point_minutes} point minutes; expected 0 or more")

    @property
    def label(self) -> Note:
        """What it asks for."""
        return Note(N_("at most {points} point minutes of service lost"), {"points": f"{self.point_minutes:.0f}"})

    def check(self, course: DrillCourse) -> Iterator[Breach]:
        """Yield the breach where the drills cost more."""
        total = sum(entry.loss.point_minutes for entry in course.inside())
        if total > self.point_minutes + 1e-6:
            values = {"total": f"{total:.0f}", "budget": f"{self.point_minutes:.0f}"}
            note = Note(N_("{total} point minutes are lost, {budget} are granted"), values)
            yield Breach(self.id, note, course.first, course.last)


def _values(entry: Entry) -> dict[str, object]:
    return {"drill": entry.id, "day": entry.day.isoformat()}
