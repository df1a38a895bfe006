"""A programme: the drills of a year, what cannot be met and why, and what changed since it was told last."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from drills.notes import Note
from drills.programme.entry import Entry, State
from drills.programme.obligation import Breach
from forecasting.messages import N_


@dataclass(frozen=True, slots=True)
class Unmet:
    """Something that the programme lacks, and the *reason* why no programme has it."""

    breach: Breach
    reason: Note


class ChangeKind(StrEnum):
    """What happened to a drill since the programme was told last."""

    ADDED = "added"
    MOVED = "moved"
    DROPPED = "dropped"
    CANCELLED = "cancelled"
    RECAST = "recast"

    @property
    def label(self) -> str:
        """Marked name of the kind."""
        return _KINDS[self]


_KINDS = {
    ChangeKind.ADDED: N_("added"),
    ChangeKind.MOVED: N_("moved"),
    ChangeKind.DROPPED: N_("dropped"),
    ChangeKind.CANCELLED: N_("cancelled"),
    ChangeKind.RECAST: N_("other people"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference to what was told: *before* and *after* are the drill's days, None where there is none."""

    kind: ChangeKind
    drill: str
    before: date | None
    after: date | None
    reason: Note


@dataclass(frozen=True, slots=True)
class Programme:
    """The drills of a *site* from *first* to *last*, both included, on the clock of *zone*, by day; cancelled ones stay in it.

    *unmet* is all that it lacks: every obligation that is not named there passes its check. *changes* are those of this revision,
    *told_at* has the instant of each revision.
    """

    site: str
    zone: ZoneInfo
    first: date
    last: date
    entries: tuple[Entry, ...]
    unmet: tuple[Unmet, ...] = ()
    changes: tuple[Change, ...] = ()
    told_at: tuple[datetime, ...] = ()

    def __post_init__(self) -> None:
        if any(moment.tzinfo is None for moment in self.told_at):
            raise ValueError(f"programme of {self.site}: a time at which it was told names no zone")
        ids = [entry.id for entry in self.entries]
        if len(set(ids)) != len(ids):
            raise ValueError(f"programme of {self.site}: two drills have one name")
        object.__setattr__(self, "entries", tuple(sorted(self.entries, key=lambda entry: (entry.day, entry.id))))

    @property
    def revision(self) -> int:
        """Number of this revision, from 1."""
        return max(1, len(self.told_at))

    @property
    def planned(self) -> tuple[Entry, ...]:
        """The drills that are to come."""
        return tuple(entry for entry in self.entries if entry.state is State.PLANNED)

    def next_after(self, day: date) -> Entry | None:
        """Return the first planned drill on *day* or later."""
        return next((entry for entry in self.planned if entry.day >= day), None)
