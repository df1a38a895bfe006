"""Machine and simulation are two programs written apart: fed with the same acts they say the same of a drill."""

from math import inf

import pytest

from drills.exercise import ClockStatus, Run, standing_of
from drills.practice import Circumstances, crew_of, rehearsed_run
from drills.roles import Form
from drills.scoring import score
from drills.simulation import simple_score
from drills.simulation.course import Course, course_of
from drills.simulation.human_draws import human_draws
from drills.simulation.steps import Rehearsal, Result, rehearsal
from tests.drills.drawn import KNOWN, drawn
from tests.drills.practice.seated import seated

SEEDS = (1, 2)
UNWATCHED = Circumstances(sheets=False)
DRAWS = [
    pytest.param(offer.id, form, id=f"{offer.id}-{form.value}") for offer in KNOWN.offers() for form in offer.forms
]
# What a clock says where the simulation counts a task so.
SAME = {
    Result.MET: {ClockStatus.MET},
    Result.MISSED: {ClockStatus.MISSED},
    Result.EXPIRED: {ClockStatus.MISSED, ClockStatus.LATE},
}


@pytest.mark.parametrize(("name", "form"), DRAWS)
def test_run_and_simulation_agree_on_injects_and_results(name: str, form: Form) -> None:
    for seed in SEEDS:
        scenario = drawn(name, form, seed=seed)
        drill = seated(scenario)
        course = course_of(scenario, crew_of(drill))
        one = rehearsal(course, human_draws(course, seed, 1), 0)
        run = rehearsed_run(drill, seed, circumstances=UNWATCHED)
        assert _given(run) == pytest.approx(_simulated(course, one), abs=1)
        assert _disagreeing(run, course, one) == []


def _given(run: Run) -> dict[str, int]:
    return {name: given.planned_ms for name, given in run.state.given.items()}


def _simulated(course: Course, one: Rehearsal) -> dict[str, int]:
    return {
        name: round(60_000 * minute) for name, minute in zip(course.injects, one.given, strict=True) if minute < inf
    }


def _disagreeing(run: Run, course: Course, one: Rehearsal) -> list[tuple[str, ClockStatus, Result]]:
    found = []
    for task, result, due in zip(course.tasks, one.result, one.due, strict=True):
        if task.talk:
            continue
        status = standing_of(run.scenario.expectation(task.id), run.state, run.state.elapsed_ms).status
        counts = due <= course.minutes and result in SAME
        if status.counts is not counts or (counts and status not in SAME[result]):
            found.append((task.id, status, result))
    return found


@pytest.mark.parametrize(("name", "form"), DRAWS)
def test_without_sheets_the_score_is_that_of_the_simulation(name: str, form: Form) -> None:
    scenario = drawn(name, form, seed=SEEDS[0])
    drill = seated(scenario)
    course = course_of(scenario, crew_of(drill))
    expected = simple_score(course, rehearsal(course, human_draws(course, 1, 1), 0))
    told = score(rehearsed_run(drill, 1, circumstances=UNWATCHED).log)
    assert expected is not None
    assert told.points is not None
    assert told.rating is expected.rating
    assert told.points.value == pytest.approx(expected.points)
