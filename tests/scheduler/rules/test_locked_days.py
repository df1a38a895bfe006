"""A locked day has what the planner fixed, nothing else: pinned by hand, and held by check and model alike."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.agents import Agent, AgentId, Lock
from scheduler.instance import Instance
from scheduler.rules.locked import Locked
from tests.scheduler.tiny import (
    BERLIN,
    EARLY,
    LATE,
    MONDAY,
    NIGHT,
    accepted_by_model,
    broken,
    centre,
    contract,
    kind,
    person,
    rosters,
)

TUESDAY = MONDAY + timedelta(days=1)
FLEXIBLE = kind("flexible", "08:00", 8, last="10:00")


def locked(*locks: Lock) -> Instance:
    """One person of four days with *locks*."""
    kinds = (EARLY, LATE, NIGHT)
    return centre(replace(person(contract(*kinds)), locked=frozenset(locks)), kinds)


def test_a_day_locked_to_a_kind_has_a_shift_of_it() -> None:
    instance = locked(Lock(TUESDAY, "late"))
    assert broken(Locked(), instance, EARLY, LATE) == []
    (other,) = broken(Locked(), instance, EARLY, EARLY)
    assert other.message == "A has the shift early on 2026-10-06, which is locked to late"
    (nothing,) = broken(Locked(), instance, EARLY, None)
    assert nothing.message == "A has no shift on 2026-10-06, which is locked to late"


def test_a_day_locked_as_free_has_no_shift_but_the_end_of_the_night_before() -> None:
    instance = locked(Lock(TUESDAY))
    assert broken(Locked(), instance, NIGHT, None, EARLY) == []
    (found,) = broken(Locked(), instance, None, NIGHT)
    assert (found.message, found.day) == ("A has the shift night on 2026-10-06, which is locked as a day off", TUESDAY)


def test_a_locked_start_is_held_to_the_minute() -> None:
    somebody = replace(person(contract(FLEXIBLE)), locked=frozenset({Lock(MONDAY, "flexible", 9 * 60)}))
    instance = centre(somebody, [FLEXIBLE], days=1)
    found = {
        next(iter(chosen))[1].first if chosen else None: [v.message for v in Locked().check(roster, instance)]
        for chosen, roster in rosters(instance)
    }
    assert found[9] == []
    assert found[8] == ["A starts flexible at 08:00 on 2026-10-05, which is locked to a start at 09:00"]
    assert found[None] == ["A has no shift on 2026-10-05, which is locked to flexible from 09:00"]


def test_locks_outside_the_planned_days_ask_for_nothing() -> None:
    instance = locked(Lock(MONDAY - timedelta(days=1), "late"), Lock(MONDAY + timedelta(days=4), "late"))
    assert broken(Locked(), instance) == []
    assert len(accepted_by_model(instance, [Locked()])) == sum(1 for _ in rosters(instance))


@pytest.mark.parametrize(
    "locks",
    [
        {Lock(MONDAY)},
        {Lock(MONDAY, "early"), Lock(TUESDAY, "night")},
        {Lock(MONDAY, "flexible", 9 * 60), Lock(TUESDAY)},
        {Lock(MONDAY, "flexible", 9 * 60 + 30)},
        {Lock(MONDAY, "gone")},
    ],
    ids=["free", "two shifts", "start", "no such start", "no such kind"],
)
def test_the_model_accepts_every_roster_in_which_the_check_finds_nothing_and_no_other(locks: set[Lock]) -> None:
    kinds = (EARLY, NIGHT, FLEXIBLE)
    instance = centre(replace(person(contract(*kinds)), locked=frozenset(locks)), kinds, days=3)
    fine = {chosen for chosen, roster in rosters(instance) if not list(Locked().check(roster, instance))}
    assert accepted_by_model(instance, [Locked()]) == fine


EDGES = [date(2026, 10, 24), date(2026, 3, 28)]


@settings(max_examples=40, deadline=None)
@given(
    first=st.sampled_from(EDGES),
    start=st.sampled_from([None, 60, 120, 150, 180]),
    day=st.integers(-1, 2),
    zone=st.sampled_from([None, "America/Los_Angeles", "Europe/London"]),
)
def test_they_agree_when_the_clock_changes(first: date, start: int | None, day: int, zone: str | None) -> None:
    small = kind("small", "01:00", 2, last="03:00", step=30)
    lock = Lock(first + timedelta(days=day), "small", start)
    somebody = replace(person(contract(small), zone=zone), locked=frozenset({lock}))
    instance = centre(somebody, [small], days=2, first=first, zone=BERLIN, slot_minutes=30)
    fine = {chosen for chosen, roster in rosters(instance) if not list(Locked().check(roster, instance))}
    assert accepted_by_model(instance, [Locked()]) == fine


def test_a_day_is_locked_once_and_a_day_off_has_no_start() -> None:
    with pytest.raises(ValueError, match="agent a has two locks on 2026-10-05"):
        locked(Lock(MONDAY), Lock(MONDAY, "early"))
    with pytest.raises(ValueError, match="gives a start to a day off"):
        Lock(MONDAY, None, 480)
    with pytest.raises(ValueError, match="expected less than a day"):
        Lock(MONDAY, "early", 1440)


def test_somebody_is_not_their_own_mentor_and_has_one_from_a_day_of_hiring_on() -> None:
    somebody = person(contract(EARLY))
    with pytest.raises(ValueError, match="their own mentor"):
        replace(somebody, mentor=somebody.id, hired=MONDAY)
    with pytest.raises(ValueError, match="no day of hiring"):
        replace(somebody, mentor=AgentId("b"))


def test_years_of_service_are_whole_ones() -> None:
    somebody: Agent = replace(person(contract(EARLY)), hired=date(2020, 2, 29))
    days = [date(2020, 2, 28), date(2021, 2, 28), date(2021, 3, 1), date(2024, 2, 28), date(2024, 2, 29)]
    assert [somebody.years_of_service(day) for day in days] == [0, 0, 1, 3, 4]
    assert person(contract(EARLY)).years_of_service(MONDAY) == 0
