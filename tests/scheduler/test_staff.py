"""Rostered people as the simulation sees them, and who stays away."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from forecasting.simulation import Person
from forecasting.timegrid import TimeGrid
from scheduler.agents import AgentId
from scheduler.roster import Roster
from scheduler.staff import Staff
from tests.api import small_centre as centre

STREAMS = {"line": ("phone",)}


def staff(present: float = 1.0, roster: Roster | None = None) -> Staff:
    shares = {"line": np.full(centre.GRID.n_slots, present)}
    return Staff.of(roster or centre.roster(), centre.instance(), STREAMS, shares)


def hours(people: tuple[Person, ...]) -> float:
    return sum(end - start for person in people for start, end in person.duty) / 3600


def test_everybody_serves_the_queues_of_the_team_at_their_own_level() -> None:
    people = staff().people()
    assert [person.name for person in people] == list(centre.NAMES)
    assert all(person.levels == {"phone": 2} for person in people)


def test_people_whose_team_serves_none_of_the_streams_are_left_out() -> None:
    shares = {"line": np.ones(centre.GRID.n_slots)}
    assert Staff.of(centre.roster(), centre.instance(), {"line": ()}, shares).people() == ()


def test_duty_is_the_shifts_less_their_breaks() -> None:
    assert hours(staff().people()) == 8 * 3 * 8  # eight people, three days, eight hours


def test_without_shrinkage_nobody_is_away() -> None:
    assert staff().present_people(seed=1, replication=0) == staff().people()


def test_on_average_as_many_are_away_as_the_shrinkage_says() -> None:
    thinned = staff(0.8)
    there = np.mean([hours(thinned.present_people(1, number)) for number in range(400)])
    assert there / hours(thinned.people()) == pytest.approx(0.8, abs=0.015)


def test_constant_shrinkage_takes_whole_shifts() -> None:
    rostered = {(person.name, span) for person in staff().people() for span in person.duty}
    left = [(person.name, span) for person in staff(0.5).present_people(1, 0) for span in person.duty]
    assert set(left) < rostered
    assert len(left) % 2 == 0  # before and after the break, or neither


def test_a_meeting_takes_people_for_its_own_time_alone() -> None:
    present = np.ones(centre.GRID.n_slots)
    first = centre.GRID.slot_at(centre.FIRST, 600)
    present[first : first + 4] = 1e-9
    thinned = Staff.of(centre.roster(), centre.instance(), STREAMS, {"line": present})
    early = next(person for person in thinned.present_people(1, 0) if person.name == "A1")
    assert [(start / 3600, end / 3600) for start, end in early.duty[:3]] == [(8, 10), (11, 12), (13, 17)]


def test_more_shrinkage_keeps_those_away_who_were_away_before() -> None:
    some, more = (
        {(person.name, span) for person in staff(share).present_people(3, 2) for span in person.duty}
        for share in (0.8, 0.5)
    )
    assert more < some


def test_absences_are_the_same_whatever_the_rest_of_the_roster() -> None:
    whole = centre.roster()
    half = Roster.of(whole.grid, [shift for shift in whole.assignments if shift.agent in centre.EARLY])
    of_all = {person.name: person.duty for person in staff(0.6).present_people(5, 1)}
    of_half = {person.name: person.duty for person in staff(0.6, half).present_people(5, 1)}
    assert {name: of_all[name] for name in centre.EARLY} == {name: of_half[name] for name in centre.EARLY}
    assert all(of_half[name] == () for name in of_half if name not in centre.EARLY)


def test_other_replications_and_seeds_take_other_people_away() -> None:
    found = {
        staff(0.5).present_people(seed, number) == staff(0.5).present_people(1, 0)
        for seed in (1, 2)
        for number in (0, 1)
    }
    assert found == {True, False}


def test_time_on_two_overlapping_shifts_counts_once() -> None:
    one = centre.shift("A1", 0, "early")
    late = replace(one, start=one.start + timedelta(hours=6), end=one.end + timedelta(hours=2), breaks=())
    people = staff(1.0, Roster.of(centre.GRID, [one, late])).people()
    assert hours(people) == 10
    assert AgentId("A1") in {person.name for person in people}


def test_a_night_shift_of_the_day_before_is_there_until_it_ends_where_it_is_known() -> None:
    eve = TimeGrid(centre.ZONE, centre.FIRST - timedelta(days=1), 1)
    late = centre.shift("A3", -1, "late")
    night = replace(late, start=late.start + timedelta(hours=9), end=late.end + timedelta(hours=9), breaks=())
    asked = replace(centre.instance(), before=Roster.of(eve, [centre.shift("A1", -1, "early"), night]))
    known = Staff.of(centre.roster(), asked, STREAMS, {})
    duty = {person.name: person.duty for person in known.people()}
    assert duty["A3"][0] == (-2 * 3600.0, 7 * 3600.0)
    assert duty["A1"] == {person.name: person.duty for person in staff().people()}["A1"]


def test_the_last_night_of_people_who_left_is_served_by_juniors_while_their_team_is_known() -> None:
    eve = TimeGrid(centre.ZONE, centre.FIRST - timedelta(days=1), 1)
    last = replace(
        centre.shift("A1", -1, "late"), agent=AgentId("gone"), end=centre.GRID.origin + timedelta(hours=2), breaks=()
    )
    instance = replace(centre.instance(), before=Roster.of(eve, [last]))
    assert len(Staff.of(centre.roster(), instance, STREAMS, {}).people()) == len(centre.NAMES)
    known = replace(instance, left={AgentId("gone"): "line", AgentId("long gone"): "line"})
    people = Staff.of(centre.roster(), known, STREAMS, {}).people()
    (gone,) = [person for person in people if person.name == "gone"]
    assert (len(people), gone.levels) == (len(centre.NAMES) + 1, {"phone": 0})
    assert gone.duty[-1][1] == 2 * 3600
