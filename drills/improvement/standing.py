"""How a book of actions stands on a day: what is owned, what is late, what waits for a re-test, what came back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from drills.finding import Finding
from drills.improvement.action import Action
from drills.improvement.book import Book
from drills.improvement.owning import overdue, unowned_of
from drills.improvement.recurring import Recurrence, recurrences
from drills.improvement.retesting import to_retest
from drills.improvement.scored import ScoredDrill, held
from drills.programme.retests import RETEST_WEEKS


@dataclass(frozen=True, slots=True)
class RetestDue:
    """*finding* is to be tested again by the day *due* (OS-7.3)."""

    finding: Finding
    due: date


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a *book* and its drills asks for somebody on the day *today*.

    *unowned* are findings rated M or U without an owned and dated action, *overdue* actions past their day, *retests* those that no later
    drill had, *back* findings that came back after their action was closed.
    """

    today: date
    actions: tuple[Action, ...]
    unowned: tuple[Finding, ...]
    overdue: tuple[Action, ...]
    retests: tuple[RetestDue, ...]
    back: tuple[Recurrence, ...]

    @property
    def late_retests(self) -> tuple[RetestDue, ...]:
        """The re-tests whose day is past."""
        return tuple(one for one in self.retests if one.due < self.today)

    @property
    def is_in_order(self) -> bool:
        """Whether nothing that is rated M or U lacks an owner, is late or came back without an answer."""
        late = any(finding.must_be_mended for action in self.overdue for finding in action.findings)
        back = any(one.finding.must_be_mended and not one.is_answered for one in self.back)
        return not (self.unowned or late or self.late_retests or back)


def standing(book: Book, drills: Iterable[ScoredDrill], today: date, retest_weeks: int = RETEST_WEEKS) -> Standing:
    """Return how *book* stands on *today*, given the *drills* that were held; M and U are tested again within *retest_weeks*."""
    known = held(drills)
    due = timedelta(weeks=retest_weeks)
    return Standing(
        today,
        book.actions,
        tuple(finding for drill in known for finding in unowned_of(drill.findings, book)),
        overdue(book, today),
        tuple(RetestDue(finding, finding.found + due) for finding in to_retest(known)),
        recurrences(book, known),
    )
