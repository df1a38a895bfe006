from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from forecasting.site import OpeningHours, Span
from forecasting.staffing.skills import SkillSet
from scheduler.agents import Agent, SkillLevel, Team
from scheduler.coverage import on_duty
from scheduler.errors import InstanceError
from scheduler.rules.law import law_pack
from scheduler.skills import Members, by_skill_set, missing_heads, set_of
from scheduler.solution import Limits
from scheduler.solve import solve
from tests.scheduler.tiny import EARLY, MONDAY, centre, contract, person

JUNIORS = Members(SkillSet("juniors", ("orders",)))
SPEAKERS = Members(SkillSet("speakers", ("orders", "english")), languages=("en",))
SENIORS = Members(SkillSet("seniors", ("orders", "english", "cases"), 2), level=SkillLevel.SENIOR, languages=("en",))
SETS = (JUNIORS, SPEAKERS, SENIORS)
CHAIN = tuple(members.skills for members in SETS)


def somebody(name: str, level: SkillLevel = SkillLevel.JUNIOR, *languages: str) -> Agent:
    return replace(person(contract(EARLY), name), level=level, languages=languages)


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (somebody("a"), "juniors"),
        (somebody("a", SkillLevel.SENIOR), "juniors"),
        (somebody("a", SkillLevel.JUNIOR, "en", "ja"), "speakers"),
        (somebody("a", SkillLevel.SENIOR, "en"), "seniors"),
    ],
)
def test_an_agent_counts_in_the_set_with_most_queues_that_takes_them(agent: Agent, expected: str) -> None:
    found = set_of(agent, SETS)
    assert found is not None
    assert found.name == expected


def test_a_set_of_a_team_takes_nobody_else() -> None:
    assert set_of(somebody("a"), (replace(JUNIORS, teams=("night",)),)) is None


def test_people_are_rostered_by_skill_set() -> None:
    agents = [somebody("a"), somebody("b", SkillLevel.SENIOR, "en"), somebody("c", SkillLevel.JUNIOR, "en")]
    instance = centre(agents, (EARLY,), days=1)
    need = np.zeros(instance.grid.n_slots)
    need[8:16] = 1
    by_set = by_skill_set(instance, SETS, {"juniors": need, "speakers": np.zeros_like(need), "seniors": need})
    roster = solve(by_set, law_pack("none"), Limits(seconds=10, workers=1, seed=1)).roster
    assert roster is not None
    heads = on_duty(roster, by_set)
    assert (heads["juniors"] >= need).all()
    assert (heads["seniors"] >= need).all()
    assert not missing_heads(heads, by_set.demand.scheduled, CHAIN).any()


def test_a_set_is_on_duty_while_any_team_of_its_people_is_open() -> None:
    day, night = (OpeningHours((Span(first * 60, last * 60),) * 7) for first, last in ((8, 16), (12, 22)))
    agents = [somebody("a"), replace(somebody("b"), team="late")]
    early = centre(agents[:1], (EARLY,), opening=day)
    instance = replace(early, teams=(*early.teams, Team("late", ("calls",), night)), agents=tuple(agents))
    (team,) = by_skill_set(instance, (JUNIORS,), {}).teams
    assert team.opening.span_on(MONDAY) == Span(8 * 60, 22 * 60)


def test_agents_whom_no_set_takes_are_named() -> None:
    instance = centre([somebody("a"), somebody("b")], (EARLY,))
    with pytest.raises(InstanceError, match="no skill set takes the agents a, b"):
        by_skill_set(instance, (SENIORS,), {})


def test_a_senior_to_spare_stands_in_for_a_junior_but_not_the_other_way_round() -> None:
    def missing(juniors: int, seniors: int) -> float:
        heads = {"juniors": np.array([juniors]), "speakers": np.array([0]), "seniors": np.array([seniors])}
        need = {"juniors": np.array([1.0]), "speakers": np.array([0.0]), "seniors": np.array([1.0])}
        return float(missing_heads(heads, need, CHAIN)[0])

    assert missing(0, 2) == 0
    assert missing(2, 0) == 1
    assert missing(0, 1) == 1


@st.composite
def crowds(draw: st.DrawFn) -> tuple[tuple[SkillSet, ...], list[int], list[int]]:
    """Up to four sets over three queues, with heads and needs."""
    kinds = st.tuples(st.sets(st.sampled_from("abc"), min_size=1), st.integers(0, 2))
    chosen = draw(st.lists(kinds, min_size=1, max_size=4))
    sets = tuple(SkillSet(str(number), tuple(sorted(queues)), level) for number, (queues, level) in enumerate(chosen))
    counts = st.lists(st.integers(0, 5), min_size=len(sets), max_size=len(sets))
    return sets, draw(counts), draw(counts)


@given(crowds())
def test_missing_heads_are_what_no_assignment_of_people_covers(
    crowd: tuple[tuple[SkillSet, ...], list[int], list[int]],
) -> None:
    sets, heads, needs = crowd
    count = len(sets)
    edges = np.zeros((2 * count + 2, 2 * count + 2), np.int32)  # people, then places, then source and sink
    for number, one in enumerate(sets):
        edges[-2, number], edges[count + number, -1] = heads[number], needs[number]
        for other, each in enumerate(sets):
            edges[number, count + other] = 99 if one.contains(each) else 0
    covered = maximum_flow(csr_array(edges), 2 * count, 2 * count + 1).flow_value
    found = missing_heads(
        {one.name: np.array([there]) for one, there in zip(sets, heads, strict=True)},
        {one.name: np.array([float(need)]) for one, need in zip(sets, needs, strict=True)},
        sets,
    )
    assert found[0] == sum(needs) - covered
