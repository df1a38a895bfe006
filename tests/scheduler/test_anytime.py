"""A solve under way: improvements noted, lawful rosters told of, and the same roster again for the same work."""

import pytest

from benchmarks.rostering.made import made_centre
from scheduler.checking import check_roster, is_lawful
from scheduler.instance import Instance
from scheduler.objective import Objective, roster_terms
from scheduler.roster import Roster
from scheduler.rules.law import law_pack
from scheduler.solution import Improvement, Limits, Progress, Result
from scheduler.solve import IMPROVING, POLISHING, PROVING, solve

CHINA = law_pack("china")
BY_WORK = Limits(seconds=300, workers=2, seed=3, work=0.5)


def small_centre() -> Instance:
    return made_centre(agents=5, days=7, seed=1)


def test_the_same_work_finds_the_same_roster_whoever_watches() -> None:
    told: list[float] = []
    plain = solve(small_centre(), CHINA, BY_WORK)
    watched = solve(small_centre(), CHINA, BY_WORK, found=lambda _roster, points: told.append(points))
    assert plain.roster is not None
    assert watched.roster == plain.roster
    assert watched.objective == plain.objective


def test_more_work_is_never_worse() -> None:
    little, more = (solve(small_centre(), CHINA, Limits(300, 1, 3, work)).objective for work in (0.01, 0.5))
    assert little is not None
    assert more is not None
    assert more <= little


def test_rosters_on_the_way_are_lawful_and_ever_better() -> None:
    instance, told = small_centre(), list[tuple[Roster, float]]()
    result = solve(instance, CHINA, Limits(3, 1, 3), found=lambda roster, points: told.append((roster, points)))
    assert told
    assert all(is_lawful(check_roster(roster, instance, CHINA)) for roster, _ in told)
    points = [each for _, each in told]
    assert points == sorted(points, reverse=True)
    terms = roster_terms(told[0][0], instance, Objective().under(CHINA, instance))
    assert points[0] == sum(terms.values())
    assert result.objective is not None
    assert result.objective <= points[0]


@pytest.mark.parametrize("stage", [IMPROVING, POLISHING, PROVING])
def test_whoever_stops_it_in_any_stage_keeps_the_best_lawful_roster(stage: str) -> None:
    instance = small_centre() if stage == POLISHING else made_centre(agents=60, days=14, seed=1)
    told, seen = list[float](), list[str]()

    def watch(progress: Progress) -> bool:
        seen.append(progress.stage)
        return progress.stage != stage

    result = solve(instance, CHINA, Limits(30, 1, 3), watch, found=lambda _roster, points: told.append(points))
    assert stage in seen
    assert result.stopped_early
    assert result.roster is not None
    assert is_lawful(check_roster(result.roster, instance, CHINA))
    assert result.objective is not None
    assert all(result.objective <= points for points in told)


def test_improvements_end_with_the_roster_given_back() -> None:
    result = solve(small_centre(), CHINA, Limits(2, 1, 3))
    _are_improvements(result)
    assert result.improvements[-1].objective == result.objective


def _are_improvements(result: Result) -> None:
    objectives = [each.objective for each in result.improvements]
    assert objectives == sorted(set(objectives), reverse=True)
    assert all(each.bound is None or each.bound <= result.improvements[-1].objective for each in result.improvements)


def test_the_gap_of_an_improvement_is_what_its_bound_leaves() -> None:
    assert Improvement(1.0, 200.0, 150.0).gap == 0.25
    assert Improvement(1.0, 200.0).gap is None
    assert Improvement(1.0, 0.0, 0.0).gap == 0.0
