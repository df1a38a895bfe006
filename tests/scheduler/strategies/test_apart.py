"""Teams side by side: the same roster in whichever executor, with a bound, and stopped when somebody asks for the end."""

from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import pytest

from benchmarks.rostering.crowd import crowd_of
from scheduler.agents import Bounds
from scheduler.checking import check_roster, is_lawful
from scheduler.fairness import Burden
from scheduler.instance import Instance
from scheduler.objective import Objective, roster_terms
from scheduler.objective.aims import Aims
from scheduler.roster import Roster
from scheduler.rules.law import law_pack
from scheduler.rules.pairing import Pairing
from scheduler.solution import Limits, Result, Status
from scheduler.solve import solve
from scheduler.strategies.apart import SIDE_BY_SIDE
from tests.scheduler.strategies.test_teams import three_teams
from tests.scheduler.tiny import EARLY, LATE, contract

CHINA = law_pack("china")
BY_WORK = Limits(300, 2, 3, work=0.2)


class Here(Executor):
    """Does everything at once, in this thread, in the order in which it comes."""

    def submit(self, fn: Callable[..., Result], /, *args: object, **kwargs: object) -> "Future[Result]":  # type: ignore[override]  # of results alone
        job: Future[Result] = Future()
        job.set_result(fn(*args, **kwargs))
        return job


def shared_out() -> tuple[Instance, Objective]:
    instance, _ = crowd_of(18, 7, 2)
    return instance, Aims(shares={Burden.NIGHTS: 800}).objective(instance)


def test_the_roster_is_the_same_in_threads_in_processes_and_here() -> None:
    instance, objective = shared_out()
    results = [solve(instance, CHINA, BY_WORK, objective=objective, executor=Here())]
    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(2, get_context("spawn")) as processes:
        results += [
            solve(instance, CHINA, BY_WORK, objective=objective, executor=each) for each in (threads, processes)
        ]
    assert results[0].roster is not None
    assert [result.roster for result in results] == 3 * [results[0].roster]
    assert {result.strategy for result in results} == {SIDE_BY_SIDE}


def test_the_points_of_the_parts_are_those_of_the_whole_and_lie_above_the_bound() -> None:
    instance, objective = shared_out()
    told = list[tuple[Roster, float]]()
    result = solve(
        instance, CHINA, BY_WORK, None, objective, executor=Here(), found=lambda *roster: told.append(roster)
    )
    assert result.roster is not None
    assert result.bound is not None
    assert result.objective is not None
    assert is_lawful(check_roster(result.roster, instance, CHINA))
    terms = roster_terms(result.roster, instance, objective.under(CHINA, instance))
    assert result.objective == pytest.approx(sum(terms.values()))
    assert 0 < result.bound <= result.objective
    assert told == [(result.roster, result.objective)]


def test_teams_that_are_tied_are_solved_as_one() -> None:
    pairs = (*CHINA, Pairing(frozenset({"x0+y1", "y0+z1"})))
    result = solve(three_teams(), pairs, BY_WORK, executor=Here())
    assert result.roster is not None
    assert result.strategy != SIDE_BY_SIDE


def test_who_has_no_lawful_line_is_named() -> None:
    instance = three_teams()
    busy = replace(instance.agents[0], contract=contract(EARLY, LATE, hours=Bounds(100, None)))
    instance = replace(instance, agents=(busy, *instance.agents[1:]))
    result = solve(instance, CHINA, BY_WORK, executor=Here(), relax=False)
    assert result.status is Status.INFEASIBLE
    assert {conflict.agent for conflict in result.conflicts} == {busy.id}
    assert result.strategy == SIDE_BY_SIDE


def test_whoever_stops_it_still_has_lines_for_everybody() -> None:
    instance, objective = shared_out()
    with ThreadPoolExecutor(1) as threads:
        result = solve(instance, CHINA, Limits(4, 1, 3), lambda _: False, objective, executor=threads)
    assert result.stopped_early
    assert result.roster is not None
    assert is_lawful(check_roster(result.roster, instance, CHINA))
