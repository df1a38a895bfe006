"""The finder against plain enumeration: all windows, all casts, every reason."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drills.placement import Placement
from drills.roles import Role
from drills.timing import Timing
from drills.windows.finder import Finder, starts_on
from drills.windows.history import DrillHistory
from drills.windows.wishes import Wishes
from forecasting.site import Span
from scheduler.agents import Agent, AgentId, Grade, SkillLevel
from scheduler.instance import Instance
from scheduler.roster import Assignment, Roster
from tests.drills.small_floor import MONDAY, agent, floor, shift
from tests.drills.windows.small_search import COMMAND, EVALUATE, PLAY, SPEAK, Count, KnownService, needs, past

TUESDAY = MONDAY + timedelta(days=1)
PARTS = st.lists(st.sampled_from([COMMAND, EVALUATE, PLAY, SPEAK]), min_size=1, max_size=3)


@st.composite
def crews(draw: st.DrawFn) -> list[Agent]:
    found = []
    for number in range(1, draw(st.integers(3, 7)) + 1):
        team = draw(st.sampled_from(["chat", "phone"]))
        level = draw(st.sampled_from(list(SkillLevel)))
        grade = draw(st.sampled_from([Grade.AGENT, Grade.AGENT, Grade.SUPERVISOR]))
        leave = draw(st.sampled_from([(), (), (), (MONDAY,)]))
        languages = draw(st.sampled_from([(), ("en",)]))
        found.append(replace(agent(number, level, grade, team, leave), languages=languages))
    return found


@st.composite
def shifts(draw: st.DrawFn, instance: Instance, who: Agent, day: date) -> list[Assignment]:
    what = draw(st.sampled_from(["day", "day", "day", "late", "off", "on call"]))
    if what == "off":
        return []
    pauses = draw(st.sampled_from([(), (), ((10, 10.5),), ((11.25, 11.5),)]))
    training = draw(st.sampled_from([(), (), (), ((9.5, 10.5),)]))
    hours = (10.5, 14) if what == "late" else (9, 13)
    if what == "on call":
        return [replace(shift(instance, who.id, day, hours, breaks=()), on_call=True)]
    return [shift(instance, who.id, day, hours, pauses, training)]


@st.composite
def finders(draw: st.DrawFn) -> Finder:
    crew = draw(crews())
    instance = floor(crew, days=2, slot_minutes=30)
    needed = {team.name: np.zeros(instance.grid.n_slots) for team in instance.teams}
    for heads in needed.values():
        heads[instance.grid.slot_at(MONDAY, 9 * 60) :] = draw(st.sampled_from([0.0, 0.0, 0.5, 1.0]))
        heads[instance.grid.slot_at(MONDAY, 13 * 60) : instance.grid.slot_at(TUESDAY, 10 * 60)] = 0.0
        heads[instance.grid.slot_at(TUESDAY, 13 * 60) :] = 0.0
    instance = replace(instance, demand=replace(instance.demand, scheduled=needed))
    roster = Roster.of(
        instance.grid, [one for who in crew for day in (MONDAY, TUESDAY) for one in draw(shifts(instance, who, day))]
    )
    parts = sorted(draw(PARTS), key=lambda part: (not part.commands, -part.least_level))
    seen = [part for place, part in enumerate(parts) if not part.commands or place == 0]  # one commander
    teams = sorted({who.team for who in crew})
    groups = draw(st.sampled_from([[frozenset(teams)], [frozenset({team}) for team in teams], []]))
    prices = tuple(
        tuple(sorted(draw(st.lists(st.integers(0, 3 * 10**7), min_size=1, max_size=4)))) for _group in groups
    )
    low = draw(st.sampled_from([(), (), (), (), (), ("chat",)]))
    estimate = KnownService(tuple(groups), prices, low) if groups else None
    names = [who.id for who in crew]
    drills = [
        past(
            number,
            MONDAY - timedelta(days=draw(st.integers(-3, 400))),
            {name: draw(st.sampled_from([Role.COMMANDER, Role.PLAYER]))},
        )
        for number, name in enumerate(draw(st.lists(st.sampled_from(names), max_size=4)))
    ]
    wishes = Wishes(
        history=DrillHistory(tuple(drills)),
        without=frozenset(draw(st.lists(st.sampled_from(names), max_size=1))),
        never_both=draw(st.sampled_from([(), (frozenset(names[:2]),)])),
    )
    timing = Timing(
        hours=Span(9 * 60, 14 * 60),
        peaks=frozenset(draw(st.sampled_from([(), (), (TUESDAY + timedelta(days=9),)]))),
        rehearses=draw(st.sampled_from([None, None, None, MONDAY + timedelta(days=10)])),
    )
    return Finder(needs(seen), roster, instance, timing, wishes, estimate)


@settings(max_examples=60, deadline=None)
@given(finder=finders())
def test_no_cast_of_any_window_is_cheaper_and_every_reason_is_the_one_that_counting_finds(finder: Finder) -> None:
    for day in finder.instance.grid.dates():
        for first in starts_on(day, finder.needs, finder.instance, finder.timing):
            expected, found = Count(finder, first, day).result(), finder.attempt(first, day)
            if isinstance(found, Placement):
                assert expected.kinds == frozenset()
                taken = finder.bench(first, day).cast()
                assert taken is not None
                assert taken.price == expected.price
            else:
                assert found.kinds == expected.kinds


@settings(max_examples=25, deadline=None)
@given(finder=finders())
def test_the_first_window_of_a_search_is_the_cheapest_of_all(finder: Finder) -> None:
    found = finder.search()
    tried = [
        finder.attempt(first, day)
        for day in finder.instance.grid.dates()
        for first in starts_on(day, finder.needs, finder.instance, finder.timing)
    ]
    values = [one.value for one in tried if isinstance(one, Placement)]
    assert len(found.placements) == len(values)
    assert len(found.refusals) == len(tried) - len(values)
    if values:
        assert found.best().value == pytest.approx(min(values), abs=1.1e-3)


@settings(max_examples=25, deadline=None)
@given(finder=finders())
def test_the_price_of_a_window_is_the_sum_of_the_terms_that_are_shown(finder: Finder) -> None:
    for found in finder.search().placements:
        assert found.value == pytest.approx(sum(found.terms.values()))
        assert min(found.terms.values()) >= 0


def test_counting_by_hand_a_single_cast() -> None:
    """Three people, one supervisor: she commands, the senior evaluates, the junior plays; two heads spare, one needed."""
    crew = [
        agent(1, SkillLevel.SENIOR, Grade.SUPERVISOR),
        agent(2, SkillLevel.SENIOR),
        agent(3, SkillLevel.JUNIOR),
    ]
    instance = floor(crew, needed=0, days=1, slot_minutes=30)
    roster = Roster.of(instance.grid, [shift(instance, who.id, MONDAY, (9, 13), ()) for who in crew])
    finder = Finder(needs(), roster, instance, Timing(hours=Span(9 * 60, 10 * 60)))
    only = finder.search().best()
    held = {seat.role: seat.agent for seat in only.cast.seats}
    assert held == {Role.COMMANDER: "A01", Role.EVALUATOR: "A02", Role.PLAYER: "A03"}
    # cover 1/3 + 1/2 + 1; a senior where an intermediate would do 0.2; nobody to take over from the commander 5
    assert only.value == pytest.approx(1 / 3 + 1 / 2 + 1 + 0.2 + 5)


def test_somebody_who_does_not_speak_the_language_never_takes_the_seat() -> None:
    crew = [agent(1), replace(agent(2), languages=("zh", "en")), agent(3)]
    instance = floor(crew, needed=0, days=1, slot_minutes=30)
    roster = Roster.of(instance.grid, [shift(instance, who.id, MONDAY, (9, 13), ()) for who in crew])
    finder = Finder(needs([SPEAK]), roster, instance, Timing(hours=Span(9 * 60, 10 * 60)))
    assert [seat.agent for seat in finder.search().best().cast.seats] == [AgentId("A02")]
