"""What would have followed in a stored drill had one act been done at another minute, or not at all."""

from dataclasses import dataclass

from api.computing import Computing
from api.store import Store
from api.usecases.drill_rehearsal import RehearsalOrder, stored_question
from drills.exercise import Log
from drills.scoring.counterfactual import REPLICATIONS, Change, counterfactual, counterfactual_json
from drills.simulation import Setting


@dataclass(frozen=True, slots=True)
class WhatIfOrder:
    """What is asked of a drill: a *change* of one act, and how often times and queues are drawn."""

    change: Change
    replications: int = REPLICATIONS
    seed: int = 0


@dataclass(frozen=True, slots=True)
class WhatIfQuestion:
    """An *order* put to the *log* of a drill, with its queues where there is a *setting*."""

    log: Log
    setting: Setting | None
    order: WhatIfOrder


def answered(question: WhatIfQuestion) -> str:
    """Return the answer to *question* as JSON."""
    order = question.order
    found = counterfactual(
        question.log, order.change, question.setting, replications=order.replications, seed=order.seed
    )
    return counterfactual_json(found)


def ask_stored(store: Store, computing: Computing, drill_id: int, order: WhatIfOrder) -> str:
    """Return the answer to *order* put to a stored drill, with the queues of its roster where that was made for a forecast.

    A practice has no queues: nobody left them. NotFoundError for a drill that is not there or was not run, RequestError where there is
    nothing to change.
    """
    with store.snapshot() as unit:
        practice = unit.drills.get(drill_id).practice
        setting = None if practice else stored_question(unit, drill_id, RehearsalOrder()).setting
        question = WhatIfQuestion(unit.drill_runs.log(drill_id), setting, order)
    return computing.run(answered, question)
