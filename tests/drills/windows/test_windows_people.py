"""Invariant 7 where drills are placed: who cannot leave, and what is said of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drills.availability import Availability, Cause
from drills.incidents import Family
from drills.placement import ReasonKind
from drills.planning import new_drill
from drills.reservation import with_drill
from drills.timing import Timing
from drills.windows.finder import Finder
from drills.windows.wishes import Wishes
from forecasting.site import Span
from scheduler.agents import AgentId
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.shifts import DayPart, ShiftKind
from tests.drills.small_floor import MONDAY, at, everybody, floor, people, shift
from tests.drills.windows.small_search import needs

TUESDAY = MONDAY + timedelta(days=1)
AFTERNOON = Timing(hours=Span(14 * 60, 16 * 60))
NIGHT = ShiftKind("night", 22 * 60, 22 * 60, 8 * 60, part=DayPart.NIGHT)


def on_leave(instance: Instance, _roster: Roster) -> tuple[Instance, Roster]:
    agents = tuple(replace(who, leave=frozenset({MONDAY})) if who.id == "A01" else who for who in instance.agents)
    return replace(instance, agents=agents), _roster


def changed(instance: Instance, roster: Roster, **other: object) -> Roster:
    return Roster(
        instance.grid,
        tuple(replace(one, **other) if one.agent == "A01" else one for one in roster.assignments),  # type: ignore[arg-type]  # fields by name
    )


def on_break(instance: Instance, roster: Roster) -> tuple[Instance, Roster]:
    other = shift(instance, AgentId("A01"), MONDAY, breaks=[(14.5, 15.5)])
    return instance, changed(instance, roster, breaks=other.breaks)


def in_training(instance: Instance, roster: Roster) -> tuple[Instance, Roster]:
    other = shift(instance, AgentId("A01"), MONDAY, training=[(14.5, 15.5)])
    return instance, changed(instance, roster, activities=other.activities)


def on_call(instance: Instance, roster: Roster) -> tuple[Instance, Roster]:
    return instance, changed(instance, roster, breaks=(), on_call=True)


def resting(instance: Instance, roster: Roster) -> tuple[Instance, Roster]:
    """A night before the planned days that ended on Monday at 6; the next shift is lawful eleven hours later, a drill is not."""
    with_night = replace(instance, kinds=(*instance.kinds, NIGHT))
    night = replace(
        shift(instance, AgentId("A01"), MONDAY - timedelta(days=1), hours=(22, 24), breaks=()),
        kind="night",
        end=at(instance, 6, MONDAY),
    )
    before = Roster.of(replace(instance.grid, first_day=MONDAY - timedelta(days=1), days=1), [night])
    return replace(with_night, before=before), roster


def in_a_drill(instance: Instance, roster: Roster) -> tuple[Instance, Roster]:
    alone = Roster(instance.grid, tuple(one for one in roster.assignments if one.agent == "A01"))
    first = new_drill(Family.SYSTEM_OUTAGE, 7, roster, instance, timing=AFTERNOON)
    busy = replace(first, seats=(replace(first.seats[0], agent=AgentId("A01"), backup=None, backup_name=None),))
    others = tuple(one for one in roster.assignments if one.agent != "A01")
    return instance, Roster.of(instance.grid, (*others, *with_drill(alone, busy).assignments))


CASES = [
    (on_leave, Cause.LEAVE),
    (on_break, Cause.BREAK),
    (in_training, Cause.ACTIVITY),
    (on_call, Cause.ON_CALL),
    (resting, Cause.RESTING),
    (in_a_drill, Cause.IN_DRILL),
]


@pytest.mark.parametrize(("change", "cause"), CASES, ids=[cause.name for _change, cause in CASES])
def test_7_whoever_cannot_leave_is_in_no_cast_and_backs_nobody_up(
    change: Callable[[Instance, Roster], tuple[Instance, Roster]], cause: Cause
) -> None:
    instance = floor(people(), days=1)
    instance, roster = change(instance, everybody(instance))
    first, end = instance.grid.slot_of(at(instance, 14.5)), instance.grid.slot_of(at(instance, 15.5))
    assert Availability.of(roster, instance).counted(first, end)[cause] == 1
    finder = Finder(needs(), roster, instance, Timing(hours=Span(14 * 60 + 30, 15 * 60 + 30)))
    for placement in finder.search().placements:
        assert "A01" not in {seat.agent for seat in placement.cast.seats}
        assert "A01" not in {seat.backup for seat in placement.cast.seats}


@pytest.mark.parametrize(("hour", "rests"), [(5.75, True), (6.0, False)])
def test_7_rest_after_a_night_lasts_a_day_and_a_night(hour: float, *, rests: bool) -> None:
    instance = replace(floor(people(), days=3), kinds=(ShiftKind("day", 540, 540, 480), NIGHT))
    who = AgentId("A01")
    night = replace(shift(instance, who, MONDAY, hours=(22, 24), breaks=()), kind="night", end=at(instance, 6, TUESDAY))
    wednesday = TUESDAY + timedelta(days=1)
    day = shift(instance, who, wednesday, hours=(4, 12), breaks=())
    available = Availability.of(Roster.of(instance.grid, [night, day]), instance)
    slot = instance.grid.slot_of(at(instance, hour, wednesday))
    assert bool(available.states[0, slot] == Cause.RESTING) is rests


def test_7_the_rest_after_a_night_can_be_set() -> None:
    instance = floor(people(), days=1)
    instance, roster = resting(instance, everybody(instance))
    usual = Finder(needs(), roster, instance, AFTERNOON).available
    short = Finder(needs(), roster, instance, replace(AFTERNOON, rest_after_night_hours=8)).available
    slot = instance.grid.slot_of(at(instance, 14.5))
    assert (usual.states[0, slot], short.states[0, slot]) == (Cause.RESTING, Cause.FREE)


def test_7_primary_and_backup_of_a_live_role_are_never_both_away() -> None:
    instance = floor(people(juniors=0), needed=0, days=1)
    pair = frozenset({AgentId("A01"), AgentId("A02")})
    for pairs in ((), (pair,)):
        found = Finder(needs(), everybody(instance), instance, AFTERNOON, Wishes(never_both=pairs)).search()
        assert found.placements
        if pairs:
            assert not any(pair <= {seat.agent for seat in one.cast.seats} for one in found.placements)


def test_7_a_pair_that_cannot_be_kept_apart_refuses_the_window_for_that_reason() -> None:
    instance = floor(people(juniors=0)[:3], needed=0, days=1)
    wishes = Wishes(never_both=(frozenset({AgentId("A01"), AgentId("A03")}),))
    found = Finder(needs(), everybody(instance), instance, AFTERNOON, wishes).search()
    assert not found.placements
    assert {kind for item in found.refusals for kind in item.kinds} == {ReasonKind.PAIR}


@settings(max_examples=20, deadline=None)
@given(out=st.sets(st.sampled_from([f"A{number:02}" for number in range(1, 18)]), max_size=6))
def test_7_people_left_out_take_no_part_and_take_over_from_nobody(out: set[str]) -> None:
    instance = floor(people(), days=1)
    wishes = Wishes(without=frozenset(AgentId(name) for name in out))
    for placement in Finder(needs(), everybody(instance), instance, AFTERNOON, wishes).search().placements:
        named = {seat.agent for seat in placement.cast.seats} | {seat.backup for seat in placement.cast.seats}
        assert not named & out


def test_a_pair_of_one_person_is_refused() -> None:
    with pytest.raises(ValueError, match="is no pair"):
        Wishes(never_both=(frozenset({AgentId("A01")}),))
