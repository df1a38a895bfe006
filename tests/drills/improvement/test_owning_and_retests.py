"""Who sees to findings, when they were tested again, and what comes back."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from drills.errors import OrderError
from drills.exercise import AbortCause, Order, abort, close, report
from drills.finding import Finding, FindingKind
from drills.improvement import (
    ActionStatus,
    Book,
    ScoredDrill,
    action_record,
    add_action,
    apply_retests,
    assign_action,
    close_action,
    held_entries,
    mark_done,
    overdue,
    recurrences,
    reopen_action,
    retest_of,
    retests_of,
    scored_drill,
    to_retest,
    unowned,
    unowned_of,
)
from drills.improvement.same import is_same
from drills.incidents import Family
from drills.notes import Note
from drills.practice import rehearsed_run
from drills.programme.obligation import DrillCourse
from drills.programme.retests import Retested
from drills.rating import Rating
from drills.scenario.acts import Capability
from drills.scenario.catalogue import catalogue
from tests.drills.improvement.held_drills import FIRST_DAY, PLANNER, drill_on, held_drill, run_of_all_but
from tests.drills.practice.seated import seated

FINGERPRINT = "0" * 64


def day(days: int) -> date:
    return FIRST_DAY + timedelta(days=days)


def order(days: float) -> Order:
    zone = drill_on().window.zone
    return Order(
        datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 18, tzinfo=zone) + timedelta(days=days), "lead"
    )


def finding(drill: ScoredDrill, name: str) -> Finding:
    return next(one for one in drill.findings if one.id == name)


def book_about(*findings: Finding, done_after: float | None = 2) -> Book:
    book = add_action(Book(), order(1), findings, "A card with the levels", owner="Li", due=day(30))
    return book if done_after is None else mark_done(book, order(done_after), "A1", "The card hangs on the wall")


def test_13_a_report_closes_when_each_finding_rated_m_or_u_has_an_owned_and_dated_action() -> None:
    missed = held_drill(["graded", "honest-word"])
    run = report(missed.run, order(0.2), FINGERPRINT)
    book = Book()
    assert unowned(run.log, missed.score, book) == ("D1/2026-03-02/objective/see", "D1/2026-03-02/target/graded")
    with pytest.raises(OrderError, match="D1/2026-03-02/target/graded has no action"):
        close(run, order(0.3), unowned(run.log, missed.score, book))
    book = add_action(book, order(1), [finding(missed, "D1/2026-03-02/target/graded")], "A card with the levels")
    assert unowned(run.log, missed.score, book) == ("D1/2026-03-02/objective/see", "D1/2026-03-02/target/graded")
    book = assign_action(book, order(1), "A1", "Li", day(30))
    assert unowned(run.log, missed.score, book) == ()
    assert close(run, order(2), unowned(run.log, missed.score, book)).state.phase.value == "closed"


def test_what_is_done_about_an_objective_is_done_about_its_targets() -> None:
    missed = held_drill(["graded", "level-raised"])
    book = book_about(finding(missed, "D1/2026-03-02/objective/see"))
    assert unowned(missed.log, missed.score, book) == ()


def test_an_objective_with_two_unmet_targets_is_not_owned_by_an_action_about_one_of_them() -> None:
    missed = held_drill(["graded", "level-raised"])
    book = book_about(finding(missed, "D1/2026-03-02/target/graded"))
    assert unowned(missed.log, missed.score, book) == (
        "D1/2026-03-02/objective/see",
        "D1/2026-03-02/target/level-raised",
    )


def test_13_an_action_about_m_or_u_closes_after_a_later_drill_of_the_family_met_the_same_capability() -> None:
    missed = held_drill(["graded"])
    book = book_about(finding(missed, "D1/2026-03-02/target/graded"))
    with pytest.raises(OrderError, match="was not met in a re-test yet"):
        close_action(book, order(3), "A1")
    elsewhere = held_drill((), 10, "D2", family=Family.DATA_LEAK)
    assert apply_retests(book, order(11), [missed, elsewhere]) == book
    met = held_drill((), 20, "D3")
    book = apply_retests(book, order(21), [missed, elsewhere, met])
    assert book.action("A1").status is ActionStatus.VERIFIED
    assert book.action("A1").verified["D1/2026-03-02/target/graded"].log == met.log.last.digest
    assert close_action(book, order(22), "A1").action("A1").status is ActionStatus.CLOSED


def test_a_retest_that_is_not_met_opens_the_action_again_and_only_a_later_one_verifies_it() -> None:
    missed = held_drill(["graded"])
    book = book_about(finding(missed, "D1/2026-03-02/target/graded"))
    again, met = held_drill(["graded"], 10, "D2"), held_drill((), 20, "D3")
    book = apply_retests(book, order(11), [missed, again])
    reopened = book.action("A1")
    assert (reopened.status, reopened.reopened_on) == (ActionStatus.REOPENED, day(10))
    assert reopened.why == Note("not met when it was tested again in {drill}", {"drill": "D2"})
    assert action_record(reopened)["why"] == "not met when it was tested again in D2"
    assert apply_retests(book, order(12), [missed, again]) == book
    book = mark_done(book, order(15), "A1", "Everybody walked through the card")
    assert apply_retests(book, order(16), [missed, again]) == book
    assert apply_retests(book, order(21), [missed, again, met]).action("A1").status is ActionStatus.VERIFIED


def test_a_drill_before_the_measure_was_in_place_says_nothing_against_it() -> None:
    missed = held_drill(["graded"])
    again, met = held_drill(["graded"], 10, "D2"), held_drill((), 20, "D3")
    book = book_about(finding(missed, "D1/2026-03-02/target/graded"), done_after=15)
    assert apply_retests(book, order(16), [missed, again]) == book
    assert apply_retests(book, order(21), [missed, again, met]).action("A1").status is ActionStatus.VERIFIED


def test_telling_the_book_of_retests_twice_changes_nothing() -> None:
    missed, met = held_drill(["graded", "first-answer"]), held_drill(["first-answer"], 20, "D3")
    book = book_about(*missed.findings)
    once = apply_retests(book, order(21), [missed, met])
    assert apply_retests(once, order(22), [missed, met]) == once


def test_a_drill_of_the_same_day_or_one_that_was_called_off_tests_nothing_again() -> None:
    missed = held_drill(["graded"])
    (target,) = (one for one in missed.findings if one.kind is FindingKind.TARGET)
    assert retest_of(target, missed) is None
    assert retest_of(target, held_drill((), 0, "D2")) is None
    later = run_of_all_but((), drill_on(9, "D3"))
    planned = replace(later, log=replace(later.log, lines=later.log.lines[:3]))
    assert retest_of(target, scored_drill(planned.log)) is None


def test_an_objective_that_evaluators_rated_down_is_met_when_they_do_so_no_more() -> None:
    (down,) = held_drill(ratings={"no-harm": Rating.U}).findings
    again, better = held_drill((), 10, "D2", ratings={"no-harm": Rating.M, "joint": Rating.M}), held_drill((), 20, "D3")
    tests = [retest_of(down, one) for one in (again, better)]
    assert [one.met for one in tests if one is not None] == [False, True]


@pytest.mark.parametrize(
    ("missed_before", "about", "missed_again", "met"),
    [
        (["first-answer"], "first-answer", ["honest-word"], True),  # care: the critical one of two is met
        (["first-answer"], "first-answer", ["first-answer"], False),
        (["one-list", "rights-kept"], "one-list", ["rights-kept"], True),  # coordination: two of three
        (["one-list", "rights-kept"], "rights-kept", ["rights-kept"], False),  # but this very one came back
        (["one-list", "rights-kept"], "one-list", ["cancel-stopped"], False),  # a critical one
    ],
)
def test_a_capability_is_met_again_where_its_targets_earn_s_and_the_very_one_was_met(
    missed_before: list[str], about: str, missed_again: list[str], *, met: bool
) -> None:
    before, again = held_drill(missed_before), held_drill(missed_again, 10, "D2")
    found = retest_of(finding(before, f"D1/2026-03-02/target/{about}"), again)
    assert found is not None
    assert found.met is met
    assert found.lines


def test_live_service_is_met_again_by_a_drill_that_keeps_within_its_budget() -> None:
    loss = finding(held_drill(lost_points=3.0), "D1/2026-03-02/live")
    assert retest_of(loss, held_drill((), 5, "D2")) is None
    tests = [retest_of(loss, held_drill((), 9, "D3", lost_points=lost)) for lost in (2.5, 0.5)]
    assert [one.met for one in tests if one is not None] == [False, True]


def test_the_programme_owes_what_no_later_drill_tested_and_a_later_one_settles_it() -> None:
    missed = held_drill(["graded", "honest-word"])
    owed = to_retest([missed])
    assert [one.id for one in owed] == ["D1/2026-03-02/target/graded"]
    assert to_retest([missed, held_drill((), 20, "D3")]) == ()
    again = held_drill(["graded"], 20, "D3")
    assert [one.id for one in to_retest([again, missed])] == ["D3/2026-03-22/target/graded"]


def test_an_objective_is_owed_for_its_targets_and_live_service_for_what_it_capped() -> None:
    owed = to_retest([held_drill(["graded", "level-raised"], lost_points=3.0)])
    assert sorted(one.id for one in owed) == [
        "D1/2026-03-02/live",
        "D1/2026-03-02/target/graded",
        "D1/2026-03-02/target/level-raised",
    ]


def test_a_drill_that_was_held_settles_the_obligation_of_a_programme_only_by_what_counted_in_it() -> None:
    missed = held_drill(["graded"])
    (owed,) = to_retest([missed])
    (entry,) = held_entries([held_drill((), 20, "D3")])
    assert (entry.id, entry.day, entry.counts) == ("D3", day(20), True)
    course = DrillCourse(day(0), day(90), (entry,))
    assert not list(Retested(owed).check(course))
    without = replace(entry, capabilities=tuple(one for one in entry.capabilities if one is not Capability.GRADING))
    assert list(Retested(owed).check(replace(course, entries=(without,))))


def test_a_drill_that_was_broken_off_is_owed_still() -> None:
    begun = run_of_all_but((), drill_on(20, "D3"))
    cut = next(at for at, line in enumerate(begun.log.lines) if line.kind == "started")
    run = scored_drill(replace(begun.log, lines=begun.log.lines[: cut + 1])).run
    broken = abort(run, Order(run.drill.window.start + timedelta(minutes=5), PLANNER), AbortCause.REAL_EVENT)
    assert held_entries([scored_drill(broken.log)]) == ()


def closed_book(missed: ScoredDrill) -> Book:
    book = book_about(finding(missed, "D1/2026-03-02/target/graded"))
    book = apply_retests(book, order(11), [missed, held_drill((), 10, "D2")])
    return close_action(book, order(12), "A1")


def test_what_comes_back_after_its_action_was_closed_is_named_with_both_drills() -> None:
    missed, back = held_drill(["graded"]), held_drill(["graded"], 40, "D4")
    (found,) = recurrences(closed_book(missed), [missed, back])
    assert (found.finding.drill, found.earlier.drill, found.action) == ("D4", "D1", "A1")
    assert not found.is_answered


def test_a_recurrence_is_answered_by_opening_its_action_again_or_by_another_one() -> None:
    missed, back = held_drill(["graded"]), held_drill(["graded"], 40, "D4")
    book = closed_book(missed)
    reopened = reopen_action(book, order(41), "A1", "came back")
    assert recurrences(reopened, [back]) == ()
    assert (unowned(back.log, back.score, book), unowned(back.log, back.score, reopened)) == (
        ("D4/2026-04-11/objective/see", "D4/2026-04-11/target/graded"),
        (),
    )
    other = add_action(book, order(41), back.findings, "Drill it", owner="Wang", due=day(60))
    assert [one.is_answered for one in recurrences(other, [back])] == [True]


def test_what_comes_back_before_the_closing_or_two_years_after_it_is_no_recurrence() -> None:
    missed = held_drill(["graded"])
    book = closed_book(missed)
    assert recurrences(book, [held_drill(["graded"], 11, "D4"), held_drill(["graded"], 800, "D5")]) == ()
    assert recurrences(book, [held_drill(["honest-word"], 40, "D6")]) == ()


@pytest.mark.parametrize(("days", "is_back"), [(12, False), (13, True), (743, True), (744, False)])
def test_a_recurrence_lies_behind_the_closing_and_within_24_months_of_it(days: int, *, is_back: bool) -> None:
    book = closed_book(held_drill(["graded"]))
    assert book.action("A1").closed_on == day(12)
    assert bool(recurrences(book, [held_drill(["graded"], days, "D4")])) is is_back


def test_an_objective_without_an_unmet_target_comes_back_by_itself() -> None:
    missed = held_drill(ratings={"see": Rating.U})
    book = book_about(*missed.findings)
    book = apply_retests(book, order(11), [missed, held_drill((), 10, "D2")])
    book = close_action(book, order(12), "A1")
    back = held_drill(days=40, name="D4", ratings={"see": Rating.M})
    assert [one.finding.kind for one in recurrences(book, [back])] == [FindingKind.OBJECTIVE]


TARGET = Finding(
    "D1/a", Family.DATA_LEAK, FIRST_DAY, Rating.U, Capability.CARE, FindingKind.TARGET, "D1", template="list", of="told"
)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"of": "other"}, True),  # the same capability in the same family
        ({"of": "other", "family": Family.LOGISTICS}, False),
        ({"of": "other", "capability": Capability.MEDIA}, False),
        ({"capability": Capability.MEDIA}, True),  # the same thing of the same template
        ({"capability": Capability.MEDIA, "of": "leak.told", "incident": "leak"}, True),  # several incidents at once
        ({"capability": Capability.MEDIA, "template": "chat"}, False),
        ({"capability": Capability.MEDIA, "kind": FindingKind.OBJECTIVE}, False),
        ({"kind": FindingKind.LIVE}, False),
        ({"drill": "D1", "found": FIRST_DAY}, False),  # of the very same drill
        ({"drill": "D1"}, True),  # a drill of that name in another year
    ],
)
def test_when_two_findings_are_the_same(change: dict[str, object], *, same: bool) -> None:
    later = replace(TARGET, **{"id": "x", "drill": "D9", "found": day(99), **change})  # type: ignore[arg-type]  # of the table
    assert is_same(TARGET, later) is same


def test_live_service_is_the_same_in_the_same_family_and_what_is_of_no_template_only_by_capability() -> None:
    loss = replace(TARGET, kind=FindingKind.LIVE, capability=None)
    later = replace(loss, drill="D9", found=day(9))
    assert is_same(loss, later)
    assert not is_same(loss, replace(later, family=Family.LOGISTICS))
    plain = replace(TARGET, template="", of="", capability=None)
    assert not is_same(plain, replace(plain, drill="D9"))


def test_an_action_opened_again_on_the_day_of_a_drill_sees_to_what_came_back_in_it_of_any_of_its_findings() -> None:
    missed = held_drill(["graded", "first-answer"])
    book = apply_retests(book_about(*missed.findings), order(11), [missed, held_drill((), 10, "D2")])
    back = held_drill(["graded"], 40, "D4")
    reopened = reopen_action(close_action(book, order(12), "A1"), order(40), "A1", "came back")
    assert unowned(back.log, back.score, reopened) == ()
    later = held_drill(["graded"], 41, "D5")
    assert len(unowned(later.log, later.score, reopened)) == 2


def test_a_finding_under_one_that_is_not_there_is_owned_by_itself_alone() -> None:
    lonely = replace(TARGET, under="elsewhere")
    assert unowned_of([lonely], Book()) == (lonely,)
    assert unowned_of([lonely], book_about(lonely)) == ()


def test_of_overdue_actions_the_one_that_is_due_longest_comes_first() -> None:
    book = Book()
    for due in (20, 5, 9):
        book = add_action(book, order(1), [TARGET], "x", owner="Li", due=day(due))
    assert [action.id for action in overdue(book, day(21))] == ["A2", "A3", "A1"]


def test_a_measure_counts_on_the_day_on_which_it_was_in_place() -> None:
    missed, again = held_drill(["graded"]), held_drill(["graded"], 15, "D2")
    book = book_about(finding(missed, "D1/2026-03-02/target/graded"), done_after=15)
    assert apply_retests(book, order(16), [missed, again]).action("A1").status is ActionStatus.REOPENED


def test_a_drill_on_the_day_of_the_opening_again_tests_nothing() -> None:
    missed, met = held_drill(["graded"]), held_drill((), 20, "D2")
    book = book_about(finding(missed, "D1/2026-03-02/target/graded"))
    book = mark_done(reopen_action(book, order(20), "A1", "the card fell down"), order(21), "A1", "It is glued")
    assert apply_retests(book, order(22), [missed, met]) == book


def test_an_action_is_opened_again_for_the_last_of_the_drills_that_missed_it() -> None:
    missed = held_drill(["graded", "first-answer"])
    drills = [held_drill(["graded"], 20, "D2"), held_drill(["first-answer"], 10, "D3")]
    targets = [one for one in missed.findings if one.kind is FindingKind.TARGET]
    book = apply_retests(book_about(*targets), order(21), [missed, *drills])
    assert (book.action("A1").reopened_on, book.lines[-1].data["drill"]) == (day(20), "D2")


def test_of_several_incidents_at_once_only_the_one_of_the_family_tests_a_finding_again() -> None:
    known = catalogue(())
    offer = next(one for one in known.offers() if len(set(one.families)) > 1)
    drill = scored_drill(rehearsed_run(seated(known.draw(offer.id, 3, offer.forms[0])), 3).log)
    shown = {
        family: {item.capability for item, _target in drill.counted() if family in drill.families_of(item)}
        for family in drill.families
    }
    pairs = [(family, one) for family in drill.families for one in Capability]
    earlier = [
        Finding(f"{family}-{one}", family, drill.day - timedelta(days=9), Rating.U, one) for family, one in pairs
    ]
    tested = {one.finding.id for one in retests_of(earlier, drill)}
    assert tested == {f"{family}-{one}" for family, one in pairs if one in shown[family]}
    assert any(one not in shown[family] for family, one in pairs if any(one in other for other in shown.values()))
