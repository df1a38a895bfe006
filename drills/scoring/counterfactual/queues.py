"""What the incident would do to queues under two courses of things, on the same customers, people and luck."""

from collections.abc import Iterator, Sequence
from math import inf

import numpy as np

from drills.exercise import State
from drills.exercise.due import MINUTE
from drills.scenario.frozen import Scenario
from drills.scoring.counterfactual.result import QueueShift, Shift
from drills.simulation.effects import put_on
from drills.simulation.predict import Setting
from drills.simulation.queue import Counted, play, ratio, stacked
from drills.simulation.spread import spread_of
from drills.simulation.stage import STEP_SECONDS, Stage, stage_of
from drills.simulation.timing import LoadTimes
from forecasting.simulation.arrays import Floats


def queue_shifts(
    scenario: Scenario, setting: Setting, true: State, courses: Sequence[State], seed: int
) -> tuple[QueueShift, ...]:
    """Return what would be different in the queues of *setting* under *courses*, one a replication, from how it was in *true*."""
    stage = stage_of(setting.floor, setting.first, scenario.minutes)
    was: list[Counted] = []
    instead: list[Counted] = []
    for number, (course, crowd) in enumerate(zip(courses, stage.present(seed, range(len(courses))), strict=True)):
        people = stage.without(crowd, setting.away)
        for state, counted in ((true, was), (course, instead)):
            world = put_on(stage, people, scenario.felt_loads, load_times(scenario, state), (seed, number))
            counted.append(play(stage, *world, seed, number))
    return tuple(_shifts(stage, _summed(stage, was), _summed(stage, instead)))


def load_times(scenario: Scenario, state: State) -> LoadTimes:
    """Return when the loads of *scenario* began, ended and were calmed in the drill that stands at *state*, in minutes."""
    loads = scenario.felt_loads
    return LoadTimes(
        [_given(load.begins_with, load.begins_minutes, state) for load in loads],
        [_given(load.ends_with, load.ends_minutes, state) for load in loads],
        [_calmed(getattr(load.effect, "calmed_by", None), state) for load in loads],
    )


def _given(inject: str | None, minutes: int, state: State) -> float:
    if inject is None:
        return float(minutes)
    given = state.given.get(inject)
    return inf if given is None else given.ms / MINUTE


def _calmed(expectation: str | None, state: State) -> float:
    """Return when *expectation* was done, in time or not, and nobody judged it wrong at once; infinite where it was not."""
    seen = None if expectation is None else state.seen(expectation)
    judged = None if expectation is None else state.judged.get(expectation)
    return inf if seen is None or (judged is not None and not judged.met) else seen.ms / MINUTE


def _summed(stage: Stage, counted: Sequence[Counted]) -> Counted:
    """Return *counted* by replication and stream, from the drill's start on."""
    first = round(stage.begins / STEP_SECONDS)
    return Counted(*(values[:, first:].sum(axis=1) for values in stacked(counted)))


def _shifts(stage: Stage, was: Counted, instead: Counted) -> Iterator[QueueShift]:
    whole = [Counted(*(values.sum(axis=1, keepdims=True) for values in each)) for each in (was, instead)]
    yield _of(None, 0, whole[0], whole[1])
    for at, stream in enumerate(stage.streams):
        yield _of(stream.name, at, was, instead)


def _of(queue: str | None, at: int, was: Counted, instead: Counted) -> QueueShift:
    one, other = (Counted(*(values[:, at] for values in each)) for each in (was, instead))
    return QueueShift(
        queue,
        contacts=_shift(one.came, other.came),
        left=_shift(one.left, other.left),
        within_percent=_shift(100 * ratio(one.within, one.came), 100 * ratio(other.within, other.came)),
        mean_wait_seconds=_shift(_wait(one), _wait(other)),
    )


def _wait(counted: Counted) -> Floats:
    return ratio(counted.waited, counted.answered + counted.left)


def _shift(was: Floats, instead: Floats) -> Shift:
    return Shift(spread_of(was).mean, spread_of(instead).mean, spread_of(np.asarray(instead - was)))
