"""What is asked: one act of a drill at another minute, or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass

from drills.errors import RequestError
from drills.exercise import Clock, LineKind, Stamp, State
from drills.exercise.due import MINUTE
from drills.scoring.played import Played
from forecasting.messages import N_, Sentence, joined


@dataclass(frozen=True, slots=True)
class Change:
    """The first act for *expectation* is done at *minute* of exercise time, or not at all (None). It may be one that nobody did.

    With *line* it is the act of that line of the log instead, whatever it was taken for.
    """

    expectation: str
    minute: float | None
    line: int | None = None

    @property
    def ms(self) -> int | None:
        """The exercise time in milliseconds."""
        return None if self.minute is None else round(MINUTE * self.minute)


def act_of(change: Change, told: Played, raw: State) -> int | None:
    """Return the line of the act that *change* is about, None where nobody did it; *raw* is the state before any correction.

    Raises RequestError where the drill has no such expectation or act or is not over, where it asks for a minute outside the time in
    which somebody could have acted, or for an act to be left out that nobody did.
    """
    reasons = []
    if not any(told.of(kind) for kind in (LineKind.ENDED, LineKind.ABORTED)):
        reasons.append(Sentence(N_("the drill is not over yet")))
    stamp = _stamp(change, told.state)
    asked_by = change.expectation if change.line is None else (stamp and stamp.expectation)
    clock = raw.clocks.get(asked_by or "")
    reasons += _unknown(change, told, clock, stamp)
    begins = 0 if clock is None else clock.started_ms
    if not reasons and change.ms is not None and not begins <= change.ms <= told.ms:
        template = N_("minute {minute}; expected {first} to {last}, from what asked for it to the end")
        first, last = f"{begins / MINUTE:g}", f"{told.ms / MINUTE:g}"
        reasons.append(Sentence(template, minute=f"{change.minute:g}", first=first, last=last))
    if stamp is None and change.minute is None and not reasons:
        reasons.append(Sentence(N_("nobody did {expectation}"), expectation=change.expectation))
    if reasons:
        raise RequestError(joined(reasons))
    return None if stamp is None else stamp.line


def _stamp(change: Change, state: State) -> Stamp | None:
    """Return the act that *change* is about, as corrections leave it."""
    if change.line is None:
        return state.seen(change.expectation)
    return next((stamp for stamp in state.stamps if stamp.line == change.line), None)


def _unknown(change: Change, told: Played, clock: Clock | None, stamp: Stamp | None) -> Iterator[Sentence]:
    """Yield what *change* names that the drill does not have."""
    if change.line is not None:
        if stamp is None:
            yield Sentence(N_("line {line} is no act of the drill that stands"), line=change.line)
    elif change.expectation not in {item.id for item in told.scenario.expectations}:
        yield Sentence(N_("there is no expectation {expectation}"), expectation=change.expectation)
    elif clock is None:
        yield Sentence(N_("the clock of {expectation} has not started"), expectation=change.expectation)
