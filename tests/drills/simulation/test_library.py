"""Every scenario that comes with the product can be rehearsed, and what its clocks plan holds in every rehearsal."""

from collections.abc import Iterator

import pytest

from drills.roles import Form
from drills.scenario.catalogue import catalogue
from drills.scenario.frozen import Scenario
from drills.simulation.course import course_of
from drills.simulation.human_draws import human_draws
from drills.simulation.points import TimePoint, time_points
from drills.simulation.steps import Result, rehearsals

RUNS = 25


def scenarios() -> Iterator[Scenario]:
    known = catalogue()
    for offer in known.offers():
        yield known.draw(offer.id, 3, Form.FUNCTIONAL if Form.FUNCTIONAL in offer.forms else offer.forms[0])


@pytest.fixture(scope="module")
def library() -> list[Scenario]:
    return list(scenarios())


def test_injects_that_wait_for_an_outcome_come_no_later_than_planned(library: list[Scenario]) -> None:
    for asked in library:
        course = course_of(asked)
        runs = rehearsals(course, human_draws(course, 1, RUNS))
        for number, inject in enumerate(asked.injects):
            came = [one.given[number] for one in runs if one.given[number] <= asked.minutes]
            if inject.timed or inject.by_hand:
                assert came == [inject.minutes] * RUNS
            elif inject.condition is not None:
                assert max(came, default=0.0) <= inject.minutes + 1e-9, (asked.template, inject.id)


def test_every_expectation_can_be_met_and_every_load_begins(library: list[Scenario]) -> None:
    for asked in library:
        course = course_of(asked)
        runs = rehearsals(course, human_draws(course, 2, 200))
        for number, load in enumerate(course.loads):
            assert min(one.loads.begun[number] for one in runs) <= asked.minutes, (asked.template, load.id)
        for number, item in enumerate(asked.expectations):
            seen = {one.result[number] for one in runs}
            assert seen & {Result.MET, Result.NOT_OBSERVED}, (asked.template, item.id, seen)


def test_incidents_at_once_have_time_points_of_their_own(library: list[Scenario]) -> None:
    several = [asked for asked in library if len(asked.incidents) > 1]
    assert several
    for asked in several:
        course = course_of(asked)
        runs = rehearsals(course, human_draws(course, 3, RUNS))
        whole = time_points(course, runs)
        for incident in asked.incidents:
            own = time_points(course, runs, incident.id)
            assert (own[TimePoint.DETECTED] >= whole[TimePoint.DETECTED]).all()
            assert own.keys() >= {TimePoint.ONSET, TimePoint.DETECTED}
