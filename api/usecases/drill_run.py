"""Drills that are run: each order is one transaction that reads the log, carries the order out and adds its lines."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from api.computing import Computing
from api.errors import ConflictError, NotFoundError
from api.store import Store, UnitOfWork
from api.usecases.drill_rehearsal import RehearsalOrder, rehearse_stored
from drills.drill import Drill
from drills.errors import OrderError
from drills.exercise import Line, LineKind, Log, Order, Run, plan, run_of, tick
from drills.practice.predicted import prediction_data
from drills.reading import read_drill
from drills.scenario.canonical import Plain
from drills.scoring import CURRENT, LIVE_BUDGET_POINTS
from forecasting.messages import N_, Sentence

Act = Callable[[Run, Order], Run]


@dataclass(frozen=True, slots=True)
class Carried:
    """What an order did: the *run* as it is now and the *lines* that the order added, the same ones when it comes again."""

    run: Run
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Planning:
    """Who plans a run, the *budget_points* of service level that it may cost, and how often it is rehearsed (None: not)."""

    by: str
    key: str = ""
    budget_points: float = LIVE_BUDGET_POINTS
    rehearsal: RehearsalOrder | None = field(default_factory=RehearsalOrder)


def drill_of(unit: UnitOfWork, drill_id: int) -> Drill:
    """Return a stored drill, as it was frozen."""
    return read_drill(json.dumps(unit.drills.get(drill_id).document))


def run_in(unit: UnitOfWork, drill_id: int) -> Run:
    """Return the run of a drill. Raises NotFoundError where there is no such drill or no run of it."""
    return run_of(_log(unit, drill_id))


def _log(unit: UnitOfWork, drill_id: int) -> Log:
    unit.drills.get(drill_id)
    return unit.drill_runs.log(drill_id)


def plan_run(store: Store, computing: Computing, drill_id: int, asked: Planning, now: datetime) -> Carried:
    """Plan the run of a drill, once for good: what it is held against later is rehearsed now and stands in its first line.

    With the queues and live service of the drill's roster where that was made for a forecast, of people alone otherwise.
    Raises ConflictError where the drill has a run already, unless it was planned by the very same order.
    """
    with store.snapshot() as unit:
        planned = _planned_already(unit, drill_id, asked)
        drill = drill_of(unit, drill_id)
    if planned is not None:
        return planned
    told = None if asked.rehearsal is None else rehearse_stored(store, computing, drill_id, asked.rehearsal)
    with store.unit() as unit:
        planned = _planned_already(unit, drill_id, asked)
        if planned is not None:
            return planned
        order = Order(now, asked.by, asked.key)
        run = plan(drill, order, CURRENT.version, asked.budget_points, None if told is None else prediction_data(told))
        unit.drill_runs.add(drill_id, run.log)
        unit.commit()
    return Carried(run, run.log.lines)


def _planned_already(unit: UnitOfWork, drill_id: int, asked: Planning) -> Carried | None:
    try:
        run = run_in(unit, drill_id)
    except NotFoundError as error:
        if error.noun != "drill run":
            raise
        return None
    if asked.key and asked.key == run.planned.get("key") and run.log.line(1).by == asked.by:
        return Carried(run, (run.log.line(1),))
    template = N_("drill {drill} has a run already: one drill, one run; clone the drill to run its scenario again")
    raise ConflictError(Sentence(template, drill=drill_id))


def carry_out(unit: UnitOfWork, drill_id: int, order: Order, act: Act) -> Carried:
    """Carry out *order* on the run of a drill, and commit; with a key that its log knows, change nothing.

    Raises OrderError with every reason against it, ConflictError where somebody else used its key.
    """
    return carried_out(unit, drill_id, run_in(unit, drill_id), order, act)


def carried_out(unit: UnitOfWork, drill_id: int, before: Run, order: Order, act: Act) -> Carried:
    """Carry out *order* on the run *before*, which was read in the transaction of *unit*, and commit."""
    if is_known(before, order):
        return carried_before(before, order, act)
    after = act(before, order)
    lines = after.log.lines[len(before.log) :]
    unit.drill_runs.add(drill_id, lines)
    unit.commit()
    return Carried(after, lines)


def tick_run(unit: UnitOfWork, drill_id: int, now: datetime) -> None:
    """Let come what is due in a drill at *now*, and commit where something was."""
    before = run_in(unit, drill_id)
    after = tick(before, now)
    if len(after.log) > len(before.log):
        unit.drill_runs.add(drill_id, after.log.lines[len(before.log) :])
        unit.commit()


def is_known(run: Run, order: Order) -> bool:
    """Tell whether *order* was carried out already: it has a key, and the log knows it."""
    return bool(order.key) and order.key in run.state.keys


def carried_before(run: Run, order: Order, act: Act | None = None) -> Carried:
    """Return what an *order* did that comes again. Raises ConflictError where its key names another one: that would be lost.

    With *act* it is carried out once more where it was, which has to give the same lines.
    """
    lines = tuple(line for line in run.log if line.data.get("key") == order.key)
    first = lines[0].number
    same = all(line.by == order.by for line in lines)
    if same and act is not None:
        same = _told(lines) == _told(_again(run, replace(order, now=lines[0].at), act, first))
    if not same:
        template = N_("key {key} names another order, that of line {line}; expected a new key for each order")
        raise ConflictError(Sentence(template, key=order.key, line=first))
    return Carried(run, lines)


def _again(run: Run, order: Order, act: Act, first: int) -> tuple[Line, ...]:
    """Return the lines that *order* writes where the log is as it was before line *first*; none where it would be refused."""
    earlier = run_of(Log(run.log.lines[: first - 1]))
    try:
        return tuple(line for line in act(earlier, order).log if line.data.get("key") == order.key)
    except OrderError:
        return ()


def _told(lines: Iterable[Line]) -> list[tuple[LineKind, dict[str, Plain]]]:
    """Return what *lines* say, without when it was."""
    return [
        (line.kind, {name: value for name, value in line.data.items() if name != "planned_second"}) for line in lines
    ]
