"""How hard a change of a known roster is on its person, and what it costs in the search for the mildest repair."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from forecasting.messages import N_
from scheduler.roster import Assignment, elapsed

AN_HOUR = timedelta(hours=1)


class Mildness(StrEnum):
    """What becomes of a person's day, the mildest first. Nobody is called back from leave at any price."""

    LONGER = "longer"
    MOVED = "moved"
    OTHER_KIND = "other kind"
    CANCELLED = "cancelled"
    EXTRA = "extra"

    @property
    def label(self) -> str:
        """The change in words, to be translated."""
        return _LABELS[self]


_LABELS: Mapping[Mildness, str] = {
    Mildness.LONGER: N_("longer shift"),
    Mildness.MOVED: N_("moved start"),
    Mildness.OTHER_KIND: N_("another kind of shift"),
    Mildness.CANCELLED: N_("shift taken off"),
    Mildness.EXTRA: N_("extra shift"),
}


@dataclass(frozen=True, slots=True)
class ChangePrices:
    """Hundredths of a point for a change by its mildness, for each *hour* that start or end moves, and for asking *again*.

    A head missing for a quarter of an hour is 10 points at the usual weights: an extra shift pays where it brings heads that are
    missing for more than an hour and a half, a moved start from about half an hour on. *again* is added for each change that the person has had of late.
    """

    changes: Mapping[Mildness, int] = field(
        default_factory=lambda: {
            Mildness.LONGER: 1_000,
            Mildness.MOVED: 1_500,
            Mildness.OTHER_KIND: 2_500,
            Mildness.CANCELLED: 4_000,
            Mildness.EXTRA: 6_000,
        }
    )
    hour: int = 100
    again: int = 500

    def __post_init__(self) -> None:
        missing = set(Mildness) - self.changes.keys()
        if missing:
            raise ValueError(f"prices of changes: none for {', '.join(sorted(missing))}; expected one for each")
        if min(*self.changes.values(), self.hour, self.again) < 0:
            raise ValueError("prices of changes: one is below 0; expected 0 or more")

    def times(self, share: float) -> "ChangePrices":
        """Return prices that are *share* of these: the smaller, the more is mended by more changes."""
        changes = {mildness: round(price * share) for mildness, price in self.changes.items()}
        return ChangePrices(changes, round(self.hour * share), round(self.again * share))

    def of(self, mildness: Mildness, moved: timedelta, asked: int) -> int:
        """Return the price of one change that moves start or end by *moved* of somebody *asked* so often of late."""
        return self.changes[mildness] + int(self.hour * (moved / AN_HOUR)) + self.again * asked


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shift lies: its *kind*, *start* and *end*, both aware."""

    kind: str
    start: datetime
    end: datetime

    @staticmethod
    def of(shift: Assignment) -> "Place":
        """Return where *shift* lies."""
        return Place(shift.kind, shift.start, shift.end)


def mildness_of(before: Place | None, after: Place | None) -> tuple[Mildness, timedelta] | None:
    """Return how hard the change is, and by how much start or end moves, whichever moves more; None without a change.

    A shift is longer where it holds all of what was before.
    """
    if before is None:
        return None if after is None else (Mildness.EXTRA, timedelta(0))
    if after is None:
        return Mildness.CANCELLED, timedelta(0)
    moved = max(abs(elapsed(before.start, after.start)), abs(elapsed(before.end, after.end)))
    if not moved:
        return None if before.kind == after.kind else (Mildness.OTHER_KIND, moved)
    if after.start <= before.start and before.end <= after.end:
        return Mildness.LONGER, moved
    return (Mildness.MOVED if before.kind == after.kind else Mildness.OTHER_KIND), moved
