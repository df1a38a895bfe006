"""Orders that lead a drill from one phase to the next: planned, approved, looked both ways, started … closed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from math import isfinite

from drills.drill import Drill
from drills.errors import OrderError
from drills.exercise.judging import without_sheet
from drills.exercise.log import LineKind, Log
from drills.exercise.orders import Order, keyed, once, turn
from drills.exercise.phases import Phase
from drills.exercise.run import Run, settled, tick
from drills.exercise.state import state_of
from drills.exercise.told_reasons import sentence_record
from drills.record import drill_record
from drills.scenario.canonical import Plain
from forecasting.messages import N_, Sentence


class AbortCause(StrEnum):
    """Why a drill was broken off."""

    REAL_EVENT = "real-event"
    SAFE_WORD = "safe-word"
    COVER_BREACH = "cover-breach"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Marked name of the cause."""
        return _ABORTS[self]


_ABORTS = {
    AbortCause.REAL_EVENT: N_("a real incident"),
    AbortCause.SAFE_WORD: N_("the safe word"),
    AbortCause.COVER_BREACH: N_("live service fell below what it must keep"),
    AbortCause.OTHER: N_("another reason"),
}


@dataclass(frozen=True, slots=True)
class CoverTold:
    """What a look at the roster said before an order: *reasons* against it (none: it may be), and cost in service-level points."""

    reasons: tuple[str, ...] = ()
    cover: tuple[Mapping[str, Plain], ...] = ()
    least_chance: float | None = None
    points_lost: float | None = None

    def record(self) -> dict[str, Plain]:
        """Return it as plain data."""
        return {
            "reasons": [str(reason) for reason in self.reasons],
            "sentences": [sentence_record(reason) for reason in self.reasons],
            "cover": [dict(row) for row in self.cover],
            "least_chance": self.least_chance,
            "points_lost": self.points_lost,
        }


def plan(
    drill: Drill,
    order: Order,
    rules: str,
    budget_points: float,
    prediction: Mapping[str, Plain] | None = None,
    *,
    practice: bool = False,
) -> Run:
    """Return the run of *drill* with its first line, which holds all that its score will ever rest on beside what happens.

    A *practice* says so there: its controller walks through it alone, and it counts for nothing.
    """
    reasons = []
    if not order.by.strip():
        reasons.append(Sentence(N_("expected who gives the order")))
    if not isfinite(budget_points) or budget_points < 0:
        reasons.append(Sentence(N_("the budget is {points} points; expected 0 or more"), points=budget_points))
    if reasons:
        raise OrderError(reasons)
    data: dict[str, Plain] = {
        "drill": drill_record(drill),
        "rules": rules,
        "budget_points": budget_points,
        "prediction": None if prediction is None else dict(prediction),
    }
    if practice:
        data["practice"] = True  # absent otherwise, so that other logs stay as they are
    log = Log().with_line(order.now, 0, LineKind.PLANNED, order.by, keyed(order, data))
    return Run(
        replace(drill, notes=()), log, state_of(log)
    )  # what does not come back from the log the run does not know, either


@once(LineKind.APPROVED)
def approve(run: Run, order: Order, told: CoverTold) -> Run:
    """Return *run* approved. Raises OrderError where cover does not hold, naming every reason."""
    return turn(run, order, LineKind.APPROVED, told.record(), told.reasons)


@once(LineKind.CLEARED, LineKind.REFUSED)
def look_both_ways(run: Run, order: Order, told: CoverTold) -> Run:
    """Return *run* cleared to start where cover holds with the day's actuals, refused (no go) where it does not."""
    return turn(run, order, LineKind.REFUSED if told.reasons else LineKind.CLEARED, told.record())


@once(LineKind.CALLED_OFF)
def call_off(run: Run, order: Order, text: str) -> Run:
    """Return *run* called off before its start."""
    return turn(run, order, LineKind.CALLED_OFF, {"text": text})


@once(LineKind.STARTED)
def start(run: Run, order: Order, text: str = "") -> Run:
    """Return *run* with its clock running; what is due at the start has come. *text*: why it starts away from its window."""
    return tick(turn(run, order, LineKind.STARTED, {"text": text}), order.now)


@once(LineKind.PAUSED)
def pause(run: Run, order: Order, text: str = "") -> Run:
    """Return *run* with its clock stopped for a while."""
    return turn(run, order, LineKind.PAUSED, {"text": text})


@once(LineKind.RESUMED)
def resume(run: Run, order: Order) -> Run:
    """Return *run* with its clock running again."""
    return tick(turn(run, order, LineKind.RESUMED, {}), order.now)


@once(LineKind.ENDED)
def end(run: Run, order: Order, text: str = "") -> Run:
    """Return *run* at its end; clocks that are up at this instant have run out."""
    if run.state.phase is Phase.RUNNING:
        run = settled(run, order.now, at_the_end=True)
    return turn(run, order, LineKind.ENDED, {"text": text})


@once(LineKind.ABORTED)
def abort(run: Run, order: Order, cause: AbortCause, text: str = "") -> Run:
    """Return *run* broken off: people go back to their work, clocks stop, the run is marked."""
    return turn(run, order, LineKind.ABORTED, {"cause": cause.value, "text": text})


@once(LineKind.EVALUATED)
def evaluate(run: Run, order: Order, text: str = "") -> Run:
    """Return *run* evaluated: every evaluator has handed in a sheet, or *text* says why not."""
    missing = without_sheet(run)
    reasons = []
    if missing and not text.strip():
        template = N_("no sheet yet from {names}: expected one from each evaluator, or the reason why not")
        reasons.append(Sentence(template, names=", ".join(missing)))
    return turn(run, order, LineKind.EVALUATED, {"text": text}, reasons)


@once(LineKind.REPORTED)
def report(run: Run, order: Order, fingerprint: str) -> Run:
    """Return *run* reported; *fingerprint* is the SHA-256 of the report's data, in hexadecimal."""
    known = len(fingerprint) == 64 and set(fingerprint) <= set("0123456789abcdef")
    template = N_("{fingerprint} is no SHA-256 in hexadecimal: expected that of the report's data")
    reasons = () if known else (Sentence(template, fingerprint=fingerprint),)
    return turn(run, order, LineKind.REPORTED, {"fingerprint": fingerprint}, reasons)


@once(LineKind.CLOSED)
def close(run: Run, order: Order, unowned: Iterable[str] = ()) -> Run:
    """Return *run* closed. *unowned* are findings rated M or U without an owned and dated action; each is a reason against it."""
    template = N_("finding {finding} has no action with an owner and a date")
    reasons = [Sentence(template, finding=finding) for finding in unowned]
    return turn(run, order, LineKind.CLOSED, {}, reasons)
