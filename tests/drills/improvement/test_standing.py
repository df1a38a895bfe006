"""How a book stands on a day, and when that is in order."""

from datetime import date, datetime, timedelta

from drills.exercise import Order
from drills.improvement import (
    Book,
    ScoredDrill,
    add_action,
    apply_retests,
    close_action,
    mark_done,
    standing,
)
from drills.rating import Rating
from tests.drills.improvement.held_drills import FIRST_DAY, drill_on, held_drill

TARGET = "D1/2026-03-02/target/graded"


def day(days: int) -> date:
    return FIRST_DAY + timedelta(days=days)


def order(days: int) -> Order:
    return Order(datetime(2026, 3, 2, 18, tzinfo=drill_on().window.zone) + timedelta(days=days), "lead")


def owned(drill: ScoredDrill, due: int = 20) -> Book:
    return add_action(Book(), order(1), drill.findings, "A card", owner="Li", due=day(due))


def test_what_is_rated_m_or_u_and_has_no_owner_is_not_in_order() -> None:
    missed = held_drill(["graded"])
    found = standing(Book(), [missed], day(1))
    assert [one.id for one in found.unowned] == ["D1/2026-03-02/objective/see", TARGET]
    assert not found.is_in_order
    assert standing(owned(missed), [missed], day(1)).is_in_order


def test_an_s_without_an_owner_is_in_order_and_so_is_its_late_action() -> None:
    missed = held_drill(["honest-word"])
    assert {one.rating for one in missed.findings} == {Rating.S}
    assert standing(Book(), [missed], day(400)).is_in_order
    late = standing(owned(missed), [missed], day(400))
    assert [one.id for one in late.overdue] == ["A1"]
    assert late.is_in_order


def test_a_late_action_about_u_is_not_in_order() -> None:
    missed = held_drill(["graded"])
    assert standing(owned(missed), [missed], day(20)).is_in_order
    assert not standing(owned(missed), [missed], day(21)).is_in_order


def test_a_retest_is_due_six_weeks_after_its_finding_and_late_the_day_after() -> None:
    missed = held_drill(["graded"])
    book = mark_done(owned(missed), order(2), "A1", "It hangs there")
    on_time, late = (standing(book, [missed], day(days)) for days in (42, 43))
    assert [(one.finding.id, one.due) for one in on_time.retests] == [(TARGET, day(42))]
    assert (on_time.late_retests, on_time.is_in_order) == ((), True)
    assert (late.late_retests, late.is_in_order) == (late.retests, False)
    assert standing(book, [missed], day(43), retest_weeks=7).is_in_order


def test_what_came_back_is_not_in_order_until_another_action_sees_to_it() -> None:
    missed, met, back = held_drill(["graded"]), held_drill((), 10, "D2"), held_drill(["graded"], 40, "D4")
    book = apply_retests(mark_done(owned(missed), order(2), "A1", "It hangs there"), order(11), [missed, met])
    book = close_action(book, order(12), "A1")
    drills = [missed, met, back]
    found = standing(book, drills, day(41))
    assert [(one.action, one.is_answered) for one in found.back] == [("A1", False)]
    assert not found.is_in_order
    seen_to = add_action(book, order(41), back.findings, "Drill it", owner="Li", due=day(80))
    assert standing(seen_to, drills, day(41)).is_in_order
