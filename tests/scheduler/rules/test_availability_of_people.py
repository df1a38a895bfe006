"""A shift lies within the windows in which somebody can work: pinned by hand, and held by check and model alike."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.availability import WHOLE_DAY, Availability, Window, Windows
from scheduler.instance import Instance
from scheduler.rules.availability import WithinAvailability
from scheduler.shifts import ShiftKind
from tests.scheduler.tiny import (
    BERLIN,
    EARLY,
    LATE,
    MONDAY,
    NIGHT,
    SHANGHAI,
    accepted_by_model,
    broken,
    centre,
    contract,
    kind,
    person,
    rosters,
)

RULE = WithinAvailability()
TUESDAY = MONDAY + timedelta(days=1)
NINE_TO_SIX: Windows = (Window(540, 1080),)


def weekdays(windows: Windows, weekend: Windows = ()) -> Availability:
    return Availability((windows,) * 5 + (weekend,) * 2)


def available(when: Availability | None, *kinds: ShiftKind, days: int = 4, first: date = MONDAY) -> Instance:
    return centre(replace(person(contract(*kinds)), available=when), kinds, days=days, first=first)


def test_a_shift_may_fill_a_window_and_not_go_beyond_it_by_an_hour() -> None:
    kinds = [kind(name, start, 9) for name, start in (("eight", "08:00"), ("nine", "09:00"), ("ten", "10:00"))]
    instance = available(weekdays(NINE_TO_SIX), *kinds)
    found = [[v.day for v in broken(RULE, instance, each)] for each in kinds]
    assert found == [[MONDAY], [], [MONDAY]]
    (early,) = broken(RULE, instance, kinds[0])
    assert early.message == "A has the shift eight on 2026-10-05 from 08:00 to 17:00, when they are not available"


def test_days_without_windows_are_free_and_dated_windows_stand_in_for_those_of_the_week() -> None:
    sunday = MONDAY + timedelta(days=6)
    when = replace(
        weekdays((WHOLE_DAY,), (WHOLE_DAY,)),
        week=((WHOLE_DAY,),) * 6 + ((),),
        dated=((TUESDAY, ()), (sunday + timedelta(days=7), (WHOLE_DAY,))),
    )
    instance = available(when, EARLY, days=14)
    kinds = [EARLY] * 14
    assert [found.day for found in broken(RULE, instance, *kinds)] == [TUESDAY, sunday]


def test_windows_that_meet_at_midnight_hold_a_night() -> None:
    whole, evening = weekdays((WHOLE_DAY,)), weekdays((Window(0, 1380),))
    assert broken(RULE, available(whole, NIGHT), NIGHT) == []
    assert len(broken(RULE, available(evening, NIGHT), NIGHT)) == 1
    assert len(broken(RULE, available(whole, NIGHT, first=MONDAY + timedelta(days=4)), NIGHT)) == 1  # into a Saturday
    assert (
        broken(RULE, available(weekdays((Window(1320, 1800),)), NIGHT, first=MONDAY + timedelta(days=4)), NIGHT) == []
    )


def test_people_without_windows_can_always_work() -> None:
    assert broken(RULE, available(None, EARLY, NIGHT), EARLY, NIGHT) == []


def test_windows_count_on_the_clock_of_the_person() -> None:
    somebody = replace(person(contract(EARLY), zone="Europe/Berlin"), available=weekdays(NINE_TO_SIX))
    late = kind("late", "10:00", 8)
    instance = centre(replace(somebody, contract=contract(EARLY, late)), [EARLY, late], days=1)
    assert len(broken(RULE, instance, EARLY)) == 1
    assert broken(RULE, instance, late) == []


def test_a_window_belongs_to_its_day_and_lasts_24_hours_at_most() -> None:
    assert str(Window(1320, 1800)) == "22:00-30:00"
    for first, end in ((1440, 1500), (-60, 60), (600, 600), (600, 2041)):
        with pytest.raises(ValueError, match="expected a start of the day and at most 24 hours"):
            Window(first, end)
    with pytest.raises(ValueError, match="expected 7, Monday first"):
        Availability(((),) * 6)
    with pytest.raises(ValueError, match="more than once"):
        Availability(dated=((MONDAY, ()), (MONDAY, ())))


def test_spans_run_on_over_windows_that_meet_or_overlap() -> None:
    when = Availability(((Window(0, 600), Window(540, 660), Window(720, 1440)),) * 7)
    spans = [(start.hour, end.hour) for start, end in when.spans(MONDAY, TUESDAY, ZoneInfo("Etc/UTC"))]
    assert spans == [(0, 11), (12, 11), (12, 0)]


WINDOWS = st.builds(
    lambda first, hours: Window(30 * first, 30 * first + 30 * hours), st.integers(0, 47), st.integers(1, 48)
)
SETS = st.lists(WINDOWS, max_size=2).map(tuple)


@st.composite
def availabilities(draw: st.DrawFn, first: date) -> Availability:
    week = tuple(draw(SETS) for _ in range(7))
    days = draw(st.sets(st.integers(-1, 3), max_size=2))
    return Availability(week, tuple((first + timedelta(days=day), draw(SETS)) for day in sorted(days)))


@settings(max_examples=80, deadline=None)
@given(
    data=st.data(),
    first=st.sampled_from([MONDAY, date(2026, 10, 24), date(2026, 3, 28)]),
    zone=st.sampled_from([None, "Europe/London", "America/Los_Angeles"]),
    site=st.sampled_from([SHANGHAI, BERLIN]),
)
def test_the_model_accepts_every_roster_in_which_the_check_finds_nothing_and_no_other(
    data: st.DataObject, first: date, zone: str | None, site: ZoneInfo
) -> None:
    kinds = (EARLY, kind("dawn", "01:30", 5, last="02:30", step=30), kind("night", "22:00", 8), LATE)
    somebody = replace(person(contract(*kinds), zone=zone), available=data.draw(availabilities(first)))
    instance = centre(somebody, kinds, days=3, first=first, zone=site, slot_minutes=30)
    fine = {chosen for chosen, roster in rosters(instance) if not list(RULE.check(roster, instance))}
    assert accepted_by_model(instance, [RULE]) == fine
