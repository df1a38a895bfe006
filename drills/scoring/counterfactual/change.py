"""What is asked: one act of a drill at another minute, or not at all."""

from dataclasses import dataclass

from drills.errors import RequestError
from drills.exercise import LineKind, State
from drills.exercise.due import MINUTE
from drills.scoring.played import Played
from forecasting.messages import N_, Sentence, joined


@dataclass(frozen=True, slots=True)
class Change:
    """The act for *expectation* is done at *minute* of exercise time, or not at all (None). It may be one that nobody did."""

    expectation: str
    minute: float | None

    @property
    def ms(self) -> int | None:
        """The exercise time in milliseconds."""
        return None if self.minute is None else round(MINUTE * self.minute)


def act_of(change: Change, told: Played, raw: State) -> int | None:
    """Return the line of the act that *change* is about, None where nobody did it; *raw* is the state before any correction.

    Raises RequestError where the drill has no such expectation or is not over, where it asks for a minute outside the time in which
    somebody could have acted, or for an act to be left out that nobody did.
    """
    reasons = []
    if change.expectation not in {item.id for item in told.scenario.expectations}:
        reasons.append(Sentence(N_("there is no expectation {expectation}"), expectation=change.expectation))
    if not any(told.of(kind) for kind in (LineKind.ENDED, LineKind.ABORTED)):
        reasons.append(Sentence(N_("the drill is not over yet")))
    clock, stamp = raw.clocks.get(change.expectation), told.state.seen(change.expectation)
    if not reasons and clock is None:
        reasons.append(Sentence(N_("the clock of {expectation} has not started"), expectation=change.expectation))
    elif clock is not None and change.ms is not None and not clock.started_ms <= change.ms <= told.ms:
        template = N_("minute {minute}; expected {first} to {last}, from what asked for it to the end")
        first, last = f"{clock.started_ms / MINUTE:g}", f"{told.ms / MINUTE:g}"
        reasons.append(Sentence(template, minute=f"{change.minute:g}", first=first, last=last))
    if stamp is None and change.minute is None and not reasons:
        reasons.append(Sentence(N_("nobody did {expectation}"), expectation=change.expectation))
    if reasons:
        raise RequestError(joined(reasons))
    return None if stamp is None else stamp.line
