"""Who sees to what: findings without an owned and dated action, and actions that are late."""

from collections.abc import Iterable
from datetime import date

from drills.exercise import Log
from drills.finding import Finding
from drills.improvement.action import Action
from drills.improvement.book import Book
from drills.improvement.findings import findings_of
from drills.improvement.same import is_same
from drills.scoring import DrillScore


def unowned(log: Log, score: DrillScore, book: Book) -> tuple[str, ...]:
    """Return the findings of *log*, scored as *score*, that are rated M or U and have no action in *book* with an owner and a date.

    A drill's report closes when there are none.
    """
    return tuple(finding.id for finding in unowned_of(findings_of(log, score), book))


def unowned_of(findings: Iterable[Finding], book: Book) -> tuple[Finding, ...]:
    """Return those of one drill's *findings* that are rated M or U and have no action with an owner and a date.

    What is done about an objective is done about its targets, and what is done about all of these about the objective. An action that was
    opened again sees to what had come back until then.
    """
    known = tuple(findings)
    owned = owned_of(known, book)
    return tuple(one for one in known if one.must_be_mended and one.id not in owned)


def owned_of(findings: Iterable[Finding], book: Book) -> frozenset[str]:
    """Return which of one drill's *findings*, however they are rated, have an action with an owner and a date."""
    known = tuple(findings)
    by_id = {finding.id: finding for finding in known}
    owned = [action for action in book.actions if action.is_owned]
    named = {finding.id for action in owned for finding in action.findings}
    named |= {finding.id for finding in known if any(_sees_again_to(action, finding) for action in owned)}
    reached = {finding.id for finding in known if _reaches(finding, named, by_id)}
    return frozenset(one.id for one in known if one.id in reached or _through(one, known, reached))


def _sees_again_to(action: Action, finding: Finding) -> bool:
    """Tell whether *action* was opened again after *finding* had come back of what it is about."""
    if action.reopened_on is None or action.reopened_on < finding.found:
        return False
    return any(is_same(earlier, finding) for earlier in action.findings)


def _reaches(finding: Finding, named: set[str], by_id: dict[str, Finding]) -> bool:
    """Tell whether *finding*, or one that it stands under, is named."""
    while finding.id not in named:
        if finding.under is None or finding.under not in by_id:
            return False
        finding = by_id[finding.under]
    return True


def _through(finding: Finding, known: tuple[Finding, ...], reached: set[str]) -> bool:
    parts = [one for one in known if one.under == finding.id and one.must_be_mended]
    return bool(parts) and all(one.id in reached for one in parts)


def overdue(book: Book, today: date) -> tuple[Action, ...]:
    """Return the actions that are not done although their day is past on *today*, the one that is due longest first."""
    late = [action for action in book.actions if action.is_overdue(today)]
    return tuple(sorted(late, key=lambda action: (action.due or today, action.lines)))
