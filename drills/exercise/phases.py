"""The phases of a drill and what leads from one to the next."""

from enum import StrEnum

from drills.exercise.log import LineKind
from forecasting.messages import N_


class Phase(StrEnum):
    """How far a drill has come."""

    PLANNED = "planned"
    APPROVED = "approved"
    CLEARED = "cleared"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"
    ABORTED = "aborted"
    EVALUATED = "evaluated"
    REPORTED = "reported"
    CLOSED = "closed"
    CALLED_OFF = "called-off"

    @property
    def label(self) -> str:
        """Marked name of the phase."""
        return _PHASES[self]

    @property
    def over(self) -> bool:
        """Whether the clock has stopped for good."""
        return self in _OVER


_PHASES = {
    Phase.PLANNED: N_("planned"),
    Phase.APPROVED: N_("approved"),
    Phase.CLEARED: N_("cleared to start"),
    Phase.RUNNING: N_("running"),
    Phase.PAUSED: N_("paused"),
    Phase.ENDED: N_("ended"),
    Phase.ABORTED: N_("aborted"),
    Phase.EVALUATED: N_("evaluated"),
    Phase.REPORTED: N_("reported"),
    Phase.CLOSED: N_("closed and filed"),
    Phase.CALLED_OFF: N_("called off"),
}
_OVER = frozenset({Phase.ENDED, Phase.ABORTED, Phase.EVALUATED, Phase.REPORTED, Phase.CLOSED, Phase.CALLED_OFF})

# Which line leads from which phases to which. Lines of other kinds leave the phase as it is.
TURNS: dict[LineKind, tuple[frozenset[Phase], Phase]] = {
    LineKind.APPROVED: (frozenset({Phase.PLANNED}), Phase.APPROVED),
    LineKind.CLEARED: (frozenset({Phase.APPROVED, Phase.CLEARED}), Phase.CLEARED),
    LineKind.REFUSED: (frozenset({Phase.APPROVED, Phase.CLEARED}), Phase.APPROVED),
    LineKind.CALLED_OFF: (frozenset({Phase.PLANNED, Phase.APPROVED, Phase.CLEARED}), Phase.CALLED_OFF),
    LineKind.STARTED: (frozenset({Phase.CLEARED}), Phase.RUNNING),
    LineKind.PAUSED: (frozenset({Phase.RUNNING}), Phase.PAUSED),
    LineKind.RESUMED: (frozenset({Phase.PAUSED}), Phase.RUNNING),
    LineKind.ENDED: (frozenset({Phase.RUNNING, Phase.PAUSED}), Phase.ENDED),
    LineKind.ABORTED: (frozenset({Phase.RUNNING, Phase.PAUSED}), Phase.ABORTED),
    LineKind.EVALUATED: (frozenset({Phase.ENDED, Phase.ABORTED}), Phase.EVALUATED),
    LineKind.REPORTED: (frozenset({Phase.EVALUATED}), Phase.REPORTED),
    LineKind.CLOSED: (frozenset({Phase.REPORTED}), Phase.CLOSED),
}

UNDER_WAY = frozenset({Phase.RUNNING, Phase.PAUSED})
# When observers may still add to what is scored: from the start until the report is written.
OBSERVED_IN = frozenset({Phase.RUNNING, Phase.PAUSED, Phase.ENDED, Phase.ABORTED})
