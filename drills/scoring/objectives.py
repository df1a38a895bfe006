"""What each objective is rated: the worse of what its clocks say and what the evaluators saw."""

from collections.abc import Iterable

from drills.rating import worse
from drills.scenario.frozen import Objective
from drills.scoring.consensus import letter
from drills.scoring.drill_score import LiveLoss, ObjectiveScore, TargetScore
from drills.scoring.letters import capped, objective_letter
from drills.scoring.played import Played
from drills.scoring.rules import Rules


def objective_score(
    objective: Objective, targets: Iterable[TargetScore], live: LiveLoss, told: Played, rules: Rules
) -> ObjectiveScore:
    """Return the score of *objective*, capped at M where *live* is over its budget.

    Where no clock counts what the evaluators saw stands alone, and the other way round.
    """
    mine = [target for target in targets if target.objective == objective.id]
    counted = [(target.met, target.critical) for target in mine if target.met is not None]
    by_clocks = objective_letter(counted, rules) if counted else None
    seen = letter(told.state, objective.id)
    known = [rating for rating in (by_clocks, seen.rating) if rating is not None]
    rating = capped([worse(*known)], over_budget=live.over_budget)[0] if known else None
    lines = {line for target in mine for line in target.lines} | set(seen.lines) | set(_of_cap(live))
    return ObjectiveScore(
        objective=objective.id,
        rating=rating,
        met=sum(met for met, _critical in counted),
        counted=len(counted),
        by_clocks=by_clocks,
        by_evaluators=seen.rating,
        lines=tuple(sorted(lines)),
    )


def _of_cap(live: LiveLoss) -> tuple[int, ...]:
    return live.measured.lines if live.over_budget and live.measured is not None else ()
