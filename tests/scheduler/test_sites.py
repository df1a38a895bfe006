"""Sites side by side: the same rosters wherever they are solved, and none lost for another's failure."""

import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace

import pytest

from benchmarks.rostering.crowd import crowd_of
from benchmarks.rostering.made import made_centre
from scheduler.agents import AgentId
from scheduler.roster import Roster
from scheduler.rules.law import law_pack
from scheduler.sites import Answer, Question, answered, solve_all
from scheduler.solution import Limits

CHINA = law_pack("china")
BY_WORK = Limits(seconds=300, workers=1, seed=3, work=0.02)


def site(number: int) -> Question:
    return Question(f"site {number}", made_centre(agents=4, days=7, seed=number), CHINA, BY_WORK)


def failing() -> Question:
    fine = site(9)
    return replace(fine, name="failing", rules=(None,))  # type: ignore[arg-type]  # what must fail


def rosters(answers: tuple[Answer, ...]) -> list[Roster | None]:
    return [None if answer.result is None else answer.result.roster for answer in answers]


def test_processes_and_threads_find_the_same_rosters_in_order() -> None:
    questions = [site(1), site(2)]
    with ThreadPoolExecutor(2) as threads:
        here = solve_all(questions, threads)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as processes:
        there = solve_all(questions, processes)
    assert [answer.name for answer in here] == ["site 1", "site 2"]
    assert None not in rosters(here)
    assert rosters(here) == rosters(there)
    assert rosters(here)[0] == answered(questions[0]).roster


def test_a_site_that_fails_loses_no_other() -> None:
    told: list[str] = []
    with ThreadPoolExecutor(1) as threads:
        failed, fine = solve_all([failing(), site(1)], threads, lambda answer: told.append(answer.name))
    assert isinstance(failed.error, AttributeError)
    assert failed.result is None
    assert fine.result is not None
    assert fine.result.roster is not None
    assert sorted(told) == ["failing", "site 1"]


def test_two_sites_of_one_name_are_refused() -> None:
    with ThreadPoolExecutor(1) as threads, pytest.raises(ValueError, match="site 1 more than once"):
        solve_all([site(1), site(1)], threads)


def test_questions_and_results_survive_pickling() -> None:
    instance, objective = crowd_of(6, 7, 1)
    question = Question("crowd", instance, CHINA, BY_WORK, objective)
    again = pickle.loads(pickle.dumps(question))
    assert again.instance.agents == instance.agents
    assert again.instance.agent_by_id[AgentId("p000001")] == instance.agent_by_id[AgentId("p000001")]
    assert again.rules == CHINA
    result = answered(question)
    back = pickle.loads(pickle.dumps(result))
    assert back == result
    assert answered(again).roster == result.roster
