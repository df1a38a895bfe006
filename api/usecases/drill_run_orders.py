"""The orders that lead a stored drill from one phase to the next, each with what has to hold before it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from api.computing import Computing
from api.store import Store, UnitOfWork
from api.usecases.drill_actions import unowned_in
from api.usecases.drill_run import Act, Carried, carried_before, carried_out, is_known, run_in
from api.usecases.drill_run_lookout import PUNCTUAL, Lookout, is_punctual, look_at, question_of
from api.usecases.drill_run_people import in_another
from drills.errors import OrderError
from drills.exercise import (
    TURNS,
    AbortCause,
    CoverTold,
    LineKind,
    Order,
    Phase,
    Run,
    abort,
    approve,
    call_off,
    close,
    end,
    evaluate,
    look_both_ways,
    note,
    pause,
    report,
    resume,
    start,
)
from drills.report import report_fingerprint
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence

GO_HOLDS = timedelta(minutes=30)  # our figure: a day changes within half an hour


class Turn(StrEnum):
    """An order that leads to another phase."""

    APPROVE = "approve"
    GO = "go"
    CALL_OFF = "call-off"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"
    ABORT = "abort"
    EVALUATE = "evaluate"
    REPORT = "report"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Ordered:
    """A *turn* that is asked for: *text* and *cause* for the log; *lookout* where cover is looked at."""

    turn: Turn
    text: str = ""
    cause: AbortCause | None = None
    lookout: Lookout = field(default_factory=Lookout)


# Those that look at cover first, and the kinds of lines that they write.
LOOKING: Mapping[Turn, tuple[Callable[[Run, Order, CoverTold], Run], tuple[LineKind, ...]]] = {
    Turn.APPROVE: (approve, (LineKind.APPROVED,)),
    Turn.GO: (look_both_ways, (LineKind.CLEARED, LineKind.REFUSED)),
}
# Those whose line has no text of its own: what is said with them is noted before.
SILENT = frozenset({Turn.APPROVE, Turn.GO, Turn.RESUME, Turn.REPORT, Turn.CLOSE})


def give_order(store: Store, computing: Computing, drill_id: int, order: Order, asked: Ordered) -> Carried:
    """Carry out *asked* as *order*. Raises OrderError with every reason against it."""
    _refuse_misplaced(asked)
    if asked.turn in LOOKING:
        return _look_then(store, computing, drill_id, order, asked)
    with store.unit() as unit:
        if asked.turn is Turn.START:
            return _start(unit, drill_id, order, asked)
        before = run_in(unit, drill_id)
        return carried_out(unit, drill_id, before, order, _with_text(before, asked, _act(unit, drill_id, asked)))


def _act(unit: UnitOfWork, drill_id: int, asked: Ordered) -> Act:
    text = asked.text
    acts: dict[Turn, Act] = {
        Turn.CALL_OFF: lambda run, order: call_off(run, order, text),
        Turn.PAUSE: lambda run, order: pause(run, order, text),
        Turn.RESUME: resume,
        Turn.END: lambda run, order: end(run, order, text),
        Turn.ABORT: lambda run, order: abort(run, order, asked.cause or AbortCause.OTHER, text),
        Turn.EVALUATE: lambda run, order: evaluate(run, order, text),
        Turn.REPORT: lambda run, order: report(run, order, report_fingerprint(run.log)),
        Turn.CLOSE: lambda run, order: close(run, order, unowned_in(unit, drill_id, run)),
    }
    return acts[asked.turn]


def _with_text(before: Run, asked: Ordered, act: Act) -> Act:
    """Return *act* on the run *before*; where its line has no text of its own, what was said with it is noted first."""

    def noted(run: Run, order: Order) -> Run:
        new = run.log == before.log  # and not as it was when the same order came for the first time
        says = new and asked.turn in SILENT and asked.text.strip()
        return act(note(run, Order(order.now, order.by), asked.text) if says else run, order)

    return noted


def _refuse_misplaced(asked: Ordered) -> None:
    """Refuse an abort without its cause, and what belongs to another order."""
    faults = []
    if (asked.turn is Turn.ABORT) is not (asked.cause is not None):
        expected = Sentence(N_("one of {names} with abort, nothing otherwise"), names=", ".join(AbortCause))
        faults.append(Fault("request", N_("the cause belongs to abort"), None, "cause", str(asked.cause), expected))
    looks = asked.turn in {Turn.APPROVE, Turn.GO, Turn.START}
    if asked.lookout.absent and not looks:
        expected = Sentence(N_("nothing with {order}"), order=asked.turn.value)
        told = ", ".join(asked.lookout.absent)
        faults.append(
            Fault("request", N_("absent people belong to approve, go and start"), None, "absent", told, expected)
        )
    if asked.lookout.actuals is not None and asked.turn not in {Turn.APPROVE, Turn.GO}:
        expected = Sentence(N_("nothing with {order}"), order=asked.turn.value)
        faults.append(Fault("request", N_("actuals belong to approve and go"), None, "actuals", None, expected))
    if faults:
        raise InputError(faults)


def _look_then(store: Store, computing: Computing, drill_id: int, order: Order, asked: Ordered) -> Carried:
    """Look at cover first, which takes a while and holds up nobody, then carry the order out; nobody is away for a practice."""
    turn, kinds = LOOKING[asked.turn]
    with store.snapshot() as unit:
        run = run_in(unit, drill_id)
    if _was_looked(run, order, kinds):
        return carried_before(run, order)
    vain = run.state.phase not in TURNS[kinds[0]][0]  # it will be refused
    told = CoverTold() if vain or run.is_practice else look_at(store, computing, drill_id, asked.lookout, order.now)
    with store.unit() as unit:
        before = run_in(unit, drill_id)
        if _was_looked(before, order, kinds):
            return carried_before(before, order)
        act = _with_text(before, asked, lambda run, order: turn(run, order, told))
        return carried_out(unit, drill_id, before, order, act)


def _was_looked(run: Run, order: Order, kinds: tuple[LineKind, ...]) -> bool:
    """Tell whether *order* was carried out already; what it found then stands, whatever a look would find now."""
    return is_known(run, order) and run.log.line(run.state.keys[order.key]).kind in kinds


def _start(unit: UnitOfWork, drill_id: int, order: Order, asked: Ordered) -> Carried:
    before = run_in(unit, drill_id)
    if before.state.phase is Phase.CLEARED and not before.is_practice:
        against = tuple(_against_start(unit, drill_id, before, order, asked))
        if against:
            raise OrderError(against)
    return carried_out(unit, drill_id, before, order, lambda run, order: start(run, order, asked.text))


def _against_start(unit: UnitOfWork, drill_id: int, run: Run, order: Order, asked: Ordered) -> Iterator[str]:
    yield from _stale(run, order.now)
    yield from in_another(unit, drill_id, {str(seat.agent): seat.name for seat in run.drill.seats})
    punctual = is_punctual(run.drill.window, order.now)
    if not punctual and not asked.text.strip():
        begins = run.drill.window.local_start.isoformat(timespec="minutes")
        template = N_(
            "the window begins at {start}, people are free in it alone: expected a start at most {minutes} minutes from "
            "it, or the reason in the text"
        )
        yield Sentence(template, start=begins, minutes=PUNCTUAL // timedelta(minutes=1))
    if not punctual or asked.lookout.absent:
        yield from _short_now(unit, drill_id, order.now, asked.lookout)


def _stale(run: Run, now: datetime) -> Iterator[str]:
    cleared = [line for line in run.log if line.kind is LineKind.CLEARED]
    if now - cleared[-1].at > GO_HOLDS:
        template = N_(
            "cover was last looked at {minutes} minutes ago; expected go within {most} minutes before the start"
        )
        ago = (now - cleared[-1].at) // timedelta(minutes=1)
        yield Sentence(template, minutes=ago, most=GO_HOLDS // timedelta(minutes=1))


def _short_now(unit: UnitOfWork, drill_id: int, now: datetime, lookout: Lookout) -> Iterator[str]:
    """Yield why the roster does not carry the drill from *now* on, by heads."""
    question = question_of(unit, unit.drills.get(drill_id), lookout, now, at_once=True)
    yield from (reason.sentence for reason in question.answer().reasons)
