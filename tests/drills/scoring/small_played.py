"""Drills of a small scenario played by hand: who does what at which minute, what the evaluators' sheets say, and its score."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from drills.drill import Drill, Seat, Window
from drills.exercise import (
    CoverTold,
    Mark,
    Order,
    Run,
    Sheet,
    approve,
    end,
    hand_in,
    judge,
    look_both_ways,
    measure_live,
    plan,
    stamp,
    start,
    tick,
)
from drills.rating import Rating
from drills.roles import Role
from drills.scenario.acts import Act
from drills.scenario.frozen import Expectation, Inject, Objective, Scenario
from drills.scenario.generator import frozen
from drills.scoring import CURRENT, DrillScore, score
from scheduler.agents import AgentId
from tests.drills.simulation.small_scenario import WORDS, expected, inject, scenario

BEGIN = datetime(2026, 3, 2, 4, tzinfo=UTC)
MINUTES = 60
EVALUATORS = ("E1", "E2", "E3")
Step = Callable[[Run], Run]


def drill_of(asked: Scenario) -> Drill:
    """A commander, two agents, a controller and three evaluators."""
    places = [
        (Role.COMMANDER, "C", "commander"),
        (Role.PLAYER, "A1", "agents"),
        (Role.PLAYER, "A2", "agents"),
        (Role.CONTROLLER, "K", None),
        *((Role.EVALUATOR, name, None) for name in EVALUATORS),
    ]
    seats = tuple(Seat(role, AgentId(agent), agent, "service", seat) for role, agent, seat in places)
    window = Window(BEGIN, BEGIN + timedelta(minutes=asked.minutes), ZoneInfo("Asia/Shanghai"))
    return Drill("small-1", frozen(asked), window, seats, ())


def small(*expectations: Expectation, objectives: Iterable[str] = ("do",), **more: Any) -> Scenario:
    """One inject, *given* at the start, and what is expected after it."""
    injects: Iterable[Inject] = more.pop("injects", (inject("given"),))
    asked = scenario(injects, expectations, minutes=MINUTES, **more)
    known = tuple(Objective(name, WORDS, WORDS) for name in objectives)
    return replace(asked, objectives=known)


def wanted(name: str, objective: str = "do", within: int = 10, **more: Any) -> Expectation:
    return replace(expected(name, more.pop("basis", "given"), within, **more), objective=objective)


def order(minute: float, by: str = "K") -> Order:
    return Order(BEGIN + timedelta(minutes=minute), by)


def started(asked: Scenario, budget: float = 2.0, prediction: Mapping[str, Any] | None = None) -> Run:
    run = plan(drill_of(asked), order(-60), CURRENT.version, budget, prediction)
    run = look_both_ways(approve(run, order(-30), CoverTold()), order(-10), CoverTold())
    return start(run, order(0))


def does(minute: float, expectation: str, agent: str = "A1", act: Act = Act.DECISION, **more: Any) -> Step:
    return partial(_stamped, minute=minute, act=act, agent=agent, expectation=expectation, more=more)


def _stamped(run: Run, minute: float, act: Act, agent: str, expectation: str, more: Mapping[str, Any]) -> Run:
    return stamp(ticked(run, minute), order(minute), act, agent, expectation=expectation or None, **more)


def ticked(run: Run, until: float) -> Run:
    """The clock is looked at every minute, as a service does, so that everything comes when it is due."""
    first = int((run.log.last.at - BEGIN) / timedelta(minutes=1))
    for minute in range(max(first, 0), int(until) + 1):
        run = tick(run, order(minute).now)
    return run


def judged(minute: float, expectation: str, *, met: bool, by: str = "E1") -> Step:
    return lambda run: judge(run, order(minute, by), expectation, met=met)


def ends(minute: float = MINUTES) -> Step:
    return lambda run: end(ticked(run, minute), order(minute))


def sheet(by: str = "E1", **more: Any) -> Step:
    return lambda run: hand_in(run, order(MINUTES + 1, by), Sheet(**more))


def saw(by: str, **marks: bool) -> Step:
    """The sheet of *by* says which expectations were met; ``_`` stands for ``-`` in their names."""
    return sheet(by, marks={name.replace("_", "-"): Mark(met) for name, met in marks.items()})


def rates(by: str, **letters: str) -> Step:
    return sheet(by, ratings={name: Rating(letter) for name, letter in letters.items()})


def service(*rows: Mapping[str, Any]) -> Step:
    return lambda run: measure_live(run, order(MINUTES + 2), rows)


def row(came: float, within: float, expected_percent: float | None, begins: float = 0, **more: Any) -> dict[str, Any]:
    """A quarter of an hour of the live service, from the minute *begins* of the drill on."""
    start_, end_ = (BEGIN + timedelta(minutes=minute) for minute in (begins, begins + 15))
    known = {"queue": "phone", "start": start_.isoformat(), "end": end_.isoformat()}
    return {**known, "came": came, "within": within, "expected_percent": expected_percent, **more}


def played(asked: Scenario | Run, *steps: Step) -> Run:
    run = asked if isinstance(asked, Run) else started(asked)
    for step in steps:
        run = step(run)
    return run


def scored(asked: Scenario | Run, *steps: Step) -> DrillScore:
    return score(played(asked, *steps).log)
