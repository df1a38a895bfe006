"""What is noted beside the clocks: observations in words, and who is there."""

from drills.exercise.log import LineKind
from drills.exercise.orders import Order, once, ordered
from drills.exercise.people import names
from drills.exercise.phases import OBSERVED_IN, Phase
from drills.exercise.run import Run
from forecasting.messages import N_, Sentence


@once(LineKind.NOTED)
def note(run: Run, order: Order, text: str) -> Run:
    """Return *run* with an observation in words; possible until the drill is closed."""
    reasons = () if text.strip() else (Sentence(N_("the note is empty")),)
    return ordered(run, order, LineKind.NOTED, {"text": text}, set(Phase) - {Phase.CLOSED}, reasons)


@once(LineKind.ATTENDED)
def attend(run: Run, order: Order, agent: str, *, present: bool) -> Run:
    """Return *run* with whether *agent*, who has a seat or is the backup of one, is there. A backup who is there may act."""
    reasons = () if agent in names(run) else (Sentence(N_("{agent} has no seat in this drill"), agent=agent),)
    return ordered(
        run, order, LineKind.ATTENDED, {"agent": agent, "present": present}, {Phase.CLEARED, *OBSERVED_IN}, reasons
    )
