"""Injects that the controller gives by hand."""

from drills.exercise.facts import Cause
from drills.exercise.log import LineKind
from drills.exercise.orders import Order, keyed, once, refuse
from drills.exercise.phases import Phase
from drills.exercise.run import Run, tick
from forecasting.messages import N_, Sentence


@once(LineKind.INJECT)
def give(run: Run, order: Order, inject: str) -> Run:
    """Return *run* with an inject that the controller gives by hand, any that has not come yet, and its clocks."""
    known = {item.id: item for item in run.scenario.injects}
    reasons = []
    if inject not in known:
        reasons.append(Sentence(N_("there is no inject {inject}"), inject=inject))
    elif inject in run.state.given:
        reasons.append(Sentence(N_("inject {inject} has come already"), inject=inject))
    refuse(run, order, {Phase.RUNNING}, reasons)
    second = run.ms(order.now) / 1000
    data = keyed(
        order,
        {"inject": inject, "seat": known[inject].seat, "cause": Cause.HAND.value, "planned_second": second},
    )
    run = run.with_line(order.now, LineKind.INJECT, order.by, data)
    return tick(run, order.now)
