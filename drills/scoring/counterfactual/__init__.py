from drills.scoring.counterfactual.ask import REPLICATIONS, counterfactual
from drills.scoring.counterfactual.change import Change
from drills.scoring.counterfactual.replay import is_what_if
from drills.scoring.counterfactual.result import Counterfactual, QueueShift, Shift, TimeShift, counterfactual_json

__all__ = [
    "REPLICATIONS",
    "Change",
    "Counterfactual",
    "QueueShift",
    "Shift",
    "TimeShift",
    "counterfactual",
    "counterfactual_json",
    "is_what_if",
]
