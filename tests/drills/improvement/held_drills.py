"""Drills that were held on given days, everybody acting at once but for what they are told to leave out."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from drills.drill import Drill, Window
from drills.exercise import (
    CoverTold,
    Order,
    Run,
    Sheet,
    approve,
    attend,
    end,
    evaluate,
    hand_in,
    look_both_ways,
    measure_live,
    plan,
    stamp,
    start,
    tick,
)
from drills.improvement import ScoredDrill, scored_drill
from drills.incidents import Family
from drills.rating import Rating
from drills.roles import Role
from drills.scenario.acts import Act
from drills.scenario.canonical import Plain
from drills.scenario.frozen import Expectation, Standing
from tests.drills.exercise.small_run import small_drill

FIRST_DAY = date(2026, 3, 2)
PLANNER = "planner"


@cache
def drill_on(days: int = 0, name: str = "D1", family: Family = Family.SYSTEM_OUTAGE, seed: int = 7) -> Drill:
    """Return a small drill called *name*, *days* after the first one's."""
    drill = small_drill(family, seed)
    moved = drill.window.start + (FIRST_DAY - drill.window.local_start.date() + timedelta(days=days))
    length = drill.window.end - drill.window.start
    return replace(drill, id=name, window=Window(moved, moved + length, drill.window.zone))


def run_of_all_but(
    missed: Collection[str],
    drill: Drill,
    *,
    chances: Mapping[str, float] | None = None,
    absent: Collection[str] = (),
    idle: Collection[str] = (),
    lost_points: float | None = None,
    ratings: Mapping[str, Rating] | None = None,
) -> Run:
    """Return *drill* played: every expectation but *missed* is met a second after its clock starts, by people who are not *idle*."""
    begin = drill.window.start
    run = plan(
        drill,
        Order(begin - timedelta(hours=2), PLANNER),
        "1",
        2.0,
        None if chances is None else {"chances": dict(chances)},
    )
    run = approve(run, Order(begin - timedelta(hours=1), PLANNER), CoverTold())
    run = look_both_ways(run, Order(begin - timedelta(minutes=5), PLANNER), CoverTold())
    run = start(run, Order(begin, PLANNER))
    for agent in sorted({str(seat.agent) for seat in drill.seats}):
        run = attend(run, Order(begin, PLANNER), agent, present=agent not in absent)
    for minute in range(drill.scenario.minutes):
        now = begin + timedelta(minutes=minute)
        run = tick(run, now)
        for item in drill.scenario.expectations:
            if item.id in run.state.clocks and item.id not in missed and run.state.seen(item.id) is None:
                run = _met(run, item, now, idle)
    run = end(run, Order(begin + timedelta(minutes=drill.scenario.minutes), PLANNER))
    if lost_points is not None:
        run = measure_live(run, Order(drill.window.end, PLANNER), [_live(drill, lost_points)])
    return _evaluated(run, ratings or {})


def _met(run: Run, item: Expectation, now: datetime, idle: Collection[str]) -> Run:
    holders = [str(seat.agent) for seat in run.drill.holders(item.seat) if seat.agent not in idle]
    if not holders:
        return run
    graded = item.act is Act.GRADED
    incident = item.incident or run.scenario.incidents[0].id
    return stamp(
        run,
        Order(now + timedelta(seconds=1), holders[0]),
        item.act,
        holders[0],
        incident=incident,
        expectation=item.id,
        level=run.scenario.level if graded else None,
        text="seen",
    )


def _live(drill: Drill, lost_points: float) -> dict[str, Plain]:
    window = drill.window
    return {
        "queue": "chat",
        "start": window.start.astimezone(UTC).isoformat(),
        "end": window.end.astimezone(UTC).isoformat(),
        "came": 1000,
        "within": 900 - round(10 * lost_points),
        "expected_percent": 90.0,
    }


def _evaluated(run: Run, ratings: Mapping[str, Rating]) -> Run:
    after = run.drill.window.end + timedelta(minutes=30)
    for seat in run.drill.seats:
        if seat.role is Role.EVALUATOR:
            run = hand_in(run, Order(after, str(seat.agent)), Sheet(ratings=dict(ratings)))
    return evaluate(run, Order(after, PLANNER))


def held_drill(
    missed: Collection[str] = (),
    days: int = 0,
    name: str = "D1",
    *,
    family: Family = Family.SYSTEM_OUTAGE,
    chances: Mapping[str, float] | None = None,
    absent: Collection[str] = (),
    idle: Collection[str] = (),
    lost_points: float | None = None,
    ratings: Mapping[str, Rating] | None = None,
) -> ScoredDrill:
    """Return the drill *name* held *days* after the first day, scored; everything was met but *missed*."""
    drill = drill_on(days, name, family)
    run = run_of_all_but(
        missed, drill, chances=chances, absent=absent, idle=idle, lost_points=lost_points, ratings=ratings
    )
    return scored_drill(run.log)


def counted(drill: Drill) -> tuple[Expectation, ...]:
    """Return the expectations of *drill* that its end still sees."""
    return tuple(item for item in drill.scenario.expectations if item.clock.standing is Standing.OBSERVED)
