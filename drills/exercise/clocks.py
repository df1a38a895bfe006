"""How the clocks of a drill stand: due, met, late, missed, projected or not to be seen."""

from dataclasses import dataclass
from enum import StrEnum

from drills.exercise.facts import Clock, Stamp
from drills.exercise.state import State
from drills.scenario.frozen import Expectation, Standing
from forecasting.messages import N_


class ClockStatus(StrEnum):
    """How a clock stands at a moment of the drill."""

    NOT_STARTED = "not-started"
    RUNNING = "running"
    MET = "met"
    LATE = "late"
    MISSED = "missed"
    STOPPED = "stopped"  # the drill was over before the clock was
    PROJECTED = "projected"
    NOT_OBSERVED = "not_observed"

    @property
    def label(self) -> str:
        """Marked name of the status."""
        return _STATUSES[self]

    @property
    def counts(self) -> bool:
        """Whether it enters a pass rate."""
        return self in {ClockStatus.MET, ClockStatus.LATE, ClockStatus.MISSED}


_STATUSES = {
    ClockStatus.NOT_STARTED: N_("not started"),
    ClockStatus.RUNNING: N_("running"),
    ClockStatus.MET: N_("met in time"),
    ClockStatus.LATE: N_("seen late"),
    ClockStatus.MISSED: N_("missed"),
    ClockStatus.STOPPED: N_("stopped with the drill"),
    ClockStatus.PROJECTED: N_("judged by a plan"),
    ClockStatus.NOT_OBSERVED: N_("cannot be seen in the drill"),
}


@dataclass(frozen=True, slots=True)
class ClockStanding:
    """How the clock of an *expectation* stands, and the *lines* that say so: basis, stamp, judgement, end of its time."""

    expectation: str
    status: ClockStatus
    clock: Clock | None
    seen: Stamp | None
    lines: tuple[int, ...]


def standing_of(expectation: Expectation, state: State, ms: int) -> ClockStanding:
    """Return how the clock of *expectation* stands at *ms* of exercise time.

    Only what is due until the drill's end counts: what was seen in time of a clock that is due later does not, since what was not
    seen of it would not either.
    """
    clock, seen, judged = state.clocks.get(expectation.id), state.seen(expectation.id), state.judged.get(expectation.id)
    known = (
        clock and clock.line,
        seen and seen.line,
        judged and judged.line,
        state.ran_out.get(expectation.id),
    )
    wrong = judged is not None and not judged.met
    status = _status(clock, seen, ms, wrong=wrong, over=state.phase.over)
    return ClockStanding(expectation.id, status, clock, seen, tuple(line for line in known if line))


def _status(clock: Clock | None, seen: Stamp | None, ms: int, *, wrong: bool, over: bool) -> ClockStatus:
    if clock is None:
        return ClockStatus.NOT_STARTED
    if clock.standing is not Standing.OBSERVED:
        return ClockStatus.PROJECTED if clock.standing is Standing.PROJECTED else ClockStatus.NOT_OBSERVED
    if over and clock.due_ms > ms:
        return ClockStatus.STOPPED
    if wrong:
        return ClockStatus.MISSED
    if seen is not None:
        return ClockStatus.MET if seen.ms <= clock.due_ms else ClockStatus.LATE
    return ClockStatus.MISSED if over or ms > clock.due_ms else ClockStatus.RUNNING
