"""Drills played to their end: looked at exactly when something is due, with people who act as they are told."""

from collections.abc import Callable

from drills.drill import Drill
from drills.exercise import Order, Run, end, judge, next_tick, stamp, tick
from drills.incidents import Level
from drills.roles import Role
from drills.scenario.acts import Act
from drills.scenario.frozen import Expectation
from tests.drills.exercise.small_run import agent_in, minute, order, started

Acting = Callable[[Run, Order, Expectation], Run]


def played(drill: Drill, act: Acting | None = None) -> Run:
    """Return the run of *drill* to its end; *act* is what people do the moment that a clock starts."""
    run, over = started(drill), minute(drill, drill.scenario.minutes)
    run = acted(run, order(drill), act)
    while (due := next_tick(run)) is not None and due < over:
        run = acted(tick(run, due), Order(due, "controller"), act)
    return end(run, Order(over, "controller"))


def acted(run: Run, at: Order, act: Acting | None) -> Run:
    """Return *run* after *act* for every clock that has started and that nobody has answered, also for those that start by it."""
    if act is None:
        return run
    done: set[str] = {item.expectation for item in run.state.stamps if item.expectation is not None}
    done.update(run.state.judged)
    while waiting := [
        item for item in run.scenario.expectations if item.id in run.state.clocks and item.id not in done
    ]:
        done.add(waiting[0].id)
        run = act(run, at, waiting[0])
    return run


def done_at_once(run: Run, at: Order, expectation: Expectation) -> Run:
    """Return *run* with what is expected done by whoever sits there."""
    holder = str(run.drill.holders(expectation.seat)[0].agent)
    level = Level.I if expectation.act is Act.GRADED else None
    return stamp(run, at, expectation.act, holder, expectation=expectation.id, level=level)


def done_wrongly(run: Run, at: Order, expectation: Expectation) -> Run:
    """Return *run* with what is expected done and judged wrong at once."""
    run = done_at_once(run, at, expectation)
    return judge(run, Order(at.now, agent_in(run.drill, Role.EVALUATOR)), expectation.id, "wrong", met=False)
