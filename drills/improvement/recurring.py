"""Findings that come back after what was done about them was closed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from drills.finding import Finding, FindingKind
from drills.improvement.book import Book
from drills.improvement.owning import owned_of
from drills.improvement.same import is_same
from drills.improvement.scored import ScoredDrill, held
from drills.programme.months import months_after

REMEMBERED_MONTHS = 24  # our figure, as long as a programme remembers what was drilled


@dataclass(frozen=True, slots=True)
class Recurrence:
    """*finding* is *earlier* come back, of another drill, after *action* about it was closed. *is_answered*: another action sees to it."""

    finding: Finding
    earlier: Finding
    action: str
    is_answered: bool


def recurrences(book: Book, drills: Iterable[ScoredDrill], months: int = REMEMBERED_MONTHS) -> tuple[Recurrence, ...]:
    """Return what came back in *drills* within *months* after its action was closed, by day.

    The action has to be opened again, after which it is no recurrence any more, or another one has to see to the new finding.
    """
    return tuple(found for drill in held(drills) for found in _back(drill, book, months))


def _back(drill: ScoredDrill, book: Book, months: int) -> Iterator[Recurrence]:
    owned = owned_of(drill.findings, book)
    parents = {finding.under for finding in drill.findings}
    alone = [one for one in drill.findings if one.kind is not FindingKind.OBJECTIVE or one.id not in parents]
    for action in book.actions:
        if action.closed_on is None or not action.closed_on < drill.day <= months_after(action.closed_on, months):
            continue
        for finding in alone:
            earlier = next((one for one in action.findings if is_same(one, finding)), None)
            if earlier is not None:
                yield Recurrence(finding, earlier, action.id, finding.id in owned)
