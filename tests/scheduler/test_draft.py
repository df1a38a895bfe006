"""A draft counts heads as its roster has them, whatever was put, lifted and put back."""

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.coverage import on_duty
from scheduler.draft import Draft
from scheduler.instance import Instance
from scheduler.objective import Objective
from scheduler.options import options_of
from scheduler.rules.breaks import BreaksAsPlanned
from scheduler.rules.contract import ShiftOfContract
from tests.scheduler.tiny import BERLIN, NIGHT, TEAM, centre, contract, kind, pause, person

LUNCH = kind("lunch", "08:00", 9, pause(60, "03:00", "05:00"), pause(30, "06:00", "07:00", paid=True), last="14:00")
DEEP = kind("deep", "22:00", 9, pause(60, "02:00", "05:00"), last="23:00")


def night_of_the_clock_change() -> Instance:
    """Three people on three clocks around the night of 25 October 2026 in Berlin."""
    terms = contract(LUNCH, DEEP, NIGHT)
    people = [person(terms, "a"), person(terms, "b", zone="America/Los_Angeles"), person(terms, "c", zone="Asia/Tokyo")]
    need = {slot: slot % 5 / 2 for slot in range(146)}
    return centre(
        people, [LUNCH, DEEP, NIGHT], days=3, first=date(2026, 10, 24), zone=BERLIN, slot_minutes=30, need=need
    )


INSTANCE = night_of_the_clock_change()
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["put", "lift", "rearrange", "keep", "restore"]), st.integers(0, 2), st.integers(0, 10_000)
    ),
    max_size=12,
)


@settings(deadline=None)
@given(STEPS)
def test_heads_of_a_draft_are_those_of_its_roster(steps: list[tuple[str, int, int]]) -> None:
    draft = Draft.empty(INSTANCE, Objective())
    kept = draft.snapshot(INSTANCE.agents)
    for what, who, number in steps:
        agent = INSTANCE.agents[who]
        if what == "put":
            draft.lift(agent)
            chosen = {day: list(options_of(INSTANCE, agent, day)) for day in INSTANCE.days()}
            draft.put(
                agent, {day: found[number % len(found)] for day, found in chosen.items() if (number >> day.day % 3) & 1}
            )
        elif what == "lift":
            draft.lift(agent)
        elif what == "rearrange":
            draft.rearrange_breaks(INSTANCE.agents)
        elif what == "keep":
            kept = draft.snapshot(INSTANCE.agents)
        else:
            draft.restore(INSTANCE.agents, kept)
        roster = draft.roster()
        assert np.array_equal(draft.heads[TEAM], on_duty(roster, INSTANCE)[TEAM])
        assert not list(BreaksAsPlanned().check(roster, INSTANCE))
        assert not list(ShiftOfContract().check(roster, INSTANCE))


@settings(deadline=None)
@given(STEPS)
def test_rearranging_breaks_never_makes_a_draft_dearer(steps: list[tuple[str, int, int]]) -> None:
    draft = Draft.empty(INSTANCE, Objective())
    for _, who, number in steps:
        agent = INSTANCE.agents[who]
        draft.lift(agent)
        chosen = {day: list(options_of(INSTANCE, agent, day)) for day in INSTANCE.days()}
        draft.put(agent, {day: found[number % len(found)] for day, found in chosen.items()})
    before = draft.cost()
    draft.rearrange_breaks(INSTANCE.agents)
    assert draft.cost() <= before


def test_a_lifted_line_can_be_put_back() -> None:
    draft = Draft.empty(INSTANCE, Objective())
    agent = INSTANCE.agents[0]
    draft.put(agent, {day: next(options_of(INSTANCE, agent, day)) for day in INSTANCE.days()})
    before = draft.roster()
    draft.put(agent, draft.lift(agent))
    assert draft.roster() == before


def test_a_draft_without_agents_costs_what_everybody_missing_costs() -> None:
    draft = Draft.empty(INSTANCE, Objective())
    assert draft.roster().assignments == ()
    assert draft.rank() == (draft.cost(),) > (0,)
