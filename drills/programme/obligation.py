"""What a programme has to keep: obligations with their source, when each is due, and what a finished programme lacks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from drills.incidents import Family, Scope
from drills.notes import Note
from drills.programme.entry import Entry
from drills.roles import Form
from forecasting.messages import N_

OS_DRILLS = "OS-7.3"
PRACTICE = N_("good practice")


@dataclass(frozen=True, slots=True)
class DrillCourse:
    """Drills of the past and those planned from *first* to *last*, both included, by day; cancelled ones are left out."""

    first: date
    last: date
    entries: tuple[Entry, ...]

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"programme: first day {self.first} is after last day {self.last}")
        counted = (entry for entry in self.entries if entry.counts)
        object.__setattr__(self, "entries", tuple(sorted(counted, key=lambda entry: (entry.day, entry.id))))

    def inside(self) -> tuple[Entry, ...]:
        """Return the drills from the first to the last day."""
        return tuple(entry for entry in self.entries if self.first <= entry.day <= self.last)

    def before(self) -> tuple[Entry, ...]:
        """Return the drills before the first day."""
        return tuple(entry for entry in self.entries if entry.day < self.first)


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of drill that the templates can give: a *form* of one incident or of several together."""

    families: tuple[Family, ...]
    scope: Scope
    form: Form

    @property
    def is_live(self) -> bool:
        """Whether the response is carried out rather than talked through."""
        return self.form is not Form.TABLETOP


@dataclass(frozen=True, slots=True)
class Due:
    """A drill of some kind on one of the days from *opens* to *closes*, both included, is owed to *obligation*."""

    obligation: str
    opens: date
    closes: date


@dataclass(frozen=True, slots=True)
class Breach:
    """What a course lacks: *note* in words, which *obligation* it is, from when to when it should have been met."""

    obligation: str
    note: Note
    opens: date
    closes: date


class Cited(Protocol):
    """Something that is asked for, and by whom."""

    @property
    def id(self) -> str:
        """Its name, the same in every programme."""

    @property
    def label(self) -> Note:
        """What it asks for, in words."""

    @property
    def citation(self) -> str:
        """Where it comes from."""


class Fitting(Protocol):
    """What tells the drills that may do from those that may not."""

    def fits(self, choice: Choice) -> bool:
        """Tell whether a drill of the kind *choice* can do."""

    def met_by(self, entry: Entry) -> bool:
        """Tell whether *entry* does, if its day does."""


class Obligation(Cited, Protocol):
    """Something that a programme has to keep. ``check`` knows nothing of the planner."""

    def check(self, course: DrillCourse) -> Iterator[Breach]:
        """Yield what *course* lacks."""


class Owed(Obligation, Fitting, Protocol):
    """An obligation that is met by holding drills of some kind."""

    def dues(self, first: date, last: date, past: Sequence[Entry]) -> Iterator[Due]:
        """Yield when drills are owed between *first* and *last*, given what was held before."""
