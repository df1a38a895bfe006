from drills.scoring.drill_score import (
    Aspect,
    Cited,
    Disagreement,
    DrillScore,
    IncidentTimes,
    LiveLoss,
    ObjectiveScore,
    RolePlayScore,
    TargetScore,
)
from drills.scoring.rules import CURRENT, LIVE_BUDGET_POINTS, VERSIONS, Rules, rules_called
from drills.scoring.score import score, score_json

__all__ = [
    "CURRENT",
    "LIVE_BUDGET_POINTS",
    "VERSIONS",
    "Aspect",
    "Cited",
    "Disagreement",
    "DrillScore",
    "IncidentTimes",
    "LiveLoss",
    "ObjectiveScore",
    "RolePlayScore",
    "Rules",
    "TargetScore",
    "rules_called",
    "score",
    "score_json",
]
