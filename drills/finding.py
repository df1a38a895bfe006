"""Findings: what a drill showed that has to be mended, or at least looked at."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from drills.incidents import Family, Level
from drills.notes import Note
from drills.rating import Rating
from drills.scenario.acts import Capability, Element
from drills.scenario.text import Text
from forecasting.messages import N_


class FindingKind(StrEnum):
    """What a finding was noticed by."""

    OBJECTIVE = "objective"
    TARGET = "target"
    GRADING = "grading"
    PHRASES = "phrases"
    LIVE = "live"
    DISAGREEMENT = "disagreement"
    LATE = "late"

    @property
    def label(self) -> str:
        """Marked name of the kind."""
        return _KINDS[self]


_KINDS = {
    FindingKind.OBJECTIVE: N_("objective not met in full"),
    FindingKind.TARGET: N_("target not met"),
    FindingKind.GRADING: N_("wrong level"),
    FindingKind.PHRASES: N_("forbidden phrases"),
    FindingKind.LIVE: N_("live service"),
    FindingKind.DISAGREEMENT: N_("evaluators disagree"),
    FindingKind.LATE: N_("inject came late"),
}
MENDED = frozenset({Rating.M, Rating.U})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a drill of the day *found* showed of an incident of *family*; *capability* is what it is about, None for all of it.

    *rating* is that of the objective it belongs to, None where it bears on none. *of* names the objective, expectation, incident, role play
    or inject in the scenario drawn from *template*. *text* is what its author wanted to see, *note* what was seen. What is done about the
    finding *under* does for this one, too. Times in minutes; *target* names a standard. *lines* are those of the drill's log that say so.
    """

    id: str
    family: Family
    found: date
    rating: Rating | None
    capability: Capability | None = None
    kind: FindingKind = FindingKind.OBJECTIVE
    drill: str = ""
    template: str = ""
    of: str = ""
    under: str | None = None
    incident: str = ""
    level: Level | None = None
    element: Element = Element.TRAINING
    text: Text | None = None
    note: Note | None = None
    target: str | None = None
    allowed_minutes: int | None = None
    measured_minutes: float | None = None
    lines: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.id.strip():
            raise ValueError("finding: its name is empty")
        if self.rating is Rating.P:
            raise ValueError(f"finding {self.id}: rated P; expected what is not met in full")

    @property
    def must_be_mended(self) -> bool:
        """Whether it is rated M or U: it needs an action with an owner and a date, and is tested again (OS-7.3)."""
        return self.rating in MENDED
