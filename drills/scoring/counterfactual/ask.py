"""The door: the log of a drill and one act at another minute in; what would have followed out."""

from collections.abc import Callable, Mapping
from math import exp, nan
from zlib import crc32

import numpy as np

from drills.exercise import LineKind, Log, Run
from drills.exercise.state import state_of
from drills.rating import Rating
from drills.scenario.frozen import Expectation
from drills.scoring.counterfactual.afterwards import Otherwise, went_otherwise, with_what_was_said
from drills.scoring.counterfactual.change import Change, act_of
from drills.scoring.counterfactual.queues import queue_shifts
from drills.scoring.counterfactual.replay import Replay, replay_of
from drills.scoring.counterfactual.result import Counterfactual, QueueShift, TimeShift
from drills.scoring.drill_score import DrillScore
from drills.scoring.played import Played, played
from drills.scoring.score import score
from drills.simulation.course import log_spread
from drills.simulation.human_draws import HUMAN
from drills.simulation.predict import Setting
from drills.simulation.spread import Spread, spread_of
from forecasting.simulation.draws import generator

REPLICATIONS = 20


def counterfactual(
    log: Log, change: Change, setting: Setting | None = None, *, replications: int = REPLICATIONS, seed: int = 0
) -> Counterfactual:
    """Return what would have followed had the act of *change* been done at another minute of the drill of *log*, or not at all.

    Everybody else answers as fast as they did whatever they respond to; what nobody was asked for in the drill takes as long as the
    simulation draws. With a *setting* the queues of the incident's world are simulated under both courses. Same arguments: the same
    result. Raises RequestError where the drill is not over or there is nothing to change, ValueError below one replication.
    """
    if replications < 1:
        raise ValueError(f"replications {replications}; expected 1 or more")
    told, true = played(log), score(log)
    changed = act_of(change, told, state_of(line for line in log if line.kind is not LineKind.CORRECTED))
    middle, replay, otherwise = _course(log, change, changed, lambda item: item.effort.median_minutes)
    runs = [middle] * replications
    if replay.besides.keys() - {change.expectation}:
        draws = _drawn(told, seed, replications)
        runs = [_course(log, change, changed, _effort(draws, number))[0] for number in range(replications)]
    what_if, scores = score(middle.log), [score(run.log) for run in runs]
    given, instead = set(told.state.given), set(middle.state.given)
    return Counterfactual(
        change=change,
        true=true,
        what_if=what_if,
        log=middle.log,
        points=_difference(true, scores),
        ratings={letter: sum(each.rating is letter for each in scores) / replications for letter in Rating},
        times=_times(true, what_if),
        otherwise=tuple(item.id for item in told.scenario.expectations if item.id in otherwise.either),
        gone=tuple(item.id for item in told.scenario.injects if item.id in given - instead),
        new=tuple(item.id for item in told.scenario.injects if item.id in instead - given),
        dropped=tuple(sorted({*replay.dropped, *(response.line.number for response in replay.pending)})),
        queues=_queues(told, setting, runs, seed),
    )


def _course(
    log: Log, change: Change, changed: int | None, effort: Callable[[Expectation], float]
) -> tuple[Run, Replay, Otherwise]:
    replay = replay_of(log, change, changed, effort)
    ended = replay.to_the_end()
    otherwise = went_otherwise(replay, ended)
    return with_what_was_said(replay, ended, otherwise.ended), replay, otherwise


def _drawn(told: Played, seed: int, replications: int) -> Mapping[str, list[float]]:
    """Return by expectation the standard normal numbers that the simulation of people has for it, one a replication."""
    return {
        item.id: generator(seed, crc32(item.id.encode()), HUMAN, 0).standard_normal(replications).tolist()
        for item in told.scenario.expectations
    }


def _effort(draws: Mapping[str, list[float]], number: int) -> Callable[[Expectation], float]:
    return lambda item: item.effort.median_minutes * exp(log_spread(item.effort) * draws[item.id][number])


def _difference(true: DrillScore, scores: list[DrillScore]) -> Spread:
    was = nan if true.points is None else true.points.value
    return spread_of(np.array([nan if each.points is None else each.points.value - was for each in scores]))


def _times(true: DrillScore, what_if: DrillScore) -> tuple[TimeShift, ...]:
    shifts = []
    for was, instead in zip(true.times, what_if.times, strict=True):
        for point in sorted({*was.points, *instead.points}):
            values = (times.points.get(point) for times in (was, instead))
            shifts.append(TimeShift(was.incident, point, *(None if each is None else each.value for each in values)))
    return tuple(shifts)


def _queues(told: Played, setting: Setting | None, runs: list[Run], seed: int) -> tuple[QueueShift, ...]:
    if setting is None:
        return ()
    return queue_shifts(told.scenario, setting, told.state, [run.state for run in runs], seed)
