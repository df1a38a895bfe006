"""Wheels of shifts: every shift has its crew every day, and every crew its days off."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.agents import SkillLevel
from scheduler.rules.rotation import Rotation
from scheduler.wheels import Wheel, crews_of, three_shift_wheel, two_shift_wheel, wheel
from tests.scheduler.tiny import EARLY, MONDAY, contract, person


def test_the_three_shift_wheel_turns_forward_with_four_crews() -> None:
    turning = three_shift_wheel()
    assert turning.pattern == ("early", "early", "late", "late", "night", "night", "off", "off")
    assert turning.offsets == (0, 2, 4, 6)
    assert list(turning.listing(MONDAY, 3)) == [
        (MONDAY, ("early", "off", "night", "late")),
        (MONDAY + timedelta(days=1), ("early", "off", "night", "late")),
        (MONDAY + timedelta(days=2), ("late", "early", "off", "night")),
    ]


def test_the_two_shift_wheel_turns_with_three_crews() -> None:
    assert two_shift_wheel(3).pattern == ("early",) * 3 + ("late",) * 3 + ("off",) * 3
    assert two_shift_wheel(3).offsets == (0, 3, 6)


@given(days_each=st.integers(1, 7), day=st.integers(0, 400))
def test_every_shift_has_one_crew_every_day(days_each: int, day: int) -> None:
    for turning in (two_shift_wheel(days_each), three_shift_wheel(days_each)):
        assert {name: turning.crews_on(name, day) for name in turning.pattern} == dict.fromkeys(turning.pattern, 1)


@given(
    shifts=st.lists(st.sampled_from(["early", "late", "night"]), min_size=1, max_size=3, unique=True),
    days_each=st.integers(1, 5),
    days_off=st.integers(0, 6),
    crews=st.integers(1, 6),
)
def test_a_wheel_shares_its_days_evenly_or_is_refused(
    shifts: list[str], days_each: int, days_off: int, crews: int
) -> None:
    length = len(shifts) * days_each + days_off
    if length % crews:
        with pytest.raises(ValueError, match=f"{crews} crews do not share {length} days evenly"):
            wheel(shifts, days_each, days_off, crews=crews)
        return
    turning = wheel(shifts, days_each, days_off, crews=crews)
    worked = [sum(turning.place(crew, day) != "off" for day in range(length)) for crew in range(crews)]
    assert worked == [len(shifts) * days_each] * crews


def test_the_rule_of_a_rotation_sees_what_the_wheel_lists() -> None:
    turning = three_shift_wheel(3)
    rules = [Rotation(turning.pattern, MONDAY, offset) for offset in turning.offsets]
    for day, places in turning.listing(MONDAY, 40):
        assert tuple(rule.place_of(day) for rule in rules) == places


@pytest.mark.parametrize(("days_each", "days_off", "crews"), [(0, 2, 1), (2, -1, 1), (2, 2, 0)])
def test_a_wheel_of_nothing_is_refused(days_each: int, days_off: int, crews: int) -> None:
    with pytest.raises(ValueError, match="expected one shift, day and crew at least"):
        wheel(["early"], days_each, days_off, crews=crews)


def test_a_wheel_without_pattern_or_crew_is_refused() -> None:
    with pytest.raises(ValueError, match="the pattern is empty"):
        Wheel((), (0,))
    with pytest.raises(ValueError, match="there is no crew"):
        Wheel(("early",), ())


def test_a_listing_begins_on_its_first_day() -> None:
    assert [day for day, _ in two_shift_wheel().listing(date(2026, 2, 27), 3)] == [
        date(2026, 2, 27),
        date(2026, 2, 28),
        date(2026, 3, 1),
    ]


@given(levels=st.lists(st.sampled_from(SkillLevel), min_size=1, max_size=30), crews=st.integers(1, 8))
def test_crews_are_as_even_in_number_and_levels_as_can_be(levels: list[SkillLevel], crews: int) -> None:
    people = [replace(person(contract(EARLY), f"p{n:02d}"), level=level) for n, level in enumerate(levels)]
    if len(people) < crews:
        with pytest.raises(ValueError, match=f"{len(people)} people are too few for {crews} crews"):
            crews_of(people, crews)
        return
    dealt = crews_of(people, crews)
    assert sorted(agent.id for crew in dealt for agent in crew) == [agent.id for agent in people]
    for least in SkillLevel:
        counts = [sum(agent.level >= least for agent in crew) for crew in dealt]
        assert max(counts) - min(counts) <= 1


def test_the_hours_of_a_wheel_are_those_of_its_days_with_a_shift() -> None:
    assert three_shift_wheel().weekly_hours(8) == 42
    assert two_shift_wheel().weekly_hours(9) == 42
    assert wheel(("early",), 5, 2, crews=1).weekly_hours(8) == 40
