"""Writes into the book what later drills showed of actions that were done: verified by a re-test, or opened again by one."""

from collections.abc import Iterable, Iterator

from drills.exercise import Order
from drills.finding import Finding
from drills.improvement.action import Action, ActionStatus
from drills.improvement.book import Book
from drills.improvement.book_lines import BookKind
from drills.improvement.retesting import Retest, retest_of
from drills.improvement.scored import ScoredDrill, held
from drills.scenario.canonical import Plain


def apply_retests(book: Book, order: Order, drills: Iterable[ScoredDrill]) -> Book:
    """Return *book* with what *drills* say of the findings of its actions that are done; told twice, nothing changes.

    Of the drills that tested a finding again since it was found, or since the action was opened again, the last one counts. Where it
    was met the finding is verified; where it was not, although the measure was in place on its day, the action is open again.
    """
    known = held(drills)
    for action in book.actions:
        if action.status is ActionStatus.DONE:
            book = _applied(book, order, action, known)
    return book


def _applied(book: Book, order: Order, action: Action, drills: tuple[ScoredDrill, ...]) -> Book:
    last = [found for finding in action.to_verify if (found := _last(finding, action, drills)) is not None]
    failed = [one for one in last if not one.met and one.drill.day >= action.evidence[-1].on]
    if failed:
        return book.with_line(order.now, BookKind.REOPENED, order.by, _reopening(action, failed))
    for retest in last:
        if retest.met:
            book = book.with_line(order.now, BookKind.VERIFIED, order.by, _verifying(action, retest))
    return book


def _last(finding: Finding, action: Action, drills: tuple[ScoredDrill, ...]) -> Retest | None:
    found = [one for drill in _since(action, drills) if (one := retest_of(finding, drill)) is not None]
    return found[-1] if found else None


def _since(action: Action, drills: tuple[ScoredDrill, ...]) -> Iterator[ScoredDrill]:
    return (one for one in drills if action.reopened_on is None or one.day > action.reopened_on)


def _verifying(action: Action, retest: Retest) -> dict[str, Plain]:
    return {
        "action": action.id,
        "finding": retest.finding.id,
        "drill": retest.drill.id,
        "log": retest.drill.log.last.digest,
        "lines": list(retest.lines),
    }


def _reopening(action: Action, failed: list[Retest]) -> dict[str, Plain]:
    last = max(failed, key=lambda one: one.drill.day)
    return {
        "action": action.id,
        "text": "",
        "on": last.drill.day.isoformat(),
        "drill": last.drill.id,
        "findings": [one.finding.id for one in failed],
    }
