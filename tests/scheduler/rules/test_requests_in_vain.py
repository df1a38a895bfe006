"""A note tells of each request that the same person's leave, lock or availability keeps from being met."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from scheduler.agents import AgentId, Lock
from scheduler.availability import WHOLE_DAY, Availability, Window
from scheduler.objective.requests import Request
from scheduler.rules.asked_in_vain import AskedInVain, Wishes
from scheduler.rules.base import Severity
from tests.scheduler.tiny import (
    EARLY,
    LATE,
    MONDAY,
    NIGHT,
    SOMEBODY,
    accepted_by_model,
    centre,
    contract,
    kind,
    line,
    person,
)

TUESDAY = MONDAY + timedelta(days=1)
MORNINGS = Availability(((Window(8 * 60, 16 * 60),),) * 7)
WORKDAYS = Availability(((WHOLE_DAY,),) + ((),) * 6)


def wish(kind: str, day: date = MONDAY, *, against: bool = False) -> Request:
    return Request(SOMEBODY, day, kind, against)


def notes(
    *asked: Request, leave: Iterable[date] = (), lock: Lock | None = None, when: Availability | None = None
) -> list[str]:
    locked = frozenset() if lock is None else frozenset({lock})
    somebody = replace(person(contract(EARLY, LATE, NIGHT), leave=leave), locked=locked, available=when)
    instance = centre(somebody, [EARLY, LATE, NIGHT], days=2)
    rule = AskedInVain(Wishes(asked))
    found = list(rule.check(line(instance), instance))
    assert all(note.severity is Severity.NOTE for note in found)
    assert len(accepted_by_model(instance, [rule])) == 16
    return [note.message for note in found]


def test_what_can_be_met_is_not_named() -> None:
    assert notes(wish("early"), wish("night", against=True), wish("off", TUESDAY), leave=[TUESDAY]) == []
    assert notes(wish("late"), lock=Lock(MONDAY, "late")) == []
    assert notes(wish("early"), wish("night", against=True), when=MORNINGS) == []


def test_a_shift_asked_for_on_leave_is_named() -> None:
    told = "A asks for early on 2026-10-05 and has leave that stands against it"
    assert notes(wish("early"), leave=[MONDAY]) == [told]
    assert notes(wish("off", against=True), leave=[MONDAY]) == [
        "A asks for anything but off on 2026-10-05 and has leave that stands against it"
    ]
    assert notes(wish("early", against=True), wish("off"), leave=[MONDAY]) == []


def test_a_night_before_leave_is_named_and_a_day_is_not() -> None:
    assert notes(wish("early"), leave=[TUESDAY]) == []
    assert len(notes(wish("night"), leave=[TUESDAY])) == 1


def test_a_shift_may_end_as_the_leave_begins_and_not_later() -> None:
    late, later = kind("late", "16:00", 8), kind("later", "17:00", 8)
    instance = centre(person(contract(late, later), leave=[TUESDAY]), [late, later], days=2)
    found = AskedInVain(Wishes((wish("late"), wish("later", against=True)))).check(line(instance), instance)
    assert list(found) == []
    (note,) = AskedInVain(Wishes((wish("later"),))).check(line(instance), instance)
    assert note.day == MONDAY


def test_windows_of_the_evening_before_and_of_the_next_morning_count() -> None:
    early, night = kind("early", "00:00", 8), kind("night", "20:00", 8)
    over = Availability(((Window(20 * 60, 32 * 60),),) + ((Window(20 * 60, 24 * 60),),) * 5 + ((),))
    meeting = Availability(((Window(20 * 60, 24 * 60),), (Window(0, 4 * 60),)) + ((),) * 5)
    for when, day, kind_name, met in (
        (over, TUESDAY, "early", True),
        (over, MONDAY, "early", False),
        (meeting, MONDAY, "night", True),
        (over, TUESDAY, "night", False),
    ):
        somebody = replace(person(contract(early, night)), available=when)
        instance = centre(somebody, [early, night], days=2)
        found = list(AskedInVain(Wishes((wish(kind_name, day),))).check(line(instance), instance))
        assert (found == []) == met, (day, kind_name)


def test_what_a_lock_stands_against_is_named() -> None:
    free, late = Lock(MONDAY), Lock(MONDAY, "late")
    assert notes(wish("early"), lock=free) == ["A asks for early on 2026-10-05, which is locked otherwise"]
    assert notes(wish("off"), lock=late) == ["A asks for off on 2026-10-05, which is locked otherwise"]
    assert notes(wish("late", against=True), lock=late) == [
        "A asks for anything but late on 2026-10-05, which is locked otherwise"
    ]
    assert notes(wish("early", against=True), lock=late) == []
    assert notes(wish("early", TUESDAY), lock=free) == []


def test_what_nobody_who_is_away_can_work_is_named() -> None:
    assert notes(wish("late"), when=MORNINGS) == ["A asks for late on 2026-10-05 and is not available for it"]
    assert len(notes(wish("off", TUESDAY, against=True), when=WORKDAYS)) == 1
    assert notes(wish("off", MONDAY, against=True), when=WORKDAYS) == []


def test_requests_of_a_day_that_contradict_each_other_are_named_once() -> None:
    told = "A asks on 2026-10-05 for things that cannot be met together"
    assert notes(wish("early"), wish("late")) == [told]
    assert notes(wish("early"), wish("early", against=True)) == [told]
    assert notes(wish("early", against=True), wish("late", against=True)) == []
    assert notes(wish("off", against=True), wish("early", against=True), wish("late", against=True)) == []


def test_requests_of_other_days_and_people_are_left_alone() -> None:
    others = [Request(AgentId("z"), MONDAY, "early"), wish("early", MONDAY + timedelta(days=2))]
    assert notes(*others, leave=[MONDAY, MONDAY + timedelta(days=2)]) == []
