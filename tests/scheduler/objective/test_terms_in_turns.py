"""Requests, shares and starts of small centres whose best roster is known; people in turn weigh them, too, in their order."""

from dataclasses import replace

import pytest

from scheduler.agents import AgentId, Bounds
from scheduler.fairness import Burden
from scheduler.objective.aims import Aims
from scheduler.objective.requests import Request
from scheduler.roster import Roster
from scheduler.rules.law import law_pack
from scheduler.solution import Limits, Result
from scheduler.solve import solve
from scheduler.strategies import exact
from tests.scheduler.tiny import EARLY, LATE, MONDAY, NIGHT, centre, contract, person

LIMITS = Limits(seconds=20, workers=1)
NONE = law_pack("none")
A = AgentId("a")
NAMES = "abc"


@pytest.fixture
def _turns_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact, "MOST_CHOICES", 0)


def roster_of(result: Result) -> Roster:
    assert result.roster is not None
    return result.roster


@pytest.mark.usefixtures("_turns_alone")
def test_a_request_that_comes_first_is_met_at_any_price() -> None:
    instance = centre(person(contract(EARLY), A), [EARLY], days=1, need=dict.fromkeys(range(8, 16), 1.0))
    aims = Aims(asked=(Request(A, MONDAY, "off"),))
    summed = solve(instance, NONE, LIMITS, objective=aims.objective(instance))
    assert summed.terms == {"shortage": 0.0, "excess": 0.0, "requests": 10.0}
    ordered = solve(instance, NONE, LIMITS, objective=replace(aims, order=("requests",)).objective(instance))
    assert ordered.terms == {"shortage": 8 * 34.0, "excess": 0.0, "requests": 0.0}
    assert roster_of(ordered).assignments == ()


def test_nights_are_shared_evenly_at_equal_cover() -> None:
    # one head by day and one by night for six days, three people with four shifts each: two nights each
    people = [person(contract(EARLY, NIGHT, hours=Bounds(32, 32)), name) for name in NAMES]
    need = {24 * day + hour: 1.0 for day in range(7) for hour in range(24) if hour in range(8, 16)}
    need |= {24 * day + 22 + hour: 1.0 for day in range(6) for hour in range(8)}
    instance = centre(people, (EARLY, NIGHT), days=6, need={slot: head for slot, head in need.items() if slot < 144})
    result = solve(instance, NONE, LIMITS, objective=Aims(shares={Burden.NIGHTS: 500}).objective(instance))
    nights = [sum(shift.kind == "night" for shift in line) for line in roster_of(result).by_agent().values()]
    assert nights == [2, 2, 2]
    assert result.terms["uneven nights"] == 0


@pytest.mark.usefixtures("_turns_alone")
def test_starts_keep_steady_within_the_week_at_equal_cover() -> None:
    people = [person(contract(EARLY, LATE), name) for name in "ab"]
    need = {24 * day + hour: 1.0 for day in range(5) for hour in (*range(8, 14), *range(16, 22))}
    instance = centre(people, (EARLY, LATE), days=5, need=need)
    result = solve(instance, NONE, LIMITS, objective=Aims(unsteady_starts=100).objective(instance))
    lines = roster_of(result).by_agent().values()
    assert [len({shift.kind for shift in line}) for line in lines] == [1, 1]
    assert result.terms["unsteady starts"] == 0
