"""How each expectation ended."""

from drills.exercise import ClockStanding, ClockStatus, standing_of
from drills.scenario.frozen import Expectation
from drills.scoring.consensus import verdict
from drills.scoring.drill_score import Cited, TargetScore
from drills.scoring.played import Played


def target_score(expectation: Expectation, told: Played) -> TargetScore:
    """Return the score of *expectation*: met where the first stamp came in time and nobody judged it wrong, at once or by most sheets."""
    standing = standing_of(expectation, told.state, told.ms)
    sheets = verdict(told.state, expectation.id)
    met = standing.status is ClockStatus.MET and sheets.met is not False if standing.status.counts else None
    return TargetScore(
        expectation=expectation.id,
        objective=expectation.objective,
        incident=expectation.incident,
        target=expectation.clock.target,
        critical=expectation.critical,
        status=standing.status,
        met=met,
        within_minutes=expectation.clock.within_minutes,
        response=_response(standing),
        predicted=told.predicted(expectation.id),
        lines=tuple(sorted({*standing.lines, *sheets.lines})),
        capability=expectation.capability,
        element=expectation.element,
        act=expectation.act,
        seat=expectation.seat,
        agent=standing.seen.agent if standing.seen else None,
    )


def _response(standing: ClockStanding) -> Cited | None:
    """Return the time from the clock's start to the first stamp; none where it was done in advance."""
    clock, seen = standing.clock, standing.seen
    if clock is None or seen is None:
        return None
    return Cited(max(seen.ms - clock.started_ms, 0) / 1000, (clock.line, seen.line))
