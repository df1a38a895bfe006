from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from forecasting.messages import english
from scheduler.agents import AgentId, Bounds
from scheduler.checking import check_roster, is_lawful
from scheduler.demand import Demand
from scheduler.errors import InstanceError
from scheduler.repair import Absence, Asks, Incident, Mildness, Notice
from scheduler.roster import Roster
from tests.scheduler.repair.repairs import RULES, absent, at, day, repaired, roster, told
from tests.scheduler.tiny import EARLY, LATE, LONG, NIGHT, centre, contract, heads, kind, person

ANY = contract(EARLY, LATE)
DAYTIME = {slot: 1.0 for number in range(4) for slot in range(24 * number + 8, 24 * number + 16)}
MOVABLE = kind("day", "08:00", 8, last="12:00")


def test_somebody_off_takes_the_whole_shift_that_is_lost() -> None:
    instance = centre([person(ANY, "a"), person(ANY, "b")], (EARLY, LATE), need=DAYTIME)
    found = repaired(instance, roster(instance, {"a": [EARLY, EARLY, EARLY, EARLY]}), absent("a", 1))
    assert told(found) == [("b", 1, Mildness.EXTRA)]
    assert found.changes[0].after is not None
    assert found.changes[0].after.kind == "early"
    assert found.after_missing_hours == 0
    assert found.before_missing_hours == 8


def test_who_is_rested_is_asked_before_who_is_not() -> None:
    instance = centre([person(contract(EARLY, NIGHT), name) for name in "abc"], (EARLY, NIGHT), need=DAYTIME)
    published = roster(instance, {"a": [EARLY] * 3, "b": [NIGHT]})
    assert told(repaired(instance, published, absent("a", 1))) == [("c", 1, Mildness.EXTRA)]


def test_who_has_been_changed_least_of_late_is_asked_first() -> None:
    instance = centre([person(ANY, name) for name in "abc"], (EARLY, LATE), need=DAYTIME)
    published = roster(instance, {"a": [EARLY] * 4})
    for busy, asked in (("b", "c"), ("c", "b")):
        found = repaired(instance, published, absent("a", 1), asks=Asks(of_late={AgentId(busy): 2}))
        assert told(found) == [(asked, 1, Mildness.EXTRA)]


def test_a_longer_shift_comes_before_an_extra_one() -> None:
    need = DAYTIME | {24 + 16: 1.0, 24 + 17: 1.0}
    people = [person(contract(EARLY, LONG), name) for name in "abc"]
    instance = centre(people, (EARLY, LONG), need=dict.fromkeys(need, 1.0) | {24 + 16: 1, 24 + 17: 1})
    published = roster(instance, {"a": [EARLY, LONG], "b": [EARLY, EARLY]})
    assert told(repaired(instance, published, absent("a", 1))) == [("b", 1, Mildness.LONGER)]


def test_a_moved_start_comes_before_an_extra_shift() -> None:
    need = {24 + hour: 1.0 for hour in range(8, 20)} | {24 + hour: 2.0 for hour in range(12, 16)}
    people = [person(contract(MOVABLE), name) for name in "abc"]
    instance = centre(people, (MOVABLE,), need=need)
    published = roster(instance, {"a": [None, (MOVABLE, 4)], "b": [None, (MOVABLE, 0)], "c": [None, (MOVABLE, 0)]})
    found = repaired(instance, published, absent("a", 1))
    assert [(place, mildness) for _, place, mildness in told(found)] == [(1, Mildness.MOVED)]
    assert found.after_missing_hours == 0


def test_nobody_is_called_back_from_leave() -> None:
    instance = centre([person(ANY, "a"), person(ANY, "b", leave=[day(1)])], (EARLY, LATE), need=DAYTIME)
    found = repaired(instance, roster(instance, {"a": [EARLY] * 4}), absent("a", 1))
    assert not found.changes
    assert found.after_missing_hours == 8


def test_who_has_no_hours_left_is_not_asked() -> None:
    full = contract(EARLY, hours=Bounds(None, 16))
    instance = centre([person(full, "a"), person(full, "b")], (EARLY,), need=DAYTIME)
    published = roster(instance, {"a": [EARLY, EARLY], "b": [None, None, EARLY, EARLY]})
    found = repaired(instance, published, absent("a", 1))
    assert not found.changes
    assert found.is_lawful


def test_the_reason_names_whose_work_is_covered_the_rest_and_the_hours_left() -> None:
    full = contract(EARLY, hours=Bounds(None, 24))
    instance = centre([person(full, "a"), person(full, "b")], (EARLY,), need=DAYTIME)
    found = repaired(instance, roster(instance, {"a": [EARLY, EARLY], "b": [None, None, EARLY]}), absent("a", 1))
    assert found.changes[0].reason.say(english) == (
        "covers 8 h that A cannot work; has 16 h of rest beside it; is then 8 h below the most of their contract"
    )
    assert found.changes[0].points == 60


def test_the_repaired_instance_holds_the_absence_and_the_roster_every_rule() -> None:
    terms = contract(EARLY, hours=Bounds(32, 32))
    instance = centre([person(terms, "a"), person(contract(EARLY, name="d"), "b")], (EARLY,), need=DAYTIME)
    found = repaired(instance, roster(instance, {"a": [EARLY] * 4}), absent("a", 1, 2))
    assert found.instance.agent_by_id[AgentId("a")].leave == {day(1), day(2)}
    assert is_lawful(check_roster(found.roster, found.instance, RULES))
    assert not [shift for shift in found.roster.assignments if shift.agent == "a" and shift.day in {day(1), day(2)}]


def test_hours_of_a_short_shift_lost_to_a_long_day_of_leave_break_no_contract() -> None:
    short = kind("short", "08:00", 4)
    terms = contract(short, hours=Bounds(12, 16))
    instance = centre([person(terms, "a")], (short,), need=0)
    found = repaired(instance, roster(instance, {"a": [short] * 4}), absent("a", 1, 2))
    assert found.is_lawful


def test_part_of_a_day_leaves_the_rest_of_the_shift() -> None:
    instance = centre([person(ANY, "a")], (EARLY, LATE), need=DAYTIME)
    away = Absence(AgentId("a"), at(1, 12), at(1, 23))
    found = repaired(instance, roster(instance, {"a": [EARLY] * 4}), away)
    assert not found.lost
    (cut,) = found.cut
    assert [(each.start, each.end, each.name) for each in found.roster.assignments[1].activities] == [
        (at(1, 12), at(1, 16), "absent")
    ]
    assert cut.day == day(1)
    assert found.before_missing_hours == 4


def test_a_night_that_reaches_into_the_days_away_is_lost() -> None:
    instance = centre([person(contract(NIGHT), "a")], (NIGHT,), need=0)
    found = repaired(instance, roster(instance, {"a": [NIGHT, None, None]}), absent("a", 1))
    assert [shift.day for shift in found.lost] == [day(0)]


def test_a_night_told_in_utc_is_lost_to_the_days_away_on_the_clock_of_its_person() -> None:
    instance = centre([person(contract(NIGHT), "a")], (NIGHT,), need=0)
    (night,) = roster(instance, {"a": [NIGHT]}).assignments
    told_in_utc = replace(night, start=night.start.astimezone(UTC), end=night.end.astimezone(UTC))
    found = repaired(instance, Roster.of(instance.grid, [told_in_utc]), absent("a", 1))
    assert found.lost == (told_in_utc,)


def test_a_shift_that_has_begun_stays_with_its_absence_in_it() -> None:
    instance = centre([person(ANY, "a"), person(ANY, "b")], (EARLY, LATE), need=DAYTIME)
    away = Absence(AgentId("a"), at(1, 10), at(2, 0))
    notice = Notice(at(1, 10), timedelta(hours=24))
    found = repaired(instance, roster(instance, {"a": [EARLY] * 4}), away, notice=notice)
    assert not found.lost
    assert not found.changes
    assert found.after_missing_hours == 6


def test_nothing_that_starts_too_soon_is_changed() -> None:
    instance = centre([person(ANY, "a"), person(ANY, "b")], (EARLY, LATE), need=DAYTIME)
    published = roster(instance, {"a": [EARLY] * 4})
    soon = Notice(at(0, 20), timedelta(hours=24))
    found = repaired(instance, published, absent("a", 1, 2), notice=soon)
    assert told(found) == [("b", 2, Mildness.EXTRA)]
    soonest = repaired(instance, published, absent("a", 1, 2), notice=Notice(at(0, 20), timedelta(hours=12)))
    assert told(soonest) == [("b", 1, Mildness.EXTRA), ("b", 2, Mildness.EXTRA)]


def test_the_most_changes_that_may_be_are_not_exceeded() -> None:
    instance = centre([person(ANY, name) for name in "abc"], (EARLY, LATE), need=DAYTIME)
    published = roster(instance, {"a": [EARLY] * 4})
    found = repaired(instance, published, absent("a", 0, 3), asks=Asks(most_changes=2))
    assert len(found.changes) == 2


def test_who_has_left_works_no_more_and_others_take_their_shifts() -> None:
    terms = contract(EARLY, hours=Bounds(24, 32))
    instance = centre([person(terms, "a"), person(contract(EARLY, name="d"), "b")], (EARLY,), need=DAYTIME)
    incident = Incident(left={AgentId("a"): day(2)})
    found = repaired(instance, roster(instance, {"a": [EARLY] * 4}), incident=incident)
    assert told(found) == [("b", 2, Mildness.EXTRA), ("b", 3, Mildness.EXTRA)]
    assert found.is_lawful


def test_who_has_joined_gets_the_hours_of_their_contract() -> None:
    terms = contract(EARLY, hours=Bounds(24, 24))
    instance = centre([person(terms, "a"), person(terms, "b")], (EARLY,), need=2)
    incident = Incident(joined=frozenset({AgentId("b")}))
    found = repaired(instance, roster(instance, {"a": [EARLY] * 3}), incident=incident)
    assert found.is_lawful
    assert len(found.changes) == 3
    assert {change.points for change in found.changes} == {0}


def test_more_demand_than_before_is_covered_where_it_rose_alone() -> None:
    instance = centre([person(ANY, "a"), person(ANY, "b")], (EARLY, LATE), need=DAYTIME | {48: 1.0})
    rose = {slot: 2.0 if slot // 24 == 2 else need for slot, need in DAYTIME.items()}
    earlier = Demand(instance.grid, {"care": heads(instance.grid, DAYTIME | {10: 3.0})})
    now = centre([person(ANY, "a"), person(ANY, "b")], (EARLY, LATE), need=rose | {10: 3.0})
    found = repaired(now, roster(now, {"a": [EARLY] * 4}), incident=Incident(needed_before=earlier))
    assert told(found) == [("b", 2, Mildness.EXTRA)]
    assert "more people are needed" in found.changes[0].reason


def test_shortages_that_nobody_caused_stay_as_they_are() -> None:
    instance = centre([person(ANY, "a"), person(ANY, "b")], (EARLY, LATE), need=3)
    found = repaired(instance, roster(instance, {"a": [EARLY, None, EARLY], "b": [None]}), absent("a", 1))
    assert not found.changes


def test_people_whom_nobody_knows_are_refused_by_name() -> None:
    instance = centre([person(ANY, "a")], (EARLY, LATE))
    with pytest.raises(InstanceError, match="nobody of the site has the id z"):
        repaired(instance, roster(instance, {}), absent("z", 1))
