"""The door: a drill's log in, its score out."""

from drills.exercise import Log
from drills.scenario.canonical import canonical_json
from drills.scoring.disagreements import disagreements
from drills.scoring.drill_score import Cited, DrillScore
from drills.scoring.letters import drill_letter, drill_points
from drills.scoring.live import live_loss
from drills.scoring.objectives import objective_score
from drills.scoring.played import played
from drills.scoring.roleplays import roleplay_score
from drills.scoring.rules import Rules, rules_called
from drills.scoring.targets import target_score
from drills.scoring.times import incident_times


def score(log: Log, rules: Rules | None = None) -> DrillScore:
    """Return the score of *log* under *rules*, by default those that its first line names. Follows from these two alone.

    May be asked for at any moment of a drill: what has not ended does not count yet. Raises LogError or ScenarioError for a log whose
    first line holds no drill, RequestError where it names rules that are not known.
    """
    told = played(log)
    known = rules or rules_called(str(told.planned.get("rules")))
    live = live_loss(told)
    targets = tuple(target_score(item, told) for item in told.scenario.expectations)
    objectives = tuple(objective_score(item, targets, live, told, known) for item in told.scenario.objectives)
    letters = [objective.rating for objective in objectives if objective.rating is not None]
    lines = {line for objective in objectives if objective.rating is not None for line in objective.lines}
    return DrillScore(
        rules=known.version,
        aborted=told.state.abort_cause,
        rating=drill_letter(letters, known) if letters else None,
        points=Cited(drill_points(letters, known), tuple(sorted(lines))) if letters else None,
        targets=targets,
        objectives=objectives,
        roleplays=tuple(roleplay_score(play, told, known) for play in told.scenario.roleplays),
        times=incident_times(told, known),
        live=live,
        disagreements=disagreements(told, known),
    )


def score_json(of: DrillScore) -> str:
    """Return a score as JSON, levels by name. Same score: the same bytes."""
    return canonical_json(of)
