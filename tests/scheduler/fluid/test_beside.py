"""What rules want of several people, and what groups share out, lifts the bound, but never above the best roster there is."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.util.python.solve_interrupter import SolveInterrupter

from scheduler.agents import AgentId, Bounds, SkillLevel
from scheduler.checking import check_roster, is_lawful
from scheduler.fairness import Burden
from scheduler.fluid.beside import BurdenBeside, HeadsBeside
from scheduler.fluid.bounds import lower_bound
from scheduler.fluid.crews import Crew, crews_of
from scheduler.fluid.gathering import Gathering
from scheduler.instance import Instance
from scheduler.lines.programme import Programmes
from scheduler.objective import Objective, roster_terms
from scheduler.objective.shares import Sharing
from scheduler.options import options_of
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity
from scheduler.rules.levels import Level, LevelsOnDuty
from scheduler.rules.rest import DailyRest
from scheduler.strategies.day_costs import DayCosts
from scheduler.strategies.shelves import Shelves
from tests.scheduler.tiny import EARLY, MONDAY, NIGHT, centre, contract, next_days, person, shift

NAMES = ("a", "b", "c")
NIGHTS = frozenset({"night"})


def night_centre(need: list[float], days_of_leave: int, senior: int, hours: Bounds) -> Instance:
    """Return three people for two days with early and night shifts, the first *senior* of them senior."""
    terms = contract(EARLY, NIGHT, hours=hours)
    people = [person(terms, name, leave=next_days(MONDAY, days_of_leave * (name == "b"))) for name in NAMES]
    levels = [SkillLevel.SENIOR] * senior + [SkillLevel.JUNIOR] * (len(NAMES) - senior)
    people = [replace(agent, level=level) for agent, level in zip(people, levels, strict=True)]
    return centre(people, [EARLY, NIGHT], days=2, need=dict(enumerate(need, start=8)))


def nights_shared(instance: Instance, cost: int, earlier: tuple[int, ...]) -> Sharing:
    """Share nights out among all three, who had *earlier* ones."""
    known = {AgentId(name): {Burden.NIGHTS: count} for name, count in zip(NAMES, earlier, strict=True)}
    return Sharing.of(Burden.NIGHTS, cost, instance, known)


def best_of_all(instance: Instance, rules: tuple[Rule, ...], aim: Objective) -> float | None:
    """Return what the best lawful roster costs, in points, by trying all; None where there is none."""
    found = []
    days = [(agent, day) for agent in instance.agents for day in instance.days()]
    for options in product(*([None, *options_of(instance, agent, day)] for agent, day in days)):
        worked = [(agent, option) for (agent, _), option in zip(days, options, strict=True) if option is not None]
        roster = Roster.of(instance.grid, (shift(instance, agent.id, option) for agent, option in worked))
        if is_lawful(check_roster(roster, instance, rules)):
            found.append(sum(roster_terms(roster, instance, aim).values()))
    return min(found, default=None)


def crews_and_beside(instance: Instance, rules: tuple[Rule, ...], aim: Objective) -> tuple[list[Crew], Gathering]:
    """Return the crews of the only team, and what is gathered beside it."""
    everybody = Programmes(instance, rules, aim, instance.agents)
    gathering = Gathering(instance, rules, aim, Shelves(instance.grid))
    programmes = [everybody.of(agent) for agent in instance.agents]
    return crews_of(programmes, gathering.shelves, DayCosts(aim.days), gathering.apart), gathering


def bounded(instance: Instance, rules: tuple[Rule, ...], aim: Objective) -> float:
    points, complete = lower_bound(instance, rules, aim, 30.0, SolveInterrupter())
    assert complete
    return points


@settings(max_examples=8, deadline=None)
@given(
    need=st.lists(st.floats(0, 3), min_size=30, max_size=30),
    days_of_leave=st.sampled_from([0, 1]),
    senior=st.integers(1, 2),
    severity=st.sampled_from([Severity.HARD, Severity.SOFT]),
    cost=st.integers(1, 2000),
    earlier=st.tuples(*[st.integers(0, 3)] * 3),
    hours=st.sampled_from([Bounds(), Bounds(8, None), Bounds(None, 8)]),
)
def test_the_bound_is_never_above_the_best_of_all_rosters(
    need: list[float],
    days_of_leave: int,
    senior: int,
    severity: Severity,
    cost: int,
    earlier: tuple[int, ...],
    hours: Bounds,
) -> None:
    instance = night_centre(need, days_of_leave, senior, hours)
    rules = (DailyRest(), LevelsOnDuty(1, Level.SENIOR, kinds=NIGHTS, severity=severity, weight=30))
    aim = Objective(shares=(nights_shared(instance, cost, earlier),)).under(rules, instance)
    best = best_of_all(instance, rules, aim)
    if best is not None:
        assert bounded(instance, rules, aim) <= best + 1e-6


def test_seniors_whom_every_night_wants_share_nights_unevenly_and_that_counts() -> None:
    # the only senior works both nights; so that nights are even nobody is spared any, although nobody needs them
    instance = night_centre([0.0] * 30, 0, 1, Bounds())
    rules = (LevelsOnDuty(1, Level.SENIOR, kinds=NIGHTS),)
    aim = Objective(shares=(nights_shared(instance, 30_000, (0, 0, 0)),)).under(rules, instance)
    alone, best = bounded(instance, rules, Objective()), best_of_all(instance, rules, aim)
    assert best is not None
    assert bounded(instance, (), aim) == pytest.approx(0)
    assert alone + 30 < 0.95 * best < bounded(instance, rules, aim) <= best + 1e-6


@given(
    asked=st.lists(st.floats(-5, 5), min_size=2, max_size=2),
    counts=st.lists(st.integers(0, 6), min_size=5, max_size=5),
    earlier=st.lists(st.integers(0, 4), min_size=5, max_size=5),
    presence=st.lists(st.integers(1, 4), min_size=5, max_size=5),
    cost=st.integers(1, 900),
)
def test_every_plane_lies_below_what_is_shared_out(
    asked: list[float], counts: list[int], earlier: list[int], presence: list[int], cost: int
) -> None:
    people = tuple(AgentId(name) for name in "abcde")
    sharing = Sharing(
        Burden.NIGHTS,
        cost,
        dict(zip(people, earlier, strict=True)),
        (people,),
        dict(zip(people, presence, strict=True)),
    )
    shares, known = np.array(presence) / sum(presence), np.array(earlier, dtype=float)
    one = np.ones(1, dtype=np.int64)
    beside = BurdenBeside(cost, [one, one], [shares[:2], shares[2:]], [known[:2], known[2:]])
    point = np.array(asked)
    paid = sum(int(beside.worth(point, int(number >= 2))[0]) * count for number, count in enumerate(counts))
    assert beside.cheapest(point) - paid <= sharing.of_counts(dict(zip(people, counts, strict=True)))


def test_hard_heads_are_bought_whatever_they_cost() -> None:
    instance = night_centre([0.0] * 30, 0, 2, Bounds())
    rules = (LevelsOnDuty(1, Level.SENIOR, kinds=NIGHTS),)
    crews, gathering = crews_and_beside(instance, rules, Objective().under(rules, instance))
    (heads,) = gathering.beside(crews)
    assert isinstance(heads, HeadsBeside)
    assert sorted(crew.size for crew in crews) == [1, 2]
    assert heads.cheapest(np.array([700.0, 700.0])) == 1400
    assert heads.cheapest(np.array([-700.0, -700.0])) == -2 * 2 * 700  # two seniors, sold as often as there are
    assert [int(heads.worth(np.array([700.0, 0.0]), number).sum()) for number, crew in enumerate(crews)] in (
        [700, 0],
        [0, 700],
    )


def test_streams_of_several_teams_count_for_nothing() -> None:
    instance = night_centre([0.0] * 30, 0, 2, Bounds())
    rules = (LevelsOnDuty(1, Level.SENIOR, kinds=NIGHTS),)
    crews, gathering = crews_and_beside(instance, rules, Objective().under(rules, instance))
    assert [*gathering.beside([crew for crew in crews if crew.size == 1])] == []


def test_soft_heads_are_missed_where_that_is_cheaper() -> None:
    instance = night_centre([0.0] * 30, 0, 2, Bounds())
    rules = (LevelsOnDuty(1, Level.SENIOR, kinds=NIGHTS, severity=Severity.SOFT, weight=30),)
    aim = Objective().under(rules, instance)
    assert bounded(instance, rules, aim) == pytest.approx(best_of_all(instance, rules, aim), rel=1e-3)
