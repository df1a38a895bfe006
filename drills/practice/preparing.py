"""What comes before a drill starts: plan, approval, a look both ways, and who is there."""

from collections.abc import Iterable
from datetime import timedelta

from drills.drill import Drill
from drills.exercise import CoverTold, Order, Run, approve, attend, look_both_ways, plan, start
from drills.practice.circumstances import Circumstances
from drills.practice.crew import Absence
from drills.practice.people import holder
from drills.practice.predicted import prediction_data
from drills.roles import Role
from drills.scenario.canonical import Plain, plain

PLANNED_BEFORE, APPROVED_BEFORE = timedelta(days=7), timedelta(days=2)
LOOKED_BEFORE, THERE_BEFORE = timedelta(minutes=10), timedelta(minutes=5)


def started(drill: Drill, away: Iterable[Absence], circumstances: Circumstances) -> Run:
    """Return the run of *drill* planned, approved, cleared and started with its window; backups are there for who is *away*."""
    begin, planner, controller = drill.window.start, holder(drill, Role.PLANNER), holder(drill, Role.CONTROLLER)
    told = _cover(drill, circumstances)
    predicted = None if circumstances.prediction is None else prediction_data(circumstances.prediction)
    first = Order(begin - PLANNED_BEFORE, planner)
    run = plan(drill, first, circumstances.rules, circumstances.budget_points, predicted)
    run = approve(run, Order(begin - APPROVED_BEFORE, planner), told)
    run = look_both_ways(run, Order(begin - LOOKED_BEFORE, controller), told)
    run = _attended(run, Order(begin - THERE_BEFORE, controller), away)
    return start(run, Order(begin, controller))


def _attended(run: Run, order: Order, away: Iterable[Absence]) -> Run:
    instead = {absence.agent: absence.backup for absence in away}
    for agent in map(str, run.drill.away):
        run = attend(run, order, agent, present=agent not in instead)
        if agent in instead:
            run = attend(run, order, instead[agent], present=True)
    return run


def _cover(drill: Drill, circumstances: Circumstances) -> CoverTold:
    rows: list[dict[str, Plain]] = [
        {"team": team.team, "away": team.away, "least_spare": plain(team.least_spare)} for team in drill.cover
    ]
    live = None if circumstances.prediction is None else circumstances.prediction.live
    return CoverTold(cover=tuple(rows), points_lost=None if live is None else live.everything.points_lost)
